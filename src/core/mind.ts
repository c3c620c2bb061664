import type { Value } from "./field.ts";
import type { Thought } from "./moment.ts";
import type { State } from "./world.ts";

/**
 * One number that a mind perceives: the code of one of finitely many values, or a real value between two bounds. The size is Infinity
 * where the values are numbered as they are met.
 */
export type Feature = {
  readonly name: string;
  /** whether it shows what the mind's rewards are made by: of this, as of hunger, a body knows that it is its own */
  readonly machinery?: boolean;
} & (
  | { readonly kind: "discrete"; readonly size: number }
  | { readonly kind: "real"; readonly low: number; readonly high: number }
);

/** What a mind has to live with: what it perceives, what it can do, what it is after. */
export interface Body {
  readonly features: readonly Feature[];
  readonly actions: readonly string[];
  /** names of the world's innate signals, `seen` among them where the world says who sees */
  readonly signals: readonly string[];
  /** what its assessors are asked for at each act: a signal, by its number, within some steps; nothing where left out */
  readonly readings?: readonly { readonly signal: number; readonly within: number }[];
  /** weight of a reward one step later, in (0, 1] */
  readonly discount: number;
  /** steps of an episode; the mind perceives how many are left; undefined where episodes are not cut off */
  readonly horizon?: number;
  /** The observation behind a percept's features, for people to read. */
  describe(features: Float64Array): Value | State;
}

/** What is perceived at one moment. */
export interface Percept {
  /** shape [features]: the code of each discrete feature and the value of each real one; never changed once made */
  readonly features: Float64Array;
  /** numbers of the actions that can be taken, ascending, at least one unless the world has ended */
  readonly available: readonly number[];
  /** steps left in the episode, the coming one included; Infinity where none cuts it off */
  readonly left: number;
}

/** One step as the mind that took it perceives it. */
export interface Experience {
  readonly percept: Percept;
  readonly action: number;
  readonly reward: number;
  /** shape [signals]: which of the body's signals occurred */
  readonly signals: readonly boolean[];
  readonly next: Percept;
  /** whether the world ended; what follows is worth 0 */
  readonly terminated: boolean;
  /** whether the episode was cut off */
  readonly truncated: boolean;
}

/** An act and what was in mind. */
export interface Decision {
  readonly action: number;
  /** What the mind had in mind, its readings aside; asked for only until the mind learns again. */
  thought?(): Omit<Thought, "readings">;
  /**
   * What the mind's assessors say of what it is about to do: the probability that a signal, by its number, occurs within some
   * steps of the plan, the act's own being the first.
   */
  foresee?(signal: number, within: number): number;
}

/** A mind that is awake: it acts and learns. */
export interface Agent<M> {
  /** Chooses an act, and may explore. */
  act(percept: Percept): Decision;
  learn(experience: Experience): void;
  /** The number of the action that it thinks best, if nothing were to be learned by acting; changes nothing. */
  greedy(percept: Percept): number;
  /** What it expects to be paid from here on, by its learned value; changes nothing. */
  value(percept: Percept): number;
  /** Everything that it has learned; it goes on changing as the agent learns, so copy what is to be kept. */
  memory(): M;
}

/**
 * A kind of mind: functions alone. All that one mind of this kind ever learns is in its memory, which is plain data (undefined, null,
 * booleans, numbers, strings, Float64Array, Int32Array, Uint8Array, and arrays and records of these), so that a life can be saved, restored
 * bit for bit, and forked.
 */
export interface Mind<M = unknown> {
  readonly name: string;
  /** what it does, in a few words for a list */
  readonly about?: string;
  /** The memory of a mind that knows nothing. */
  newborn(body: Body, seed: number): M;
  /** An agent that goes on from a memory, which it takes over. */
  wake(body: Body, memory: M): Agent<M>;
}
