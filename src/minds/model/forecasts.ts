import { longer } from "../arrays.ts";
import type { Ways } from "./ways.ts";

/** What a model last foresaw of acts, kept so that a planner may ask for it again and again. */
export type ForecastsMemory = {
  /** shape [situations·actions]: where the ways of an act begin, and how many there are; −1 where nothing is kept */
  start: Int32Array;
  length: Int32Array;
  /** shape [situations·actions]: the probability that what comes is among the ways, and the evidence for them */
  sure: Float64Array;
  evidence: Float64Array;
  /** ways kept in all, those no longer used among them */
  ways: number;
  ends: Int32Array;
  probabilities: Float64Array;
};

export const newForecasts = (): ForecastsMemory => ({
  start: new Int32Array(),
  length: new Int32Array(),
  sure: new Float64Array(),
  evidence: new Float64Array(),
  ways: 0,
  ends: new Int32Array(64),
  probabilities: new Float64Array(64),
});

export const isKept = (memory: ForecastsMemory, row: number): boolean =>
  row < memory.start.length && memory.start[row]! >= 0;

export function keep(memory: ForecastsMemory, row: number, ways: Ways, sure: number, evidence: number): void {
  if (row >= memory.start.length) {
    memory.start = longer(memory.start, row + 1, -1);
    memory.length = longer(memory.length, row + 1, 0);
    memory.sure = longer(memory.sure, row + 1, 0);
    memory.evidence = longer(memory.evidence, row + 1, 0);
  }
  if (memory.ways + ways.count > memory.ends.length) {
    memory.ends = longer(memory.ends, memory.ways + ways.count, 0);
    memory.probabilities = longer(memory.probabilities, memory.ways + ways.count, 0);
  }
  memory.start[row] = memory.ways;
  memory.length[row] = ways.count;
  memory.sure[row] = sure;
  memory.evidence[row] = evidence;
  for (let k = 0; k < ways.count; k++) {
    memory.ends[memory.ways] = ways.ends[k]!;
    memory.probabilities[memory.ways++] = ways.probabilities[k]!;
  }
}

export function forget(memory: ForecastsMemory, row: number): void {
  if (row < memory.start.length) memory.start[row] = -1;
}

export function forgetAll(memory: ForecastsMemory): void {
  memory.start.fill(-1);
  memory.ways = 0;
}
