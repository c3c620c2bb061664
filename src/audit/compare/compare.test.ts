import { expect, test } from "vitest";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../../core/index.ts";
import { compare } from "./compare.ts";

/** A coin is tossed three times; the agent stakes on it or sits by. */
const coins = defineWorld({
  id: "coins",
  fields: { tosses: range(0, 3), heads: flag() },
  actions: ["stake", "sit"],
  start: () => ({ tosses: 0, heads: false }),
  transition: ({ tosses }, _, chance) => ({ tosses: tosses + 1, heads: chance.flip(0.5) }),
  terminated: ({ tosses }) => tosses === 3,
});

test("spreading a reward over next states changes nothing to STARC or to any policy, and something to EPIC", () => {
  const sure = defineDrive(coins, { stake: ({ action }) => (action === "stake" ? 1 : 0) });
  const risky = defineDrive(coins, {
    stake: ({ action, nextState }) => (action === "stake" && nextState.heads ? 2 : 0),
  });
  const subject = defineCase({ world: coins, drives: { sure, risky } });
  const { distances, hackability } = compare(subject, { name: "coins", drives: ["sure", "risky"] });
  const [epic, starc] = distances;
  expect(starc).toMatchObject({
    name: "STARC",
    isDecided: true,
    distance: { exact: "0" },
    correlation: { exact: "1" },
  });
  expect(epic).toMatchObject({ name: "EPIC", isDecided: true });
  expect(epic?.isDecided && epic.distance.value).toBeGreaterThan(0.1);
  expect(hackability.map(({ outcome }) => outcome)).toEqual(["unhackable", "unhackable"]);
});

/** A walk over a horizon of three steps. */
const walk = defineWorld({
  id: "walk",
  fields: { place: range(0, 3) },
  actions: ["stay", "go"],
  start: () => ({ place: 0 }),
  transition: ({ place }, action) => ({ place: action === "go" ? Math.min(3, place + 1) : place }),
  horizon: 3,
});

// Each step gained pays 1, or all of them together at the horizon: the same along every episode.
test("a final at the horizon is part of every return, and no part of a reward of moments", () => {
  const along = defineDrive(walk, { gained: ({ state, nextState }) => nextState.place - state.place });
  const late = defineDrive(walk, {}, { final: ({ place }) => place });
  const subject = defineCase({ world: walk, drives: { along, late } });
  const { distances, hackability, verdict } = compare(subject, { name: "walk", drives: ["along", "late"] });
  expect(distances).toMatchObject([
    { name: "EPIC", isDecided: false, reason: expect.stringContaining("late pays at the horizon") },
    { name: "STARC", isDecided: true, distance: { exact: "0" } },
  ]);
  expect(hackability.map(({ outcome }) => outcome)).toEqual(["unhackable", "unhackable"]);
  expect(verdict).toMatch(/^along and late are unhackable: both order all policies alike/);
});

test("in a world that has ended where it starts nothing is compared by moments, and every policy is paid the same", () => {
  const over = defineWorld({
    id: "over",
    fields: { place: range(0, 1) },
    actions: ["go"],
    start: () => ({ place: 1 }),
    transition: () => ({ place: 1 }),
    terminated: ({ place }) => place === 1,
  });
  const [one, two] = [1, 2].map((pays) => defineDrive(over, { going: () => pays }));
  const subject = defineCase({ world: over, drives: { one: one!, two: two! } });
  const { distances, hackability } = compare(subject, { name: "over", drives: ["one", "two"] });
  expect(distances[0]).toMatchObject({ name: "EPIC", isDecided: false, reason: expect.stringContaining("no moment") });
  expect(hackability.map(({ outcome }) => outcome)).toEqual(["unhackable", "unhackable"]);
});

test("a reward that pays every policy the same is at ½ from any other, and unhackable", () => {
  const going = defineDrive(walk, { going: ({ action }) => (action === "go" ? 1 : 0) });
  const constant = defineDrive(walk, { step: () => 1 });
  const subject = defineCase({ world: walk, drives: { going, constant } });
  const { distances, hackability } = compare(subject, { name: "walk", drives: ["going", "constant"] });
  expect(distances).toMatchObject([
    { isDecided: false, reason: "constant is constant once it is canonical, and correlates with nothing" },
    { isDecided: true, distance: { exact: "1/2" } },
  ]);
  expect(hackability[0]).toMatchObject({ outcome: "unhackable", reason: "constant pays every policy the same" });
});

test("phases: what is paid depends on the time, to EPIC; STARC and hackability follow the clock", () => {
  const world = defineWorld({
    id: "shifts",
    fields: { tired: flag() },
    actions: ["work", "rest"],
    start: () => ({ tired: false }),
    transition: (_, action) => ({ tired: action === "work" }),
    horizon: 2,
    phases: [1],
  });
  const early = defineDrive(world, { work: ({ action, phase }) => (action === "work" && phase === 0 ? 1 : 0) });
  const late = defineDrive(world, { work: ({ action, phase }) => (action === "work" && phase === 1 ? 1 : 0) });
  const subject = defineCase({ world, drives: { early, late } });
  const { distances, hackability } = compare(subject, { name: "shifts", drives: ["early", "late"] });
  // The advantages of working and resting are ±½ at one step and 0 at the other: at a right angle.
  expect(distances).toMatchObject([
    { isDecided: false, reason: expect.stringContaining("phases") },
    { isDecided: true, correlation: { exact: "0" } },
  ]);
  expect(hackability[0]?.outcome).toBe("hackable");
});

/** A box is red or blue, which is not seen; one is to say which. */
const hidden = defineWorld({
  id: "hidden",
  fields: { red: flag(), said: flag() },
  actions: ["red", "blue"],
  start: (chance) => ({ red: chance.flip(0.5), said: false }),
  transition: ({ red }) => ({ red, said: true }),
  terminated: ({ said }) => said,
  observe: ({ said }) => said,
});

// Unseen, either guess is right half of the time: `right` and `wrong` pay ½ whatever is done, as opposite as they are in each state.
test("policies act on what they observe", () => {
  const isRight = (red: boolean, action: string) => (action === "red") === red;
  const right = defineDrive(hidden, { right: ({ state, action }) => (isRight(state.red, action) ? 1 : 0) });
  const wrong = defineDrive(hidden, { wrong: ({ state, action }) => (isRight(state.red, action) ? 0 : 1) });
  const subject = defineCase({ world: hidden, drives: { right, wrong } });
  const { distances, hackability } = compare(subject, { name: "hidden", drives: ["right", "wrong"] });
  expect(distances[1]).toMatchObject({ isDecided: true, distance: { exact: "1" } });
  expect(hackability.map(({ outcome }) => outcome)).toEqual(["unhackable", "unhackable"]);
  expect(hackability[0]?.set).toContain("by what they observe");
});

test("a reward that reads thoughts is refused with the reason", () => {
  const plain = defineDrive(walk, { step: () => -1 });
  const thoughtful = defineDrive(walk, { hope: ({ thought }) => thought?.value ?? 0 });
  const subject = defineCase({ world: walk, drives: { plain, thoughtful } });
  expect(() => compare(subject, { name: "walk", drives: ["plain", "thoughtful"] })).toThrow(
    /term "hope" at .* reads moment\.thought, which depends on the mind that acts/,
  );
});

test("intent is the score, its final included, unless a drive has that name", () => {
  const given = { gained: ({ nextState }: { readonly nextState: { readonly place: number } }) => nextState.place };
  const paid = defineDrive(walk, given);
  const score = defineIntent(walk, {
    score: ({ nextState }) => nextState.place,
    final: ({ place }) => (place === 3 ? 6 : 0),
    never: { idle: ({ action }) => action === "stay" },
  });
  const names = ["paid", "intent"] as const;
  const first = compare(defineCase({ world: walk, drives: { paid }, intent: score }), { name: "walk", drives: names });
  expect(first.distances[1]).not.toMatchObject({ distance: { exact: "0" } });
  expect(first.notes).toContain("intent is the score alone, without never idle");
  const named = defineCase({ world: walk, drives: { paid, intent: defineDrive(walk, given) }, intent: score });
  const second = compare(named, { name: "walk", drives: names });
  expect(second.distances[1]).toMatchObject({ distance: { exact: "0" } });
  expect(second.notes).toEqual([]);
});

// The toss shows nothing until the coin has fallen; what differs is what is done after heads, met with probability ½.
test("a witness shows a moment at which the two policies differ", () => {
  const world = defineWorld({
    id: "after-heads",
    fields: { step: range(0, 2), heads: flag() },
    actions: ["left", "right"],
    start: () => ({ step: 0, heads: false }),
    transition: ({ step, heads }, _, chance) => ({ step: step + 1, heads: step === 0 ? chance.flip(0.1) : heads }),
    terminated: ({ step }) => step === 2,
  });
  const paysAt = (action: string) =>
    defineDrive(world, { bet: ({ state, action: done }) => (state.heads && done === action ? 1 : 0) });
  const subject = defineCase({ world, drives: { left: paysAt("left"), right: paysAt("right") } });
  const { hackability } = compare(subject, { name: "after-heads", drives: ["left", "right"] });
  const [deterministic] = hackability;
  if (deterministic?.outcome !== "hackable") throw new Error("expected a witness");
  expect(deterministic.witness.map(({ trace }) => trace?.steps.at(-1))).toMatchObject([
    { state: { heads: true }, action: "left", reward: 1 },
    { state: { heads: true }, action: "right", reward: 1 },
  ]);
});

test("a reward that reads what its agent foresees has no EPIC distance, and all else", () => {
  const world = defineWorld({
    id: "foreseen",
    fields: { place: range(0, 2) },
    actions: ["stay", "go"],
    start: () => ({ place: 0 }),
    transition: ({ place }, action) => ({ place: action === "go" ? Math.min(2, place + 1) : place }),
    signals: { there: ({ nextState }) => nextState.place === 2 },
    horizon: 2,
  });
  const plain = defineDrive(world, { stay: ({ action }) => (action === "stay" ? 1 : 0) });
  const hopeful = defineDrive(
    world,
    { hope: ({ thought }) => thought.readings.there },
    { readings: { there: { signal: "there", within: 2, continuation: () => "go" } } },
  );
  const subject = defineCase({ world, drives: { plain, hopeful } });
  const { distances, hackability } = compare(subject, { name: "foreseen", drives: ["plain", "hopeful"] });
  expect(distances).toMatchObject([
    { isDecided: false, reason: expect.stringContaining("hopeful reads the thought behind them") },
    { isDecided: true },
  ]);
  expect(hackability[0]?.outcome).toBe("hackable");
});
