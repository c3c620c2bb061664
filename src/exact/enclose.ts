import { equals, type Rational, rational, toNumber } from "../core/rational.ts";

/** A closed interval of doubles that holds an exact number, and the double nearest to it. */
export interface Enclosure {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** The rational that a finite double is in binary: 0.1 is not 1/10. */
export function binaryValue(value: number): Rational {
  let [scaled, denominator] = [value, 1n];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return rational(BigInt(scaled), denominator);
}

/** The tightest enclosure that is cheap to get: of no width where the number is a double. */
export function enclose(exact: Rational): Enclosure {
  const value = toNumber(exact);
  if (equals(binaryValue(value), exact)) return { low: value, value, high: value };
  const width = Math.abs(value) * 2 ** -51 + Number.MIN_VALUE;
  return { low: value - width, value, high: value + width };
}

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
