import type { Value } from "./field.ts";

/** An act that a mind considered. What it would have brought now and later says why it lost. */
export interface Alternative {
  readonly action: string;
  /** the reward that the mind expects of the act itself */
  readonly reward: number;
  /** what it expects from then on, discounted, by its learned value */
  readonly later: number;
  /** what it adds for what it does not know yet: why it explores */
  readonly hope: number;
  /** how sure it is of what the act leads to, in [0, 1] */
  readonly sure: number;
}

/** One step of a plan as a mind imagines it. */
export interface Foreseen {
  readonly action: string;
  /** the likeliest observation after the act, and how probable the mind takes it to be */
  readonly observation: Value | Readonly<Record<string, Value>>;
  readonly probability: number;
  /** the reward that the mind expects of the act, wherever it leads */
  readonly reward: number;
}

/**
 * What a mind had in mind when it acted. The exact engine has no mind: it gives the readings that a drive declares, and refuses a
 * term that reads anything else of a thought.
 */
export interface Thought<R extends string = never> {
  /** the actions that the mind means to take, the first of them now */
  readonly plan?: readonly string[];
  /** what it imagines along the plan */
  readonly foreseen?: readonly Foreseen[];
  /** what it expects to be paid from now on if it follows the plan, by its learned value */
  readonly value?: number;
  /** what it adds for what it does not know yet of the act */
  readonly hope?: number;
  /** how sure it is of what the act leads to, in [0, 1] */
  readonly sure?: number;
  /** the other acts, the best first */
  readonly alternatives?: readonly Alternative[];
  /** for each reading that the drive declares, what the mind's assessors say of the act before it is taken, in [0, 1] */
  readonly readings: Readonly<Record<R, number>>;
}

/** One step as a drive sees it. `phase` counts the world's declared phases from 0. */
export interface Moment<S, A extends string> {
  readonly state: S;
  readonly action: A;
  readonly nextState: S;
  readonly phase: number;
  readonly thought?: Thought | undefined;
}

/** One step as a drive sees it that declares readings: whoever acts, they have been taken. */
export interface ReadMoment<S, A extends string, R extends string> extends Moment<S, A> {
  readonly thought: Thought<R>;
}

/**
 * A function of one argument. Written as a method so that a case of one world can stand in a list of cases of many: the
 * argument's type is compared in both directions.
 */
export type Reader<M, T> = { read(moment: M): T }["read"];
