import { longer } from "../arrays.ts";

/** From which situations each situation was reached: linked lists. */
export interface PredecessorsMemory {
  /** shape [capacity]: the first way into each situation, −1 where there is none */
  into: Int32Array;
  ways: number;
  /** shape [ways]: whence each way leads, and the next way into the same situation, −1 after the last */
  whence: Int32Array;
  link: Int32Array;
}

export interface Predecessors {
  /** Adds a situation to those that lead to another; changes nothing where it is among them. */
  add(situation: number, next: number): void;
  each(next: number, visit: (situation: number) => void): void;
}

export const newPredecessors = (): PredecessorsMemory => ({
  into: new Int32Array(),
  ways: 0,
  whence: new Int32Array(64),
  link: new Int32Array(64),
});

export function wakePredecessors(memory: PredecessorsMemory): Predecessors {
  const each = (next: number, visit: (situation: number) => void): void => {
    for (let way = memory.into[next] ?? -1; way >= 0; way = memory.link[way]!) visit(memory.whence[way]!);
  };
  const keyOf = (situation: number, next: number): number => next * 2 ** 26 + situation;
  const known = new Set<number>();
  for (let next = 0; next < memory.into.length; next++) each(next, (situation) => known.add(keyOf(situation, next)));
  return {
    add(situation, next) {
      const key = keyOf(situation, next);
      if (known.has(key)) return;
      known.add(key);
      if (next >= memory.into.length) memory.into = longer(memory.into, next + 1, -1);
      const way = memory.ways++;
      if (way === memory.whence.length) {
        memory.whence = longer(memory.whence, 0, 0);
        memory.link = longer(memory.link, 0, -1);
      }
      memory.whence[way] = situation;
      memory.link[way] = memory.into[next]!;
      memory.into[next] = way;
    },
    each,
  };
}
