import fc from "fast-check";
import { expect, test } from "vitest";
import { fraction } from "../../../test/support/models.ts";
import { add, fromNumber, multiply, type Rational, rational, ZERO } from "../../core/rational.ts";
import { angleOf } from "./distance.ts";

const angle = (first: string, second: string, product: string) =>
  angleOf({ first: fraction(first), second: fraction(second), product: fraction(product) });

// √((1 − c)/2), c = product/√(first·second): parallel, opposite, and c = 7/25, of which (1 − 7/25)/2 = (3/5)².
test.each([
  ["4", "9", "6", "1", "0"],
  ["1/4", "1/9", "-1/6", "-1", "1"],
  ["1", "1", "7/25", "7/25", "3/5"],
])("squares %s and %s with product %s: cosine %s, distance %s, exactly", (first, second, product, cosine, distance) => {
  const found = angle(first, second, product);
  expect([found.cosine.exact, found.distance.exact]).toEqual([fraction(cosine), fraction(distance)]);
});

test("a right angle is at √½, with bounds", () => {
  const { cosine, distance } = angle("2", "3", "0");
  expect(cosine.exact).toEqual(ZERO);
  expect(distance.exact).toBeUndefined();
  expect(distance.low).toBeLessThan(Math.SQRT1_2);
  expect(distance.high).toBeGreaterThan(Math.SQRT1_2);
});

// (1, 0) and (1, 10⁻⁹): the distance is half the angle, 5·10⁻¹⁰, up to 10⁻²⁷; 1 − cosine in doubles would be 0.
test("nearly parallel vectors keep their digits", () => {
  const { distance } = angle("1", "1000000000000000001/1000000000000000000", "1");
  expect(distance.value / 5e-10).toBeCloseTo(1, 14);
});

test("a vector without length has no angle", () => {
  expect(() => angle("0", "1", "0")).toThrow(RangeError);
});

const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 });
const isLong = (values: readonly number[]): boolean => values.some((value) => value !== 0);
const dot = (a: readonly number[], b: readonly number[]): Rational =>
  a.reduce((sum, value, k) => add(sum, multiply(fromNumber(value), fromNumber(b[k] ?? 0))), ZERO);
const between = (a: readonly number[], b: readonly number[]) =>
  angleOf({ first: dot(a, a), second: dot(b, b), product: dot(a, b) }).distance;

test("the distance is symmetric, keeps the triangle inequality, and is complementary for the opposite", () => {
  fc.assert(
    fc.property(vector.filter(isLong), vector.filter(isLong), vector.filter(isLong), (a, b, c) => {
      expect(between(a, b)).toEqual(between(b, a));
      expect(between(a, c).low).toBeLessThanOrEqual(between(a, b).high + between(b, c).high);
      const [there, back] = [
        between(a, b),
        between(
          a,
          b.map((value) => -value),
        ),
      ];
      expect(there.value ** 2 + back.value ** 2).toBeCloseTo(1, 14);
    }),
  );
});

test("a whole number's root is found however long it is", () => {
  const long = 10n ** 40n + 7n;
  const { distance } = angleOf({ first: rational(long * long), second: rational(1n), product: rational(-long) });
  expect(distance.exact).toEqual(rational(1n));
});
