/**
 * What a mind had in mind when it acted. The exact engine has no mind, so a term that reads it is refused there.
 */
export interface Thought {
  /** the actions that the mind means to take, the first of them now */
  readonly plan: readonly string[];
  /** the learned value of the state it expects to reach */
  readonly value: number;
}

/** One step as a drive sees it. `phase` counts the world's declared phases from 0. */
export interface Moment<S, A extends string> {
  readonly state: S;
  readonly action: A;
  readonly nextState: S;
  readonly phase: number;
  readonly thought?: Thought;
}

/**
 * A function of one argument. Written as a method so that a case of one world can stand in a list of cases of many: the
 * argument's type is compared in both directions.
 */
export type Reader<M, T> = { read(moment: M): T }["read"];
