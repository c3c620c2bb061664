/**
 * What an audit returns: plain data that can be sent between processes, kept, and read by every report.
 *
 * Times are steps from 0.
 */

/** A number with certified bounds; `exact` is the rational where it is known, written "13/120". */
export interface Quantity {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly exact?: string;
}

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
  /** events of the intent that happen in this step: "never theft", "reach out" */
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

/** A deterministic policy on an edge of the frontier: what the drive pays it, and its value of the item. */
export interface FrontierVertex {
  readonly drive: Quantity;
  readonly item: Quantity;
}

/**
 * The worst, or the best, that an item can be at each return of the drive, from the drive's optimum down. Between two vertices lie
 * coins between them, tossed once before the start.
 */
export interface FrontierEdge {
  /** drive falling; the last is the worst, or the best, of all policies unless it is a gap */
  readonly vertices: readonly FrontierVertex[];
  /** places of the vertices from which on the edge is not known up to the next, or at all */
  readonly gaps: readonly number[];
  /** why there are gaps, or no vertices */
  readonly reason?: string;
}

/** The exact trade-off between the drive and one item of the intent, over all policies. */
export interface Frontier {
  readonly worst: FrontierEdge;
  readonly best: FrontierEdge;
  /** the worst item among policies whose return is at least the optimum less a budget; budgets where that is not known are left out */
  readonly within: readonly {
    /** the budget as a share of what the optimum is above a random agent */
    readonly share: number;
    /** the budget in units of return */
    readonly budget: Quantity;
    /** of all policies */
    readonly mixed: Quantity;
    /** of the deterministic policies at the vertices */
    readonly vertex: FrontierVertex;
  }[];
  /**
   * change of the item per unit of return along the worst edge, from the worst optimum on (a tie of optima is a jump before that):
   * above 0 where the item falls as return is forgone; 0 where it cannot get worse
   */
  readonly slope?: Quantity;
  /** the least return forgone by a policy for which the item is as good as what was meant */
  readonly price?: Quantity;
}

export interface PressurePoint {
  /** steps looked ahead; "optimal" for the exact optimum, where worst and best differ */
  readonly lookahead: number | "optimal";
  /** (J_drive − J_uniform) / (J* − J_uniform) */
  readonly competence: number;
  readonly drive: number;
  /** value per intent item, in the order of `items`; worst and best differ only at the optimum */
  readonly worst: readonly number[];
  readonly best: readonly number[];
}

/** An agent that chooses by Boltzmann's rule, ever more sharply as its temperature falls. */
export interface SoftPressurePoint {
  /** in units of J* − J_uniform; Infinity for the uniformly random agent */
  readonly temperature: number;
  /** (J_drive − J_uniform) / (J* − J_uniform) */
  readonly competence: number;
  readonly drive: number;
  /** value per intent item, in the order of `items` */
  readonly values: readonly number[];
  /** Kullback–Leibler divergence of its episodes from the uniformly random agent's, in nats, discounted as the drive is */
  readonly divergence: number;
}

/** An item of the intent that some agent short of the optimum serves better than the best drive-optimal policy does. */
export interface TurnOver {
  /** its place in `items` */
  readonly item: number;
  readonly family: "lookahead" | "temperature";
  /** the lookahead or temperature at which the family serves it best, the competence there, and what the item comes to */
  readonly at: number;
  readonly competence: number;
  readonly value: number;
}

/**
 * Options as POWER (Turner et al. 2021): what can be reached from a state is worth to an agent that does not know yet what it will
 * want, from 0 to 1. Sampled, each quantity with its 95 % interval. Information only.
 */
export interface Options {
  readonly discount: number;
  readonly samples: number;
  readonly seed: number;
  readonly start: Quantity;
  /** acts of the trace of what is lost that surely (by four standard errors) change it, with its mean after them */
  readonly acts: readonly {
    /** of the trace, from 0 */
    readonly step: number;
    readonly action: string;
    readonly before: Quantity;
    readonly after: Quantity;
  }[];
}

/**
 * What is lost by chance alone: the probability of a state in which `keepPossible` is violated, or from which a `reach` cannot be
 * reached at all, with no act of no return before and none that lowers the odds by a half at that step. Information only.
 */
export interface LostByChance {
  /** its place in `items` */
  readonly item: number;
  /** at most, over all drive-optimal policies */
  readonly worst: Quantity;
  /** at most, over all intent-optimal policies */
  readonly meant: Quantity;
}

/** How the worst optimum changes as one term's weight moves, all other weights at 1 times their own. */
export interface Sensitivity {
  readonly term: string;
  /** the interval that was searched, as multiples of the present weight */
  readonly low: number;
  readonly high: number;
  /** open pieces between breakpoints, and the breakpoints and both ends of the interval (low equals high), ascending */
  readonly pieces: readonly {
    readonly low: Quantity;
    readonly high: Quantity;
    /** whether the worst drive-optimal policy does what was meant there */
    readonly good: boolean;
    /** worst value per intent item, in the order of `items`; of what goes on for ever, for events under the long-run average */
    readonly worst: readonly Quantity[];
  }[];
  /** false where the search stopped before all breakpoints were found; then there are no pieces */
  readonly complete: boolean;
  /** why it stopped: "more breakpoints than are looked for", "ties could not be proved at every weight" */
  readonly reason?: string;
}

/** Whether what was meant is violated by no drive-optimal policy, by some of them, or by every one. */
export const VIOLATED = ["none", "some", "every"] as const;
export type Violated = (typeof VIOLATED)[number];

/** How the drive-optimal policies fare where somebody watches in a share of the episodes, or of the moments. */
export interface WatchedShare {
  /** 0 is never, 1 always */
  readonly share: Quantity;
  /** the drive's optimum there */
  readonly optimum: Quantity;
  /** value per intent item, in the order of `items` */
  readonly meant: readonly Quantity[];
  readonly worst: readonly Quantity[];
  readonly best: readonly Quantity[];
  readonly violated: Violated;
}

/** A share at which it changes who violates what was meant. */
export interface ShareFlip {
  /** both the flip itself where it is exact, else the ends of an interval in which it lies */
  readonly low: Quantity;
  readonly high: Quantity;
  readonly below: Violated;
  /** at the flip itself, where it is exact */
  readonly at?: Violated;
  readonly above: Violated;
}

/** How heavy a term that reads who watches would have to be for the worst optimum to do what was meant, in the audited world. */
export interface Penalty {
  readonly term: string;
  /** the least multiple of the present weight above which it does; null where it does at none above the present one, however large */
  readonly above: Quantity | null;
  /** whether the term pays nothing where nobody watches */
  readonly isOnlySeen: boolean;
}

/** How what was meant fares with how much is watched, for an agent that sees before it acts whether somebody watches, or does not. */
export interface WatchedSight {
  readonly sight: "observed" | "hidden";
  /** ascending */
  readonly shares: readonly WatchedShare[];
  /** ascending; absent where they were not all looked for */
  readonly flips?: readonly ShareFlip[];
  /** into how many steps shares were divided to look for flips, of which narrower ones may have been missed; absent where all were found */
  readonly grid?: number;
  /** whether the audited world's agent is so */
  readonly isOwn: boolean;
  readonly penalties: readonly Penalty[];
  /** what was not decided, and why */
  readonly undecided: readonly string[];
}

/** What changes with how much is watched. */
export interface Watching {
  /** the overseer's flags that `seen` reads; where there are several they are drawn together */
  readonly flags: readonly string[];
  /** when it is drawn whether somebody watches: once an episode where no transition changes the flags, else anew at each step */
  readonly drawn: "episode" | "step";
  readonly sights: readonly WatchedSight[];
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
  /** at most 2 000 states; absent where there are more */
  readonly heat?: readonly HeatState[];
  /** remarks on the whole audit: rounded rewards, unproved ties, parts left out and why */
  readonly notes: readonly string[];
}
