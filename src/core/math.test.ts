import libraryExp from "@stdlib/math-base-special-exp";
import libraryLn from "@stdlib/math-base-special-ln";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cos, exp, ln, lnGamma, sin } from "./math.ts";

/** A few units in the last place. */
function near(value: number, expected: number): void {
  if (Math.abs(expected) === Infinity) expect(value).toBe(expected);
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(2 ** -51 * Math.abs(expected) + 2 ** -1074);
}

test("exp is stdlib's to two units in the last place", () => {
  fc.assert(fc.property(fc.double({ min: -708, max: 709, noNaN: true }), (x) => void near(exp(x), libraryExp(x))));
  for (const x of [0, 1, -1, 1e-300, 709.78, -745.13, -745.3, 710, Infinity, -Infinity]) near(exp(x), libraryExp(x));
});

test("ln is stdlib's to two units in the last place", () => {
  const positive = fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(positive, (x) => void near(ln(x), libraryLn(x))));
  fc.assert(fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => void near(ln(x), libraryLn(x))));
  for (const x of [1, 5e-324, 2 ** -1022, Number.MAX_VALUE, Math.SQRT2]) near(ln(x), libraryLn(x));
  expect([ln(0), ln(-1), ln(Infinity), exp(Number.NaN)]).toEqual([-Infinity, Number.NaN, Infinity, Number.NaN]);
});

/** The Taylor series of the sine (from = 1) or the cosine (from = 0) of count/2⁴⁰, in whole numbers of 2⁻²⁰⁰. */
function series(count: bigint, from: 0 | 1): number {
  const one = 1n << 200n;
  const x = count << 160n;
  let term = from === 1 ? x : one;
  let sum = 0n;
  for (let k = BigInt(from); term !== 0n; k += 2n) {
    sum += term;
    term = -(((term * x) / one) * x) / (one * (k + 1n) * (k + 2n));
  }
  return Number(sum >> 100n) / 2 ** 100;
}

test("sin and cos are their series' to two units in the last place of 1", () => {
  const count = fc.bigInt({ min: -100n << 40n, max: 100n << 40n });
  fc.assert(
    fc.property(count, (n) => {
      const x = Number(n) / 2 ** 40;
      expect(Math.abs(sin(x) - series(n, 1))).toBeLessThanOrEqual(2 ** -52);
      expect(Math.abs(cos(x) - series(n, 0))).toBeLessThanOrEqual(2 ** -52);
    }),
  );
  expect([sin(0), cos(0), sin(2 ** 21), cos(Number.NaN)]).toEqual([0, 1, Number.NaN, Number.NaN]);
});

test("lnGamma is the logarithm of factorials, and of the square root of pi at 1/2", () => {
  let factorial = 0;
  for (let n = 1; n <= 200; n++) {
    expect(lnGamma(n)).toBeCloseTo(factorial, 10);
    factorial += ln(n);
  }
  expect(lnGamma(0.5)).toBeCloseTo(ln(Math.sqrt(Math.PI)), 13);
  // Γ(x + 1) = x·Γ(x), also where the series is reached by the recurrence on one side alone.
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
      const sum = lnGamma(x) + ln(x);
      expect(Math.abs(lnGamma(x + 1) - sum)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(sum)));
    }),
  );
});
