import libraryExp from "@stdlib/math-base-special-exp";
import libraryLn from "@stdlib/math-base-special-ln";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exp, ln } from "./math.ts";

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
