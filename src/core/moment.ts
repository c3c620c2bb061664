/**
 * What a mind had in mind when it acted. The exact engine has no mind: it gives the readings that a drive declares, and refuses a
 * term that reads anything else of a thought.
 */
export interface Thought<R extends string = never> {
  /** the actions that the mind means to take, the first of them now */
  readonly plan?: readonly string[];
  /** the learned value of the state it expects to reach */
  readonly value?: number;
  /** for each reading that the drive declares, what the mind's assessors say of the act before it is taken, in [0, 1] */
  readonly readings: Readonly<Record<R, number>>;
}

/** One step as a drive sees it. `phase` counts the world's declared phases from 0. */
export interface Moment<S, A extends string> {
  readonly state: S;
  readonly action: A;
  readonly nextState: S;
  readonly phase: number;
  readonly thought?: Thought;
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
