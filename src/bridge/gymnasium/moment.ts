import type { Moment } from "../../core/moment.ts";
import type { State } from "../../core/world.ts";
import type { Element } from "./space.ts";

/** What Gymnasium shows of one step. O and A are what the environment's observations and actions are. */
export interface GymnasiumMoment<O = Element, A = Element> {
  readonly observation: O;
  readonly action: A;
  readonly nextObservation: O;
  /** as the environment pays it */
  readonly reward: number;
  readonly terminated: boolean;
  /** by the environment itself: its time limit is the horizon of the question */
  readonly truncated: boolean;
  /** as JSON; NaN and infinities are strings */
  readonly info: Readonly<Record<string, unknown>>;
}

/** How the states and moments of a world that is made of an environment look through Gymnasium. */
export interface View {
  observation(state: State): Element;
  moment(moment: Moment<State, string>): GymnasiumMoment;
}
