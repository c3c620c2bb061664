import { fromNumber, leastCommonMultiple, ONE, type Rational, rational, toNumber } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import type { Coded } from "./coded.ts";
import type { Figure, Model, Payoff, Policies, Rows, Solution } from "./model.ts";

/** One objective over a finite horizon. */
export interface FiniteProblem {
  readonly model: Model;
  readonly payoff: Payoff;
  /** steps */
  readonly horizon: number;
  readonly discount: number;
  readonly direction: "maximise" | "minimise";
  /** the policies to choose among; all where left out */
  readonly within?: Policies | undefined;
  /** keep the values of every time and state, where they fit */
  readonly keepValues?: boolean;
  /** called once a step; what it throws ends the solve */
  readonly onStep?: ((done: number, of: number) => void) | undefined;
}

/** Most values kept for `Solution.value`. */
const MOST_VALUES = 16_000_000;
/** Most units of work of a solve in big integers: one unit is about a multiplication of two 64-bit numbers. */
const MOST_EXACT_WORK = 40_000_000;
/** Unit roundoff of a double. */
const U = 2 ** -53;

/** The phase that a step belongs to, counted from 0. */
export const phaseOf = (model: Model, step: number): number =>
  model.boundaries.filter((boundary) => boundary <= step).length;

const isAllowed = (within: Policies | undefined, time: number): Bits | undefined =>
  within === undefined ? undefined : within.kind === "timed" ? within.rows[time] : within.rows;

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
  const slack = error + 2 * (model.starts.length + 2) * U * size;
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
  keep(time: number, values: ArrayLike<number>): void;
  readonly value?: (time: number, state: number) => number;
}
function createKept({ model, horizon, keepValues }: FiniteProblem): Kept {
  if (keepValues !== true || model.states * (horizon + 1) > MOST_VALUES) return { keep() {} };
  const all = new Float64Array(model.states * (horizon + 1));
  return {
    keep: (time, values) => all.set(values, time * model.states),
    value: (time, state) => all[time * model.states + state]!,
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
  const kept = createKept(problem);

  let next = new Float64Array(model.states);
  let values = new Float64Array(model.states);
  const isEnded = endedStates(model);
  for (let state = 0; state < model.states; state++) {
    if (payoff.final === undefined || ending === undefined) break;
    next[state] = isEnded(state)
      ? ending.terminated[payoff.final.terminated.codes[state]!]!
      : ending.horizon[payoff.final.horizon.codes[state]!]!;
  }
  kept.keep(horizon, scale === undefined ? next : next.map((value) => value / factor));
  // Bound on the error of every value of `next`: 0 where all numbers are whole.
  let error = scale === undefined ? 2 * U * largest(next) : 0;
  const branching = widest(model);
  const optimal: Bits[] = [];
  const qs = new Float64Array(model.actions.length);
  for (let time = horizon - 1; time >= 0; time--) {
    const p = phaseOf(model, time);
    const phase = model.phases[p]!;
    const { rowStart } = phase;
    const pay = pays[p]!;
    const payCodes = payoff.rows[p]!.codes;
    const allowed = isAllowed(within, time);
    const chosen = createBits(phase.action.length);
    if (scale === undefined) {
      // γ_{k+3} of Higham for a sum of k products, doubled to cover the rounding of the tables themselves.
      const size = largest(pay) + discount * largest(next);
      error = (discount * error + 2 * (branching + 4) * U * size) * (1 + 2 ** -40) + 2 ** -1000;
    }
    for (let state = 0; state < model.states; state++) {
      const [first, end] = [rowStart[state]!, rowStart[state + 1]!];
      if (first === end) {
        values[state] = next[state]!;
        continue;
      }
      let best = -Infinity;
      for (let row = first; row < end; row++) {
        if (allowed !== undefined && !hasBit(allowed, row)) continue;
        const q = sign * (pay[payCodes[row]!]! + discount * expectation(phase, row, next));
        qs[row - first] = q;
        if (q > best) best = q;
      }
      // A policy of the set never gets to a state without allowed rows: its value is nobody's.
      values[state] = best === -Infinity ? 0 : sign * best;
      for (let row = first; row < end; row++)
        if ((allowed === undefined || hasBit(allowed, row)) && qs[row - first]! >= best - 2 * error)
          setBit(chosen, row);
    }
    optimal.push(chosen);
    [next, values] = [values, next];
    kept.keep(time, scale === undefined ? next : next.map((value) => value / factor));
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

const multiplyBy = (value: Rational, factor: number): Rational =>
  rational(value.numerator * BigInt(factor), value.denominator);

/** The expected value of where a row leads. */
function expectation({ branchStart, successor, probability }: Rows, row: number, values: Float64Array): number {
  const first = branchStart[row]!;
  const end = branchStart[row + 1]!;
  if (end === first + 1) return values[successor[first]!]!;
  let sum = 0;
  for (let branch = first; branch < end; branch++)
    sum += probability.values[probability.codes[branch]!]! * values[successor[branch]!]!;
  return sum;
}

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

function exactPlan({ model, payoff, horizon, discount }: FiniteProblem): ExactPlan | undefined {
  const exactDiscount = discount === 1 ? ONE : fromNumber(discount);
  const plan = {
    payoff: commonDenominator(payoffTables(payoff).map(({ exact }) => exact)),
    probability: commonDenominator(model.phases.map(({ probability }) => probability.exact)),
    discount: exactDiscount,
  };
  const bits = (plan.probability * exactDiscount.denominator).toString(2).length;
  const branches = Math.max(...model.phases.map(({ successor }) => successor.length));
  // Numbers grow by `bits` a step, so the average one is half as long as the longest.
  const work = branches * horizon * (1 + (bits * horizon) / 128) * 8;
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
  const kept = createKept(problem);
  const step = plan.probability * plan.discount.denominator;
  const factor = plan.discount.numerator;
  const isEnded = endedStates(model);

  let next: bigint[] = Array.from({ length: model.states }, () => 0n);
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
  if (kept.value !== undefined) kept.keep(horizon, doubles());
  const optimal: Bits[] = [];
  const qs: bigint[] = [];
  for (let time = horizon - 1; time >= 0; time--) {
    const p = phaseOf(model, time);
    const { rowStart, branchStart, successor, probability, action, whole: weights } = phases[p]!;
    const pay = pays[p]!;
    const allowed = isAllowed(within, time);
    const chosen = createBits(action.length);
    power *= step;
    denominator *= step;
    const values: bigint[] = new Array<bigint>(model.states);
    for (let state = 0; state < model.states; state++) {
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
    optimal.push(chosen);
    next = values;
    if (kept.value !== undefined) kept.keep(time, doubles());
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
