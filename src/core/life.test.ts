import fc from "fast-check";
import { expect, test } from "vitest";
import { defineDrive } from "./drive.ts";
import { range } from "./field.ts";
import { availableActions, phaseAt, rewardsAlong, simulate } from "./life.ts";
import { defineWorld } from "./world.ts";

const spec = {
  id: "corridor",
  fields: { cell: range(0, 3) },
  start: () => ({ cell: 1 }),
  terminated: ({ cell }: { readonly cell: number }) => cell === 3,
  horizon: 4,
} as const;
const corridor = defineWorld({
  ...spec,
  actions: ["left", "right", "rest"],
  available: (state, action) => action !== "left" || state.cell > 0,
  transition: ({ cell }, action) => ({ cell: cell + (action === "right" ? 1 : action === "left" ? -1 : 0) }),
});
const climb = defineWorld({
  ...spec,
  actions: ["up", "down", "wait"],
  transition: ({ cell }, action) => ({ cell: cell + (action === "up" ? 1 : action === "down" ? -1 : 0) }),
});
const one = defineDrive(climb, { one: () => 1 });

test("rewards along letters are those of each step", () => {
  const drive = defineDrive(climb, { cell: ({ nextState }) => nextState.cell, time: () => -0.1 });
  // From cell 1 to 0, 0 and 1.
  expect(rewardsAlong(climb, drive, "dwu")).toEqual([-0.1, -0.1, 0.9]);
  expect(rewardsAlong(climb, drive, "")).toEqual([]);
});

test("a letter that no action starts with, or more than one, is an error", () => {
  expect(() => rewardsAlong(climb, one, "ux")).toThrow(
    'rewardsAlong: no action of "corridor" starts with "x"; it has up, down, wait',
  );
  const drive = defineDrive(corridor, { one: () => 1 });
  expect(() => rewardsAlong(corridor, drive, "r")).toThrow(
    'rewardsAlong: more than one action of "corridor" starts with "r"; it has left, right, rest',
  );
});

test("letters beyond the end, by termination or by the horizon, are an error", () => {
  expect(rewardsAlong(climb, one, "uu")).toEqual([1, 1]);
  expect(() => rewardsAlong(climb, one, "uuw")).toThrow('"corridor" was over after 2 of 3 actions');
  expect(rewardsAlong(climb, one, "wwww")).toEqual([1, 1, 1, 1]);
  expect(() => rewardsAlong(climb, one, "wwwww")).toThrow("was over after 4 of 5 actions");
});

test("an action that cannot be taken is an error that says which can", () => {
  expect(() => [...simulate(corridor, () => "left", 0)]).toThrow(
    'corridor: "left" cannot be taken at step 1; it has right, rest',
  );
  expect(availableActions(corridor, { cell: 0 })).toEqual(["right", "rest"]);
  expect(availableActions(corridor, { cell: 1 })).toEqual(["left", "right", "rest"]);
});

test("an episode ends where the world does, where the horizon cuts it off, or where nothing is chosen", () => {
  expect([...simulate(corridor, () => "right", 0)].map(({ nextState }) => nextState.cell)).toEqual([2, 3]);
  expect([...simulate(corridor, () => "rest", 0)].length).toBe(4);
  expect([...simulate(corridor, (_, step) => (step < 2 ? "rest" : undefined), 0)].length).toBe(2);
});

test("each moment starts where the last one ended", () => {
  const moments = [...simulate(corridor, (_, step) => (step % 2 === 0 ? "left" : "right"), 0)];
  expect(moments.map(({ state, action, nextState }) => [state.cell, action, nextState.cell])).toEqual([
    [1, "left", 0],
    [0, "right", 1],
    [1, "left", 0],
    [0, "right", 1],
  ]);
});

test("the phase of a step counts the boundaries that it has come to", () => {
  expect([0, 1, 2, 3, 4, 5].map((step) => phaseAt([2, 4], step))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(phaseAt(undefined, 7)).toBe(0);
  const phased = defineWorld({
    ...spec,
    actions: ["wait"],
    phases: [1, 3],
    transition: (_, __, ___, phase) => ({ cell: phase }),
  });
  expect([...simulate(phased, () => "wait", 0)].map(({ phase, nextState }) => [phase, nextState.cell])).toEqual([
    [0, 0],
    [1, 1],
    [1, 1],
    [2, 2],
  ]);
});

test("the same seed gives the same episode, another seed another one", () => {
  const drunk = defineWorld({
    id: "drunk",
    fields: { cell: range(0, 1000) },
    actions: ["walk"],
    start: (chance) => ({ cell: chance.integer(400, 600) }),
    transition: ({ cell }, _, chance) => ({ cell: cell + chance.pick([-1, 0, 1]) }),
    horizon: 100,
  });
  const cells = (seed: number) => [...simulate(drunk, () => "walk", seed)].map(({ nextState }) => nextState.cell);
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(cells(seed)).toEqual(cells(seed));
      expect(cells(seed)).not.toEqual(cells(seed ^ 1));
    }),
  );
});
