import { add, compare, divide, multiply, negate, ONE, type Rational, subtract, toNumber } from "../../core/rational.ts";
import { binaryValue, enclose } from "../../exact/enclose.ts";
import { type Bits, createBits, type Figure, hasBit, setBit } from "../../exact/index.ts";

/** The exact values of states; or in words why they are not known. */
export type Exactly = ((state: number) => Rational) | string;

/** A number for each state, with certified bounds. */
export interface Values {
  /** shape [states] each; both infinite where the value is */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /**
   * The values in rationals, found when they are asked for. Where the bounds of a state meet they are its value already.
   *
   * @param asked - the states whose values are wanted
   */
  exactly(asked: readonly number[]): Exactly;
}

/** Whether a formula holds in each state. */
export interface Truth {
  readonly yes: Bits;
  /** states in which it was not decided, and why */
  readonly unsure?: { readonly states: Bits; readonly why: string };
}

/** The value of one state. */
export function figureOf(values: Values, state: number, wantsExact: boolean): { figure: Figure; why?: string } {
  const [low, high] = [values.low[state]!, values.high[state]!];
  if (!Number.isFinite(high)) return { figure: { value: low === high ? high : low, low, high } };
  if (low === high) return { figure: { value: low, low, high, exact: binaryValue(low) } };
  const exact = wantsExact ? values.exactly([state]) : undefined;
  if (typeof exact === "function") {
    const number = exact(state);
    const around = enclose(number);
    return {
      figure: { value: around.value, low: Math.max(low, around.low), high: Math.min(high, around.high), exact: number },
    };
  }
  const figure = { value: low + (high - low) / 2, low, high };
  return exact === undefined ? { figure } : { figure, why: exact };
}

/** The same number in every state. */
export function constantValues(states: number, value: Rational): Values {
  const { low, high } = enclose(value);
  return {
    low: new Float64Array(states).fill(low),
    high: new Float64Array(states).fill(high),
    exactly: () => () => value,
  };
}

/** The value of one state in rationals, where its bounds meet or it can be found. */
export function exactAt(values: Values, asked: readonly number[]): Exactly {
  const open = asked.filter((s) => values.low[s] !== values.high[s]);
  const found = open.length === 0 ? undefined : values.exactly(open);
  if (typeof found === "string") return found;
  return (state) =>
    values.low[state] === values.high[state] || found === undefined ? binaryValue(values.low[state]!) : found(state);
}

const OPERATIONS = { "+": add, "-": subtract, "*": multiply, "/": divide } as const;
export type Operation = keyof typeof OPERATIONS;

/** A number that rounding cannot have kept from the right side. */
const outward = (value: number, side: -1 | 1): number =>
  Number.isFinite(value) ? value + side * (Math.abs(value) * 2 ** -52 + Number.MIN_VALUE) : value;

/** Bounds on the result of an operation on two numbers between bounds. */
function between(operation: Operation, a: readonly [number, number], b: readonly [number, number]): [number, number] {
  const of = (x: number, y: number): number =>
    operation === "+"
      ? x + y
      : operation === "-"
        ? x - y
        : operation === "*"
          ? x === 0 || y === 0
            ? 0
            : x * y
          : x / y;
  if (operation === "/" && b[0] <= 0 && b[1] >= 0) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const found = a.flatMap((x) => b.map((y) => of(x, y)));
  if (found.some(Number.isNaN)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [outward(Math.min(...found), -1), outward(Math.max(...found), 1)];
}

/** Two numbers for each state, added, subtracted, multiplied or divided. */
export function combineValues(operation: Operation, a: Values, b: Values): Values {
  const low = new Float64Array(a.low.length);
  const high = new Float64Array(a.low.length);
  for (let s = 0; s < low.length; s++)
    [low[s], high[s]] = between(operation, [a.low[s]!, a.high[s]!], [b.low[s]!, b.high[s]!]);
  return {
    low,
    high,
    exactly(asked) {
      if (asked.some((s) => !Number.isFinite(high[s]! - low[s]!))) return "it is not finite";
      const [left, right] = [exactAt(a, asked), exactAt(b, asked)];
      if (typeof left === "string") return left;
      if (typeof right === "string") return right;
      return (state) => OPERATIONS[operation](left(state), right(state));
    },
  };
}

/** The values with their sign changed. */
export const negated = (values: Values): Values =>
  combineValues("*", values, constantValues(values.low.length, negate(ONE)));

/** 1 − p for probabilities p, where 0 and 1 stay exact. */
export function complementOf(values: Values): Values {
  const less = (p: number, side: -1 | 1): number => {
    const rest = 1 - p;
    // Within [1/2, 1] the difference is exact, and so it is for 0.
    return p === 0 || p >= 0.5 ? rest : Math.min(1, Math.max(0, outward(rest, side)));
  };
  return {
    low: values.high.map((p) => less(p, -1)),
    high: values.low.map((p) => less(p, 1)),
    exactly(asked) {
      const found = exactAt(values, asked);
      return typeof found === "string" ? found : (state) => subtract(ONE, found(state));
    },
  };
}

export const COMPARISONS = {
  "<": (order: number) => order < 0,
  "<=": (order: number) => order <= 0,
  ">": (order: number) => order > 0,
  ">=": (order: number) => order >= 0,
  "=": (order: number) => order === 0,
  "!=": (order: number) => order !== 0,
} as const;
export type Comparison = keyof typeof COMPARISONS;

/** The order of a double and a rational. */
function orderOf(value: number, bound: Rational): number {
  if (!Number.isFinite(value)) return value > 0 ? 1 : -1;
  return compare(binaryValue(value), bound);
}

/**
 * Where values keep to a bound: decided by their bounds where these lie on one side, and in rationals elsewhere.
 *
 * @param asked - the states that matter; all where left out
 */
export function compareValues(values: Values, operator: Comparison, bound: Rational, asked?: Bits): Truth {
  const states = values.low.length;
  const isMet = COMPARISONS[operator];
  const yes = createBits(states);
  const open: number[] = [];
  const near = toNumber(bound);
  // Comparisons with a double decide most states, and only what is close is compared in rationals.
  const margin = Math.abs(near) * 2 ** -50 + Number.MIN_VALUE;
  const order = (value: number): number =>
    value < near - margin ? -1 : value > near + margin ? 1 : orderOf(value, bound);
  for (let s = 0; s < states; s++) {
    if (asked !== undefined && !hasBit(asked, s)) continue;
    const [below, above] = [order(values.low[s]!), order(values.high[s]!)];
    const isBetween = below < 0 && above > 0;
    const [first, second] = [isMet(below), isMet(above)];
    if (first === second && !(isBetween && (operator === "=" || operator === "!="))) {
      if (first) setBit(yes, s);
    } else open.push(s);
  }
  if (open.length === 0) return { yes };
  const exact = exactAt(values, open);
  if (typeof exact !== "string") {
    for (const s of open) if (isMet(compare(exact(s), bound))) setBit(yes, s);
    return { yes };
  }
  const unsure = createBits(states);
  for (const s of open) setBit(unsure, s);
  return { yes, unsure: { states: unsure, why: exact } };
}
