import { toNumber } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import { NONE, stronglyConnected } from "./graph.ts";
import { createKernel, endedValues, type Kernel, withoutClasses } from "./kernel.ts";
import { sweepOnce } from "./sweep.ts";
import { forgone, hasRow, isOver, type Task } from "./task.ts";

/** Width of the bounds asked for, as a share of the largest value. */
const PRECISION = 2 ** -36;
const MOST_ROUNDS = 100_000;
/** Largest component that is solved directly: with a discount, sweeps do well from there on. */
const SMALL = 256;
/** Sweeps that keep their rows after each that looks for better ones, by whether the discount is near 1. */
const KEPT = { near: 12, far: 2 } as const;

/**
 * Certified bounds on the discounted value of every state of a task.
 *
 * @returns undefined where they did not pass the final check
 */
export function boundDiscounted(task: Task): Bounds | undefined {
  const kernel = createKernel(withoutClasses(task));
  const parts = stronglyConnected(task.graph, task.reachable);
  let widest = 0;
  for (let c = 0; c < parts.count; c++) widest = Math.max(widest, parts.start[c + 1]! - parts.start[c]!);
  if (widest <= SMALL) return boundValues(kernel);
  // The model's own order, breadth-first where a world was enumerated, carries values further in a sweep than a depth-first one.
  return sweepDiscounted(kernel, parts.members.sort());
}

/**
 * Modified policy iteration over all states, stopped by the span of one backup's residuals: with lo ≤ Tv − v ≤ hi everywhere,
 * v + lo/(1 − γ) ≤ V ≤ v + hi/(1 − γ) where nothing ever ends (MacQueen 1966, Porteus 1971), and with lo ≤ 0 ≤ hi otherwise.
 * The bounds are then checked as any others, with outward rounding.
 */
function sweepDiscounted(kernel: Kernel, order: Uint32Array): Bounds | undefined {
  const { task } = kernel.quotient;
  const { graph } = task;
  const rest = forgone(task);
  const kept = toNumber(task.discount) >= 0.99 ? KEPT.near : KEPT.far;
  const states = order.filter((s) => !isOver(task, s) && hasRow(graph, s));
  // Shifting all values alike is an exact move only where every row goes on to states that move along.
  const endless = states.length === order.length;
  const values = endedValues(task, 0);
  for (const s of states) values[s] = 0;
  const policy = new Uint32Array(states.length).fill(NONE);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (let k = 0; k <= kept; k++) sweepOnce(kernel, states, values, 0, policy, k === 0);
    const { lo, hi, size } = residuals(kernel, states, values, endless);
    if (endless) for (const s of states) values[s]! += (lo + hi) / (2 * rest);
    if (!((hi - lo) / rest <= size * PRECISION)) continue;
    const half = (hi - lo) / (endless ? 2 * rest : rest);
    for (let width = half + size * 2 ** -50, tries = 0; tries < 40; width *= 2, tries++) {
      const bounds = { low: endedValues(task, -1), high: endedValues(task, 1) };
      for (const s of states) {
        bounds.low[s] = values[s]! - width;
        bounds.high[s] = values[s]! + width;
      }
      if (
        states.every((s) => kernel.best(s, bounds.high, 1) <= bounds.high[s]!) &&
        states.every((s) => kernel.best(s, bounds.low, -1) >= bounds.low[s]!)
      )
        return bounds;
    }
    return undefined;
  }
  return undefined;
}

/** The range of Tv − v, held to contain 0 unless `endless`, and the largest size of a value. */
function residuals(
  kernel: Kernel,
  states: Uint32Array,
  values: Float64Array,
  endless: boolean,
): { lo: number; hi: number; size: number } {
  const { rowStart, branchStart, successor, probability } = kernel.quotient.task.graph.rows;
  const { kept, task } = kernel.quotient;
  const discount = toNumber(task.discount);
  let [lo, hi, size] = endless ? [Infinity, -Infinity, Number.MIN_VALUE] : [0, 0, Number.MIN_VALUE];
  for (const s of states) {
    let best = -Infinity;
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      if (!hasBit(kept, r)) continue;
      let q = task.rewards.table.value[task.rewards.codes[r]!]!;
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
        q += discount * probability.values[probability.codes[b]!]! * values[successor[b]!]!;
      if (q > best) best = q;
    }
    const residual = best - values[s]!;
    if (residual < lo) lo = residual;
    if (residual > hi) hi = residual;
    size = Math.max(size, Math.abs(values[s]!));
  }
  return { lo, hi, size };
}
