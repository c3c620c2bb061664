import type { Audit, Quantity, Question, Trace } from "../report.ts";

/** What a comparison of two reward functions returns: plain data, as an audit is. */

/** A distance between two rewards from 0, the same up to what it does not see, to 1, opposite; or why there is none. */
export type Distance = {
  readonly name: "EPIC" | "STARC";
  /** over what the rewards are compared, and how each state and action weighs */
  readonly coverage: string;
  /** what is taken off before they are compared, so that it does not count */
  readonly canonicalisation: string;
  /** how the canonical rewards are compared */
  readonly norm: string;
} & (
  | {
      readonly isDecided: true;
      readonly distance: Quantity;
      /** of the canonical rewards, from −1 to 1; absent where one of them is nothing */
      readonly correlation?: Quantity;
    }
  | { readonly isDecided: false; readonly reason: string }
);

/** A policy of a witness: what it earns under both rewards, and how it goes. */
export interface Contender {
  /** in the order of the drives */
  readonly returns: readonly [Quantity, Quantity];
  /** what the policy is, in words */
  readonly policy: string;
  /**
   * an episode of it, with what the reward pays that prefers it: the same as the other policy's until they first differ, then the
   * likeliest; absent where the policy tosses a coin
   */
  readonly trace?: Trace;
}

/** Whether some two policies of a set are ordered oppositely by the two rewards. */
export type Hackability = {
  readonly policies: "deterministic" | "all";
  /** the set in words */
  readonly set: string;
} & (
  | {
      readonly outcome: "hackable";
      /** the first reward pays the first policy more, the second reward the second */
      readonly witness: readonly [Contender, Contender];
    }
  | { readonly outcome: "unhackable" | "undecided"; readonly reason: string }
);

/** How far two rewards of one world are from each other, and whether optimising one can cost the other. */
export interface Comparison {
  readonly case: string;
  readonly settings: Readonly<Record<string, number | string>>;
  /** names of two drives; "intent" is the score of the case's intent as a reward */
  readonly drives: readonly [string, string];
  readonly question: Question;
  readonly sizes: Audit["sizes"];
  /** in one sentence; never says "safe" */
  readonly verdict: string;
  readonly distances: readonly Distance[];
  readonly hackability: readonly Hackability[];
  readonly notes: readonly string[];
}
