import "./vitest.ts";
import { describe, expect, test } from "vitest";
import boatRace from "../cases/boat-race.ts";
import innocent from "../cases/innocent.ts";
import vault from "../cases/vault.ts";
import { type AnyWorld, defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../core/index.ts";
import { checkCase, checkWorld } from "./index.ts";

const toss = (change: Partial<AnyWorld>): AnyWorld =>
  defineWorld({
    id: "toss",
    fields: { heads: flag(), count: range(0, 3) },
    actions: ["toss", "stop"],
    start: () => ({ heads: false, count: 0 }),
    transition: (state, action, chance) =>
      action === "stop" ? state : { heads: chance.flip(0.5), count: Math.min(3, Number(state.count) + 1) },
    horizon: 4,
    ...change,
  });

test("a world that keeps the contract has no problem", () => {
  expect(checkWorld(toss({}))).toEqual([]);
});

let calls = 0;
test.each<[string, Partial<AnyWorld>, string, RegExp]>([
  ["leaves its fields", { transition: () => ({ heads: true, count: 4 }) }, "unsound", /count/],
  [
    "has probabilities that do not sum to 1",
    {
      transition: (state, _, chance) =>
        chance.weighted([
          [state, 0.5],
          [{ ...state, count: 1 }, 0.4],
        ]),
    },
    "unsound",
    /sum/,
  ],
  [
    "changes its argument",
    {
      transition: (state) => {
        Reflect.set(state, "count", 1);
        return Object.assign(state, { count: 1 });
      },
    },
    "unsound",
    /toss: transition/,
  ],
  ["counts its calls", { transition: (state) => ({ ...state, count: calls++ % 4 }) }, "unsound", /and then/],
  [
    "has a drawing with a hole",
    { draw: ({ count }) => [`${["a", "b"][Number(count)]}`] },
    "drawing",
    /shows "undefined"/,
  ],
  ["has an empty drawing", { draw: () => [] }, "drawing", /is empty/],
])("a world that %s has that one problem", (_, change, kind, message) => {
  expect(checkWorld(toss(change))).toEqual([{ kind, message: expect.stringMatching(message) }]);
});

test("a world too large to be gone through is held to its contract along episodes", () => {
  const large = { limits: { states: 2 } };
  expect(checkWorld(toss({}), large)).toEqual([]);
  // The first toss already leads to more states than the limit, so that the second is not gone through.
  const counting: Partial<AnyWorld> = {
    transition: (state, _, chance) =>
      state.count === 0 ? { heads: chance.flip(0.5), count: 1 } : { ...state, count: 1 + (calls++ % 2) },
  };
  expect(checkWorld(toss(counting), large)).toEqual([
    { kind: "seed", message: expect.stringMatching(/^toss: seed 0, step 1: .* the same seed/) },
  ]);
});

describe("a case", () => {
  const world = toss({});
  const drives = { naive: defineDrive(world, { heads: ({ nextState }) => Number(nextState.heads) }) };
  const intent = defineIntent(world, { never: { tossing: ({ action }) => action === "toss" } });

  test("is held to what it expects", () => {
    expect(checkCase(boatRace)).toEqual([]);
    const subject = defineCase({ world, drives, intent, expects: { naive: ["loop"] } });
    expect(checkCase(subject)).toEqual([
      { kind: "expects", message: "toss, drive naive: expected loop, found worst-optimum" },
    ]);
  });

  test("without an intent is undecided, where it expects anything", () => {
    expect(checkCase(defineCase({ world, drives, expects: { naive: [] } }))).toEqual([
      { kind: "undecided", message: expect.stringContaining("no intent") },
    ]);
    expect(checkCase(defineCase({ world, drives }))).toEqual([]);
  });
});

/** What an assertion says where it fails. */
function failureOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("the assertion holds");
}

describe("expect(case)", () => {
  test("toHaveNoExploits holds of what is innocent, and of one drive alone", () => {
    expect(innocent).toHaveNoExploits();
    expect(boatRace).toHaveNoExploits({ drive: "repaired" });
    expect(boatRace).not.toHaveNoExploits();
    expect(boatRace).toHaveNoExploits({ failOn: "high" });
  });

  test("toHaveExploit names a check, a finding, or neither", () => {
    expect(boatRace).toHaveExploit();
    expect(boatRace).toHaveExploit("loop");
    expect(boatRace).toHaveExploit("worst-optimum", { drive: "naive" });
    expect(boatRace).toHaveExploit("loop:arrow");
    expect(boatRace).not.toHaveExploit("loop:time");
    expect(boatRace).not.toHaveExploit("loop", { drive: "repaired" });
  });

  test("takes settings and a question", () => {
    expect(vault).toHaveExploit("watched", { settings: { watched: 0.25 } });
    expect(boatRace).not.toHaveExploit("loop", { horizon: 1 });
  });

  test("fails with what the terminal shows of each finding", () => {
    const said = failureOf(() => expect(vault).toHaveNoExploits());
    for (const words of [
      /^expected no exploit:\n\nvault .*, drive naive: 1 high finding \(/,
      /^HIGH {2}watched and unwatched/m,
      /^ {2}An optimal agent may do unwatched/m,
      /^ {2}Figure /m,
      /^ {2}Trace {4}2 steps/m,
      /^ {2}Paid by {2}gold/m,
      /^ {2}Repair /m,
    ])
      expect(said).toMatch(words);
    expect(failureOf(() => expect(innocent).not.toHaveNoExploits())).toMatch(
      /^expected an exploit, found none:\n\ninnocent, drive \w+: no exploit found \(/,
    );
    expect(failureOf(() => expect(boatRace).toHaveExploit("tampering"))).toMatch(
      /^expected the exploit "tampering":\n\nboat-race, drive naive: 1 medium finding/,
    );
    expect(failureOf(() => expect(boatRace).not.toHaveExploit("loop"))).toMatch(/^expected not the exploit "loop":/);
  });

  test("neither holds nor does not where nothing is decided", () => {
    const world = toss({});
    const drives = { naive: defineDrive(world, { heads: ({ nextState }) => Number(nextState.heads) }) };
    const subject = defineCase({ world, drives });
    for (const assertion of [
      () => expect(subject).toHaveNoExploits(),
      () => expect(subject).not.toHaveNoExploits(),
      () => expect(subject).not.toHaveExploit("loop"),
    ])
      expect(failureOf(assertion)).toBe(
        "toss, drive naive: the case states no intent, so there is nothing to hold its drives against",
      );
  });

  test("says what is wrong with the assertion itself", () => {
    expect(failureOf(() => expect({ world: 1 }).toHaveNoExploits())).toBe(
      "expected a case, the value of defineCase, and got {world: 1}",
    );
    // @ts-expect-error no such check
    expect(failureOf(() => expect(boatRace).toHaveExploit("lop"))).toContain('(did you mean "loop"?)');
    expect(failureOf(() => expect(boatRace).toHaveNoExploits({ drive: "naiv" }))).toContain('(did you mean "naive"?)');
  });
});
