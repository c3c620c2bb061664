import { fromNumber, leastCommonMultiple, ONE, type Rational, rational, toNumber } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import type { Coded } from "./coded.ts";
import { extents } from "./extents.ts";
import { UNIT } from "./kernel.ts";
import type { Direction, Figure, Model, Payoff, Policies, Rows, Solution } from "./model.ts";
import { phaseOf, rowsAt } from "./time.ts";

/** One objective over a finite horizon. */
export interface FiniteProblem {
  readonly model: Model;
  readonly payoff: Payoff;
  /** steps */
  readonly horizon: number;
  readonly discount: number;
  readonly direction: Direction;
  /** the policies to choose among; all where left out */
  readonly within?: Policies | undefined;
  /** whether to leave out what no policy gets to: `optimal` and `value` then say nothing of a state that is not reached by a time */
  readonly fromStarts?: boolean | undefined;
  /** keep the values of every time and state, where they fit */
  readonly keepValues?: boolean;
  /** called once a step; what it throws ends the solve */
  readonly onStep?: ((done: number, of: number) => void) | undefined;
}

/** Most values kept for `Solution.value`. */
const MOST_VALUES = 16_000_000;
/** Most units of work of a solve in big integers: one unit is about a multiplication of two 64-bit numbers. */
const MOST_EXACT_WORK = 40_000_000;

/** `extents` for every time up to the horizon. */
function endsOf({ model, horizon, fromStarts }: FiniteProblem): readonly number[] {
  const endAt = extents(model, horizon, fromStarts);
  return Array.from({ length: horizon + 1 }, (_, time) => endAt(time));
}

/** The least common denominator of the numbers of some tables. */
const commonDenominator = (tables: readonly (readonly Rational[])[]): bigint =>
  tables.flat().reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n);

const payoffTables = ({ rows, final }: Payoff): readonly Coded[] =>
  final === undefined ? rows : [...rows, final.terminated, final.horizon];

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * The optimum of an objective over a finite horizon by backward induction, and for each time the rows that attain it.
 *
 * Where all is whole numbers below 2⁵³ after scaling and nothing is random, doubles are exact. Else the recursion is done in
 * big integers over one common denominator, where that is affordable. Else in doubles with an error bound, and rows whose
 * values differ by no more than the bound count as tied: `ties` then gives the largest gap.
 */
export function solveFinite(problem: FiniteProblem): Solution {
  const scale = integerScale(problem);
  if (scale !== undefined) return solveInDoubles(problem, scale);
  const exact = exactPlan(problem);
  return exact === undefined ? solveInDoubles(problem) : solveInIntegers(problem, exact);
}

/** The factor that makes every payoff a whole number, where sums of them stay exact in doubles and nothing is random. */
function integerScale({ model, payoff, horizon, discount }: FiniteProblem): number | undefined {
  if (
    discount !== 1 ||
    model.phases.some(({ probability }) => probability.codes.some((code) => probability.values[code] !== 1))
  )
    return undefined;
  const tables = payoffTables(payoff);
  const scale = Number(commonDenominator(tables.map(({ exact }) => exact)));
  const most = Math.max(0, ...tables.map(({ values }) => largest(values)));
  return Math.max(scale, most * scale * (horizon + 1)) < Number.MAX_SAFE_INTEGER ? scale : undefined;
}

/** The value of the start distribution from the values of the states, with an error bound on each of those. */
function startFigure(model: Model, values: ArrayLike<number>, error: number): Figure {
  let value = 0;
  let size = 0;
  for (const { state, probability } of model.starts) {
    value += toNumber(probability) * values[state]!;
    size += Math.abs(toNumber(probability) * values[state]!);
  }
  const slack = error + 2 * (model.starts.length + 2) * UNIT * size;
  return { value, low: value - slack, high: value + slack };
}

/** The exact value of the start distribution, where the values of the states are whole numbers over one denominator. */
function exactFigure(model: Model, wholeValue: (state: number) => bigint, denominator: bigint): Figure {
  const common = commonDenominator([model.starts.map(({ probability }) => probability)]);
  let total = 0n;
  for (const { state, probability } of model.starts)
    total += wholeValue(state) * probability.numerator * (common / probability.denominator);
  const exact = rational(total, common * denominator);
  const value = toNumber(exact);
  return { value, low: value, high: value, exact };
}

interface Kept {
  readonly keep?: (time: number, values: ArrayLike<number>) => void;
  readonly value?: (time: number, state: number) => number;
}
function createKept({ keepValues }: FiniteProblem, ends: readonly number[]): Kept {
  const offsets = [0];
  for (const [time, end] of ends.entries()) offsets.push(offsets[time]! + end);
  const size = offsets[ends.length]!;
  if (keepValues !== true || size > MOST_VALUES) return {};
  const all = new Float64Array(size);
  return {
    keep: (time, values) => all.set(values, offsets[time]!),
    value: (time, state) => (state < ends[time]! ? all[offsets[time]! + state]! : Number.NaN),
  };
}

/**
 * The optimum in doubles: exact where `scale` makes every payoff a whole number and nothing is random, else with a bound on the
 * error.
 */
export function solveInDoubles(problem: FiniteProblem, scale?: number): Solution {
  const { model, payoff, horizon, discount, direction, within, onStep } = problem;
  const factor = scale ?? 1;
  const sign = direction === "maximise" ? 1 : -1;
  // Scaled payoffs are rounded to the whole numbers that they are; unscaled ones are used as they are.
  const scaled = (column: Coded): Float64Array =>
    column.values.map((value, code) =>
      scale === undefined ? value : toNumber(multiplyBy(column.exact[code]!, scale)),
    );
  const pays = payoff.rows.map(scaled);
  const ending =
    payoff.final === undefined
      ? undefined
      : { terminated: scaled(payoff.final.terminated), horizon: scaled(payoff.final.horizon) };
  const ends = endsOf(problem);
  const kept = createKept(problem, ends);

  let next = new Float64Array(ends[horizon]!);
  let values = new Float64Array(ends[horizon]!);
  const isEnded = endedStates(model);
  for (let state = 0; state < next.length; state++) {
    if (payoff.final === undefined || ending === undefined) break;
    next[state] = isEnded(state)
      ? ending.terminated[payoff.final.terminated.codes[state]!]!
      : ending.horizon[payoff.final.horizon.codes[state]!]!;
  }
  const keep = (time: number): void =>
    kept.keep?.(
      time,
      next.subarray(0, ends[time]!).map((value) => value / factor),
    );
  keep(horizon);
  // Bound on the error of every value of `next`: 0 where all numbers are whole.
  let error = scale === undefined ? 2 * UNIT * largest(next) : 0;
  const branching = widest(model);
  const optimal: Bits[] = [];
  for (let time = horizon - 1; time >= 0; time--) {
    const p = phaseOf(model, time);
    const phase = model.phases[p]!;
    const states = ends[time]!;
    const chosen = createBits(phase.rowStart[states]!);
    if (scale === undefined) {
      // γ_{k+3} of Higham for a sum of k products, doubled to cover the rounding of the tables themselves.
      const size = largest(pays[p]!) + discount * largest(next.subarray(0, ends[time + 1]!));
      error = (discount * error + 2 * (branching + 4) * UNIT * size) * (1 + 2 ** -40) + 2 ** -1000;
    }
    const allowed = within === undefined ? undefined : rowsAt(within, time);
    sweep({
      phase,
      states,
      pay: pays[p]!,
      payCodes: payoff.rows[p]!.codes,
      discount,
      sign,
      allowed,
      next,
      values,
      slack: 2 * error,
      chosen,
    });
    pushShared(optimal, chosen);
    [next, values] = [values, next];
    keep(time);
    onStep?.(horizon - time, horizon);
  }
  optimal.reverse();
  const exactly = scale !== undefined;
  const start = exactly
    ? exactFigure(model, (state) => BigInt(next[state]!), BigInt(factor))
    : startFigure(model, next, error);
  return {
    start,
    optimal: { kind: "timed", rows: optimal },
    ties: exactly ? "proved" : { gap: 2 * error },
    ...(kept.value === undefined ? {} : { value: kept.value }),
  };
}

/**
 * Adds the set of one time more, as the same object as the last one where the two are equal: far from the horizon they often are,
 * and the sets of a large model are what takes most memory.
 */
function pushShared(sets: Bits[], set: Bits): void {
  const last = sets.at(-1);
  const isSame = last !== undefined && last.length === set.length && set.every((word, k) => word === last[k]);
  sets.push(isSame ? last : set);
}

/** One step of backward induction in doubles. */
interface Sweep {
  readonly phase: Rows;
  /** states 0 … states − 1 are gone through */
  readonly states: number;
  readonly pay: Float64Array;
  readonly payCodes: Coded["codes"];
  readonly discount: number;
  readonly sign: 1 | -1;
  readonly allowed: Bits | undefined;
  /** shape [states]; values one step later */
  readonly next: Float64Array;
  /** shape [states]; written */
  readonly values: Float64Array;
  /** how far below the best a row still counts as tied with it */
  readonly slack: number;
  /** the rows that are best, or tied with the best; written */
  readonly chosen: Bits;
}

function sweep({ phase, states, pay, payCodes, discount, sign, allowed, next, values, slack, chosen }: Sweep): void {
  const { rowStart, branchStart, successor, probability } = phase;
  const { codes, values: probabilities } = probability;
  // Where nothing is random, row r has the one branch r: 1.5 times as fast as looking for its branches.
  const isSure = successor.length === phase.action.length;
  let qs = new Float64Array(16);
  for (let state = 0; state < states; state++) {
    const first = rowStart[state]!;
    const end = rowStart[state + 1]!;
    if (first === end) {
      values[state] = next[state]!;
      continue;
    }
    if (end - first > qs.length) qs = new Float64Array(2 * (end - first));
    let best = -Infinity;
    for (let row = first; row < end; row++) {
      let q = -Infinity;
      if (allowed === undefined || hasBit(allowed, row)) {
        let expected = 0;
        if (isSure) expected = next[successor[row]!]!;
        else
          for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
            expected += probabilities[codes[branch]!]! * next[successor[branch]!]!;
        q = sign * (pay[payCodes[row]!]! + discount * expected);
      }
      qs[row - first] = q;
      if (q > best) best = q;
    }
    // A policy of the set never gets to a state without allowed rows: its value is nobody's.
    if (best === -Infinity) {
      values[state] = 0;
      continue;
    }
    values[state] = sign * best;
    for (let row = first; row < end; row++) if (qs[row - first]! >= best - slack) setBit(chosen, row);
  }
}

const multiplyBy = (value: Rational, factor: number): Rational =>
  rational(value.numerator * BigInt(factor), value.denominator);

const endedStates = (model: Model) => {
  const { rowStart } = model.phases[0]!;
  return (state: number): boolean => rowStart[state] === rowStart[state + 1];
};

const widest = (model: Model): number =>
  model.phases.reduce((most, { branchStart }) => {
    for (let row = 0; row + 1 < branchStart.length; row++)
      most = Math.max(most, branchStart[row + 1]! - branchStart[row]!);
    return most;
  }, 0);

/** The denominators by which a recursion in big integers goes. */
interface ExactPlan {
  /** of every payoff */
  readonly payoff: bigint;
  /** of every probability, and of the discount */
  readonly probability: bigint;
  readonly discount: Rational;
}

function exactPlan(problem: FiniteProblem): ExactPlan | undefined {
  const { model, payoff, horizon, discount } = problem;
  const exactDiscount = discount === 1 ? ONE : fromNumber(discount);
  const plan = {
    payoff: commonDenominator(payoffTables(payoff).map(({ exact }) => exact)),
    probability: commonDenominator(model.phases.map(({ probability }) => probability.exact)),
    discount: exactDiscount,
  };
  const bits = (plan.probability * exactDiscount.denominator).toString(2).length;
  const branchesOf = (states: number): number =>
    Math.max(...model.phases.map(({ rowStart, branchStart }) => branchStart[rowStart[states]!]!));
  const branches = endsOf(problem)
    .slice(0, horizon)
    .reduce((sum, states) => sum + branchesOf(states), 0);
  // Numbers grow by `bits` a step, so the average one is half as long as the longest.
  const work = branches * (1 + (bits * horizon) / 128) * 8;
  return work <= MOST_EXACT_WORK ? plan : undefined;
}

/** A phase with probabilities as whole numbers over the plan's denominator. */
interface WholePhase extends Rows {
  readonly whole: readonly bigint[];
}

function solveInIntegers(problem: FiniteProblem, plan: ExactPlan): Solution {
  const { model, payoff, horizon, direction, within, onStep } = problem;
  const over = (denominator: bigint) => (value: Rational) => value.numerator * (denominator / value.denominator);
  const phases = model.phases.map(
    (phase): WholePhase => ({ ...phase, whole: phase.probability.exact.map(over(plan.probability)) }),
  );
  const whole = (column: Coded) => column.exact.map(over(plan.payoff));
  const pays = payoff.rows.map(whole);
  const ends = endsOf(problem);
  const kept = createKept(problem, ends);
  const step = plan.probability * plan.discount.denominator;
  const factor = plan.discount.numerator;
  const isEnded = endedStates(model);

  let next: bigint[] = Array.from({ length: ends[horizon]! }, () => 0n);
  // Values at time t are whole numbers over payoff · step^(horizon − t); those of ended states are scaled up as time goes back.
  const { final } = payoff;
  if (final !== undefined) {
    const [terminated, cut] = [whole(final.terminated), whole(final.horizon)];
    next = next.map((_, state) =>
      isEnded(state) ? terminated[final.terminated.codes[state]!]! : cut[final.horizon.codes[state]!]!,
    );
  }
  let denominator = plan.payoff;
  let power = 1n;
  const doubles = () => next.map((value) => (value === 0n ? 0 : toNumber({ numerator: value, denominator })));
  kept.keep?.(horizon, doubles());
  const optimal: Bits[] = [];
  const qs: bigint[] = [];
  for (let time = horizon - 1; time >= 0; time--) {
    const p = phaseOf(model, time);
    const { rowStart, branchStart, successor, probability, whole: weights } = phases[p]!;
    const states = ends[time]!;
    const pay = pays[p]!;
    const allowed = within === undefined ? undefined : rowsAt(within, time);
    const chosen = createBits(rowStart[states]!);
    power *= step;
    denominator *= step;
    const values: bigint[] = new Array<bigint>(states);
    for (let state = 0; state < states; state++) {
      const [first, end] = [rowStart[state]!, rowStart[state + 1]!];
      if (first === end) {
        values[state] = next[state]! * step;
        continue;
      }
      let best: bigint | undefined;
      for (let row = first; row < end; row++) {
        if (allowed !== undefined && !hasBit(allowed, row)) continue;
        let sum = 0n;
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
          sum += weights[probability.codes[branch]!]! * next[successor[branch]!]!;
        const q = pay[payoff.rows[p]!.codes[row]!]! * power + factor * sum;
        qs[row - first] = q;
        if (best === undefined || (direction === "maximise" ? q > best : q < best)) best = q;
      }
      values[state] = best ?? 0n;
      for (let row = first; row < end; row++)
        if ((allowed === undefined || hasBit(allowed, row)) && qs[row - first] === best) setBit(chosen, row);
    }
    pushShared(optimal, chosen);
    next = values;
    kept.keep?.(time, doubles());
    onStep?.(horizon - time, horizon);
  }
  optimal.reverse();
  return {
    start: exactFigure(model, (state) => next[state]!, denominator),
    optimal: { kind: "timed", rows: optimal },
    ties: "proved",
    ...(kept.value === undefined ? {} : { value: kept.value }),
  };
}
