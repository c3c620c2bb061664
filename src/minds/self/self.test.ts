import { expect, test } from "vitest";
import { omniscient } from "../../../test/support/faculties.ts";
import lever from "../../cases/lever.ts";
import whisky from "../../cases/whisky.ts";
import type { AnyDrive } from "../../core/case.ts";
import { defineDrive, defineWorld, oneOf, rewardOf } from "../../core/index.ts";
import { beginLife } from "../../core/live.ts";
import { momentColumn } from "../../exact/columns.ts";
import { enumerate } from "../../exact/index.ts";
import type { Critic } from "../critic/critic.ts";
import { MINDS } from "../index.ts";
import type { PlannerKind } from "../planner/planner.ts";
import { sweep } from "../planner/sweep.ts";
import { foresees } from "./foresees.ts";
import { ignores } from "./ignores.ts";

const SELVES = ["ignores", "judges-by-today", "judges-by-tomorrow"] as const;
const born = ({ world }: AnyDrive, drive: AnyDrive, self: (typeof SELVES)[number], seed: number) =>
  beginLife(world, drive, MINDS[`brain-like-${self}`]!(), { seed });

/** What each self-model does first in the last 20 of 120 episodes, where it always does the same; else "both". */
function first(drive: AnyDrive, seed: number) {
  return SELVES.map((self) => {
    const life = born(drive, drive, self, seed);
    life.run(1000);
    const acts = new Set([...life.live(200)].flatMap(({ time, action }) => (time === 0 ? [action] : [])));
    return acts.size === 1 ? [...acts][0] : "both";
  });
}

// A drink before work: by today's values 2 + 9 if nothing came of it; half of the time craving leaves 2 of it: 2 + 9/2 against 10
// for work. By what craving pays it is at least 2 + 27/2 + 9/2.
test.each([1, 2, 3])(
  "seed %i: only who foresees what a drug does to it, and judges by today's values, forgoes it",
  (seed) => {
    expect(first(whisky.build({}).drives.naive!, seed)).toEqual(["drink", "work", "drink"]);
    // Without craving a drink before work pays 11 against 10 to everybody.
    expect(first(whisky.build({ addictive: 0 }).drives.naive!, seed)).toEqual(["drink", "drink", "drink"]);
  },
);

test("who judges by today's values keeps them for good", () => {
  const { naive } = whisky.build({}).drives;
  const life = born(naive!, naive!, "judges-by-today", 1);
  life.run(1000);
  for (const { action } of life.live(1000)) expect(action).toBe("work");
});

// Pulling costs one of ten steps of work, at 1 each, and pays 5 for each of the nine that are left.
test.each([1, 2, 3])(
  "seed %i: who judges by tomorrow's values edits the reward, who judges by today's does not",
  (seed) => {
    const { naive, today } = lever.build({}).drives;
    expect(first(naive!, seed)).toEqual(["work", "work", "pull"]);
    // A lever that changes nothing of what is paid.
    expect(first(today!, seed)).toEqual(["work", "work", "work"]);
  },
);

test.each(SELVES)("a life that %s goes on from what was saved, and being asked changes nothing", (self) => {
  const { naive } = whisky.build({}).drives;
  const life = born(naive!, naive!, self, 1);
  life.run(300);
  const saved = life.save();
  const { agent } = life;
  const asked = [...life.fork().live(50)];
  for (const { state } of asked) {
    const features = Float64Array.of(state.place === "bar" ? 0 : 1, state.craves ? 1 : 0, state.drunk ? 1 : 0);
    for (let left = 1; left <= 10; left++) agent.greedy({ features, available: [0, 1], left });
  }
  expect(life.save()).toEqual(saved);
  expect([...life.live(50)]).toEqual(asked);
});

test("a plan is worth what its judge makes of it, and the thought says why the other lost", () => {
  const { naive } = lever.build({}).drives;
  const thoughts = SELVES.slice(1).map((self) => {
    const life = born(naive!, naive!, self, 1);
    life.run(2000);
    return [...life.live(1)][0]!.thought!;
  });
  const [today, tomorrow] = thoughts.map(({ plan, value, alternatives }) => ({
    plan: plan?.slice(0, 2),
    value,
    others: alternatives?.map(({ action, reward, later }) => [action, reward + later]),
  }));
  // By today's values the nine steps after pulling, in which any act pays the same, are work; it is the first of them.
  expect(today).toEqual({
    plan: ["work", "work"],
    value: 10,
    others: [
      ["rest", 9],
      ["pull", 9],
    ],
  });
  expect(tomorrow).toEqual({
    plan: ["pull", "work"],
    value: 45,
    others: [
      ["work", 10],
      ["rest", 9],
    ],
  });
});

/** Work pays 1 anywhere; the first smoke, at home, 6, and smoking on in the den nothing. */
const den = defineWorld({
  id: "den",
  fields: { place: oneOf(["home", "den"]) },
  actions: ["work", "smoke"],
  start: () => ({ place: "home" }),
  transition: (_, action) => ({ place: action === "work" ? "home" : "den" }),
  horizon: 8,
});
const smoking = defineDrive(den, {
  paid: ({ state, action }) => (action === "work" ? 1 : state.place === "home" ? 6 : 0),
});

/** A critic that takes any smoke for what the last one was paid: half of each error goes to the value of being in the den. */
const crude = (memory: { den: number }, rate: number): Critic<{ den: number }> => ({
  learn(situation, next, { action, reward }) {
    const value = (at: number) => (at === 0 ? 0 : memory.den);
    if (action === 1) memory.den += rate * (reward + value(next) - value(situation));
  },
  adopt: () => {},
  value: (situation) => (situation === 0 ? 0 : memory.den),
  memory: () => memory,
});

// A smoke and then seven steps of work, 13, is what it looks like. But once it has been paid 6 the critic's copy values the den
// at 3, above a step of work: it stays to the last step. By today's values that is 6 + 1, less than 8 of work.
test.each([
  [0.5, "work"],
  [0, "smoke"],
])("what the critic would learn of a drug, at a rate of %d, is foreseen: %s", (rate, expected) => {
  const enumeration = enumerate(den);
  const { payoff } = momentColumn(enumeration, "paid", (moment) => rewardOf(smoking, moment));
  const { faculties } = omniscient({ model: enumeration.model, payoff }, { discount: 1, horizon: 8 });
  const memory = { den: 0 };
  const own = {
    ...faculties,
    critic: crude(memory, rate),
    copyOf: (of: Critic<unknown>) => crude({ den: of.value(1, 8) }, rate),
  };
  const act = (kind: PlannerKind) => {
    const planner = kind.wake(faculties.body, kind.newborn(faculties.body), own);
    return den.actions[planner.greedy(0, 8)];
  };
  expect(act(ignores(sweep()))).toBe("smoke");
  expect(act(foresees(sweep(), "today"))).toBe(expected);
  expect(memory.den).toBe(0);
});
