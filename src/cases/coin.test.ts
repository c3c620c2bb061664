import { expect, test } from "vitest";
import { rewardsAlong } from "../core/index.ts";
import coin from "./coin.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

// Four cells to the coin at an end: 10 − 4.
test.each([
  [8, "rrrr", 6],
  [0, "llll", 6],
  [3, "l", 9],
  [0, "rrrrr", -5],
])("with the coin in cell %d, %s returns %d", (place, letters, expected) => {
  const { world, drives } = coin.build({ coin: place, sight: 1 });
  expect(sum(rewardsAlong(world, drives.fetch!, letters))).toBe(expected);
});

test("the coin is seen from as far as the agent's sight goes", () => {
  const { world } = coin.build({ coin: 8, sight: 1 });
  const seen = (at: number) => world.observe!({ at, picked: false });
  expect([seen(6), seen(7)]).toEqual([
    { at: 6, coin: -1 },
    { at: 7, coin: 8 },
  ]);
});
