import type { Settings } from "../../core/case.ts";
import type { Value } from "../../core/field.ts";
import type { Thought } from "../../core/moment.ts";
import type { Picture, State } from "../../core/world.ts";

/** Whose life it is, and under which question it plans. */
export interface About {
  /** what the case goes by */
  readonly case: string;
  readonly settings: Settings;
  readonly world: string;
  readonly drive: string;
  readonly mind: string;
  /** by field, other minds that live there, with their drives: "imitator/naive" */
  readonly others: Readonly<Record<string, string>>;
  readonly seed: number;
  /** steps of an episode; absent where episodes are not cut off */
  readonly horizon?: number;
  readonly discount: number;
  /** present where the mind perceives real numbers, which minds that plan live in by cells: the steps of one act in one cell that count as one, at most */
  readonly cells?: { readonly held: number };
  /** names of the drive's terms */
  readonly terms: readonly string[];
}

/** How often something happened. */
export interface Count {
  readonly steps: number;
  /** among the episodes that ended, those in which it happened */
  readonly episodes: number;
}

/** A stretch of a life, summed up. */
export interface Stretch {
  /** steps lived before it */
  readonly from: number;
  readonly steps: number;
  /** shape [terms]: what each term paid in all */
  readonly paid: readonly number[];
  /** how good it was in all, as the intent scores it; absent where it does not */
  readonly score?: number;
  /** episodes that ended in it, and what was paid for each, final payments included */
  readonly episodes: number;
  readonly returns?: { readonly mean: number; readonly least: number; readonly most: number };
  /** by name, "signal hurt", "never theft", "reach out": how often it happened; absent where it did not */
  readonly happened: Readonly<Record<string, Count>>;
}

/** The first time that something happened in a life. */
export interface First {
  /** "signal hurt", "never theft", "reach out", "paid by gold", "terminated" */
  readonly what: string;
  readonly step: number;
  readonly episode: number;
}

/** One step, shown with the thought behind it. */
export interface LivedStep {
  /** steps lived before it, and steps of its episode before it */
  readonly step: number;
  readonly time: number;
  readonly state: State;
  readonly picture: Picture;
  /** what the mind saw, where it does not see the state */
  readonly observation?: Value | State;
  readonly action: string;
  readonly reward: number;
  readonly rewards: Readonly<Record<string, number>>;
  /** what happened in it, as in `happened` of a stretch, and what of it happened for the first time */
  readonly happened: readonly string[];
  readonly firsts: readonly string[];
  readonly thought?: Thought<string>;
}

/** An episode that is kept to be read step by step. */
export interface LivedEpisode {
  /** episodes over before it */
  readonly episode: number;
  /** steps lived before it */
  readonly from: number;
  /** steps of it; more than are shown where it is long */
  readonly length: number;
  readonly reward: number;
  /** why it is kept: "among the first", "first never theft", "highest return", "among the last" */
  readonly why: readonly string[];
  /** ascending by time; a long episode has its beginning, its end, and what led to something new */
  readonly steps: readonly LivedStep[];
  readonly end: {
    readonly state: State;
    readonly picture: Picture;
    readonly why: "terminated" | "truncated" | "goes on";
  };
}

/** What came of a life, or of a part of it, for people to read. Steps and episodes count from 0. */
export interface LifeReport extends About {
  /** steps lived before the report begins: not 0 where a life was resumed */
  readonly from: number;
  /** steps lived in it */
  readonly steps: number;
  /** episodes that ended in it */
  readonly episodes: number;
  /** shape [terms]: what each term paid in all */
  readonly paid: readonly number[];
  /** whether it was lived as long as was asked for, or why not */
  readonly end: "lived" | "interrupted" | "failed";
  /** of equal length, the last perhaps shorter */
  readonly stretches: readonly Stretch[];
  readonly firsts: readonly First[];
  readonly shown: readonly LivedEpisode[];
}
