import { longer } from "./arrays.ts";

/*
 * What has always been so may change. A row, a situation and an act, is taken to be another one from now on where the same has come of it many
 * times in a row and this would be next to impossible if all that was seen before still held. What was learned of the row before is then
 * forgotten, and nothing else. A change to something that is itself random is not noticed; averages follow it slowly.
 */

export interface RunsMemory {
  /** shape [rows]: how many times in a row the last value has come, and which value that is */
  length: Float64Array;
  value: Float64Array;
  /** shape [rows]: of how many values before the run, how many were that one */
  all: Float64Array;
  same: Float64Array;
  /** shape [rows]: how probable the run was, foretold value by value by what had come before */
  probability: Float64Array;
}

export const newRuns = (): RunsMemory => ({
  length: new Float64Array(),
  value: new Float64Array(),
  all: new Float64Array(),
  same: new Float64Array(),
  probability: new Float64Array(),
});

/** A run less probable than this is a change. */
const IMPOSSIBLE = 1e-6;

/**
 * Takes notice of the next value of a row, before it is learned. Returns whether the row has changed: `length` values, this one included,
 * are then all that is known of it.
 *
 * A value that came k of n times comes next with probability (k + ½)/(n + 1) (Krichevsky and Trofimov).
 *
 * @param all - values of the row so far
 * @param same - how many of them were this one; asked for at the beginning of a run
 */
export function hasChanged(memory: RunsMemory, row: number, value: number, all: number, same: () => number): boolean {
  if (row >= memory.length.length) {
    memory.length = longer(memory.length, row + 1, 0);
    memory.value = longer(memory.value, row + 1, 0);
    memory.all = longer(memory.all, row + 1, 0);
    memory.same = longer(memory.same, row + 1, 0);
    memory.probability = longer(memory.probability, row + 1, 1);
  }
  if (memory.length[row] === 0 || memory.value[row] !== value) {
    memory.length[row] = 0;
    memory.value[row] = value;
    memory.all[row] = all;
    memory.same[row] = same();
    memory.probability[row] = 1;
  }
  const before = memory.length[row]!++;
  if (memory.all[row] === 0) return false;
  memory.probability[row]! *= (memory.same[row]! + before + 0.5) / (memory.all[row]! + before + 1);
  if (memory.probability[row]! >= IMPOSSIBLE) return false;
  memory.all[row] = 0;
  return true;
}
