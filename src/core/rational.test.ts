import fc from "fast-check";
import { expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  equals,
  formatRational,
  fromNumber,
  leastCommonMultiple,
  multiply,
  negate,
  ONE,
  parseDecimal,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "./rational.ts";

const whole = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
const anyRational = fc
  .tuple(
    whole,
    whole.filter((n) => n !== 0n),
  )
  .map(([numerator, denominator]) => rational(numerator, denominator));
const nonZero = anyRational.filter(({ numerator }) => numerator !== 0n);

test("a rational is in lowest terms with a positive denominator", () => {
  expect(rational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
  expect(rational(0n, -7n)).toEqual(ZERO);
  fc.assert(
    fc.property(whole, nonZero, (k, a) => {
      fc.pre(k !== 0n);
      expect(rational(a.numerator * k, a.denominator * k)).toEqual(a);
    }),
  );
  expect(() => rational(1n, 0n)).toThrow(RangeError);
});

test("the axioms of a field", () => {
  fc.assert(
    fc.property(anyRational, anyRational, anyRational, (a, b, c) => {
      expect(add(a, b)).toEqual(add(b, a));
      expect(multiply(a, b)).toEqual(multiply(b, a));
      expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
      expect(multiply(multiply(a, b), c)).toEqual(multiply(a, multiply(b, c)));
      expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
      expect(add(a, ZERO)).toEqual(a);
      expect(multiply(a, ONE)).toEqual(a);
      expect(add(a, negate(a))).toEqual(ZERO);
      expect(subtract(add(a, b), b)).toEqual(a);
    }),
  );
  fc.assert(
    fc.property(anyRational, nonZero, (a, b) => {
      expect(multiply(divide(a, b), b)).toEqual(a);
    }),
  );
  expect(() => divide(ONE, ZERO)).toThrow(RangeError);
});

test("the order is that of cross products", () => {
  fc.assert(
    fc.property(anyRational, anyRational, nonZero, (a, b, c) => {
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
      expect(compare(a, b) === 0).toBe(equals(a, b));
      expect(Math.sign(compare(add(a, c), a))).toBe(c.numerator > 0n ? 1 : -1);
    }),
  );
});

// By definition of the decimal notation.
test.each([
  ["0.05", 1n, 20n],
  ["1e-7", 1n, 10n ** 7n],
  ["-2.50", -5n, 2n],
  ["1.5e+3", 1500n, 1n],
  ["12e-1", 6n, 5n],
  ["12e2", 1200n, 1n],
  ["5e-324", 5n, 10n ** 324n],
  ["0", 0n, 1n],
])("the rational that %s writes", (text, numerator, denominator) => {
  expect(parseDecimal(text)).toEqual(rational(numerator, denominator));
});

test.each(["", ".5", "1.", "NaN", "Infinity", "0x10", "1/3", " 1", "1e5.5"])("%j is no decimal", (text) => {
  expect(() => parseDecimal(text)).toThrow(`expected a finite decimal, got "${text}"`);
});

test("a double is its shortest decimal, not the binary fraction", () => {
  expect(fromNumber(0.05)).toEqual(rational(1n, 20n));
  expect(fromNumber(1e-7)).toEqual(rational(1n, 10n ** 7n));
  expect(fromNumber(5e-324)).toEqual(rational(5n, 10n ** 324n));
  expect(fromNumber(0.1 + 0.2)).toEqual(parseDecimal("0.30000000000000004"));
  expect(fromNumber(1e21)).toEqual(rational(10n ** 21n));
  expect(fromNumber(-0)).toEqual(ZERO);
  for (const value of [NaN, Infinity, -Infinity]) expect(() => fromNumber(value)).toThrow(RangeError);
});

test("every double comes back from its rational", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(toNumber(fromNumber(value))).toBe(value + 0 === 0 ? 0 : value);
    }),
    { numRuns: 5000 },
  );
  for (const value of [Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 2 ** -1022 - Number.MIN_VALUE, 2 ** 53 + 2])
    expect(toNumber(fromNumber(value))).toBe(value);
});

/** The double as numerator and denominator, read from its bits. */
function bitsOf(value: number): Rational {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & (2n ** 52n - 1n);
  const significand = exponent === 0 ? fraction : fraction | (2n ** 52n);
  const power = Math.max(exponent, 1) - 1075;
  const signed = bits >> 63n === 1n ? -significand : significand;
  return power >= 0 ? rational(signed * 2n ** BigInt(power)) : rational(signed, 2n ** BigInt(-power));
}

/** The double next to a positive one, further from zero (+1) or nearer (−1). */
function neighbour(value: number, by: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) + BigInt(by));
  return view.getFloat64(0);
}

const isEven = (value: number): boolean => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return (view.getBigUint64(0) & 1n) === 0n;
};

/** Whether no double is nearer to a positive rational, and of two equally near ones this is the even one. */
function isNearest(value: number, exact: Rational): boolean {
  const distance = (double: number): Rational => {
    const gap = subtract(bitsOf(double), exact);
    return gap.numerator < 0n ? negate(gap) : gap;
  };
  return ([1, -1] as const).every((by) => {
    if (value === 0 && by < 0) return true;
    const order = compare(distance(value), distance(neighbour(value, by)));
    return order < 0 || (order === 0 && isEven(value));
  });
}

test("toNumber rounds to the nearest double, ties to even, whatever the sizes", () => {
  const size = fc.bigInt({ min: 1n, max: 2n ** 400n });
  const power = fc.integer({ min: -1100, max: 900 });
  fc.assert(
    fc.property(size, size, power, (numerator, denominator, shift) => {
      const exact =
        shift >= 0
          ? rational(numerator << BigInt(shift), denominator)
          : rational(numerator, denominator << BigInt(-shift));
      const value = toNumber(exact);
      fc.pre(value < Number.MAX_VALUE);
      expect(isNearest(value, exact)).toBe(true);
      expect(toNumber(negate(exact))).toBe(-value);
    }),
    { numRuns: 5000 },
  );
});

test("toNumber decides between two doubles by the last bit of a long quotient", () => {
  // Halfway between two doubles, and less than 2⁻³⁰⁰ of that to either side; above, on the edge of, and below the normal range.
  for (const exponent of [0n, 1021n, 1022n, 1040n])
    for (const odd of [0n, 1n]) {
      const below = 2n ** 52n + odd;
      const middle = rational(2n * below + 1n, 2n ** (53n + exponent));
      const little = rational(1n, 3n * 2n ** (400n + exponent));
      for (const exact of [middle, add(middle, little), subtract(middle, little)])
        expect(isNearest(toNumber(exact), exact)).toBe(true);
    }
});

test("toNumber rounds once, also where doubles have few bits left", () => {
  // Halfway between two subnormal doubles and a little beside it: rounding to 53 bits first would make that a tie.
  for (const k of [1n, 2n, 3n, 2n ** 20n, 2n ** 20n + 1n, 2n ** 51n])
    for (const little of [2n ** 1130n, 2n ** 1145n, 2n ** 1300n]) {
      const middle = rational(2n * k + 1n, 2n ** 1075n);
      for (const exact of [middle, add(middle, rational(1n, little)), subtract(middle, rational(1n, little))])
        expect(isNearest(toNumber(exact), exact)).toBe(true);
    }
});

test("beyond the doubles lie zero and infinity", () => {
  expect(toNumber(rational(1n, 10n ** 400n))).toBe(0);
  expect(toNumber(rational(10n ** 400n, 3n))).toBe(Infinity);
  expect(toNumber(rational(-(10n ** 400n)))).toBe(-Infinity);
});

test("the least common multiple, and a rational as text", () => {
  expect(leastCommonMultiple(4n, 6n)).toBe(12n);
  expect(formatRational(rational(26n, 240n))).toBe("13/120");
  expect(formatRational(rational(-14n, 2n))).toBe("-7");
});
