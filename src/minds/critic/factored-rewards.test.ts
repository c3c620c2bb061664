import { expect, test } from "vitest";
import { bodyWith, codes } from "../../../test/support/bodies.ts";
import { createRandom } from "../../core/random.ts";
import { newSituations, wakeSituations } from "../situations.ts";
import { factoredRewards } from "./factored-rewards.ts";

const sizes = [4, 3, 2];
const body = bodyWith(
  sizes.map((size, k) => codes(size, `f${k}`)),
  ["stay", "go"],
);

/** Rewards learned from steps between situations whose first feature is below 3, and what is expected where it is 3. */
function taught(pays: (values: readonly number[], action: number, next: readonly number[]) => number, steps: number) {
  const situations = wakeSituations(body, newSituations(body));
  const at = (values: readonly number[]) => situations.imagine(Float64Array.from(values));
  const rewards = factoredRewards.wake(body, factoredRewards.newborn(body), situations);
  const random = createRandom(1);
  const draw = () => [Math.floor(random() * 3), Math.floor(random() * 3), Math.floor(random() * 2)];
  for (let k = 0; k < steps; k++) {
    const [from, action, to] = [draw(), Math.floor(random() * 2), draw()];
    rewards.learn(at(from), action, at(to), pays(from, action, to));
  }
  return {
    rewards,
    expect: (from: readonly number[], action: number, to: readonly number[]) =>
      rewards.expect(at(from), action, at(to)),
    variance: (from: readonly number[], action: number) => rewards.variance(at(from), action),
  };
}

test("what is paid for being served is expected wherever one is served", () => {
  const served = taught((_, action, next) => (next[2] === 1 ? 10 : 0) - action, 200);
  // Never was the first feature 3. A tenth of a reward is left for what has not come yet.
  for (const from of [0, 1, 2])
    for (const to of [0, 1])
      for (const action of [0, 1])
        expect(Math.abs(served.expect([3, from, 0], action, [3, 1, to]) - (10 * to - action))).toBeLessThan(1);
  expect(served.rewards.bounds()).toEqual([-1, 10]);
});

test("a reward for one step alone is not expected of others", () => {
  const special = taught(
    (from, action, next) => (from[0] === 2 && from[1] === 1 && action === 1 && next[2] === 1 ? 10 : 0),
    400,
  );
  expect(special.expect([2, 1, 0], 1, [0, 0, 1])).toBeGreaterThan(9);
  for (const [from, action, to] of [
    [[3, 1, 0], 1, [0, 0, 1]],
    [[2, 0, 0], 1, [0, 0, 1]],
    [[2, 1, 0], 0, [0, 0, 1]],
    [[2, 1, 0], 1, [0, 0, 0]],
  ] as const)
    expect(special.expect(from, action, to)).toBeLessThan(1);
});

test("a rule that holds in a tenth of the steps is found among pay by luck, and none where there is none", () => {
  // At one step of ten it pays to have guessed right, else as a coin falls: no feature tells anything alone.
  const [ruled, lucky] = [true, false].map((isRuled) => {
    const wide = bodyWith(
      [10, 2, 2, 2].map((size, k) => codes(size, `f${k}`)),
      ["stay", "go"],
    );
    const situations = wakeSituations(wide, newSituations(wide));
    const rewards = factoredRewards.wake(wide, factoredRewards.newborn(wide), situations);
    const random = createRandom(3);
    const flip = () => (random() < 0.5 ? 1 : 0);
    for (let k = 0; k < 1500; k++) {
      const now = [k % 10, flip(), flip(), flip()];
      const to = situations.imagine(Float64Array.from([(k + 1) % 10, flip(), flip(), flip()]));
      const isRight = isRuled && k % 10 === 9 ? now[1] === now[2] : flip() === 1;
      rewards.learn(situations.imagine(Float64Array.from(now)), flip(), to, isRight ? 1 : -1);
    }
    return { rests: [0, 1, 2, 3].map((k) => rewards.restsOn?.(k)) };
  });
  expect(ruled?.rests).toEqual([true, true, true, false]);
  expect(lucky?.rests).toEqual([false, false, false, false]);
});

test("nothing is expected of what was never paid for, and what varies is told from what does not", () => {
  const random = createRandom(2);
  const noisy = taught((from) => (from[1] === 0 ? (random() < 0.5 ? 1 : -1) : 2), 4000);
  expect(taught(() => 5, 0).expect([0, 0, 0], 0, [0, 0, 0])).toBe(0);
  expect(noisy.variance([0, 0, 0], 0)).toBeGreaterThan(0.5);
  expect(noisy.variance([0, 1, 0], 0)).toBeLessThan(0.01);
});
