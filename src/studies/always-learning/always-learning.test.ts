import { expect, test } from "vitest";
import type { Mind } from "../../core/index.ts";
import { rewardOf, simulate } from "../../core/life.ts";
import { brainLike } from "../../minds/brain-like.ts";
import { checkWorld } from "../../testing/world.ts";
import { plasticityOf } from "./plasticity.ts";
import { type Change, shifting } from "./shifting.ts";

const CHANGES: readonly Change[] = ["food", "ways"];

test.each(CHANGES)("shifting %s keeps to the contract of worlds", (change) => {
  expect(checkWorld(shifting(change, 10, 3).world, { episodes: 3, steps: 40 })).toEqual([]);
});

test("who walks to the corner of the task is fed every fourth step, and at the next task no more", () => {
  const { world, drive } = shifting("food", 8, 2);
  const walk = ["up", "up", "left", "left"] as const;
  const paid = [...simulate(world, (_, step) => (step < 16 ? walk[step % 4] : undefined), 0)].map((moment) =>
    rewardOf(drive, moment),
  );
  expect(paid).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("where the ways change, every act leads a quarter turn further to the right", () => {
  const { world } = shifting("ways", 1, 4);
  const moments = [...simulate(world, (_, step) => (step < 4 ? "up" : undefined), 0)];
  expect(moments.map(({ nextState: { row, column } }) => [row, column])).toEqual([
    [1, 2],
    [1, 3],
    [2, 3],
    [2, 2],
  ]);
});

// One life of a deterministic world, in which only the mind's first tries are drawn; bench/minds/always-learning.mjs lives many.
test("a brain-like mind gets of the eleventh task what it gets of the first", () => {
  const { late } = plasticityOf(brainLike(), "food", 1000, 11, 1);
  expect(late[0]).toBeGreaterThan(0.95);
  expect(late[10]! / late[0]!).toBeGreaterThanOrEqual(0.95);
});

/** The mind that learns no more after some steps. */
const frozen = (mind: Mind, after: number): Mind => ({
  ...mind,
  wake(body, memory) {
    const agent = mind.wake(body, memory);
    let steps = 0;
    return { ...agent, learn: (experience) => (steps++ < after ? agent.learn(experience) : undefined) };
  },
});

test("a mind that has stopped learning gets nothing of the second", () => {
  const { late } = plasticityOf(frozen(brainLike(), 1000), "food", 1000, 2, 1);
  expect(late[0]).toBeGreaterThan(0.95);
  expect(late[1]).toBeLessThan(0.05);
});
