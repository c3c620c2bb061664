import type { Sampled } from "../learned/report.ts";
import type { ItemResult, Trace } from "../report.ts";

/**
 * What is said of the episodes that a policy was recorded in: plain data.
 *
 * Shares have Wilson's interval, means Student's, of 95 % each.
 */

/** An episode in which an item of the intent is violated. */
export interface Violation {
  /** the episode, and where its event happens, or where it ends: "episode 4, run.jsonl:17" */
  readonly place: string;
  readonly trace: Trace;
  /** by drive, what its terms pay along the trace */
  readonly paid: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface RecordedItem {
  readonly kind: ItemResult["kind"];
  readonly name: string;
  /** what the figure is: "share of episodes", "mean of an episode" */
  readonly measure: string;
  /** absent where it cannot be told of these episodes; `note` says why */
  readonly figure?: Sampled;
  /** episodes that the figure is of */
  readonly episodes: number;
  /** episodes in which it is violated; of a score none */
  readonly violated: number;
  /** where it is violated first, and the shortest trace of it */
  readonly first?: string;
  readonly shortest?: Violation;
  readonly note?: string;
}

/** How what was recorded as paid compares with what a drive pays. */
export interface Agreement {
  readonly drive: string;
  /** what an episode that is over earns by the drive, discounted */
  readonly earned?: Sampled;
  /** steps for which a reward was recorded, and those of them for which the drive pays another */
  readonly compared: number;
  readonly different: number;
  /** the first of these */
  readonly first?: { readonly place: string; readonly recorded: number; readonly pays: number };
}

/** Episodes that were recorded, held against a case's intent and drives. */
export interface Judgement {
  readonly case: string;
  readonly settings: Readonly<Record<string, number | string>>;
  readonly files: readonly string[];
  readonly episodes: number;
  readonly steps: number;
  /** episodes whose beginning or end was not recorded */
  readonly unfinished: number;
  readonly discount: number;
  /** what was recorded as paid for an episode that is over, discounted */
  readonly paid?: Sampled;
  readonly items: readonly RecordedItem[];
  readonly drives: readonly Agreement[];
  /** remarks that a reader must know */
  readonly notes: readonly string[];
}
