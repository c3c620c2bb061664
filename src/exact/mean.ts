import { leastCommonMultiple } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { type EndComponents, membersIn, NONE, rowsAmong } from "./graph.ts";
import { rewardOf, type Task } from "./task.ts";

/** The best mean payoff of an end component: its sign, and what shows it. */
export type Mean =
  | { readonly sign: "negative" }
  /** `tight` rows are those that a policy of mean 0 may use for ever */
  | { readonly sign: "zero"; readonly tight: Bits }
  | { readonly sign: "positive"; readonly policy: ReadonlyMap<number, number> }
  | { readonly sign: "unknown" };

const MOST_SWEEPS = 20_000;
const MOST_BACKUPS = 2e9;

/**
 * The sign of the best mean payoff of one end component with rewards of both signs, where floating point can prove it.
 *
 * With sure outcomes and rewards that are whole multiples of one unit, sums are exact: potentials h ≥ r + h(next) exist exactly
 * when no cycle is positive (Bellman and Ford). Otherwise relative values h with r + P h − h below 0 in every row, or
 * above 0 in one row of every state, beyond rounding, prove the sign; a mean of 0 is not decided so.
 */
export function meanPayoff(task: Task, parts: EndComponents, component: number): Mean {
  const members = membersIn(parts, component);
  const inside = rowsAmong(task.graph.rows, members, parts.rows);
  const unit = commonUnit(task, inside, members.length);
  return unit === undefined ? drift(task, parts, members) : potentials(task, inside, members, unit);
}

/**
 * The common denominator of a deterministic component's rewards, where the potentials stay exact in doubles.
 *
 * Along rows that make no cycle a potential is a sum of at most n rewards, and one sweep adds at most n more. Cycles are
 * looked for every 8 sweeps, so sums of 16 n rewards have to be below 2⁵³.
 */
function commonUnit(task: Task, inside: readonly number[], states: number): bigint | undefined {
  const { branchStart } = task.graph.rows;
  if (inside.some((r) => branchStart[r + 1]! - branchStart[r]! !== 1)) return undefined;
  const used = new Set(inside.map((r) => rewardOf(task, r)));
  let unit = 1n;
  for (const { denominator } of used) {
    unit = leastCommonMultiple(unit, denominator);
    if (unit > 1n << 30n) return undefined;
  }
  for (const { numerator, denominator } of used) {
    const scaled = (numerator * unit) / denominator;
    if ((scaled < 0n ? -scaled : scaled) * BigInt(states + 1) > 1n << 48n) return undefined;
  }
  return unit;
}

function potentials(task: Task, inside: readonly number[], members: Uint32Array, unit: bigint): Mean {
  const { branchStart, successor } = task.graph.rows;
  const { owner } = task.graph.reverse;
  const scaled = Float64Array.from(task.rewards.table.exact, (r) => Number((r.numerator * unit) / r.denominator));
  const height = new Map<number, number>();
  for (const s of members) height.set(s, 0);
  const policy = new Map<number, number>();
  const promise = (r: number): number => scaled[task.rewards.codes[r]!]! + height.get(successor[branchStart[r]!]!)!;
  for (let sweep = 0; sweep <= members.length; sweep++) {
    let changed = false;
    for (const r of inside)
      if (promise(r) > height.get(owner[r]!)!) {
        height.set(owner[r]!, promise(r));
        policy.set(owner[r]!, r);
        changed = true;
      }
    task.progress(members.length);
    if (changed) {
      // A cycle among the rows that last raised a potential has a positive sum.
      const cycle = sweep % 8 === 7 || sweep === members.length ? cycleOf(task, members, policy) : undefined;
      if (cycle !== undefined) return { sign: "positive", policy: cycle };
      continue;
    }
    const tight = createBits(task.graph.reverse.owner.length);
    for (const r of inside) if (promise(r) === height.get(owner[r]!)!) setBit(tight, r);
    return { sign: "zero", tight };
  }
  return { sign: "unknown" };
}

/** A cycle of a deterministic policy, as its part of the policy. */
function cycleOf(
  task: Task,
  members: Uint32Array,
  policy: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> | undefined {
  const { branchStart, successor } = task.graph.rows;
  const seen = new Map<number, number>(); // state → walk that met it
  const follow = (s: number): number => {
    const r = policy.get(s);
    return r === undefined ? NONE : successor[branchStart[r]!]!;
  };
  for (const from of members) {
    let s = from;
    while (s !== NONE && !seen.has(s)) {
      seen.set(s, from);
      s = follow(s);
    }
    if (s === NONE || seen.get(s) !== from) continue;
    const cycle = new Map<number, number>();
    for (let t = s; !cycle.has(t); t = follow(t)) cycle.set(t, policy.get(t)!);
    return cycle;
  }
  return undefined;
}

function drift(task: Task, parts: EndComponents, members: Uint32Array): Mean {
  const { low, high, policy } = boundMean(task, parts, members, (below, above) => above < 0 || below > 0);
  if (high < 0) return { sign: "negative" };
  return low > 0 ? { sign: "positive", policy } : { sign: "unknown" };
}

/** Bounds on the best mean payoff of an end component, and the rows that relative values found so far make best. */
export interface BoundedMean {
  readonly low: number;
  readonly high: number;
  readonly policy: ReadonlyMap<number, number>;
}

/**
 * Bounds on the best mean payoff of an end component by relative value iteration, in doubles with outward rounding.
 *
 * Whatever the relative values h are, no policy earns more a step than the largest r + P h − h of all rows; and the one that takes
 * the row with the largest in each state earns no less than the smallest of those (Odoni 1969).
 *
 * @param isEnough - whether bounds are close enough
 */
export function boundMean(
  task: Task,
  parts: EndComponents,
  members: Uint32Array,
  isEnough: (low: number, high: number) => boolean,
): BoundedMean {
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  const rewards = task.rewards.table.value;
  const height = new Map<number, number>();
  for (const s of members) height.set(s, 0);
  const policy = new Map<number, number>();
  let [low, high] = [-Infinity, Infinity];
  for (let sweep = 0, backups = 0; sweep < MOST_SWEEPS && backups < MOST_BACKUPS; sweep++) {
    let [lowest, highest, error] = [Infinity, -Infinity, 0];
    const next = new Map<number, number>();
    for (const s of members) {
      const here = height.get(s)!;
      let best = -Infinity;
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        if (!hasBit(parts.rows, r)) continue;
        let gain = rewards[task.rewards.codes[r]!]!;
        let size = Math.abs(gain);
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
          // Differences keep a common height out of the sum.
          const change = probability.values[probability.codes[b]!]! * (height.get(successor[b]!)! - here);
          gain += change;
          size += Math.abs(change);
        }
        error = Math.max(error, (branchStart[r + 1]! - branchStart[r]! + 16) * 2 ** -51 * size);
        if (gain > best) {
          best = gain;
          policy.set(s, r);
        }
      }
      // Half a step at a time, so that periodic cycles settle.
      next.set(s, here + best / 2);
      lowest = Math.min(lowest, best);
      highest = Math.max(highest, best);
      backups++;
    }
    task.progress(members.length);
    low = Math.max(low, lowest - error);
    high = Math.min(high, highest + error);
    if (isEnough(low, high) || highest - lowest <= 16 * error) break;
    const base = next.get(members[0]!)!;
    for (const [s, value] of next) height.set(s, value - base);
  }
  return { low, high, policy };
}
