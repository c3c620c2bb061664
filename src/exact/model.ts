import type { Rational } from "../core/rational.ts";
import type { Bits } from "./bits.ts";
import type { Coded } from "./coded.ts";

/**
 * The rows of one phase in compressed form: a row is a state with one of its available actions, a branch one outcome of a row.
 *
 * Rows of state s are rowStart[s] … rowStart[s + 1] − 1; branches of row r are branchStart[r] … branchStart[r + 1] − 1.
 */
export interface Rows {
  /** shape [states + 1] */
  readonly rowStart: Uint32Array;
  /** shape [rows]; index into `Model.actions` */
  readonly action: Coded["codes"];
  /** shape [rows + 1] */
  readonly branchStart: Uint32Array;
  /** shape [branches]; the state that the branch leads to */
  readonly successor: Uint32Array;
  /** shape [branches]; the probabilities of a row sum to exactly 1 */
  readonly probability: Coded;
}

/**
 * A Markov decision process without rewards, as arrays: what a world, a product of a world with latches, or its beliefs
 * look like to the solvers.
 *
 * A state without rows has ended. There is one set of rows per phase; only a finite horizon may have more than one.
 */
export interface Model {
  readonly states: number;
  readonly actions: readonly string[];
  readonly starts: readonly { readonly state: number; readonly probability: Rational }[];
  readonly phases: readonly Rows[];
  /** shape [phases − 1]; the step at which the next phase begins, ascending */
  readonly boundaries: readonly number[];
}

/** What one objective pays: expected amount per row and phase, and once at the end. */
export interface Payoff {
  /** shape [phases] of [rows]; expected payoff of a row */
  readonly rows: readonly Coded[];
  /** what a state pays once when the world ends there, or when the horizon cuts it off there */
  readonly final?: { readonly terminated: Coded; readonly horizon: Coded };
}

/** What is optimised, and over what time. */
export type Criterion =
  | { readonly kind: "finite"; readonly horizon: number; readonly discount: number }
  | { readonly kind: "discounted"; readonly discount: number }
  | { readonly kind: "total" }
  /** the long-run average per step; a state in which the world has ended pays 0 a step, and what ending pays once does not count */
  | { readonly kind: "average" };

/** Whether an objective is to be made large or small. */
export type Direction = "maximise" | "minimise";

/** A number with certified bounds; `exact` where the rational is known. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly exact?: Rational;
  /** whether it is an amount per step, in the long run */
  readonly per?: "step";
}

/**
 * A set of policies given by the rows that they may use.
 *
 * `timed`: a policy belongs to it exactly when, almost surely, at time t it uses only rows of `rows[t]` where it gets to.
 * `stationary`: likewise at all times; and end components made of states in `leave` must be left almost surely. Where `final` is
 * given, it almost surely comes to use, save for a share of steps that goes to 0, only those of its rows that no state of `leave` has.
 */
export type Policies =
  | { readonly kind: "timed"; readonly rows: readonly Bits[] }
  | { readonly kind: "stationary"; readonly rows: Bits; readonly leave?: Bits; readonly final?: Bits };

/** The optimum of one objective over a set of policies, and the policies that attain it. */
export interface Solution {
  /** the value from the start distribution */
  readonly start: Figure;
  readonly optimal: Policies;
  /** "proved" where ties were decided in exact arithmetic; otherwise the largest gap that was taken for a tie */
  readonly ties: "proved" | { readonly gap: number };
  /** whether the value is approached and not attained: by staying ever longer in states that must be left in the end */
  readonly approached?: true;
  /** the value of a state at a time (the time is ignored by stationary solutions), where the solver kept it */
  readonly value?: (time: number, state: number) => number;
}
