import { toNumber } from "../core/rational.ts";
import { createBits, hasBit, setBit } from "./bits.ts";
import { type Bounds, boundValues, DIRECT } from "./bounds.ts";
import { solveFlow } from "./elimination.ts";
import { membersIn, NONE, stronglyConnected } from "./graph.ts";
import { createKernel, endedValues, type Kernel, withoutClasses } from "./kernel.ts";
import { forgone, hasRow, isOver, type Task } from "./task.ts";

/** Width of the bounds asked for, as a share of the largest value. */
const PRECISION = 2 ** -36;
/** Residuals that doubles cannot make smaller, as a share of the largest value. */
const FLOOR = 2 ** -50;
/** Rounds that may pass without residuals getting a tenth smaller. */
const PATIENCE = 20;
const MOST_ROUNDS = 1000;
/** Largest component that counts as small; additions per state that a direct solve of a larger one may make. */
const SMALL = 256;
const FILL = 200;
/** Sweeps in a round over a component that is not solved directly. */
const SWEEPS = 24;
/** Sweeps from one leap along the slowest part of the error to the next. */
const LEAP = 6;
/** Share of a value's size below which a row does not count as better than the one that is used. */
const SAME = 2 ** -46;
/** Passes that make certified bounds closer, and that look for values of exactly 0. */
const CLOSER = 2;
const ZERO_PASSES = 30;

/**
 * Certified bounds on the discounted value of every state of a task.
 *
 * @returns undefined where the values are beyond the range of doubles
 */
export function boundDiscounted(task: Task): Bounds | undefined {
  const kernel = createKernel(withoutClasses(task));
  const parts = stronglyConnected(task.graph, task.reachable);
  let widest = 0;
  for (let c = 0; c < parts.count; c++) widest = Math.max(widest, parts.start[c + 1]! - parts.start[c]!);
  if (widest <= SMALL) {
    const bounds = boundValues(kernel);
    if (bounds !== undefined) return bounds;
  }
  const { states } = task.graph;
  const isOpen = (s: number): boolean => hasBit(task.reachable, s) && !isOver(task, s) && hasRow(task.graph, s);
  // The model's own order, breadth-first where a world was enumerated, carries values further in a sweep than a depth-first one.
  const open = Uint32Array.from({ length: states }, (_, s) => s).filter(isOpen);
  const bounds = certify(kernel, open, approximate(task, open));
  if (bounds === undefined) return undefined;
  for (let k = 0; k < CLOSER; k++) tighten(kernel, open, bounds);
  findZeros(kernel, open, bounds, 1);
  findZeros(kernel, open, bounds, -1);
  return bounds;
}

/**
 * Values near the best, by policy iteration: a sweep forwards and back that looks for better rows, then the values of the rows
 * found, component by component of their graph, in which most states of most policies stand alone.
 *
 * It stops by the span of one backup's residuals: with lo ≤ Tv − v ≤ hi everywhere, v + lo/(1 − γ) ≤ V ≤ v + hi/(1 − γ) where
 * nothing ever ends (MacQueen 1966, Porteus 1971), and with lo ≤ 0 ≤ hi otherwise. Nothing rests on what this finds.
 */
function approximate(task: Task, open: Uint32Array): Float64Array {
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  const { codes, values: shares } = probability;
  const rewards = task.rewards.table.value;
  const rewardCodes = task.rewards.codes;
  const { allowed } = task.graph;
  const discount = toNumber(task.discount);
  const rest = forgone(task);
  const values = endedValues(task, 0);
  // Shifting all values alike is an exact move only where every row goes on to states that move along.
  let endless = true;
  for (let s = 0; s < values.length; s++) if (isOver(task, s) && hasBit(task.reachable, s)) endless = false;
  for (const s of open) values[s] = 0;
  const policy = new Uint32Array(values.length).fill(NONE);

  /** What a row promises, its way back to its own state solved for. */
  const promise = (r: number, s: number): number => {
    let [sum, others] = [0, 0];
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const target = successor[b]!;
      if (target === s) continue;
      const p = shares[codes[b]!]!;
      sum += p * values[target]!;
      others += p;
    }
    return (rewards[rewardCodes[r]!]! + discount * sum) / (rest + discount * others);
  };
  const improve = (s: number): void => {
    let row = policy[s]!;
    let best = row === NONE ? -Infinity : promise(row, s);
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      if (r === policy[s] || !hasBit(allowed, r)) continue;
      const q = promise(r, s);
      if (q > best + SAME * Math.abs(best) || best === -Infinity) [best, row] = [q, r];
    }
    policy[s] = row;
    values[s] = best;
  };
  /** The range of Tv − v, held to contain 0 unless `endless`, and the largest size of a value. */
  const residuals = (): { lo: number; hi: number; size: number } => {
    let [lo, hi, size] = endless ? [Infinity, -Infinity, Number.MIN_VALUE] : [0, 0, Number.MIN_VALUE];
    for (const s of open) {
      let best = -Infinity;
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        if (!hasBit(allowed, r)) continue;
        let sum = 0;
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) sum += shares[codes[b]!]! * values[successor[b]!]!;
        best = Math.max(best, rewards[rewardCodes[r]!]! + discount * sum);
      }
      const residual = best - values[s]!;
      if (residual < lo) lo = residual;
      if (residual > hi) hi = residual;
      size = Math.max(size, Math.abs(values[s]!));
    }
    return { lo, hi, size };
  };

  const at = new Uint32Array(values.length);
  const solvePart = (members: Uint32Array): boolean => {
    members.forEach((s, i) => {
      at[s] = i;
    });
    const weights = Array.from(members, () => new Map<number, number>());
    const leak = new Float64Array(members.length).fill(rest);
    const right = new Float64Array(members.length);
    members.forEach((s, i) => {
      const r = policy[s]!;
      right[i] = rewards[rewardCodes[r]!]!;
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
        const target = successor[b]!;
        if (target === s) continue;
        const weight = discount * shares[codes[b]!]!;
        const j = at[target]!;
        if (members[j] === target) weights[i]!.set(j, (weights[i]!.get(j) ?? 0) + weight);
        else {
          leak[i]! += weight;
          right[i]! += weight * values[target]!;
        }
      }
    });
    const most = members.length <= SMALL ? Infinity : FILL * members.length;
    const solved = solveFlow({ weights, leak, right }, false, most);
    if (solved === undefined) return false;
    members.forEach((s, i) => {
      values[s] = solved[i]!;
    });
    return true;
  };
  /** Sweeps that keep their rows; now and then the slowest part of the error is told from two moves, and taken out. */
  const sweepPart = (members: Uint32Array, precision: number): void => {
    const before = new Float64Array(members.length);
    const move = new Float64Array(members.length);
    for (let k = 0, moved = Infinity; k < SWEEPS && moved > precision; k++) {
      members.forEach((s, i) => {
        before[i] = values[s]!;
      });
      moved = 0;
      for (let i = -members.length; i < members.length; i++) {
        const s = members[i < 0 ? -i - 1 : i]!;
        const value = promise(policy[s]!, s);
        moved = Math.max(moved, Math.abs(value - values[s]!));
        values[s] = value;
      }
      task.progress(2 * members.length);
      let [along, size] = [0, 0];
      members.forEach((s, i) => {
        const now = values[s]! - before[i]!;
        along += now * move[i]!;
        size += move[i]! * move[i]!;
        move[i] = now;
      });
      if (k % LEAP !== LEAP - 1 || !(along > 0)) continue;
      const ratio = Math.min(along / size, discount * discount);
      members.forEach((s, i) => {
        values[s]! += (move[i]! * ratio) / (1 - ratio);
      });
    }
  };
  // Components of this size or more fill in too much.
  let hard = DIRECT;
  const evaluate = (precision: number): void => {
    const chosen = createBits(task.graph.reverse.owner.length);
    for (const s of open) setBit(chosen, policy[s]!);
    const parts = stronglyConnected({ ...task.graph, allowed: chosen }, task.reachable);
    for (let c = 0; c < parts.count; c++) {
      const members = membersIn(parts, c);
      const lead = members[0]!;
      if (policy[lead] === NONE) continue;
      if (members.length === 1) values[lead] = promise(policy[lead]!, lead);
      else if (members.length >= hard || !solvePart(members)) {
        hard = Math.min(hard, members.length);
        sweepPart(members, precision);
      }
    }
  };

  let [first, best, mark, since, share] = [0, Infinity, Infinity, 0, 0];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (let i = -open.length; i < open.length; i++) improve(open[i < 0 ? -i - 1 : i]!);
    task.progress(2 * open.length, share || undefined);
    if (round >= 2) evaluate(best * 2 ** -4);
    const { lo, hi, size } = residuals();
    const span = hi - lo;
    if (!(span / rest > size * PRECISION) || span <= size * FLOOR) {
      if (endless) for (const s of open) values[s]! += (lo + hi) / (2 * rest);
      break;
    }
    // What all residuals have in common brings every value nearer; the middle of the range may lead some far astray.
    const common = lo > 0 ? lo : Math.min(hi, 0);
    if (common !== 0) for (const s of open) values[s]! += common / rest;
    if (first === 0) first = span;
    since = span < 0.9 * mark ? 0 : since + 1;
    if (since === 0) mark = span;
    if (since > PATIENCE) break;
    best = Math.min(best, span);
    share = Math.max(share, Math.log(first / best) / Math.log(first / Math.max(rest * size * PRECISION, size * FLOOR)));
    task.progress(open.length, Math.min(1, share) || undefined);
  }
  return values;
}

/**
 * Bounds around some values: with every residual of a backup rounded outwards at most δ, values ± δ/(1 − γ) are a pair that a
 * backup moves inwards, whatever the values are; a little is added for the rounding of these very sums. A last backup checks it.
 *
 * Where rounding eats up what the discount gives (rows of thousands of branches, a discount within 10⁻¹² of 1), the largest
 * amount over 1 − γ, which needs no check, is all that is left.
 */
function certify(kernel: Kernel, open: Uint32Array, values: Float64Array): Bounds | undefined {
  const { task } = kernel.quotient;
  const rest = forgone(task);
  const low = endedValues(task, -1);
  const high = endedValues(task, 1);
  let [size, excess] = [Number.MIN_VALUE, 0];
  for (const s of open) {
    low[s] = high[s] = values[s]!;
    size = Math.max(size, Math.abs(values[s]!));
  }
  for (const s of open)
    excess = Math.max(excess, kernel.best(s, high, 1) - values[s]!, values[s]! - kernel.best(s, low, -1));
  let width = ((excess + size * 2 ** -50) * (1 + 2 ** -30)) / rest;
  for (let tries = 0; tries < 8 && width < Infinity; tries++, width *= 2) {
    for (const s of open) {
      low[s] = values[s]! - width;
      high[s] = values[s]! + width;
    }
    task.progress(2 * open.length, 1);
    if (open.every((s) => kernel.best(s, high, 1) <= high[s]! && kernel.best(s, low, -1) >= low[s]!))
      return { low, high };
  }
  let most = 0;
  for (const { table } of task.finals === undefined ? [task.rewards] : [task.rewards, task.finals])
    for (let i = 0; i < table.low.length; i++) most = Math.max(most, Math.abs(table.low[i]!), Math.abs(table.high[i]!));
  const widest = (most / rest) * (1 + 2 ** -40) + Number.MIN_VALUE;
  if (!(widest < Infinity)) return undefined;
  for (const s of open) [low[s], high[s]] = [-widest, widest];
  return { low, high };
}

/** A backup of every state, in place: bounds stay bounds, and stay such that an exact backup moves them inwards. */
function tighten(kernel: Kernel, open: Uint32Array, { low, high }: Bounds): void {
  for (let i = open.length; i-- > 0; ) {
    const s = open[i]!;
    const above = kernel.best(s, high, 1);
    if (above < high[s]!) high[s] = above;
    const below = kernel.best(s, low, -1);
    if (below > low[s]!) low[s] = below;
  }
  kernel.quotient.task.progress(2 * open.length, 1);
}

/**
 * Makes a bound 0 wherever it is 0 that an outward-rounded backup does not move outwards, if the other bound allows it.
 *
 * Elsewhere the bound stays, and can only be moved further inwards than before; so it still is one. Values of exactly 0 are
 * common, where nothing is left to be gained, and by far the most ties are found there.
 */
function findZeros(kernel: Kernel, open: Uint32Array, bounds: Bounds, side: -1 | 1): void {
  const column = side === 1 ? bounds.high : bounds.low;
  const old = column.slice();
  let zeros = open.filter((s) => bounds.low[s]! <= 0 && bounds.high[s]! >= 0 && column[s] !== 0);
  for (const s of zeros) column[s] = 0;
  for (let pass = 0; zeros.length > 0; pass++) {
    if (pass === ZERO_PASSES) {
      for (const s of zeros) column[s] = old[s]!;
      return;
    }
    // Backwards and forwards in turn, as one that is put back moves its neighbours.
    const order = pass % 2 === 0 ? zeros.slice().reverse() : zeros;
    for (const s of order) if (side * kernel.best(s, column, side) > 0) column[s] = old[s]!;
    const left = zeros.filter((s) => column[s] === 0);
    if (left.length === zeros.length) return;
    zeros = left;
  }
}
