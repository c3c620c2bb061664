import { toNumber } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { membersIn, stronglyConnected } from "./graph.ts";
import { endedValues, type Kernel, LEAST_DIVISOR, membersOf, TINY, UNIT } from "./kernel.ts";
import { iteratePolicies } from "./policy-iteration.ts";
import { approach, sweep } from "./sweep.ts";

/**
 * Bounds on the value of each state, shape [states] each; NaN for a state that was not asked about or has no policy, infinite
 * where doubles can say nothing.
 */
export interface Bounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Sweeps that look for better rows after which direct solves are tried. */
const FEW_SWEEPS = 40;
/** What the least value is measured by that is not 0: far below the range in which doubles have all their digits it makes no difference. */
const LEAST_UNIT = 1e-270;
/** Largest component that direct solves are tried on. */
export const DIRECT = 20_000;
/**
 * Slack asked of a bound, as a share of the largest value, and multiples of it that are tried in turn: none does where sums
 * of rewards are exact, too little is lost in rounding, too much turns a cycle of small losses into one of gains. `near` is the
 * precision from which the best policy is looked for by direct solves.
 */
const SLACK = {
  direct: 2 ** -46,
  near: 2 ** -24,
  swept: 2 ** -40,
  multiples: [0, 1, 16, 1 / 16, 256, 1 / 256, 4096],
} as const;

/**
 * Certified bounds on the values of every state of a quotient, component by component against the direction of the branches.
 *
 * The last step at each class is a check, with outward rounding, that the best backup of `high` is at most `high` and that of
 * `low` at least `low`, staying (worth 0) among the choices where it is allowed. How the values were found plays no part.
 *
 * Assumed, without a discount: every end component of the kept rows has a negative mean payoff (`findRecurrence` sorts them,
 * `settle` collapses the idle ones), and ended states have bounds on what they pay. Then what passes is a bound:
 * - above: iterating high ≥ r + P high bounds the return of any policy that almost surely ends or stays, as the finitely many
 *   values are bounded; any other policy loses without end;
 * - below: let π take in each class a row, or stay, with low ≤ r + P low. Averaged over a recurrent class of π that would make
 *   its mean ≥ 0, so it has none: π ends or stays almost surely, and iterating shows its return to be ≥ low.
 *
 * With a discount the backup is a contraction, and both hold with nothing assumed.
 *
 * @param parts - the components of the task's reachable states, where they are known
 * @returns undefined where a component's values did not pass the check
 */
export function boundValues(
  kernel: Kernel,
  parts = stronglyConnected(kernel.quotient.task.graph, kernel.quotient.task.reachable),
): Bounds | undefined {
  const { task, first } = kernel.quotient;
  const low = endedValues(task, -1);
  const high = endedValues(task, 1);
  const middle = endedValues(task, 0);
  const at = new Uint32Array(task.graph.states);
  for (let c = 0; c < parts.count; c++) {
    const members = membersIn(parts, c);
    const lead = members[0]!;
    if (!Number.isNaN(low[lead]!)) continue; // ended
    if (members.length === 1) {
      if (!settle(kernel, lead, low, middle, high)) continue;
      if ((c & 0xffff) === 0) task.progress(0x10000);
      continue;
    }
    const classes = first === undefined ? members : members.filter((s) => first[s] === s);
    if (classes.length === 1) {
      settle(kernel, classes[0]!, low, middle, high);
      continue;
    }
    if (!solveComponent(kernel, classes, { low, middle, high }, at)) return undefined;
  }
  return { low, high };
}

/** One backup of a class none of whose kept rows leads back to it; false where it has no row. */
function settle(kernel: Kernel, s: number, low: Float64Array, middle: Float64Array, high: Float64Array): boolean {
  const above = kernel.best(s, high, 1);
  if (above === -Infinity) return false;
  kernel.write(s, high, above);
  kernel.write(s, middle, kernel.best(s, middle, 0));
  kernel.write(s, low, kernel.best(s, low, -1));
  return true;
}

interface Columns extends Bounds {
  readonly middle: Float64Array;
}

function solveComponent(kernel: Kernel, classes: Uint32Array, columns: Columns, at: Uint32Array): boolean {
  const { low, middle, high } = columns;
  for (const s of classes) kernel.write(s, middle, 0);
  // A first guess of the scale, refined once by the values found with it.
  const guess = largest(kernel, classes, middle) || 1;
  const isSmall = classes.length <= DIRECT && iteratePolicies(kernel, classes, middle, undefined, at);
  const order = isSmall ? classes : approach(kernel, classes, middle, guess, SLACK.swept, at);
  const isDirect = isSmall || near(kernel, order, middle, guess, at);
  if (isDirect === undefined) return false;
  const scale = largest(kernel, classes, middle) || Number.MIN_VALUE;
  const units = unitsOf(kernel, order, middle, scale);
  let mayBeFew = !isSmall && !isDirect;
  const solve = (values: Float64Array, slack: number): boolean => {
    const reset = (): void => {
      for (const s of classes) kernel.write(s, values, middle[s]!);
    };
    reset();
    if (slack === 0) return true;
    const shifts = units.map((unit) => slack * unit);
    const settling = { shifts, units, precision: Math.abs(slack) / 2 };
    if (mayBeFew && sweep(kernel, order, values, { ...settling, most: FEW_SWEEPS })) return true;
    mayBeFew = false;
    reset();
    // Where rows tie, the greedy policy may hardly ever leave, so that of a small component the uniform one is the better beginning.
    const begin = isSmall ? undefined : greedy(kernel, order, values);
    if (iteratePolicies(kernel, order, values, shifts, at, begin)) return true;
    reset();
    return !isSmall && sweep(kernel, order, values, settling);
  };
  const isAbove = (slack: number): boolean =>
    solve(high, slack) && classes.every((s) => kernel.best(s, high, 1) <= high[s]!);
  const isBelow = (slack: number): boolean =>
    solve(low, -slack) && classes.every((s) => kernel.best(s, low, -1) >= low[s]!);
  const slacks = SLACK.multiples.map((multiple) => multiple * (isDirect ? SLACK.direct : SLACK.swept));
  return (slacks.some(isAbove) || levelAbove(kernel, classes, high, at)) && slacks.some(isBelow);
}

/**
 * Values close to the best of a component that is too large, or fills in too much, to be solved directly from afar: by sweeps, and where
 * these settle slowly by direct solves of single policies. One row a state fills in far less than all rows do.
 *
 * @returns whether the last was a direct solve; undefined where nothing worked
 */
function near(
  kernel: Kernel,
  order: Uint32Array,
  middle: Float64Array,
  guess: number,
  at: Uint32Array,
): boolean | undefined {
  const rough = { units: new Float64Array(order.length).fill(guess), precision: SLACK.near };
  if (!sweep(kernel, order, middle, rough)) return undefined;
  const fine = { units: unitsOf(kernel, order, middle, guess), precision: SLACK.swept };
  if (sweep(kernel, order, middle, { ...fine, most: FEW_SWEEPS })) return false;
  if (iteratePolicies(kernel, order, middle, undefined, at, greedy(kernel, order, middle))) return true;
  return sweep(kernel, order, middle, fine) ? false : undefined;
}

/**
 * What the rounding of each class's values is measured by: where nothing is subtracted its own size, so that small chances keep their
 * digits; else the scale of all.
 */
function unitsOf(kernel: Kernel, classes: Uint32Array, values: Float64Array, scale: number): Float64Array {
  const { rewards, finals } = kernel.quotient.task;
  const tables = [rewards.table.value, ...(finals === undefined ? [] : [finals.table.value])];
  const isOneSigned = [-1, 1].some((sign) => tables.every((table) => table.every((value) => sign * value >= 0)));
  return Float64Array.from(classes, (s) => (isOneSigned ? Math.max(Math.abs(values[s]!), LEAST_UNIT) : scale));
}

/**
 * Writes to all classes of a component one upper bound, the best that leaving promises, where nothing inside pays.
 *
 * With M at least (r + Σ p · high) / Σ p, both sums over the branches that leave, r + Σ p · high + (1 − Σ p) · M ≤ M holds for
 * each row, and r + M ≤ M for one that does not leave and has r ≤ 0, with no rounding: a backup of M is nowhere above M. This is
 * for chances that are almost sure, while some policy puts off the end for longer than doubles can tell from for ever.
 *
 * @returns false where a row inside pays, or with a discount
 */
function levelAbove(kernel: Kernel, classes: Uint32Array, high: Float64Array, at: Uint32Array): boolean {
  const { task, kept, first, stay } = kernel.quotient;
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  if (toNumber(task.discount) !== 1) return false;
  classes.forEach((s, i) => {
    at[s] = i;
  });
  let level = -Infinity;
  for (const s of classes) {
    if (hasBit(stay, s)) level = Math.max(level, 0);
    for (const member of membersOf(kernel.quotient, s))
      for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++) {
        if (!hasBit(kept, r)) continue;
        const reward = task.rewards.table.high[task.rewards.codes[r]!]!;
        let [sum, size, leaving] = [0, 0, 0];
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
          const target = first?.[successor[b]!] ?? successor[b]!;
          if (classes[at[target]!] === target) continue;
          const p = probability.values[probability.codes[b]!]!;
          sum += p * high[target]!;
          size += (p + TINY) * Math.abs(high[target]!);
          leaving += p;
        }
        if (leaving === 0) {
          if (reward > 0) return false;
          continue;
        }
        if (leaving < LEAST_DIVISOR) return false;
        const roundings = 2 * (branchStart[r + 1]! - branchStart[r]!) + 24;
        const error = (roundings * UNIT * 1.125 * (Math.abs(reward) + size) + TINY) / leaving;
        level = Math.max(level, (reward + sum) / leaving + error);
      }
  }
  if (!Number.isFinite(level)) return false;
  for (const s of classes) kernel.write(s, high, level);
  return true;
}

/** The rows that are best by some values, or `NONE` where staying is. */
const greedy = (kernel: Kernel, classes: Uint32Array, values: Float64Array): Uint32Array =>
  Uint32Array.from(classes, (s) => kernel.choose(s, values));

/** The largest size of a value that one backup of a class sees. */
function largest(kernel: Kernel, classes: Uint32Array, values: Float64Array): number {
  let size = 0;
  for (const s of classes) {
    const value = Math.abs(kernel.best(s, values, 0));
    if (value > size && value < Infinity) size = value;
    if (Math.abs(values[s]!) > size) size = Math.abs(values[s]!);
  }
  return size;
}
