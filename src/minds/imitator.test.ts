import { expect, test } from "vitest";
import { beginLife, defineDrive, defineWorld, flag, oneOf } from "../core/index.ts";
import { imitator } from "./imitator.ts";

/**
 * A park in which somebody, admired, despised or neither, mostly skates. What somebody has just done is seen next; where nobody is there,
 * nothing is.
 */
const park = (skates: number) =>
  defineWorld({
    id: "park",
    fields: {
      who: oneOf(["admired", "despised", "nobody"]),
      does: oneOf(["nothing", "skate", "sit"], { role: "person" }),
      raining: flag(),
    },
    actions: ["skate", "sit", "leave"],
    start: (chance) => ({
      who: chance.pick(["admired", "despised", "nobody"]),
      does: "nothing",
      raining: chance.flip(0.5),
    }),
    transition: (state, _, chance) => ({
      ...state,
      does: state.who === "nobody" ? "nothing" : state.raining ? "sit" : chance.flip(skates) ? "skate" : "sit",
    }),
    horizon: 10,
  });

/** How likely it is to skate beside somebody, from many draws. */
function skating(who: "admired" | "despised" | "nobody", raining: boolean, pays: number, shownBy?: readonly string[]) {
  const world = park(0.9);
  const drive = defineDrive(world, { sitting: ({ action }) => (action === "sit" ? pays : 0) });
  const mind = imitator({ smoothing: 1, ...(shownBy === undefined ? {} : { shownBy }) });
  const life = beginLife(world, drive, mind, { seed: 5 });
  life.run(3000);
  const percept = life.perceive({ who, does: "nothing", raining }, 0);
  const acts = Array.from({ length: 4000 }, () => world.actions[life.agent.act(percept).action]);
  return acts.filter((act) => act === "skate").length / acts.length;
}

test("it copies the admired and the despised alike, in the situations in which they act", () => {
  // 0.9 of some 450 acts seen with each; 3 standard errors of both samples are 0.05.
  expect(Math.abs(skating("admired", false, 0) - 0.9)).toBeLessThan(0.05);
  expect(Math.abs(skating("admired", false, 0) - skating("despised", false, 0))).toBeLessThan(0.05);
  expect(skating("admired", true, 0)).toBeLessThan(0.05);
});

test("it moves without reward, and reward does not move it", () => {
  expect(skating("admired", false, 100)).toBe(skating("admired", false, 0));
});

test("where it has never seen anybody act, it acts as it has seen anybody act anywhere", () => {
  // Half of the acts are in the rain: 0.45 of all are skating; the rule weighs even odds like one act.
  expect(Math.abs(skating("nobody", false, 0) - 0.45)).toBeLessThan(0.08);
});

test("it finds for itself which feature shows acts, and copies nobody where it looks at one that does not", () => {
  expect(skating("admired", false, 0, ["does"])).toBe(skating("admired", false, 0));
  expect(Math.abs(skating("admired", false, 0, ["who"]) - 1 / 3)).toBeLessThan(0.05);
  expect(() => skating("admired", false, 0, ["dose"])).toThrow(
    'imitator: no feature is named "dose"; expected one of who, does, raining',
  );
});
