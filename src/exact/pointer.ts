import type { Moment } from "../core/moment.ts";
import type { State } from "../core/world.ts";
import type { Enumeration } from "./enumerate.ts";
import type { ReadingColumns } from "./readings.ts";
import { thoughtOf } from "./thought.ts";
/** What a function of a moment read of it. */
export interface Reads {
  readonly state: readonly string[];
  readonly nextState: readonly string[];
  readonly action: boolean;
  /** names of the readings of the thought */
  readonly readings: readonly string[];
}
export const NO_READS: Reads = { state: [], nextState: [], action: false, readings: [] };

/** How a state is shown to a function: as it is, or with some fields replaced. */
export type Lens = (state: State) => State;

/** One reused moment that is pointed at one branch after another. */
export interface Pointer {
  readonly moment: Moment<State, string>;
  point(phase: number, state: number, row: number, branch: number): void;
  reads(): Reads;
}

/**
 * A pointer through views, which note what is read. The two states of a moment that changes nothing are one object, with a view of
 * its own: what is read of it counts as read of the state where no other moment tells of which of the two it is.
 */
export function viewPointer({ codec, packed, world, model }: Enumeration, readings: ReadingColumns): Pointer {
  const [before, after, still] = [codec.view(), codec.view(), codec.view()];
  let [phase, row, same, actionRead] = [0, 0, false, false];
  const thought = thoughtOf(readings, () => ({ phase, row }));
  const moment: Moment<State, string> = {
    get state() {
      return same ? still.state : before.state;
    },
    get action() {
      actionRead = true;
      return world.actions[model.phases[phase]!.action[row]!]!;
    },
    get nextState() {
      return same ? still.state : after.state;
    },
    get phase() {
      return phase;
    },
  };
  // Not enumerable, so that spreading a moment does not count as reading the thought.
  Object.defineProperty(moment, "thought", { get: thought.get });
  return {
    moment,
    point(nextPhase, state, nextRow, branch) {
      [phase, row] = [nextPhase, nextRow];
      const nextState = model.phases[phase]!.successor[branch]!;
      same = state === nextState;
      (same ? still : before).show(packed, state * codec.words);
      if (!same) after.show(packed, nextState * codec.words);
    },
    reads() {
      const [state, nextState, either] = [before.reads(), after.reads(), still.reads()];
      const ofState = (field: string) =>
        state.includes(field) || (either.includes(field) && !nextState.includes(field));
      return { state: codec.names.filter(ofState), nextState, action: actionRead, readings: thought.reads() };
    },
  };
}

/** A pointer through plain states with some fields replaced; notes nothing. What was foreseen is of the states as they are. */
export function lensPointer(enumeration: Enumeration, readings: ReadingColumns, lens: Lens): Pointer {
  const { world, model } = enumeration;
  const known = new Map<number, State>();
  const stateOf = (index: number): State => {
    const found = known.get(index) ?? Object.freeze(lens(enumeration.state(index)));
    if (known.size < 100_000) known.set(index, found);
    return found;
  };
  const nowhere: State = {};
  const moment = { state: nowhere, action: "", nextState: nowhere, phase: 0 };
  let at = { phase: 0, row: 0 };
  Object.defineProperty(moment, "thought", { get: thoughtOf(readings, () => at).get });
  return {
    moment,
    point(phase, state, row, branch) {
      const rows = model.phases[phase]!;
      at = { phase, row };
      moment.state = stateOf(state);
      moment.action = world.actions[rows.action[row]!]!;
      moment.nextState = stateOf(rows.successor[branch]!);
      moment.phase = phase;
    },
    reads: () => NO_READS,
  };
}
