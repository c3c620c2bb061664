import { toNumber } from "../core/rational.ts";
import { type Bits, createBits, hasBit } from "./bits.ts";
import { NONE } from "./graph.ts";
import { forgone, isOver, type Task } from "./task.ts";

/**
 * A task in which some end components count as one state each: the states of a class all have the value of its first.
 *
 * A class's rows are the kept rows of its members.
 */
export interface Quotient {
  readonly task: Task;
  /** rows that count: those inside a class are left out */
  readonly kept: Bits;
  /** shape [states]; the first member of the class; undefined when every class has one member */
  readonly first: Uint32Array | undefined;
  /** shape [states]; the next member of the class, or `NONE` */
  readonly next: Uint32Array | undefined;
  /** first members of classes in which one may stay for ever, which is worth nothing */
  readonly stay: Bits;
}

/** A task as a quotient of itself, with no classes: right with a discount. */
export const withoutClasses = (task: Task): Quotient => ({
  task,
  kept: task.graph.allowed,
  first: undefined,
  next: undefined,
  stay: createBits(task.graph.states),
});

/** The members of a class, named by its first. */
export function* membersOf({ next }: Quotient, first: number): Generator<number> {
  for (let member = first; member !== NONE; member = next === undefined ? NONE : next[member]!) yield member;
}

/** Which side of the true value a backup has to be on: below, nearest, above. */
export type Side = -1 | 0 | 1;

/**
 * Backups of a quotient: the value that a row promises when successors have the given values.
 *
 * A row that may lead back to its own class is solved for: Q = (r + γ Σ p v) / (1 − γ p_own), the sum over other classes. Q ≤ v
 * at the class exactly when r + γ P v ≤ v there, so bounds checked in this form are bounds of the usual backup.
 */
export interface Kernel {
  readonly quotient: Quotient;
  /** the value of a row of a class; for sides −1 and 1 with every rounding error on that side, infinite where doubles fail */
  row(row: number, state: number, values: Float64Array, side: Side): number;
  /** the best row's value at a class, named by its first member */
  best(state: number, values: Float64Array, side: Side): number;
  /** the row that is best at a class, or `NONE` where staying is */
  choose(state: number, values: Float64Array): number;
  /** writes the value of a class to all its members */
  write(state: number, values: Float64Array, value: number): void;
}

/** Unit roundoff of doubles. */
export const UNIT = 2 ** -53;
/** More than products and probabilities below the range of normal doubles lose in a row of any length. */
export const TINY = 1e-290;
/** The least share of the way out of a class that sums of probabilities still tell with all their digits. */
export const LEAST_DIVISOR = 1e-280;

/** The backups of a quotient. */
export function createKernel(quotient: Quotient): Kernel {
  const { task, kept, first, next, stay } = quotient;
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  const { codes, values: probabilities } = probability;
  const rewardCodes = task.rewards.codes;
  const rewards = [task.rewards.table.low, task.rewards.table.value, task.rewards.table.high] as const;
  const discount = toNumber(task.discount);
  const rest = forgone(task);

  // What `row` says on side 0, in about four fifths of the time: sweeps spend most of theirs here.
  const nearest = (r: number, state: number, values: Float64Array): number => {
    const reward = rewards[1][rewardCodes[r]!]!;
    const from = branchStart[r]!;
    const to = branchStart[r + 1]!;
    if (to === from + 1 && discount === 1) return reward + values[successor[from]!]!;
    let [sum, others] = [0, 0];
    for (let b = from; b < to; b++) {
      const target = successor[b]!;
      if (target === state || (first !== undefined && first[target] === state)) continue;
      const p = probabilities[codes[b]!]!;
      others += p;
      sum += p * values[target]!;
    }
    return reward === 0 && sum === 0 ? 0 : (reward + discount * sum) / (rest + discount * others);
  };
  const row = (r: number, state: number, values: Float64Array, side: Side): number => {
    if (side === 0) return nearest(r, state, values);
    const reward = rewards[side + 1]![rewardCodes[r]!]!;
    const from = branchStart[r]!;
    const to = branchStart[r + 1]!;
    if (to === from + 1 && discount === 1) {
      // One sure successor: only the sum can round, and whether it did is known exactly (Knuth's two-sum).
      const v = values[successor[from]!]!;
      const sum = reward + v;
      const part = sum - reward;
      const error = reward - (sum - part) + (v - part);
      return error === 0 ? sum : sum + side * 4 * UNIT * (Math.abs(reward) + Math.abs(v));
    }
    let [sum, size, others, zero] = [0, 0, 0, reward === 0];
    for (let b = from; b < to; b++) {
      const target = successor[b]!;
      if (target === state || (first !== undefined && first[target] === state)) continue;
      const p = probabilities[codes[b]!]!;
      const v = values[target]!;
      others += p;
      sum += p * v;
      size += (p + TINY) * Math.abs(v);
      if (v !== 0) zero = false;
    }
    if (zero) return 0;
    const divisor = rest + discount * others;
    const q = (reward + discount * sum) / divisor;
    if (!(divisor >= LEAST_DIVISOR && Math.abs(q) < Infinity)) return side * Infinity;
    // γ_m with m counting two rounded sums over the branches, the tables' own rounding and this line, times the sizes.
    const roundings = 2 * (to - from) + 24;
    return q + side * ((roundings * UNIT * 1.125 * (Math.abs(reward) + discount * size) + TINY) / divisor);
  };

  // The best row of the class that was looked at last, `NONE` for staying, and its value.
  let [top, choice] = [0, NONE];
  const compare = (state: number, values: Float64Array, side: Side): void => {
    let [value, found] = hasBit(stay, state) ? [0, NONE] : [-Infinity, NONE];
    for (let member = state; member !== NONE; member = next === undefined ? NONE : next[member]!)
      for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++)
        if (hasBit(kept, r)) {
          const q = row(r, state, values, side);
          if (q > value) [value, found] = [q, r];
        }
    [top, choice] = [value, found];
  };
  const best = (state: number, values: Float64Array, side: Side): number => {
    compare(state, values, side);
    return top;
  };
  const choose = (state: number, values: Float64Array): number => {
    compare(state, values, 0);
    return choice;
  };
  const write = (state: number, values: Float64Array, value: number): void => {
    for (let member = state; member !== NONE; member = next === undefined ? NONE : next[member]!)
      values[member] = value;
  };
  return { quotient, row, best, choose, write };
}

/** A column of values, NaN but for ended states, which have the bound of their amount on that side. */
export function endedValues(task: Task, side: Side): Float64Array {
  const { states } = task.graph;
  const values = new Float64Array(states).fill(Number.NaN);
  const amounts = task.finals?.table;
  const table = side === -1 ? amounts?.low : side === 0 ? amounts?.value : amounts?.high;
  for (let s = 0; s < states; s++) if (isOver(task, s)) values[s] = table?.[task.finals!.codes[s]!] ?? 0;
  return values;
}
