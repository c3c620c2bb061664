import { leastCommonMultiple, multiply, ONE, type Rational, rational, ZERO } from "../../core/rational.ts";
import { exactUntil } from "../../exact/exactly.ts";
import { exactlyAfter, indicator, valuesAfter } from "../../exact/horizon.ts";
import { type Bits, type Direction, fullBits, hasBit } from "../../exact/index.ts";
import { exactlyWithinBudget, withinBudget } from "../../exact/levels.ts";
import { boundUntil, prepareUntil } from "../../exact/reachability.ts";
import type { Expression, Path, Place, Query, Within } from "../prism/syntax.ts";
import { type Context, constantOf, directionOf, opposite, structureOf, wholeNumber } from "./context.ts";
import { rowRewards } from "./rewards.ts";
import { complementOf, type Exactly, exactAt, type Values } from "./values.ts";
import { wrong } from "./wrong.ts";

export const TOO_MUCH = "rational arithmetic would take too much work";

/** Going through states of `left` to one of `right`. */
interface Going {
  readonly left: Bits;
  readonly right: Bits;
}

const not = (bits: Bits): Bits => bits.map((word) => ~word);
const both = (a: Bits, b: Bits): Bits => a.map((word, i) => word & b[i]!);

/** A path formula as an until, or as what must not be: G, W and R are what no until of the opposite kind is. */
function untilOf(
  path: Exclude<Path, { readonly kind: "next" }>,
  setOf: SetOf,
  states: number,
): Going & { isDenied: boolean } {
  switch (path.kind) {
    case "eventually":
      return { left: fullBits(states), right: setOf(path.formula), isDenied: false };
    case "globally":
      return { left: fullBits(states), right: not(setOf(path.formula)), isDenied: true };
    case "until":
      return { left: setOf(path.left), right: setOf(path.right), isDenied: false };
    case "weak-until": {
      const [left, right] = [setOf(path.left), setOf(path.right)];
      return { left: both(left, not(right)), right: both(not(left), not(right)), isDenied: true };
    }
    case "release":
      return { left: not(setOf(path.left)), right: not(setOf(path.right)), isDenied: true };
  }
}

/** The states in which a formula holds. */
export type SetOf = (formula: Expression) => Bits;

/** The probability that a path formula holds, from every state. */
export function pathValues(
  context: Context,
  query: Extract<Query, { readonly kind: "probability" }>,
  at: Place,
  setOf: SetOf,
  startsOnly: boolean,
): Values {
  const direction = directionOf(context, query, "P", at);
  const { path } = query;
  const { model } = context.model;
  if (path.kind === "next")
    return stepping(
      context,
      { left: fullBits(model.states), right: setOf(path.formula) },
      direction,
      { from: 1, to: 1 },
      startsOnly,
    );
  const { within } = path;
  const { left, right, isDenied } = untilOf(path, setOf, model.states);
  const way = isDenied ? opposite(direction) : direction;
  const going = { left, right };
  const isBounded = within?.lower !== undefined || within?.upper !== undefined;
  if (path.kind === "weak-until" && within?.lower !== undefined)
    throw wrong(at, "W with a lower bound is not supported");
  const values = !isBounded
    ? unbounded(context, going, way)
    : within.reward === undefined
      ? withinSteps(context, going, way, within, at, startsOnly)
      : withinReward(context, going, way, within, at);
  return isDenied ? complementOf(values) : values;
}

function unbounded(context: Context, { left, right }: Going, direction: Direction): Values {
  const { model } = context.model;
  const until = { target: right, through: left };
  const tell = (done: number): void => context.onProgress("bounding probabilities", done);
  const quotient = prepareUntil(model, until, direction, tell);
  let open = 0;
  for (let s = 0; s < model.states; s++) if (!hasBit(quotient.task.ended!, s)) open++;
  context.note(open === 0 ? "by the graph alone" : `sound iteration over ${open} states`);
  const { low, high } = boundUntil(quotient);
  return {
    low,
    high,
    exactly(asked): Exactly {
      const onProgress = (done: number): void => context.onProgress("solving in rationals", done);
      const found = exactUntil(model, until, direction, asked, { budget: { left: context.work }, onProgress });
      if (found === undefined) return TOO_MUCH;
      context.note("policy iteration in rationals");
      return found;
    },
  };
}

/** The numbers of steps that a bound allows: from the first to the last, which may be infinite. */
function stepsOf(
  context: Context,
  { lower, upper }: Within,
  at: Place,
): { readonly from: number; readonly to: number } {
  const from = lower === undefined ? 0 : wholeNumber(context, lower.value, "a bound on steps") + (lower.strict ? 1 : 0);
  const to =
    upper === undefined ? Infinity : wholeNumber(context, upper.value, "a bound on steps") - (upper.strict ? 1 : 0);
  if (to < from) throw wrong(at, `no number of steps is at least ${from} and at most ${to}`);
  return { from, to };
}

function withinSteps(
  context: Context,
  going: Going,
  direction: Direction,
  within: Within,
  at: Place,
  startsOnly: boolean,
): Values {
  const { from, to } = stepsOf(context, within, at);
  if (to === Infinity && from === 0) return unbounded(context, going, direction);
  return stepping(context, going, direction, { from, to }, startsOnly);
}

/** Reaching `right` by a step of a range: first the steps that may be the last, then those that may not. */
function stepping(
  context: Context,
  { left, right }: Going,
  direction: Direction,
  { from, to }: { readonly from: number; readonly to: number },
  startsOnly: boolean,
): Values {
  const { model } = context.model;
  const onStep = (done: number, of: number): void => context.onProgress("going back in steps", done, of);
  context.note(to === Infinity ? `${from} steps` : `${to} steps`);
  const late = {
    model,
    direction,
    steps: to - from,
    frozen: not(both(left, not(right))),
    startsOnly: startsOnly && from === 0,
    onStep,
  };
  // Of the steps before the first that counts: the last one leads anywhere from `left`, and those before it to `left`, where the
  // target is a state like others.
  const last = { model, direction, steps: 1, startsOnly: startsOnly && from === 1 };
  const before = { model, direction, steps: from - 1, frozen: not(left), startsOnly, onStep };
  const isLeft = (s: number): boolean => hasBit(left, s);
  const kept = (column: Float64Array): Float64Array => column.map((value, s) => (isLeft(s) ? value : 0));

  const everAfter = to === Infinity ? unbounded(context, { left, right }, direction) : undefined;
  const ended = everAfter ?? valuesAfter(late, indicator(model.states, right));
  const entered = from === 0 ? ended : valuesAfter(last, ended);
  const found = from === 0 ? ended : valuesAfter(before, { low: kept(entered.low), high: kept(entered.high) });
  return {
    low: found.low,
    high: found.high.map((p) => Math.min(1, p)),
    exactly(): Exactly {
      const end =
        everAfter === undefined
          ? exactlyAfter(late, (s): Rational => (hasBit(right, s) ? ONE : ZERO), context.work)
          : exactAt(
              everAfter,
              Array.from({ length: model.states }, (_, s) => s),
            );
      if (end === undefined) return TOO_MUCH;
      if (from === 0 || typeof end === "string") return end;
      const enter = exactlyAfter(last, end, context.work);
      if (enter === undefined) return TOO_MUCH;
      return exactlyAfter(before, (s) => (isLeft(s) ? enter(s) : ZERO), context.work) ?? TOO_MUCH;
    },
  };
}

/** Reaching `right` before more than so much of a reward is collected. */
function withinReward(
  context: Context,
  { left, right }: Going,
  direction: Direction,
  within: Within,
  at: Place,
): Values {
  const { model } = context.model;
  if (within.lower !== undefined) throw wrong(at, "a lower bound on a reward is not supported");
  if (within.upper === undefined || within.reward === undefined)
    throw wrong(at, "expected an upper bound on the reward");
  const structure = structureOf(context, within.reward, at);
  const rewards = rowRewards(model, structure);
  const scale = rewards.exact.reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n);
  const bound = multiply(constantOf(context, within.upper.value), rational(scale));
  const isWhole = bound.denominator === 1n;
  const most = Number(bound.numerator / bound.denominator) - (isWhole && within.upper.strict ? 1 : 0);
  if (bound.numerator < 0n || most < 0) throw wrong(within.upper.value.at, "the bound on a reward is below 0");
  if (rewards.exact.some(({ numerator }) => numerator < 0n))
    throw wrong(at, `a bound on "${structure.name}", which has rewards below 0`);
  const costs = rewards.exact.map((value) => Number(multiply(value, rational(scale)).numerator));
  const cost = Uint32Array.from(rewards.codes, (code) => Math.min(costs[code]!, 2 ** 32 - 1));
  const spending = {
    model,
    target: right,
    through: left,
    cost,
    most,
    direction,
    onLevel: (done: number, of: number) => context.onProgress("going up levels of reward", done, of),
  };
  context.note(`${most + 1} levels of reward`);
  return {
    ...withinBudget(spending),
    exactly: (): Exactly => exactlyWithinBudget(spending, { left: context.work }) ?? TOO_MUCH,
  };
}
