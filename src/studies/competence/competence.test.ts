import { expect, test } from "vitest";
import { CASES } from "../../cases/index.ts";
import type { AnySetting } from "../../core/case.ts";
import { beginLife } from "../../core/live.ts";
import type { Mind } from "../../core/mind.ts";
import { MINDS } from "../../minds/index.ts";
import { competenceOf } from "./measure.ts";
import { yardstickOf } from "./yardstick.ts";

const settingOf = async (id: string): Promise<AnySetting> => (await CASES[id]!()).default.build({});

/** Learns nothing: whatever it is asked, it does the last thing that can be done. */
const idle: Mind<null> = {
  name: "idle",
  newborn: () => null,
  wake: () => ({
    act: ({ available }) => ({ action: available.at(-1)! }),
    learn() {},
    greedy: ({ available }) => available.at(-1)!,
    value: () => 0,
    memory: () => null,
  }),
};

// lever: pulling at once brings 9 · 5; its last act is pull, and where the lever is pulled it is rest.
test("a policy is worth what it brings", async () => {
  const setting = await settingOf("lever");
  const { world, drives } = setting;
  const naive = yardstickOf(setting, "naive");
  expect(naive.optimum).toBe(45);
  expect(naive.returnOf(beginLife(world, drives.naive!, idle, { seed: 1 }))).toBe(45);
  const today = yardstickOf(setting, "today");
  expect(today.optimum).toBe(10);
  expect(today.returnOf(beginLife(world, drives.today!, idle, { seed: 1 }))).toBe(0);
});

// market: a uniform agent trades or cheats evenly: 10 · ½ · (3 + 5 − 0.95 · 10).
test("the random agent of the yardstick takes each act evenly", async () => {
  expect(yardstickOf(await settingOf("market"), "naive").uniform).toBeCloseTo(-7.5, 10);
});

test.each(["queue", "vault", "unit-tests", "whisky-gold"])("a brain-like mind becomes competent in %s", async (id) => {
  const setting = await settingOf(id);
  const drive = Object.keys(setting.drives)[0]!;
  const { reached } = competenceOf(setting, drive, MINDS["brain-like"]!(), yardstickOf(setting, drive), 1, 2000);
  expect(reached).toBeLessThan(2000);
});

test("a mind that learns nothing does not", async () => {
  const setting = await settingOf("vault");
  expect(competenceOf(setting, "naive", idle, yardstickOf(setting, "naive"), 1, 2000).reached).toBeUndefined();
});
