import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { add, equals, formatRational, ONE, rational, toNumber, ZERO } from "../core/rational.ts";
import { distributionOf, dyadic } from "./fractions.ts";

const read = (...values: number[]) => distributionOf(values)?.weights.map(formatRational).join(" ");

test.each([
  [[1 / 3, 1 / 3, 1 / 3], "1/3 1/3 1/3"],
  [[0.1, 0.2, 0.7], "1/10 1/5 7/10"],
  [[0.8, (1 - 0.8) / 2, (1 - 0.8) / 2], "4/5 1/10 1/10"], // Taxi's rain: the halves are 0.09999999999999998
  [[1 / 3, (1 - 1 / 3) / 2, (1 - 1 / 3) / 2], "1/3 1/3 1/3"], // FrozenLake: the halves are 0.33333333333333337
  [[1, 0], "1 0"],
])("%j is %s", (values, expected) => {
  expect(read(...values)).toBe(expected);
});

test("what is no fraction is taken as it is, the largest with the rest", () => {
  const [first, second] = [Math.sqrt(2) - 1, (Math.sqrt(3) - 1) / 2];
  const values = [first, second, 1 - first - second];
  const found = distributionOf(values);
  expect(found?.isRead).toBe(false);
  expect(equals(found?.weights[1] ?? ZERO, dyadic(second))).toBe(true);
  expect(equals(found?.weights.reduce(add, ZERO) ?? ZERO, ONE)).toBe(true);
});

test.each([[[0.5, 0.4]], [[0.5, 0.6]], [[1 / 3, 1 / 3, 0.3333]], [[]]])("%j is no distribution", (values) => {
  expect(distributionOf(values)).toBeUndefined();
});

property.prop([fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 })])(
  "quotients are read as the quotients that they are",
  (parts) => {
    const total = parts.reduce((sum, part) => sum + part, 0);
    const found = distributionOf(parts.map((part) => part / total));
    expect(found?.weights.map(formatRational)).toEqual(
      parts.map((part) => formatRational(rational(BigInt(part), BigInt(total)))),
    );
  },
);

property.prop([fc.double({ min: 0, max: 1, noNaN: true })])("a double is itself as a fraction", (value) => {
  expect(toNumber(dyadic(value))).toBe(value);
});
