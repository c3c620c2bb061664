import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { expect, test } from "vitest";
import { copied, read, written } from "./snapshot.ts";

const leaf = fc.oneof(
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(undefined, null, -0, Number.NaN, Infinity, -Infinity),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint8Array(),
);
const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("plain"), { maxLength: 5 }),
    // "$" marks what JSON cannot hold, and __proto__ is no key of plain data.
    fc.dictionary(
      fc.string().filter((key) => key !== "$" && key !== "__proto__"),
      tie("plain"),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}));

property.prop([plain])("what is written down is read again bit for bit", (data) => {
  expect(read(written(data))).toStrictEqual(data);
});

property.prop([plain])("a copy is equal", (data) => {
  expect(copied(data)).toStrictEqual(data);
});

test("a copy shares nothing with what it was made of", () => {
  const data = { values: new Float64Array([1]), list: [[1]] };
  const copy = copied(data);
  data.values[0] = 2;
  data.list[0]![0] = 2;
  expect(copy).toEqual({ values: new Float64Array([1]), list: [[1]] });
});

test.each([
  ["a function", () => 1],
  ["a map", new Map()],
  ["a date", new Date(0)],
  ["a marked record", { $: "f64" }],
])("%s cannot be written down", (_, data) => {
  expect(() => written({ inside: data })).toThrow("expected plain data");
});
