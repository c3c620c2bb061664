import type { Moment } from "./moment.ts";
import type { State } from "./world.ts";

/** One step of a recorded episode, in the words of a case. */
export interface RecordedStep {
  readonly moment: Moment<State, string>;
  /** probability of its outcome, 1 where it is not known */
  readonly probability: number;
  /** as recorded; absent where nothing was */
  readonly reward?: number;
  /** where it stands: "run.jsonl:17" */
  readonly place: string;
}

/** A recorded episode. */
export interface RecordedEpisode {
  /** how it is called: "episode 4" */
  readonly name: string;
  readonly steps: readonly RecordedStep[];
  /** why it is over; `cut` where the recording stops in it */
  readonly why: "terminated" | "horizon" | "cut";
  /** whether its first steps were not recorded */
  readonly lacksStart?: true;
}
