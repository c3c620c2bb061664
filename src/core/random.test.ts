import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

const SEEDS = 4000;
const first = (seed: number, skipped: number) => {
  const random = createRandom(seed);
  for (let k = 0; k < skipped; k++) random();
  return random();
};

// Uniform numbers have mean 1/2 and standard deviation √(1/12); the mean of 4000 lies within 5·√(1/12/4000) = 0.023 of 1/2, and
// the mean product of two independent ones within 5·√(7/144/4000) = 0.018 of 1/4, but for once in a million.
test.each([0, 1, 2])("draw %d of neighbouring seeds is as if drawn at random", (skipped) => {
  const draws = Array.from({ length: SEEDS + 1 }, (_, seed) => first(seed, skipped));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const product = draws.slice(1).reduce((sum, draw, seed) => sum + draw * draws[seed]!, 0) / SEEDS;
  expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.023);
  expect(Math.abs(product - 1 / 4)).toBeLessThan(0.018);
});

test("a seed gives the same numbers again", () => {
  expect(first(7, 3)).toBe(first(7, 3));
  expect(first(7, 3)).not.toBe(first(8, 3));
});
