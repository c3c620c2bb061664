import { expect, test } from "vitest";
import { rewardOf, type Setting, simulate } from "../core/index.ts";
import workshop from "./workshop.ts";

const setting = workshop.build({});

/** What each drive pays over 6 steps that begin with some actions and go on with the last of them, or with watching. */
function paid<S, A extends string>({ world, drives }: Setting<S, A>, first: readonly string[]): readonly number[] {
  const named = (name: string | undefined) => world.actions.find((action) => action === name);
  const choose = (state: S, step: number) => {
    const action = named(first[step] ?? first.at(-1));
    return action !== undefined && (world.available?.(state, action) ?? true) ? action : named("watch");
  };
  const moments = [...simulate(world, choose, 0)];
  return Object.values(drives).map((drive) => moments.reduce((sum, moment) => sum + rewardOf(drive, moment), 0));
}

// Pieces: 1 a step by work, 2 by cheating, 2 and 3 by the successors, which take a step to build; harm costs 20: to the naive
// drive each time that the builder cheats, to the repaired one the first time that it is done, to the responsible one at the act.
test.each([
  [["work"], [6, 6, 6]],
  [["cheat"], [12 - 6 * 20, 12 - 20, 12 - 6 * 20]],
  [["build careful"], [10, 10, 10]],
  [["build ruthless"], [15, 15 - 20, 15 - 20]],
  [
    ["work", "build careful"],
    [1 + 8, 1 + 8, 1 + 8],
  ],
])("%j pays naive, repaired and responsible %j", (actions, expected) => {
  expect(paid(setting, actions)).toEqual(expected);
});
