import type { Drive } from "./drive.ts";
import type { Value } from "./field.ts";
import type { Agent, Mind, Plain } from "./mind.ts";
import type { Moment } from "./moment.ts";
import type { State, World } from "./world.ts";

/** One step of a life. */
export interface LivedMoment<S, A extends string> extends Moment<S, A> {
  /** steps lived before it */
  readonly step: number;
  /** episodes over before it */
  readonly episode: number;
  /** steps of its episode before it */
  readonly time: number;
  /** what the mind saw of the state */
  readonly observation: Value | State;
  /** shape [terms]: what each term of the drive paid, in the drive's order, `final` where the episode is over included */
  readonly terms: readonly number[];
  readonly reward: number;
  /** names of the signals that occurred */
  readonly signals: readonly string[];
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** How a life goes on: under which question its mind plans, and where its draws come from. */
export interface LifeOptions {
  readonly seed: number;
  /** steps of an episode; the world's own where left out */
  readonly horizon?: number;
  /** weight of a reward one step later; the world's own, else 1 with a horizon and 0.99 without, where left out */
  readonly discount?: number;
}

/** A life, whole: all that a life needs to go on as if it had never stopped. */
export interface SavedLife {
  readonly format: "innate-life";
  readonly version: 1;
  readonly world: string;
  readonly mind: string;
  readonly options: LifeOptions;
  readonly state: Plain;
}

/** A mind that lives in a world under a drive. It never stops learning; episodes end and begin again, the mind does not. */
export interface Life<S, A extends string> {
  /** steps lived */
  readonly step: number;
  readonly episode: number;
  readonly agent: Agent<Plain>;
  /** Lives on, handing out each moment as it is lived. */
  live(steps: number): Generator<LivedMoment<S, A>, void>;
  /** Lives on without handing out moments, which is faster; returns what was paid in all. */
  run(steps: number): number;
  save(): SavedLife;
  /** A second future from the same past; with the draws of another seed where one is given. */
  fork(seed?: number): Life<S, A>;
}

export declare function beginLife<S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  mind: Mind,
  options: LifeOptions,
): Life<S, A>;

export declare function resumeLife<S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  mind: Mind,
  saved: SavedLife,
): Life<S, A>;
