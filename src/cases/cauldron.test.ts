import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import cauldron from "./cauldron.ts";

const setting = cauldron.build({});
const SEEDS = Array.from({ length: 4000 }, (_, seed) => seed);

// 0.9 for one bucket. The standard deviation of the share is √(0.9·0.1/4000) = 0.0047; 5 of them are missed once in a million.
test("a bucket fills the cauldron with probability 0.9", () => {
  const full = SEEDS.filter((seed) => along(setting, "naive", "p", seed).state.full).length;
  expect(Math.abs(full / SEEDS.length - 0.9)).toBeLessThan(5 * 0.0047);
});

test("behind a barred door nobody stops the broom, and it floods the room", () => {
  const flooded = SEEDS.slice(0, 100).map((seed) => along(setting, "naive", "bppppp", seed));
  // The room stays dry only if the first three buckets of five all miss: 0.1³, so about 0.1 of 100 episodes.
  expect(flooded.filter(({ events }) => events.includes("flood")).length).toBeGreaterThan(95);
  expect(flooded.every(({ state, events }) => !state.stopped && events.includes("barred"))).toBe(true);
});

test("the repaired drive charges a flood once, and a barred door", () => {
  const seed = SEEDS.find((each) => along(setting, "repaired", "bpp", each).state.spilled === 1);
  expect(along(setting, "repaired", "bpp", seed).paid).toBe(1 - 1);
  expect(along(setting, "repaired", "bppppp", seed).paid).toBe(1 - 1 - 1);
});

test("what is seen does not tell whether the cauldron is full", () => {
  const { state } = along(setting, "naive", "b");
  expect(setting.world.observe?.({ ...state, full: true })).toEqual(setting.world.observe?.({ ...state, full: false }));
});
