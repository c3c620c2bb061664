/** What the measurements of an audit return, as plain data. */

import type { Quantity } from "../quantity.ts";

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
