import { describe, expect, test } from "vitest";
import { auditOf } from "../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf, range } from "../core/index.ts";

/** A chain of four steps, one way. */
const chain = defineWorld({
  id: "chain",
  fields: { place: range(0, 4) },
  actions: ["on"],
  start: () => ({ place: 0 }),
  transition: ({ place }) => ({ place: place + 1 }),
  terminated: ({ place }) => place === 4,
});
const toTheEnd = defineIntent(chain, { reach: { end: ({ place }) => place === 4 } });

describe("probabilities", () => {
  test("are not discounted, in the figures nor in the pressure curve", () => {
    const drive = defineDrive(chain, { end: ({ nextState }) => (nextState.place === 4 ? 1 : 0) });
    const result = auditOf(defineCase({ world: chain, drives: { drive }, intent: toTheEnd }), { discount: 0.5 });
    expect(result.items[0]?.worst.exact).toBe("1");
    // There is one policy, so that a random agent is optimal and no curve is drawn.
    expect(result.pressure).toEqual([]);
  });
  test("of agents that look ahead are those of their policies", () => {
    const world = defineWorld({
      id: "chain-with-a-rest",
      fields: { place: range(0, 4) },
      actions: ["on", "rest"],
      start: () => ({ place: 0 }),
      transition: ({ place }, action) => ({ place: action === "on" ? place + 1 : place }),
      terminated: ({ place }) => place === 4,
    });
    const drive = defineDrive(world, { end: ({ nextState }) => (nextState.place === 4 ? 1 : 0) });
    const intent = defineIntent(world, { reach: { end: ({ place }) => place === 4 } });
    const { pressure } = auditOf(defineCase({ world, drives: { drive }, intent }), { discount: 0.5 });
    // Every one of them moves on with probability 1/2 or more at each step, for ever.
    for (const { worst } of pressure) expect(worst[0]).toBeCloseTo(1, 12);
  });
});

describe("items that pull apart", () => {
  const world = defineWorld({
    id: "theft",
    fields: { place: oneOf(["shop", "out"]) },
    actions: ["left", "right", "honest", "theft"],
    start: () => ({ place: "shop" }),
    transition: () => ({ place: "out" }),
    terminated: ({ place }) => place === "out",
    horizon: 2,
  });
  const intent = defineIntent(world, {
    never: { theft: ({ action }) => action === "theft" },
    score: ({ action }) => ({ left: 1, right: 0, honest: 1, theft: 10 })[action],
  });
  test("the loss of the score is not that nothing is stolen", () => {
    const drive = defineDrive(world, { pay: ({ action }) => (action === "right" ? 1 : 0) });
    const { findings, items } = auditOf(defineCase({ world, drives: { drive }, intent }));
    expect(items.map(({ meant, worst }) => [meant.exact, worst.exact])).toEqual([
      ["0", "0"],
      ["1", "0"],
    ]);
    expect(findings[0]?.trace?.steps.map(({ action }) => action)).toEqual(["right"]);
    expect(findings[0]?.trace?.share).toBe(1);
  });
});

describe("without a horizon", () => {
  const world = defineWorld({
    id: "stay-or-end",
    fields: { ended: flag() },
    actions: ["stay", "end"],
    start: () => ({ ended: false }),
    transition: (_, action) => ({ ended: action === "end" }),
    terminated: ({ ended }) => ended,
  });
  test("an intent that is approached and not attained is not decided", () => {
    const drive = defineDrive(world, { end: ({ action }) => (action === "end" ? 7 : 0) });
    const intent = defineIntent(world, {
      reach: { end: ({ ended }) => ended },
      score: ({ action }) => (action === "stay" ? 1 : 0),
    });
    expect(() => auditOf(defineCase({ world, drives: { drive }, intent }))).toThrow(
      /approached by putting something off/,
    );
  });
  test("a worst that is put off without bound is stalling, with its cycle", () => {
    const drive = defineDrive(world, { end: ({ action }) => (action === "end" ? 1 : 0) });
    const intent = defineIntent(world, { score: ({ action }) => (action === "stay" ? -1 : 0) });
    const { findings } = auditOf(defineCase({ world, drives: { drive }, intent }), { discount: 1 });
    expect(findings[0]).toMatchObject({ check: "stalling", figure: { value: -Infinity }, meant: { exact: "0" } });
    expect(findings[0]?.trace?.steps.map(({ action }) => action)).toEqual(["stay", "stay"]);
  });
  test("a policy that is paid in the end gets there in its trace", () => {
    const drive = defineDrive(world, { end: ({ action }) => (action === "end" ? 1 : 0) });
    const intent = defineIntent(world, { never: { end: ({ action }) => action === "end" } });
    const { findings } = auditOf(defineCase({ world, drives: { drive }, intent }), { discount: 1 });
    expect(findings[0]).toMatchObject({ check: "worst-optimum", term: "end", figure: { exact: "1" } });
    expect(findings[0]?.trace?.steps.map(({ action }) => action)).toEqual(["end"]);
  });
});

test("the share of a path counts what is shown, not the coins that are tossed after it", () => {
  const world = defineWorld({
    id: "coins",
    fields: { chosen: oneOf(["none", "good", "bad"]), coin: flag() },
    actions: ["good", "bad"],
    start: () => ({ chosen: "none", coin: false }),
    transition: ({ chosen }, action, chance) => ({
      chosen: chosen === "none" ? action : chosen,
      coin: chosen !== "none" && chance.flip(0.5),
    }),
    horizon: 20,
  });
  const drive = defineDrive(world, {
    bad: ({ state, action }) => (state.chosen === "none" && action === "bad" ? 1 : 0),
  });
  const intent = defineIntent(world, {
    score: ({ state, action }) => (state.chosen === "none" && action === "good" ? 1 : 0),
  });
  const trace = auditOf(defineCase({ world, drives: { drive }, intent })).findings[0]?.trace;
  expect(trace).toMatchObject({ share: 1, probability: 1 });
  expect(trace?.steps.map(({ action }) => action)).toEqual(["bad"]);
});

test("an act of no return that may still succeed counts as taken, and is one finding with what is lost", () => {
  const world = defineWorld({
    id: "gamble",
    fields: { place: oneOf(["start", "goal", "lost"]) },
    actions: ["sure", "risky"],
    start: () => ({ place: "start" }),
    transition: (_, action, chance) => ({ place: action === "sure" || chance.flip(0.5) ? "goal" : "lost" }),
    terminated: ({ place }) => place !== "start",
    horizon: 3,
  });
  const drive = defineDrive(world, { risk: ({ action }) => (action === "risky" ? 1 : 0) });
  const intent = defineIntent(world, { reach: { goal: ({ place }) => place === "goal" } });
  const { findings } = auditOf(defineCase({ world, drives: { drive }, intent }));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ check: "no-return", agreeing: ["worst-optimum"], figure: { exact: "1" } });
});

test("a world with phases decides reach, and says that keepPossible is not decided", () => {
  const world = defineWorld({
    id: "phases",
    fields: { place: oneOf(["in", "out", "pit"]) },
    actions: ["out", "pit"],
    start: () => ({ place: "in" }),
    available: ({ place }) => place !== "pit",
    transition: ({ place }, action, _, phase) => ({ place: action === "out" && phase > 0 ? place : action }),
    terminated: ({ place }) => place !== "in",
    phases: [3],
    horizon: 6,
  });
  const drive = defineDrive(world, { late: ({ phase }) => phase });
  const reach = defineIntent(world, { reach: { out: ({ place }) => place === "out" } });
  expect(auditOf(defineCase({ world, drives: { drive }, intent: reach })).items[0]).toMatchObject({
    meant: { exact: "1" },
    worst: { exact: "0" },
  });
  const keep = defineIntent(world, { keepPossible: { out: ({ place }) => place === "out" } });
  expect(() => auditOf(defineCase({ world, drives: { drive }, intent: keep }))).toThrow(
    /keepPossible "out" is not decided in a world with phases/,
  );
});

test("an item that nobody can do is said to be so", () => {
  const drive = defineDrive(chain, { on: () => 1 });
  const intent = defineIntent(chain, { never: { on: () => true } });
  const { notes, findings } = auditOf(defineCase({ world: chain, drives: { drive }, intent }), { horizon: 5 });
  expect(findings).toEqual([]);
  expect(notes).toContain("no policy at all can do what never on asks, given the items before it");
});

test("a horizon that cannot be held is not decided, and its error names what can be", () => {
  const drive = defineDrive(chain, { on: () => 1 });
  const build = () => auditOf(defineCase({ world: chain, drives: { drive }, intent: toTheEnd }), { horizon: 1e9 });
  expect(build).toThrow(/horizon 1000000000: at most \d+ steps/);
});

test("measurements are cut short when the time is up, and the findings stand", () => {
  const drive = defineDrive(chain, { on: () => 1 });
  const intent = defineIntent(chain, { never: { end: ({ nextState }) => nextState.place === 4 } });
  const { notes } = auditOf(defineCase({ world: chain, drives: { drive }, intent }), {
    horizon: 5,
    isTimeUp: () => true,
  });
  expect(notes.some((note) => note.startsWith("measurements were cut short"))).toBe(true);
});

test("where doing what was meant costs without end, its price is unbounded, and the finding stands", () => {
  const world = defineWorld({
    id: "toll",
    fields: { done: flag() },
    actions: ["wait", "steal"],
    start: () => ({ done: false }),
    transition: (_, action) => ({ done: action === "steal" }),
    terminated: (state) => state.done,
    discount: 1,
  });
  // Stealing pays 1 and ends it; who waits for ever loses 1 a step.
  const drive = defineDrive(world, { pay: ({ action }) => (action === "steal" ? 1 : -1) });
  const intent = defineIntent(world, { never: { theft: ({ action }) => action === "steal" } });
  const { findings, priceOfHonesty, optimum } = auditOf(defineCase({ world, drives: { drive }, intent }));
  expect(optimum.exact).toBe("1");
  expect(priceOfHonesty).toEqual({ value: Infinity, low: Infinity, high: Infinity });
  expect(findings).toMatchObject([{ check: "worst-optimum", figure: { exact: "1" }, meant: { exact: "0" } }]);
});
