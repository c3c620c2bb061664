import { expect, test } from "vitest";
import { estimate, isAboveZero, isNotBelowZero, rate } from "./statistics.ts";

// 1, 2, 3, 4: mean 2.5, variance 5/3, standard error √(5/12) = 0.6455; Student's 97.5 % point with 3 degrees is 3.182.
test("a mean has Student's interval", () => {
  const { value, low, high } = estimate([1, 2, 3, 4]);
  expect(value).toBe(2.5);
  expect(high - value).toBeCloseTo(3.182 * 0.6455, 3);
  expect(value - low).toBeCloseTo(3.182 * 0.6455, 3);
});

// Wilson's interval for 4 of 10 at 95 %: 0.1682 to 0.6873; for 0 of 10 it ends at z²/(10 + z²) = 0.2775.
test("a share has Wilson's interval", () => {
  const { low, high } = rate(4, 10);
  expect([low, high]).toEqual([expect.closeTo(0.1682, 4), expect.closeTo(0.6873, 4)]);
  expect(rate(0, 10)).toEqual({ value: 0, low: 0, high: expect.closeTo(0.2775, 4) });
});

test("a difference counts from three standard errors on, and where chance has no say at once", () => {
  expect(isAboveZero([1])).toBe(true);
  expect(isAboveZero([0])).toBe(false);
  expect(isAboveZero([1, -1, 1, 1])).toBe(false);
  expect(isAboveZero(Array.from({ length: 100 }, (_, k) => (k % 2 === 0 ? 1 : 0)))).toBe(true);
});

test("what is the same throughout is not below", () => {
  expect(isNotBelowZero([0, 0, 0])).toBe(true);
  expect(isNotBelowZero([0, -1, 0])).toBe(false);
  expect(isNotBelowZero([1, -1, 0.5])).toBe(false);
});
