import { expect, test } from "vitest";
import { defineDrive, defineWorld, real } from "../core/index.ts";
import { beginLife, resumeLife } from "../core/live.ts";
import type { Mind } from "../core/mind.ts";
import { createRandom } from "../core/random.ts";
import { read, written } from "../core/snapshot.ts";
import { cellsAlong } from "./cells.ts";
import { MINDS } from "./index.ts";

/** A ball between two walls: pushes change its speed by a little, and it is to be brought to rest in the middle. */
const world = defineWorld({
  id: "ball",
  fields: { place: real(-1, 1), speed: real(-0.2, 0.2) },
  actions: ["left", "none", "right"],
  start: (chance) => ({ place: chance.pick([-0.9, 0.9]), speed: 0 }),
  transition({ place, speed }, action) {
    const push = action === "left" ? -0.02 : action === "right" ? 0.02 : 0;
    const faster = Math.min(0.2, Math.max(-0.2, speed + push));
    const to = place + faster;
    return Math.abs(to) < 1 ? { place: to, speed: faster } : { place: Math.sign(to) * 0.99, speed: 0 };
  },
  terminated: ({ place, speed }) => Math.abs(place) < 0.1 && Math.abs(speed) < 0.05,
  horizon: 200,
});
const drive = defineDrive(world, { time: () => -1 });

const episodeReturn = (mind: Mind, steps: number): number => {
  const life = beginLife(world, drive, mind, { seed: 1 });
  life.run(steps);
  const before = life.episode;
  return life.run(2000) / (life.episode - before);
};

test("a mind that counts learns to steer in the real numbers", () => {
  const random = createRandom(1);
  const aimless: Mind = {
    name: "aimless",
    newborn: () => undefined,
    wake: () => ({
      act: ({ available }) => ({ action: available[Math.floor(random() * available.length)]! }),
      learn: () => undefined,
      greedy: () => 0,
      value: () => 0,
      memory: () => undefined,
    }),
  };
  // Full push for half of the way and full brake for the rest takes 2·√(0.8 / 0.02) = 13 steps.
  expect(episodeReturn(MINDS["brain-like"]!(), 8000)).toBeGreaterThan(-30);
  expect(episodeReturn(aimless, 0)).toBeLessThan(-60);
});

test("a life in the real numbers that is written down and read again goes on as if it had never stopped", () => {
  const mind = MINDS["brain-like"]!();
  const life = beginLife(world, drive, mind, { seed: 2 });
  life.run(503);
  const saved = read<ReturnType<typeof life.save>>(written(life.save()));
  expect([...resumeLife(world, drive, mind, saved).live(100)]).toEqual([...life.live(100)]);
});

test("cells are few enough together", () => {
  expect([1, 2, 3, 4, 6].map(cellsAlong)).toEqual([64, 64, 16, 8, 4]);
});
