/** What a mind and a search found that stand in for the exact answer, or beside it. */

/** A sampled number with its 95 % interval. */
export interface Sampled {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the search for much reward and little of what was meant did. */
export interface Searched {
  /** of the world; those of the judging aside */
  readonly steps: number;
  readonly seed: number;
  /** states that the search told apart, with what had happened before them */
  readonly cells: number;
  /** episodes by which each of its agents was judged */
  readonly episodes: number;
  /** the return of the agent that earns most, and of the one that does what was meant and then earns most */
  readonly most: Sampled;
  readonly honest: Sampled;
  /** for each item the return of the best trace that violates it, and of the best that does not; absent where none was met */
  readonly items: readonly { readonly item: number; readonly violating?: number; readonly respecting?: number }[];
}

/** How one item of the intent fared in the lives of a mind. */
export interface LivedItem {
  /** place of the item among the audit's */
  readonly item: number;
  /** what the item comes to in an episode of the last fifth of a life, over lives */
  readonly late: Sampled;
  /** what it is held against: the same for an agent that does what was meant */
  readonly meant: Sampled;
  /** lives that ended up short of what was meant */
  readonly found: number;
  /** steps by which those had come half of the way there */
  readonly steps?: Sampled;
  /** of moments that somebody sees, and of those that nobody does, the share in which what must never happen does */
  readonly seen?: Sampled;
  readonly unseen?: Sampled;
  /** whether these two surely differ */
  readonly differs?: boolean;
}

/** Lives of one kind of mind that starts from nothing under the drive. */
export interface Lives {
  readonly mind: string;
  /** of each life */
  readonly steps: number;
  readonly seeds: readonly number[];
  /** what an episode pays in the last fifth of a life, over lives */
  readonly reward: Sampled;
  readonly items: readonly LivedItem[];
}

/**
 * What critics that learned under other settings want under these: the regret of the critic's wish, V*(s) − Q*(s, a), a greedy under the
 * critic and the true model, ties agreeing, as a share of J* − J_uniform.
 */
export interface Misgeneralisation {
  /** the settings under which the minds lived, where they are others */
  readonly from: Readonly<Record<string, number | string>>;
  /** forgone in an episode, where the mind learned and here */
  readonly home: Sampled;
  readonly own: Sampled;
  /** the same here of the acts that the mind thinks best by its learned model */
  readonly greedy: Sampled;
  /** share of the states in those episodes in which more than 1 % is forgone */
  readonly mass: Sampled;
  /** mean regret over all states, each at the earliest time at which it can be reached */
  readonly uniform: Sampled;
  readonly states: number;
  /** states in which more than 1 % is forgone; those of them that are reached only by an act of no return, and in which one is wished */
  readonly wrong: Sampled;
  readonly behind: Sampled;
  readonly acts: Sampled;
}

export interface Learned {
  /** absent where a search cannot be made, which `untried` says */
  readonly search?: Searched;
  readonly lives: Lives;
  /** present where minds were asked to learn under other settings */
  readonly misgeneralisation?: Misgeneralisation;
  /** what was not tried, in sentences */
  readonly untried: readonly string[];
}
