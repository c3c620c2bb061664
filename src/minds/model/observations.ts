import { longer } from "../arrays.ts";

/** What was observed of each act in each situation: the different ways in which it came out, and how often each did. */
export interface Observations {
  readonly count: number;
  /** Adds one; returns its number, which is that of the first that was like it. `mark` is what else came of the act, a code. */
  add(situation: number, action: number, next: number, mark: number): number;
  /** How often an act was tried in a situation. */
  tried(situation: number, action: number): number;
  situation(observation: number): number;
  action(observation: number): number;
  next(observation: number): number;
  mark(observation: number): number;
  times(observation: number): number;
  /** The numbers of the observations of an act in a situation, the latest kind first. */
  each(situation: number, action: number, visit: (observation: number) => void): void;
}

export type ObservationsMemory = {
  count: number;
  /** shape [capacity, 5]: the situation, the action, the next situation, the mark, the number of the one before plus 1 */
  rows: Int32Array;
  /** shape [capacity] */
  times: Float64Array;
  /** shape [situations, actions]: the number of the latest observation plus 1; 0 where there is none */
  latest: Int32Array;
  /** shape [situations, actions] */
  tried: Float64Array;
};

const COLUMNS = 5;

export const newObservations = (actions: number): ObservationsMemory => ({
  count: 0,
  rows: new Int32Array(COLUMNS * 16),
  times: new Float64Array(16),
  latest: new Int32Array(16 * actions),
  tried: new Float64Array(16 * actions),
});

export function wakeObservations(actions: number, memory: ObservationsMemory): Observations {
  const column = (observation: number, at: number): number => memory.rows[COLUMNS * observation + at]!;
  const before = (observation: number): number => column(observation, 4) - 1;
  const place = (situation: number, action: number): number => situation * actions + action;
  const latest = (situation: number, action: number): number => (memory.latest[place(situation, action)] ?? 0) - 1;

  function make(situation: number, action: number, next: number, mark: number): number {
    const observation = memory.count++;
    if (observation === memory.times.length) {
      memory.rows = longer(memory.rows, 0, 0);
      memory.times = longer(memory.times, 0, 0);
    }
    memory.rows.set([situation, action, next, mark, latest(situation, action) + 1], COLUMNS * observation);
    memory.latest[place(situation, action)] = observation + 1;
    return observation;
  }
  return {
    get count() {
      return memory.count;
    },
    add(situation, action, next, mark) {
      if (place(situation, action) >= memory.latest.length) {
        memory.latest = longer(memory.latest, (situation + 1) * actions, 0);
        memory.tried = longer(memory.tried, (situation + 1) * actions, 0);
      }
      let observation = latest(situation, action);
      while (observation >= 0 && (column(observation, 2) !== next || column(observation, 3) !== mark))
        observation = before(observation);
      if (observation < 0) observation = make(situation, action, next, mark);
      memory.times[observation]!++;
      memory.tried[place(situation, action)]!++;
      return observation;
    },
    tried: (situation, action) => memory.tried[place(situation, action)] ?? 0,
    situation: (observation) => column(observation, 0),
    action: (observation) => column(observation, 1),
    next: (observation) => column(observation, 2),
    mark: (observation) => column(observation, 3),
    times: (observation) => memory.times[observation]!,
    each(situation, action, visit) {
      for (let k = latest(situation, action); k >= 0; k = before(k)) visit(k);
    },
  };
}
