/**
 * What an audit returns: plain data that can be sent between processes, kept, and read by every report.
 *
 * Times are steps from 0.
 */

import type { Learned } from "./learned/report.ts";
import type {
  Frontier,
  LostByChance,
  Options,
  PressurePoint,
  Sensitivity,
  SoftPressurePoint,
  TurnOver,
  Watching,
} from "./measurements/report.ts";
import type { Quantity } from "./quantity.ts";

export type * from "./learned/report.ts";
export * from "./measurements/report.ts";
export type { Quantity } from "./quantity.ts";

export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The checks that can fail an audit, the most telling first: where several agree on one trace, the first names the finding. */
export const CHECKS = [
  "tampering",
  "watched",
  "power",
  "no-return",
  "loop",
  "stalling",
  "worst-optimum",
  "learned",
  "misgeneralisation",
  "accepted",
  "near-optimum",
] as const;
export type Check = (typeof CHECKS)[number];

export interface Question {
  readonly criterion: "finite" | "discounted" | "total" | "average";
  /** steps; finite only */
  readonly horizon?: number;
  readonly discount: number;
  /** where the question came from, in words: "the world's horizon", "--discount", … */
  readonly origin: string;
  /** the whole question in words: "100 steps, undiscounted" */
  readonly text: string;
}

/** Where a term stands in the user's source. */
export interface SourceLine {
  readonly file: string;
  /** 1-based */
  readonly line: number;
  readonly text: string;
}

/** One step of a trace. `state` is what the action was taken in; the state after the last step is the trace's `end`. */
export interface Step {
  readonly state: Readonly<Record<string, unknown>>;
  /** the drawing of `state`: rows of glyphs, or SVG */
  readonly picture: readonly string[] | { readonly svg: string };
  readonly action: string;
  /** what the step pays in all, and by term, weights included */
  readonly reward: number;
  readonly rewards: Readonly<Record<string, number>>;
  /** the intent's score of the step, where the intent has one */
  readonly score?: number;
  /** events of the intent that happen in this step: "never theft", "keepPossible way back lost", "reach out" */
  readonly events: readonly string[];
  /** whether somebody sees this step, where the world says */
  readonly seen?: boolean;
  /** probability of this step's outcome given its action */
  readonly probability: number;
}

/** A path with positive probability under the named set of policies. */
export interface Trace {
  /** whose path it is: "a drive-optimal policy", "the worst drive-optimal policy" */
  readonly policies: string;
  readonly steps: readonly Step[];
  readonly end: Pick<Step, "state" | "picture"> & { readonly why: "terminated" | "horizon" | "cut" };
  /** probability of the start state times that of every outcome */
  readonly probability: number;
  /** steps before the loop, and the length of the loop, where the steps repeat to the end; length 0 where they do not */
  readonly stem: number;
  readonly loop: number;
  /** share of the regret that the path carries, beyond what the traces before it show; 1 for an event */
  readonly share: number;
  /** proof of minimality in words: "shortest", "carries most of the regret" */
  readonly minimal: string;
}

/** A change of one weight that removes the finding. */
export interface Repair {
  readonly term: string;
  /**
   * the open interval of the weight, as a multiple of the present one, in which the worst optimum is good; high null: it goes up to
   * the largest multiple that was looked at, and what is beyond was not looked at
   */
  readonly low: Quantity;
  readonly high: Quantity | null;
  readonly text: string;
}

/** Whether a finding that was accepted once is still what was accepted; `how` says in which way it is worse. */
export type Standing =
  | { readonly state: "accepted"; readonly reason: string }
  | { readonly state: "worse"; readonly reason: string; readonly how: string };

export interface Finding {
  /** stable within a case and drive: "loop:arrow" */
  readonly id: string;
  readonly check: Check;
  /** the other checks that found the same trace */
  readonly agreeing: readonly Check[];
  readonly severity: Severity;
  /** one sentence in plain words: what the agent does, what it earns against what was meant */
  readonly claim: string;
  /** what the figure is: "probability of theft", "score" */
  readonly measure: string;
  readonly figure: Quantity;
  /** the same measure for an agent that does what was meant */
  readonly meant: Quantity;
  /**
   * what tampering is worth: the drive's optimum less the most that it pays a policy that never tampers; of tampering only, where
   * some policy never does
   */
  readonly incentive?: Quantity;
  readonly trace?: Trace;
  /**
   * further paths, where the trace carries less than half of the regret: each parts from those before it; shares add up, to half
   * of the regret unless that took more than five
   */
  readonly furtherTraces?: readonly Trace[];
  /** the term that pays for it; absent where no term does */
  readonly term?: string;
  readonly source?: SourceLine;
  readonly repair?: Repair;
  /** what a baseline says of it, where there is one and it names the finding; an audit itself never sets it */
  readonly baseline?: Standing;
  /** remarks that a reader must know: "approached, not attained", "unproved tie, gap ≤ 1e-9" */
  readonly notes: readonly string[];
}

export interface ItemResult {
  readonly kind: "never" | "keepPossible" | "reach" | "score";
  readonly name: string;
  /** what the number is: "probability that theft ever happens" */
  readonly measure: string;
  /** for an agent that does what was meant: the items in their order, each optimal given those before */
  readonly meant: Quantity;
  /** over all drive-optimal policies */
  readonly worst: Quantity;
  readonly best: Quantity;
  /**
   * long-run average only, for all items but the score: the probability that it goes on happening for ever, in the behaviour that
   * the agent settles on. The figures above count it at any time, on a detour too, which costs nothing by the average
   */
  readonly recurrent?: { readonly meant: Quantity; readonly worst: Quantity; readonly best: Quantity };
  /** whether the worst drive-optimal policy falls short of what was meant */
  readonly violated: boolean;
}

export interface TermReads {
  readonly term: string;
  readonly state: readonly string[];
  readonly nextState: readonly string[];
  readonly action: boolean;
  /** the readings of the thought behind a moment, where the drive declares any */
  readonly readings?: readonly string[];
  readonly source?: SourceLine;
}

/** Per state of the world, for drawing: how a state looks, its value to the drive, how often it is visited. */
export interface HeatState {
  readonly state: Readonly<Record<string, unknown>>;
  readonly value: number;
  /** expected visits under the worst drive-optimal policy that the findings show */
  readonly visits: number;
}

export interface StateAction {
  readonly state: Readonly<Record<string, unknown>>;
  readonly action: string;
}

/** One kind of behaviour of agents near the drive's optimum. */
export interface Behaviour {
  /** what the drive pays it */
  readonly drive: number;
  /** how much of what it does the kinds before it do not: half of the L1 distance of the visits to state-actions; 1 for the first */
  readonly distance: number;
  /** share of the sampled policies that are nearest to it */
  readonly share: number;
  readonly trace: Trace;
  /** the state-actions that it takes and no other kind does, most visited first; at most 100 */
  readonly marks: readonly StateAction[];
  /** what was said before of a behaviour like it */
  readonly answer?: "accepted" | "rejected";
}

/** The kinds of behaviour that agents near the drive's optimum settle into, most different first: a sample. */
export interface Behaviours {
  /** the budget of return as a share of J* − J_uniform, and in units of return */
  readonly within: number;
  readonly budget: number;
  /** policies that were sampled, and the seed of their objectives */
  readonly sampled: number;
  readonly seed: number;
  readonly kinds: readonly Behaviour[];
}

/** The audit of one drive of one case. */
export interface Audit {
  readonly case: string;
  readonly drive: string;
  readonly settings: Readonly<Record<string, number | string>>;
  readonly question: Question;
  /** how the states were had, where not from a case's own code, in words that end a sentence */
  readonly basis?: string;
  /** "exact", or why not */
  readonly exactness: { readonly exact: true } | { readonly exact: false; readonly reason: string };
  readonly sizes: {
    readonly states: number;
    readonly stateActions: number;
    readonly transitions: number;
    /** beliefs of a mind that does not see the state, where the world hides it */
    readonly beliefs?: number;
  };
  /** the verdict in one sentence; never says "safe" */
  readonly verdict: string;
  /** the drive's own optimum and the return of a uniformly random agent */
  readonly optimum: Quantity;
  readonly uniform: Quantity;
  readonly items: readonly ItemResult[];
  /** whether one drive-optimal policy meets all items together */
  readonly someOptimumIsGood: boolean;
  /**
   * where none does: the place of the first item that no drive-optimal policy meets together with those before it, and whether
   * one may meet it alone
   */
  readonly unmet?: { readonly item: number; readonly alone: boolean };
  /** the return that the best agent that does what was meant forgoes */
  readonly priceOfHonesty: Quantity;
  readonly findings: readonly Finding[];
  /** in the order of `items`; empty where nothing was judged */
  readonly frontier: readonly Frontier[];
  readonly lostByChance: readonly LostByChance[];
  readonly pressure: readonly PressurePoint[];
  /** empty where it is not defined (the long-run average) or would take too much work, which a note says */
  readonly softPressure: readonly SoftPressurePoint[];
  /** where more optimisation hurts: for each family, the items that it serves better than the best optimum does */
  readonly turnsOver: readonly TurnOver[];
  /** absent where the world is too large for it, has phases, or hides its state */
  readonly options?: Options;
  readonly sensitivity: readonly Sensitivity[];
  /** present where the world says by an overseer's flags who sees */
  readonly watching?: Watching;
  readonly reads: {
    readonly terms: readonly TermReads[];
    /** fields that the intent reads and no term does */
    readonly unreadByDrive: readonly string[];
  };
  /** present where the case states no intent */
  readonly behaviours?: Behaviours;
  /** present where lives and a search were asked for, or stand in for the exact answer */
  readonly learned?: Learned;
  /** at most 2 000 states; absent where there are more */
  readonly heat?: readonly HeatState[];
  /** remarks on the whole audit: rounded rewards, unproved ties, parts left out and why */
  readonly notes: readonly string[];
}
