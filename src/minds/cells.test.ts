import { expect, test } from "vitest";
import { defineDrive, defineWorld, flag, real, rewardOf, simulate } from "../core/index.ts";
import { beginLife, isSavedLife, resumeLife } from "../core/live.ts";
import { createRandom } from "../core/random.ts";
import { read, written } from "../core/snapshot.ts";
import { cellsAlong } from "./cells.ts";
import { MINDS } from "./index.ts";

/** A walker between two doors, who is paid for leaving by the upper one; each step is as long as chance has it. */
const world = defineWorld({
  id: "two-doors",
  fields: { place: real(-0.2, 1.2), lamp: flag() },
  actions: ["down", "up"],
  start: (chance) => ({ place: 0.3 + 0.01 * chance.integer(0, 40), lamp: chance.flip(0.5) }),
  transition({ place, lamp }, action, chance) {
    const length = 0.01 * chance.integer(2, 10);
    return { place: place + (action === "up" ? length : -length), lamp };
  },
  terminated: ({ place }) => place < 0 || place > 1,
  horizon: 50,
});
const drive = defineDrive(world, {
  door: ({ nextState }) => (nextState.place > 1 ? 1 : 0),
  time: () => -0.01,
});

type Choose = Parameters<typeof simulate<{ place: number; lamp: boolean }, "down" | "up">>[1];
/** The mean return of 100 episodes. */
function meanReturn(choose: Choose): number {
  let sum = 0;
  for (let seed = 0; seed < 100; seed++)
    for (const moment of simulate(world, choose, seed)) sum += rewardOf(drive, moment);
  return sum / 100;
}

test("a mind that counts finds its way in the real numbers", () => {
  const { life, random } = {
    life: beginLife(world, drive, MINDS["brain-like"]!(), { seed: 1 }),
    random: createRandom(1),
  };
  life.run(3000);
  // From 0.5 it takes about 9 steps of 0.06 up: 1 − 0.09. One who wanders leaves by either door after 70 steps, if at all.
  const greedy = meanReturn((state, time) => world.actions[life.agent.greedy(life.perceive(state, time))]);
  expect(greedy).toBeGreaterThan(0.85);
  expect(meanReturn(() => (random() < 0.5 ? "down" : "up"))).toBeLessThan(0.4);
});

test("a life in the real numbers that is written down and read again goes on as if it had never stopped", () => {
  const mind = MINDS["brain-like"]!();
  const life = beginLife(world, drive, mind, { seed: 2 });
  life.run(503);
  const saved = read(written(life.save()));
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  expect([...resumeLife(world, drive, mind, saved).live(100)]).toEqual([...life.live(100)]);
});

test("cells are few enough together", () => {
  expect([1, 2, 3, 4, 6].map(cellsAlong)).toEqual([64, 64, 16, 8, 4]);
});
