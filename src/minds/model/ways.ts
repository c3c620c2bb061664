/** Ways in which an act may come out. */
export interface Ways {
  count: number;
  /** shape [count]: twice the next situation, and 1 more where the world ends there */
  readonly ends: number[];
  /** shape [count] */
  readonly probabilities: number[];
}

export const newWays = (): Ways => ({ count: 0, ends: [], probabilities: [] });

export function addWay(ways: Ways, end: number, probability: number): void {
  const { ends, probabilities } = ways;
  for (let k = 0; k < ways.count; k++)
    if (ends[k] === end) {
      probabilities[k]! += probability;
      return;
    }
  ends[ways.count] = end;
  probabilities[ways.count++] = probability;
}

export function hasWay({ count, ends }: Ways, end: number): boolean {
  for (let k = 0; k < count; k++) if (ends[k] === end) return true;
  return false;
}

/** Scales the probabilities so that they sum to 1; returns what they summed to. */
export function normalise({ count, probabilities }: Ways): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += probabilities[k]!;
  for (let k = 0; k < count; k++) probabilities[k]! /= sum;
  return sum;
}
