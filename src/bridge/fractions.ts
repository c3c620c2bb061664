import {
  add,
  compare,
  equals,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "../core/rational.ts";

/** What a row of probabilities may be off by in all, beyond which they are no probabilities. */
const MOST_OFF = 1e-9;
/** What a probability computed in two or three operations on numbers up to 1 may be off by: 1 − 0.8, halved, is not 0.1. */
const ROUNDINGS = 2 ** -51;
/** Least probability that is taken to be off by that much; below it the probability itself would be lost. */
const LEAST = 2 ** -30;

const bits = new DataView(new ArrayBuffer(8));

/** The double itself as a fraction, without rounding. */
export function dyadic(value: number): Rational {
  if (value === 0) return ZERO;
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const exponent = (high >>> 20) & 0x7ff;
  const mantissa = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4));
  const whole = exponent === 0 ? mantissa : mantissa | (1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  const size = shift >= 0 ? rational(whole << BigInt(shift)) : rational(whole, 1n << BigInt(-shift));
  return value < 0 ? subtract(ZERO, size) : size;
}

/** The fraction with the least denominator in a closed interval of positive numbers, by the Stern–Brocot tree. */
function simplestBetween(low: Rational, high: Rational): Rational {
  const whole = low.numerator / low.denominator;
  if (whole * low.denominator === low.numerator) return rational(whole);
  const next = rational(whole + 1n);
  if (compare(next, high) <= 0) return next;
  // Both ends lie strictly between two whole numbers: what is left over is turned upside down.
  const over = ({ numerator, denominator }: Rational): Rational =>
    rational(denominator, numerator - whole * denominator);
  const below = simplestBetween(over(high), over(low));
  return rational(whole * below.numerator + below.denominator, below.numerator);
}

/** Half of the distance from a positive double to the next above it. */
function halfStep(value: number): Rational {
  bits.setFloat64(0, value);
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  return multiply(subtract(dyadic(bits.getFloat64(0)), dyadic(value)), rational(1n, 2n));
}

const fractions = new Map<string, Rational>();
function simplestNear(value: number, margin: "rounded" | "computed"): Rational {
  if (value === 0) return ZERO;
  const key = `${margin} ${value}`;
  const known = fractions.get(key);
  if (known !== undefined) return known;
  const by = margin === "computed" && value > LEAST ? dyadic(ROUNDINGS) : halfStep(value);
  const found = simplestBetween(subtract(dyadic(value), by), add(dyadic(value), by));
  if (fractions.size < 4096) fractions.set(key, found);
  return found;
}

/** A distribution in exact numbers, and whether its doubles are the fractions that they are near. */
export interface Distribution {
  readonly weights: readonly Rational[];
  readonly isRead: boolean;
}

/**
 * The probabilities that doubles stand for, summing to exactly 1: of each the fraction of least denominator that rounds to it (0.3333333333333333
 * is 1/3), or that is as near as a few operations can leave it (0.09999999999999998 is 1/10). Where such fractions do not sum to 1, the doubles as
 * they are, the largest with what the others leave.
 *
 * @returns undefined if they do not sum to 1 even nearly
 */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  for (const margin of ["rounded", "computed"] as const) {
    const weights = values.map((value) => simplestNear(value, margin));
    if (equals(weights.reduce(add, ZERO), ONE)) return { weights, isRead: true };
  }
  const exact = values.map(dyadic);
  const off = subtract(ONE, exact.reduce(add, ZERO));
  if (Math.abs(toNumber(off)) > MOST_OFF) return undefined;
  const largest = values.indexOf(Math.max(...values));
  return { weights: exact.map((weight, k) => (k === largest ? add(weight, off) : weight)), isRead: false };
}
