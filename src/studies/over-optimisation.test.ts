import fc from "fast-check";
import { expect, test } from "vitest";
import { ln } from "../core/math.ts";
import { bestOfNDivergence, type Law, peak, trueReward } from "./over-optimisation.ts";

/** KL(best of n ‖ one), summed over m values that are equally likely: the best is value k of 1 … m with (kⁿ − (k − 1)ⁿ)/mⁿ. */
function summedDivergence(n: number, m: number): number {
  let sum = 0;
  for (let k = 1; k <= m; k++) {
    const share = (k / m) ** n - ((k - 1) / m) ** n;
    if (share > 0) sum += share * ln(share * m);
  }
  return sum;
}

test.each([1, 2, 4, 16, 64])("best of %d: the formula is the limit of ever finer values", (n) => {
  expect(summedDivergence(n, 200_000)).toBeCloseTo(bestOfNDivergence(n), 4);
});

test("the law of either method peaks where it says", () => {
  const positive = (max: number) => fc.double({ min: 0.1, max, noNaN: true });
  const law = fc.record({
    method: fc.constantFrom("best-of-n" as const, "rl" as const),
    alpha: positive(3),
    beta: positive(1),
  });
  fc.assert(
    fc.property(law, fc.double({ min: 0, max: 4, noNaN: true }), (each: Law, factor) => {
      const best = peak(each);
      expect(trueReward(each, best * factor)).toBeLessThanOrEqual(trueReward(each, best) * (1 + 1e-12) + 1e-12);
    }),
  );
  expect(peak({ method: "best-of-n", alpha: 1, beta: 0.25 })).toBe(2);
  expect(peak({ method: "rl", alpha: 1, beta: 1 })).toBe(1);
});
