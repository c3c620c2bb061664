import { expect, test } from "vitest";
import { type Field, flag, list, oneOf, ROLES, range, real, type Value } from "./field.ts";

const accepts = (field: Field<Value>, value: unknown): boolean => field.encode(value, [], 0);

test("a range is its whole numbers, both ends included", () => {
  const field = range(-2, 1);
  expect(field.values).toEqual([-2, -1, 0, 1]);
  expect(field.size).toBe(4);
  for (const value of [-2, -1, 0, 1, -0]) expect(accepts(field, value)).toBe(true);
  for (const value of [-3, 2, 0.5, NaN, Infinity, "0", true, null, undefined, [0], 1n])
    expect(accepts(field, value)).toBe(false);
});

test("a large range lists no values", () => {
  expect(range(1, 4096).values.length).toBe(4096);
  expect(range(1, 4097).values).toEqual([]);
  expect(range(0, 2 ** 32 - 1).size).toBe(2 ** 32);
});

test.each([
  [1, 0],
  [0.5, 1],
  [0, Infinity],
  [NaN, 1],
  [0, 2 ** 32],
  [0, 2 ** 53],
])("range(%d, %d) is an error", (low, high) => {
  expect(() => range(low, high)).toThrow(
    `range(${low}, ${high}): expected two whole numbers, the first not above the second, at most 2³² values`,
  );
});

test("a flag is true or false and nothing else", () => {
  for (const value of [true, false]) expect(accepts(flag(), value)).toBe(true);
  for (const value of [0, 1, "true", null, undefined]) expect(accepts(flag(), value)).toBe(false);
});

test("oneOf is one of its strings and numbers, told apart by type", () => {
  const field = oneOf(["1", 2, "x"]);
  for (const value of ["1", 2, "x"]) expect(accepts(field, value)).toBe(true);
  for (const value of [1, "2", "", undefined]) expect(accepts(field, value)).toBe(false);
  expect(field.expected).toBe('one of "1", 2, "x"');
});

test("oneOf of nothing, or of one thing twice, is an error", () => {
  expect(() => oneOf([])).toThrow("oneOf([]): expected at least one value, and none twice");
  expect(() => oneOf(["a", "b", "a"])).toThrow('oneOf(["a", "b", "a"])');
});

test("a list has its length, and each item is one of the item's", () => {
  const field = list(range(0, 2), 3);
  expect(field.size).toBe(27);
  expect(accepts(field, [0, 2, 1])).toBe(true);
  for (const value of [[0, 1], [0, 1, 2, 0], [0, 1, 3], [0, 1, "2"], "012", { 0: 0, 1: 1, 2: 2, length: 3 }, null])
    expect(accepts(field, value)).toBe(false);
});

test.each([0, -1, 1.5, 4097, NaN])("a list of length %d is an error", (length) => {
  expect(() => list(flag(), length)).toThrow(`list(…, ${length})`);
});

test("a list of lists is an error", () => {
  for (const length of [1, 2])
    expect(() => list(list(flag(), length), 2)).toThrow("expected a single-valued bounded field");
});

test("a list of real numbers is an error", () => {
  expect(() => list(real(0, 1), 2)).toThrow("expected a single-valued bounded field");
});

test("a real field is an interval with both ends, of infinite size", () => {
  const field = real(-1, 1);
  expect(field.size).toBe(Infinity);
  for (const value of [-1, 0.3, 1]) expect(accepts(field, value)).toBe(true);
  for (const value of [-1.1, 2, NaN, "0"]) expect(accepts(field, value)).toBe(false);
  for (const [low, high] of [
    [1, 1],
    [1, 0],
    [0, Infinity],
    [NaN, 0],
  ] as const)
    expect(() => real(low, high)).toThrow(`real(${low}, ${high})`);
});

test("every kind of field takes every role", () => {
  for (const role of ROLES)
    for (const field of [
      range(0, 1, { role }),
      flag({ role }),
      oneOf(["a"], { role }),
      list(flag(), 2, { role }),
      real(0, 1, { role }),
    ])
      expect(field.role).toBe(role);
  expect("role" in range(0, 1)).toBe(false);
});
