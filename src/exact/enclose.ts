import { compare, equals, type Rational, rational, toNumber } from "../core/rational.ts";

/** A closed interval of doubles that holds an exact number, and the double nearest to it. */
export interface Enclosure {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/**
 * The rational that a double is in binary: 0.1 is not 1/10.
 *
 * @throws RangeError if it is not finite
 */
export function binaryValue(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`binaryValue: expected a finite number, got ${value}`);
  let [scaled, denominator] = [value, 1n];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return rational(BigInt(scaled), denominator);
}

/** The tightest enclosure that is cheap to get: of no width where the number is a double, endless beyond the largest one. */
export function enclose(exact: Rational): Enclosure {
  const value = toNumber(exact);
  if (!Number.isFinite(value))
    return value > 0 ? { low: Number.MAX_VALUE, value, high: value } : { low: value, value, high: -Number.MAX_VALUE };
  if (equals(binaryValue(value), exact)) return { low: value, value, high: value };
  const width = Math.abs(value) * 2 ** -51 + Number.MIN_VALUE;
  return { low: value - width, value, high: value + width };
}

/** Whether an exact number lies between two doubles, which may be infinite. */
export const isBetween = (exact: Rational, low: number, high: number): boolean =>
  (low === -Infinity || compare(binaryValue(low), exact) <= 0) &&
  (high === Infinity || compare(exact, binaryValue(high)) <= 0);

/** A table of exact numbers and its enclosures, column by column. */
export interface EnclosedTable {
  /** shape [table] each */
  readonly exact: readonly Rational[];
  readonly low: Float64Array;
  readonly value: Float64Array;
  readonly high: Float64Array;
}

/** The enclosures of a table of exact numbers. */
export function encloseTable(exact: readonly Rational[]): EnclosedTable {
  const enclosures = exact.map(enclose);
  return {
    exact,
    low: Float64Array.from(enclosures, (e) => e.low),
    value: Float64Array.from(enclosures, (e) => e.value),
    high: Float64Array.from(enclosures, (e) => e.high),
  };
}
