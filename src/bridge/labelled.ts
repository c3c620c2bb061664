import type { Bits, Coded, Model } from "../exact/index.ts";
import type { Expression } from "./prism/syntax.ts";

/** Rewards of one name, on states (earned by each step that begins there) and on rows. */
export interface RewardStructure {
  /** empty where it has none */
  readonly name: string;
  /** shape [states] */
  readonly states: Coded;
  /** shape [rows]; expected over the branches where a file gives rewards to branches */
  readonly rows: Coded;
}

/** A variable of a model. */
export interface Variable {
  readonly name: string;
  readonly type: "int" | "bool";
  /** shape [states]; true is 1 */
  readonly values: Int32Array;
}

/** A model with what properties speak of: labels, reward structures, variables. However it was read. */
export interface LabelledModel {
  /** what its messages call it: the file as typed */
  readonly name: string;
  /** whether there are choices; where there are none every state has one row */
  readonly kind: "dtmc" | "mdp";
  /** one phase; every state has a row, as a deadlock has been given a step to itself */
  readonly model: Model;
  /** states that had no step of their own */
  readonly deadlocks: Bits;
  /** by name, without quotes; "init" and "deadlock" are always there */
  readonly labels: ReadonlyMap<string, Bits>;
  readonly rewards: readonly RewardStructure[];
  /** absent where a model's states are not told by variables, or these are not kept as columns */
  readonly variables?: readonly Variable[];
  /**
   * The states in which an expression without operators and labels holds.
   *
   * @throws InnateError `usage` with line and column if it is not one over this model's variables
   */
  satisfying(expression: Expression): Bits;
  /**
   * The value of an expression over constants: a bound on steps, a probability.
   *
   * @throws InnateError `usage` if it is not constant
   */
  constant(expression: Expression): { readonly numerator: bigint; readonly denominator: bigint };
  /** a state as its variables' values, for messages: "(s=2,k=0)" */
  describe(state: number): string;
}

/** What of a model can be written into a file. */
export type Writable = Omit<LabelledModel, "satisfying" | "constant" | "describe">;
