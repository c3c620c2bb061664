import { add, compare, type Rational, subtract, toNumber } from "../core/rational.ts";
import { enclose } from "./enclose.ts";
import type { Figure } from "./model.ts";

/** The figure of a number that is known exactly. */
export function exactly(exact: Rational): Figure {
  const value = toNumber(exact);
  return { value, low: value, high: value, exact };
}

const unitOf = ({ per }: Figure): Pick<Figure, "per"> => (per === undefined ? {} : { per });

/** The figure of a double that carries no bounds of its own. */
export const plain = (value: number): Figure => ({ value, low: value, high: value });

/** Bounds on a figure: those it carries, or the doubles on both sides of its exact number. */
const boundsOf = (figure: Figure): Pick<Figure, "low" | "high"> =>
  figure.exact === undefined ? figure : enclose(figure.exact);

/** Rounding of one addition, taken off a lower and added to an upper bound. */
const slack = (value: number): number => (Number.isFinite(value) ? Math.abs(value) * 2 ** -52 : 0);

/** The sum of a figure and an exact number. */
export function shift(figure: Figure, by: Rational): Figure {
  if (by.numerator === 0n) return figure;
  if (figure.exact !== undefined) return { ...exactly(add(figure.exact, by)), ...unitOf(figure) };
  const amount = enclose(by);
  const [low, high] = [figure.low + amount.low, figure.high + amount.high];
  return { value: figure.value + amount.value, low: low - slack(low), high: high + slack(high), ...unitOf(figure) };
}

/** The difference a − b. */
export function minus(a: Figure, b: Figure): Figure {
  if (a.exact !== undefined && b.exact !== undefined) return { ...exactly(subtract(a.exact, b.exact)), ...unitOf(a) };
  const [from, taken] = [boundsOf(a), boundsOf(b)];
  const [low, high] = [from.low - taken.high, from.high - taken.low];
  return { value: a.value - b.value, low: low - slack(low), high: high + slack(high), ...unitOf(a) };
}

/** Whether a is surely above b: decided exactly where both are exact, else by their bounds. */
export const isAbove = (a: Figure, b: Figure): boolean =>
  a.exact !== undefined && b.exact !== undefined ? compare(a.exact, b.exact) > 0 : boundsOf(a).low > boundsOf(b).high;
