import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import type { Bounds } from "./bounds.ts";
import type { EndComponents } from "./graph.ts";
import { type Kernel, membersOf } from "./kernel.ts";
import type { Model } from "./model.ts";
import type { Task } from "./task.ts";

/** The rows that may be optimal by their bounds, where a policy that uses only these gets to. */
export interface Candidates {
  readonly rows: Bits;
  /** idle states whose end components must be left almost surely, as staying is worth less or is not allowed */
  readonly leave: Bits;
  /** the number of states that such a policy gets to */
  readonly states: number;
  /** the widest range of values among rows that the bounds do not tell apart; undefined when all ties are proved */
  readonly gap: number | undefined;
}

/**
 * The rows that the bounds allow to be optimal, found from the start states on.
 *
 * A row is left out only if its upper bound is below a lower bound of its state's value, so all optimal rows are kept. `gap` is
 * undefined only if at each class one choice is left, or all that are left have the same value whatever the bounds are: rows
 * that are alike, or values without width.
 *
 * @param idle - the end components that the quotient collapsed; none with a discount
 */
export function findCandidates(
  starts: Model["starts"],
  kernel: Kernel,
  { low, high }: Bounds,
  idle?: EndComponents,
): Candidates {
  const { task, kept, first, stay } = kernel.quotient;
  const { graph } = task;
  const { rowStart, branchStart, successor } = graph.rows;
  const rows = createBits(graph.reverse.owner.length);
  const leave = createBits(graph.states);
  const reached = createBits(graph.states);
  const queue: number[] = [];
  let [states, gap, unproved] = [0, 0, false];
  const visit = (s: number): void => {
    if (hasBit(reached, s)) return;
    setBit(reached, s);
    states++;
    const lead = first?.[s] ?? s;
    if (lead === s) queue.push(s);
    else visit(lead);
  };
  const expand = (lead: number): void => {
    const found: number[] = [];
    const staying = hasBit(stay, lead) && high[lead]! >= 0 && low[lead]! <= 0;
    let [floor, ceiling, top] = staying ? [0, 0, 0] : [Infinity, -Infinity, -Infinity];
    for (const member of membersOf(kernel.quotient, lead)) {
      if (!hasBit(reached, member)) visit(member);
      for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++) {
        if (!hasBit(kept, r)) continue;
        const above = kernel.row(r, lead, high, 1);
        const below = kernel.row(r, lead, low, -1);
        top = Math.max(top, below);
        if (above < low[lead]!) continue;
        floor = Math.min(floor, below);
        ceiling = Math.max(ceiling, above);
        found.push(r);
      }
    }
    // The best lower bound of a row is one of the state, too, and may rule out more.
    const left = found.filter((r) => kernel.row(r, lead, high, 1) >= top);
    const alike = left.every((r) => sameRow(task, r, left[0]!));
    const tied = staying ? left.length > 0 : left.length > 1 && !alike;
    if (tied && floor !== ceiling) {
      unproved = true;
      gap = Math.max(gap, ceiling - floor);
    }
    for (const r of left) {
      setBit(rows, r);
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) visit(successor[b]!);
    }
  };
  for (const { state } of starts) visit(state);
  for (let s = queue.pop(); s !== undefined; s = queue.pop()) expand(s);

  for (const s of idle?.members ?? []) {
    if (!hasBit(reached, s)) continue;
    const lead = first?.[s] ?? s;
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++)
      if (hasBit(idle!.rows, r) && hasBit(graph.allowed, r)) setBit(rows, r);
    const zero = low[lead] === 0 && high[lead] === 0;
    const nonzero = low[lead]! > 0 || high[lead]! < 0;
    const forbidden = task.leave !== undefined && hasBit(task.leave, s);
    if (!zero || forbidden) setBit(leave, s);
    if (!zero && !nonzero && !forbidden) {
      unproved = true;
      gap = Math.max(gap, high[lead]! - low[lead]!);
    }
  }
  return { rows, leave, states, gap: unproved ? gap : undefined };
}

/** Whether two rows pay the same and lead to the same states with the same probabilities, in whatever order. */
function sameRow({ graph, rewards }: Task, a: number, b: number): boolean {
  if (a === b) return true;
  const { branchStart, successor, probability } = graph.rows;
  const from = branchStart[a]!;
  const size = branchStart[a + 1]! - from;
  if (rewards.codes[a] !== rewards.codes[b] || size !== branchStart[b + 1]! - branchStart[b]!) return false;
  const same = (x: number, y: number): boolean =>
    successor[x] === successor[y] && probability.codes[x] === probability.codes[y];
  const other = Array.from({ length: size }, (_, i) => branchStart[b]! + i);
  for (let x = from; x < from + size; x++) {
    const place = other.findIndex((y) => same(x, y));
    if (place < 0) return false;
    other.splice(place, 1);
  }
  return true;
}
