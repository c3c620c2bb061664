import { longer } from "../arrays.ts";
import type { Assessors, AssessorsKind } from "./assessors.ts";

export interface SharesMemory {
  /** shape [capacity·actions]: the first step that was met of each row, a situation and an act; −1 where it has none */
  first: Int32Array;
  /** steps that differ, in all */
  steps: number;
  /** shape [steps]: where each leads; the next one of the same row, −1 after the last; times it was met */
  to: Int32Array;
  link: Int32Array;
  met: Float64Array;
  /** shape [steps, signals]: times each signal occurred in it */
  occurred: Float64Array;
}

/** Of each step, from one situation by an act to another, the share of times that each signal occurred in it. */
export const shares: AssessorsKind<SharesMemory> = {
  name: "shares",
  newborn: ({ signals }) => ({
    first: new Int32Array(),
    steps: 0,
    to: new Int32Array(16),
    link: new Int32Array(16),
    met: new Float64Array(16),
    occurred: new Float64Array(16 * signals.length),
  }),
  wake({ actions, signals }, memory): Assessors<SharesMemory> {
    const find = (row: number, next: number): number => {
      let step = memory.first[row] ?? -1;
      while (step >= 0 && memory.to[step] !== next) step = memory.link[step]!;
      return step;
    };
    const add = (row: number, next: number): number => {
      const step = memory.steps++;
      if (step === memory.to.length) {
        memory.to = longer(memory.to, 0, 0);
        memory.link = longer(memory.link, 0, -1);
        memory.met = longer(memory.met, 0, 0);
        memory.occurred = longer(memory.occurred, 0, 0);
      }
      if (row >= memory.first.length) memory.first = longer(memory.first, row + 1, -1);
      memory.to[step] = next;
      memory.link[step] = memory.first[row]!;
      memory.first[row] = step;
      return step;
    };
    return {
      learn(situation, action, next, occurring) {
        const row = situation * actions.length + action;
        const found = find(row, next);
        const step = found < 0 ? add(row, next) : found;
        memory.met[step]!++;
        for (let signal = 0; signal < signals.length; signal++)
          if (occurring[signal]) memory.occurred[step * signals.length + signal]!++;
      },
      expect(signal, situation, action, next) {
        const step = find(situation * actions.length + action, next);
        return step < 0 ? 0 : memory.occurred[step * signals.length + signal]! / memory.met[step]!;
      },
      memory: () => memory,
    };
  },
};
