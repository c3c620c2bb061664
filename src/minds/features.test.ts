import { expect, test } from "vitest";
import { bodyWith, codes, real } from "../../test/support/bodies.ts";
import type { Feature } from "../core/mind.ts";
import { createCoder } from "./features.ts";

/** How many binary features two percepts share. */
function shared(features: readonly Feature[], one: readonly number[], other: readonly number[]): number {
  const coder = createCoder(bodyWith(features, ["go"]));
  const [on, also] = [one, other].map((values) => {
    const into = new Int32Array(coder.active);
    coder.code(Float64Array.from(values), Infinity, into);
    expect(into.every((k) => k >= 0 && k < coder.size)).toBe(true);
    return new Set(into);
  });
  return [...on!].filter((k) => also!.has(k)).length;
}

// Eight grids of cells a quarter wide, each shifted by another eighth of a cell along the first dimension.
test.each([
  [0, 8],
  [0.0625, 6],
  [0.125, 4],
  [0.25, 0],
  [1, 0],
])("places %d apart along one real feature share %d of 8 cells", (apart, cells) => {
  expect(shared([real(-1, 1, "x")], [0.0001], [apart + 0.0001])).toBe(cells);
});

test("a discrete feature tells cells apart", () => {
  expect(shared([real(-1, 1, "x"), codes(2, "lamp")], [0.3, 0], [0.3, 1])).toBe(0);
});

test("discrete features alone share what is the same in part", () => {
  const features = [codes(4, "a"), codes(4, "b"), codes(4, "c")];
  // A constant, three of one feature, three of pairs, one of all: 8.
  expect(shared(features, [1, 2, 3], [1, 2, 3])).toBe(8);
  // The constant, a, b, and the pair of a and b.
  expect(shared(features, [1, 2, 3], [1, 2, 0])).toBe(4);
});
