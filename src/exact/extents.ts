import type { Model } from "./model.ts";

/**
 * For each time up to some last one, a number above those of the states that are asked about then: all, or those that may be reached
 * by then. States are numbered breadth-first, so that few others lie below it.
 *
 * @param fromStarts - whether only those are asked about that may be reached
 */
export function extents(model: Model, last: number, fromStarts = false): (time: number) => number {
  if (!fromStarts) return () => model.states;
  let [from, end] = [0, 0];
  for (const { state } of model.starts) end = Math.max(end, state + 1);
  const ends = [end];
  while (ends.length <= last && end < model.states) {
    const to = end;
    for (const { rowStart, branchStart, successor } of model.phases)
      for (let branch = branchStart[rowStart[from]!]!; branch < branchStart[rowStart[to]!]!; branch++)
        if (successor[branch]! >= end) end = successor[branch]! + 1;
    if (end === to) break;
    from = to;
    ends.push(end);
  }
  return (time) => ends[Math.min(time, ends.length - 1)]!;
}
