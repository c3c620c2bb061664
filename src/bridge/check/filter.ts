import { add, compare, divide, fromNumber, type Rational, rational, ZERO } from "../../core/rational.ts";
import { type Bits, createBits, fullBits, hasBit, indicesIn } from "../../exact/index.ts";
import type { Expression } from "../prism/syntax.ts";
import type { Context } from "./context.ts";
import type { Answer, evaluate } from "./evaluate.ts";
import { constantValues, exactAt, type Truth, type Values } from "./values.ts";
import { undecided, wrong } from "./wrong.ts";

type Filter = Expression & { readonly kind: "filter" };

/**
 * The states that a filter looks at, and what its formula says of them.
 *
 * @throws InnateError `usage` if there are none
 */
export function lookedAt(
  context: Context,
  { at, formula, states }: Pick<Filter, "at" | "formula" | "states">,
  evaluating: typeof evaluate,
): { readonly answer: Answer; readonly among: readonly number[] } {
  const { model, labels } = context.model;
  const set = states === undefined ? fullBits(model.states) : setOf(context, states, evaluating);
  const among = indicesIn(set, model.states);
  if (among.length === 0) throw wrong(states?.at ?? at, "no state satisfies the filter");
  const init = labels.get("init");
  const answer = evaluating(context, formula, init !== undefined && among.every((s) => hasBit(init, s)));
  return { answer, among };
}

function setOf(context: Context, states: Expression, evaluating: typeof evaluate): Bits {
  const answer = evaluating(context, states, false);
  if (answer.kind !== "truth") throw wrong(states.at, "expected a formula that holds or does not");
  if (answer.truth.unsure !== undefined) throw undecided(states.at, answer.truth.unsure.why);
  return answer.truth.yes;
}

/** One answer, the same for every state, from what a formula says of the states that a filter looks at. */
export function filtered(context: Context, filter: Filter, evaluating: typeof evaluate): Answer {
  const { at, operator } = filter;
  const { states } = context.model.model;
  if (operator === "range") throw wrong(at, "filter(range, …) gives no single number; it must stand alone");
  const { answer, among } = lookedAt(context, filter, evaluating);
  if (operator === "state" && among.length !== 1)
    throw wrong(at, `filter(state, …) looks at one state, but ${among.length} satisfy it`);
  const picked = operator === "first" || operator === "state" ? among.slice(0, 1) : among;
  if (answer.kind === "truth") {
    switch (operator) {
      case "first":
      case "state":
      case "forall":
        return everywhere(states, answer.truth, picked, (holds) => holds.every(Boolean));
      case "exists":
        return everywhere(states, answer.truth, picked, (holds) => holds.some(Boolean));
      case "count":
        return { kind: "values", values: counted(context, filter, answer.truth, among) };
      default:
        throw wrong(at, `filter(${operator}, …) takes a number, its formula holds or does not`);
    }
  }
  switch (operator) {
    case "count":
    case "forall":
    case "exists":
      throw wrong(at, `filter(${operator}, …) takes a formula that holds or does not, got a number`);
    default:
      return { kind: "values", values: gathered(answer.values, picked, operator) };
  }
}

/** A truth of all states from that of some: unsure only if it depends on those that are. */
function everywhere(
  states: number,
  { yes, unsure }: Truth,
  among: readonly number[],
  holds: (of: readonly boolean[]) => boolean,
): Answer {
  const surely = holds(among.map((s) => hasBit(yes, s)));
  const perhaps = holds(among.map((s) => hasBit(yes, s) || (unsure !== undefined && hasBit(unsure.states, s))));
  const [all, none] = [fullBits(states), createBits(states)];
  if (surely === perhaps || unsure === undefined) return { kind: "truth", truth: { yes: surely ? all : none } };
  return { kind: "truth", truth: { yes: none, unsure: { states: all, why: unsure.why } } };
}

function counted({ model }: Context, { at }: Filter, { yes, unsure }: Truth, among: readonly number[]): Values {
  if (unsure !== undefined && among.some((s) => hasBit(unsure.states, s))) throw undecided(at, unsure.why);
  return constantValues(model.model.states, fromNumber(among.filter((s) => hasBit(yes, s)).length));
}

/** The least, largest, sum or mean of some values, as a number for every state. */
function gathered(values: Values, among: readonly number[], operator: string): Values {
  const states = values.low.length;
  const share = operator === "avg" ? among.length : 1;
  const picks = (numbers: readonly number[], side: -1 | 1): number => {
    if (operator === "min") return numbers.reduce((a, b) => Math.min(a, b));
    if (operator === "max") return numbers.reduce((a, b) => Math.max(a, b));
    if (numbers.length === 1) return numbers[0]!;
    const size = numbers.reduce((sum, value) => sum + Math.abs(value), 0);
    const error = (numbers.length + 2) * 2 ** -52 * size;
    return (numbers.reduce((a, b) => a + b, 0) + (Number.isFinite(error) ? side * error : 0)) / share;
  };
  const exactly = (numbers: readonly Rational[]): Rational => {
    if (operator === "min") return numbers.reduce((a, b) => (compare(b, a) < 0 ? b : a));
    if (operator === "max") return numbers.reduce((a, b) => (compare(b, a) > 0 ? b : a));
    return divide(numbers.reduce(add, ZERO), rational(BigInt(share)));
  };
  const column = (of: Float64Array, side: -1 | 1): Float64Array =>
    new Float64Array(states).fill(
      picks(
        among.map((s) => of[s]!),
        side,
      ),
    );
  return {
    low: column(values.low, -1),
    high: column(values.high, 1),
    exactly() {
      if (among.some((s) => !Number.isFinite(values.high[s]!))) return "it is not finite";
      const found = exactAt(values, among);
      if (typeof found === "string") return found;
      const number = exactly(among.map(found));
      return () => number;
    },
  };
}
