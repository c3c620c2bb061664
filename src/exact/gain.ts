import { add, compare, divide, equals, type Rational, rational, subtract, ZERO } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { encloseTable } from "./enclose.ts";
import { type EndComponents, membersIn, rowsAmong } from "./graph.ts";
import { boundMean, meanPayoff } from "./mean.ts";
import type { Budget } from "./rational-linear.ts";
import { rationalGain } from "./rational-mean.ts";
import { rewardOf, type Task } from "./task.ts";

/** Most states of an end component whose gain is looked for in rationals: each elimination is quadratic. */
const MOST_RATIONAL_STATES = 2000;
/** Width of the bounds asked for, as a share of the largest reward. */
const PRECISION = 2 ** -40;

/** The best mean payoff per step of an end component, and the rows that a policy with that mean may use for ever. */
export interface Gain {
  readonly gain: Rational;
  /** rows of zero slack under relative values that solve the optimality inequality h + gain ≥ r + P h */
  readonly tight: readonly number[];
}

/**
 * The gain of an end component, exactly.
 *
 * The slacks of a recurrent class whose mean is the gain add up to 0, weighted by how often each row is taken; so all of them are 0,
 * and which solution of the inequality they are taken from does not matter.
 *
 * @returns undefined when the budget ran out
 */
export function gainOf(task: Task, parts: EndComponents, component: number, budget: Budget): Gain | undefined {
  const members = membersIn(parts, component);
  const inside = rowsAmong(task.graph.rows, members, parts.rows);
  if (members.length === 1) {
    const gain = inside.map((r) => rewardOf(task, r)).reduce((best, paid) => (compare(paid, best) > 0 ? paid : best));
    return { gain, tight: inside.filter((r) => equals(rewardOf(task, r), gain)) };
  }
  const { branchStart } = task.graph.rows;
  if (inside.every((r) => branchStart[r + 1]! - branchStart[r]! === 1)) {
    const found = gainOfCycles(task, parts, component, inside);
    if (found !== undefined) return found;
  }
  if (members.length > MOST_RATIONAL_STATES) return undefined;
  const { gain, tight } = rationalGain(task, parts, component, budget) ?? {};
  return gain === undefined || tight === undefined
    ? undefined
    : { gain, tight: inside.filter((r) => hasBit(tight, r)) };
}

/**
 * The gain of a component in which nothing is random, which is the best mean of a cycle: with the mean of some cycle taken off every
 * reward, potentials show that no cycle is positive, or a cycle with a better mean (Lawler 1976).
 *
 * @returns undefined where the potentials would not be exact in doubles
 */
function gainOfCycles(
  task: Task,
  parts: EndComponents,
  component: number,
  inside: readonly number[],
): Gain | undefined {
  let gain = meanOf(task, someCycle(task, inside));
  for (;;) {
    const found = meanPayoff(lessPerStep(task, gain), parts, component);
    if (found.sign === "zero") return { gain, tight: inside.filter((r) => hasBit(found.tight, r)) };
    if (found.sign !== "positive") return undefined;
    const mean = meanOf(task, [...found.policy.values()]);
    if (compare(mean, gain) <= 0) return undefined;
    gain = mean;
  }
}

/** A cycle of a component in which nothing is random, as its rows. */
function someCycle({ graph }: Task, inside: readonly number[]): readonly number[] {
  const { owner } = graph.reverse;
  const { branchStart, successor } = graph.rows;
  const taken = new Map<number, number>();
  for (const r of inside) taken.set(owner[r]!, r);
  const place = new Map<number, number>();
  const walk: number[] = [];
  for (let s = owner[inside[0]!]!; ; s = successor[branchStart[walk.at(-1)!]!]!) {
    const met = place.get(s);
    if (met !== undefined) return walk.slice(met);
    place.set(s, walk.length);
    walk.push(taken.get(s)!);
  }
}

const meanOf = (task: Task, cycle: readonly number[]): Rational =>
  divide(
    cycle.reduce((sum, r) => add(sum, rewardOf(task, r)), ZERO),
    rational(BigInt(cycle.length)),
  );

/** A task with an amount taken off the reward of every row. */
const lessPerStep = (task: Task, amount: Rational): Task => ({
  ...task,
  rewards: { ...task.rewards, table: encloseTable(task.rewards.table.exact.map((paid) => subtract(paid, amount))) },
});

/** Bounds on the gain of an end component, in doubles with outward rounding. */
export function boundGain(
  task: Task,
  parts: EndComponents,
  component: number,
): { readonly low: number; readonly high: number } {
  const { low, high } = task.rewards.table;
  const size = [...low, ...high].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return boundMean(task, parts, membersIn(parts, component), (l, h) => h - l <= PRECISION * size);
}
