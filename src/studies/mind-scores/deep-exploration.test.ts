import { expect, test } from "vitest";
import { brainLike } from "../../minds/brain-like.ts";
import { cloning } from "../../minds/contrasts.ts";
import { firstTreasure } from "./deep-exploration.ts";

test.each([5, 10, 20, 30])("a brain-like mind finds the treasure of a sea of %d rows within 3 dives a row", (size) => {
  expect(firstTreasure(size, brainLike(), 1, 3 * size)).toBeGreaterThan(1);
});

test("a mind that acts at random does not", () => {
  // An imitator that never saw anybody; by luck once in 2²⁰/60 lives.
  expect(firstTreasure(20, cloning(), 1, 60)).toBeUndefined();
});
