import { InnateError } from "../../core/errors.ts";
import {
  add,
  fromNumber,
  leastCommonMultiple,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import { complement, hasBit, isEmpty } from "../../exact/bits.ts";
import { canReach, endedStates, graphOf, hasEnded } from "../../exact/graph.ts";
import type { Criterion, Model, Payoff } from "../../exact/model.ts";
import { addTo, type Budget, type Equation, solveEquations } from "../../exact/rational-linear.ts";
import { onlyPhase } from "../../exact/task.ts";
import { phaseOf } from "../../exact/time.ts";
import type { Moments } from "./distance.ts";
import { reachedAt } from "./reached.ts";

type Finite = Extract<Criterion, { readonly kind: "finite" }>;

/** Work for the values of one uniform policy without a horizon: some seconds (see `Budget`). */
const LINEAR_BUDGET = 5_000_000;
/** Branches gone through in whole numbers, each weighted by the 64-bit words of the numbers: some tens of seconds. */
const MOST_WORK = 100_000_000;

const tooLarge = (): InnateError =>
  new InnateError("undecided", "the world is too large for the values of its uniform policy in rational arithmetic");

/** Whether some way leads from every state to one in which the world has ended. */
const mayAlwaysEnd = (model: Model): boolean =>
  isEmpty(complement(canReach(graphOf(model), endedStates(model)), model.states));

/** The value of every state under the uniform policy, V = r + γPV, where an ended state is worth what is paid for ending there. */
function uniformValues(model: Model, { rows, final }: Payoff, discount: Rational): readonly Rational[] {
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const column = rows[0]!;
  const equations = Array.from({ length: model.states }, (_, state): Equation => {
    const [from, to] = [rowStart[state]!, rowStart[state + 1]!];
    const left = new Map([[state, ONE]]);
    if (from === to) return { left, right: final?.terminated.exact[final.terminated.codes[state]!] ?? ZERO };
    const share = rational(1n, BigInt(to - from));
    let right = ZERO;
    for (let row = from; row < to; row++) {
      right = add(right, multiply(share, column.exact[column.codes[row]!]!));
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) {
        const weight = multiply(share, multiply(discount, probability.exact[probability.codes[branch]!]!));
        addTo(left, successor[branch]!, subtract(ZERO, weight));
      }
    }
    return { left, right };
  });
  const budget: Budget = { left: LINEAR_BUDGET };
  const solved = solveEquations(equations, budget);
  if (solved === undefined) throw tooLarge();
  return Array.from({ length: model.states }, (_, state) => solved.get(state)!);
}

/** The advantage of every row over the uniform policy: r(s, a) + γ E V(s′) − V(s). */
function advantages(model: Model, payoff: Payoff, discount: Rational): readonly Rational[] {
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const values = uniformValues(model, payoff, discount);
  const column = payoff.rows[0]!;
  const found: Rational[] = [];
  for (let state = 0; state < model.states; state++)
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
      let next = ZERO;
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
        next = add(next, multiply(probability.exact[probability.codes[branch]!]!, values[successor[branch]!]!));
      found.push(subtract(add(column.exact[column.codes[row]!]!, multiply(discount, next)), values[state]!));
    }
  return found;
}

const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
  a.reduce((sum, value, k) => (value.numerator === 0n ? sum : add(sum, multiply(value, b[k]!))), ZERO);

const common = (values: readonly Rational[]): bigint =>
  values.reduce((product, { denominator }) => leastCommonMultiple(product, denominator), 1n);

/** The rationals of a table over a common denominator. */
const scaled = (values: readonly Rational[], denominator: bigint): readonly bigint[] =>
  values.map((value) => (value.numerator * denominator) / value.denominator);

/** A payoff over a common denominator. */
function wholePayoff({ rows, final }: Payoff) {
  const tables = [...rows, ...(final === undefined ? [] : [final.terminated, final.horizon])];
  const denominator = common(tables.flatMap(({ exact }) => exact));
  const whole = ({ codes, exact }: Payoff["rows"][number]) => {
    const table = scaled(exact, denominator);
    return (entry: number): bigint => table[codes[entry]!]!;
  };
  return {
    rows: rows.map(whole),
    terminated: final === undefined ? () => 0n : whole(final.terminated),
    horizon: final === undefined ? () => 0n : whole(final.horizon),
  };
}

/**
 * The squared lengths and product of the advantages of two payoffs over the uniform policy, over all steps and the states that
 * can be reached by then.
 *
 * Everything is a whole number: with k steps to go, in units of 1/unitᵏ, so that no greatest common divisor is ever taken.
 */
function finiteMoments(
  model: Model,
  payoffs: readonly [Payoff, Payoff],
  { horizon, discount }: Finite,
  onProgress: (done: number, of: number) => void,
): Moments {
  const factor = fromNumber(discount);
  const choices = model.phases.flatMap(({ rowStart }) =>
    Array.from({ length: model.states }, (_, state) => BigInt(rowStart[state + 1]! - rowStart[state]! || 1)),
  );
  const chances = common(model.phases.flatMap(({ probability }) => probability.exact));
  const each = [...new Set(choices)].reduce(leastCommonMultiple, 1n) * chances;
  const unit = each * factor.denominator;
  const branches = model.phases.reduce((most, { successor }) => Math.max(most, successor.length), 0);
  const words = 1 + (horizon * unit.toString(2).length) / 128;
  if (horizon * branches * words > MOST_WORK) throw tooLarge();

  const reached = reachedAt(model, horizon);
  const shares = model.phases.map(({ probability }) => scaled(probability.exact, each));
  const sides = payoffs.map(wholePayoff);
  let values = sides.map(({ terminated, horizon: cut }) =>
    Array.from({ length: model.states }, (_, state) =>
      hasEnded(model.phases[0]!, state) ? terminated(state) : cut(state),
    ),
  );
  let power = 1n; // unit to the number of steps to go
  let [first, second, product] = [0n, 0n, 0n];
  for (let time = horizon - 1; time >= 0; time--) {
    onProgress(horizon - 1 - time, horizon);
    const phase = phaseOf(model, time);
    const rows = model.phases[phase]!;
    power *= unit;
    const next = sides.map(() => new Array<bigint>(model.states).fill(0n));
    const squares = [0n, 0n, 0n];
    for (let state = 0; state < model.states; state++) {
      const [from, to] = [rows.rowStart[state]!, rows.rowStart[state + 1]!];
      if (from === to || !hasBit(reached[time]!, state)) {
        for (const [k, side] of sides.entries()) next[k]![state] = from === to ? side.terminated(state) * power : 0n;
        continue;
      }
      const worths = sides.map((side, k) =>
        Array.from({ length: to - from }, (_, a): bigint => {
          let later = 0n;
          for (let branch = rows.branchStart[from + a]!; branch < rows.branchStart[from + a + 1]!; branch++)
            later += shares[phase]![rows.probability.codes[branch]!]! * values[k]![rows.successor[branch]!]!;
          return side.rows[phase]!(from + a) * power + factor.numerator * later;
        }),
      );
      const means = worths.map((worth) => worth.reduce((sum, one) => sum + one, 0n) / BigInt(to - from));
      for (let a = 0; a < to - from; a++) {
        const [x, y] = [worths[0]![a]! - means[0]!, worths[1]![a]! - means[1]!];
        squares[0]! += x * x;
        squares[1]! += y * y;
        squares[2]! += x * y;
      }
      for (const [k, mean] of means.entries()) next[k]![state] = mean;
    }
    const scale = unit * unit;
    first = first * scale + squares[0]!;
    second = second * scale + squares[1]!;
    product = product * scale + squares[2]!;
    values = next;
  }
  // Each reward's own denominator scales it, which an angle does not see.
  return { first: rational(first), second: rational(second), product: rational(product) };
}

/**
 * Squared lengths and product of two rewards with their values levelled (VAL): each is taken as its advantage over the uniform
 * policy, r(s, a) + γ E V(s′) − V(s). Potential shaping, and how a reward is spread over next states, do not change it. Every
 * state and action counts once; over a finite horizon, every step, state that can be reached by then, and action.
 *
 * @throws InnateError `undecided` where the uniform policy has no value, or exact arithmetic takes too long
 * @see Skalse et al. 2024, arXiv:2309.15257, section 3
 */
export function starcMoments(
  model: Model,
  payoffs: readonly [Payoff, Payoff],
  criterion: Criterion,
  onProgress: (done: number, of: number) => void,
): Moments {
  if (criterion.kind === "finite") return finiteMoments(model, payoffs, criterion, onProgress);
  if (criterion.kind === "average")
    throw new InnateError(
      "undecided",
      "values have no discount under the long-run average; give --discount or --horizon",
    );
  if (criterion.kind === "total" && !mayAlwaysEnd(model))
    throw new InnateError(
      "undecided",
      "the uniform policy may go on for ever, and has no value without a discount; give --discount or --horizon",
    );
  const discount = criterion.kind === "total" ? ONE : fromNumber(criterion.discount);
  onProgress(0, 2);
  const x = advantages(model, payoffs[0], discount);
  onProgress(1, 2);
  const y = advantages(model, payoffs[1], discount);
  return { first: dot(x, x), second: dot(y, y), product: dot(x, y) };
}
