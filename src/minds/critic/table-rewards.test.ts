import { expect, test } from "vitest";
import type { Body } from "../../core/mind.ts";
import { newSituations, wakeSituations } from "../situations.ts";
import { tableRewards } from "./table-rewards.ts";

const body: Body = { features: [], actions: ["act"], signals: [], discount: 1, describe: () => 0 };

/** What is expected of the only act after it paid each of some rewards, one after the other. */
function expected(paid: readonly number[]): number {
  const rewards = tableRewards.wake(body, tableRewards.newborn(body), wakeSituations(body, newSituations(body)));
  for (const reward of paid) rewards.learn(0, 0, 0, reward);
  return rewards.expect(0, 0, 0);
}

test.each([1, 1e-300])("a reward that is now 0 and now %d is expected to be half of that", (amount) => {
  const paid = Array.from({ length: 100 }, (_, k) => (k % 2) * amount);
  // the rounding of a hundred means
  expect(expected(paid) / amount).toBeCloseTo(0.5, 12);
});

test("a reward that was always 0 and has come to be 1 is expected to be 1", () => {
  expect(expected([...Array.from({ length: 500 }, () => 0), 1, 1, 1])).toBe(1);
});
