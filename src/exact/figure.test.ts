import fc from "fast-check";
import { expect, test } from "vitest";
import { add, compare, fromNumber, negate, type Rational, rational, subtract } from "../core/rational.ts";
import { binaryValue } from "./enclose.ts";
import { exactly, isAbove, minus, plain, shift } from "./figure.ts";
import type { Figure } from "./model.ts";

const third = rational(1n, 3n);
const double = fc.double({ min: -1e6, max: 1e6, noNaN: true });
/** Bounds that do not touch, and a number between them. */
const bounded = fc.tuple(double, fc.double({ min: 0, max: 1, noNaN: true })).map(([low, width]) => {
  const figure: Figure = { value: low + width / 2, low, high: low + width };
  return { figure, inside: binaryValue(low + width / 2) };
});
const holds = ({ low, high }: Figure, exact: Rational): boolean =>
  compare(binaryValue(low), exact) <= 0 && compare(exact, binaryValue(high)) <= 0;

test("exact figures stay exact", () => {
  expect(exactly(third)).toEqual({ value: 1 / 3, low: 1 / 3, high: 1 / 3, exact: third });
  expect(shift(exactly(third), third).exact).toEqual(rational(2n, 3n));
  expect(minus(exactly(third), exactly(rational(1n, 12n))).exact).toEqual(rational(1n, 4n));
  expect(minus(exactly(third), plain(0)).exact).toBeUndefined();
});

test("bounds hold the sum and the difference of any numbers within them", () => {
  fc.assert(
    fc.property(bounded, bounded, double, (a, b, by) => {
      expect(holds(shift(a.figure, fromNumber(by)), add(a.inside, fromNumber(by)))).toBe(true);
      expect(holds(minus(a.figure, b.figure), subtract(a.inside, b.inside))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("bounds make up for what an exact number loses as a double", () => {
  // 1/3 is above its double by 2⁻⁵⁴ · 1/3, and after the subtraction nothing else is left.
  const difference = minus(exactly(third), plain(1 / 3));
  const left = subtract(third, binaryValue(1 / 3));
  expect(holds(difference, left)).toBe(true);
  expect(holds(minus(plain(1 / 3), exactly(third)), negate(left))).toBe(true);
  expect(holds(shift(plain(-1 / 3), third), left)).toBe(true);
  expect(difference.high - difference.low).toBeLessThan(1e-15);
  expect(isAbove(plain(1 / 3), exactly(third))).toBe(false);
});

test("a figure is above another when it is surely so", () => {
  const tiny = rational(1n, 10n ** 30n);
  expect(isAbove(exactly(add(third, tiny)), exactly(third))).toBe(true);
  expect(isAbove(exactly(third), exactly(third))).toBe(false);
  expect(isAbove({ value: 2, low: 1, high: 3 }, { value: 0.5, low: 0, high: 1 })).toBe(false);
  expect(isAbove({ value: 2, low: 1.5, high: 3 }, { value: 0.5, low: 0, high: 1 })).toBe(true);
});
