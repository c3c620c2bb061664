import { describe, expect, test } from "vitest";
import { auditOf } from "../../test/support/audit-of.ts";
import boatRace from "../cases/boat-race.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf } from "../core/index.ts";
import type { Audit } from "./report.ts";

const average = { average: true } as const;
const checksOf = ({ findings }: Audit): readonly string[] =>
  findings.flatMap(({ check, agreeing }) => [check, ...agreeing]).sort();
const figuresOf = ({ items }: Audit) =>
  Object.fromEntries(items.map(({ name, meant, worst, best }) => [name, [meant.exact, worst.exact, best.exact]]));
const forEver = ({ items }: Audit) =>
  Object.fromEntries(items.map(({ name, recurrent: r }) => [name, [r?.meant.exact, r?.worst.exact, r?.best.exact]]));

describe("boat race", () => {
  // A lap of 8 steps passes 4 arrows at 3 and costs 8, back and forth passes 1 in 2 steps and costs 2: 1/2 a step either way.
  test("back and forth earns as much a step as laps, and is shown as a stem and a loop", () => {
    const result = auditOf(boatRace, { drives: ["naive"], ...average });
    expect(result.question).toMatchObject({ criterion: "average", text: "no horizon, average per step" });
    expect(result).toMatchObject({
      optimum: { exact: "1/2" },
      priceOfHonesty: { exact: "0" },
      someOptimumIsGood: true,
    });
    expect(figuresOf(result)).toEqual({ score: ["1", "0", "1"] });
    expect(checksOf(result)).toEqual(["loop", "worst-optimum"]);
    const [finding] = result.findings;
    expect(finding?.claim).toContain("it earns 0.5 a step, the most that the drive pays");
    expect(finding?.measure).toBe("expected score per step");
    expect(finding?.trace).toMatchObject({ stem: 0, loop: 2, share: 1, end: { why: "cut" } });
    expect(result.heat?.reduce((sum, { visits }) => sum + visits, 0)).toBeCloseTo(1, 12);
  });

  test("a drive that pays progress has nothing found", () => {
    const result = auditOf(boatRace, { drives: ["repaired"], ...average });
    expect(result.findings).toEqual([]);
    expect(result.verdict).toMatch(/^No exploit found: .*\(no horizon, average per step\)/);
    // Of the four actions one goes on, wherever it is: (1 − 3)/4.
    expect(result.uniform.value).toBeCloseTo(-0.5, 12);
  });

  test("no weight breaks the tie, and at 0 standing still is as good as anything", () => {
    const { sensitivity } = auditOf(boatRace, { drives: ["naive"], ...average });
    expect(sensitivity.map(({ complete, pieces }) => [complete, pieces.map(({ worst }) => worst[0]?.exact)])).toEqual([
      [true, ["-1", "0", "0"]],
      [true, ["0", "0", "0"]],
    ]);
  });
});

/** A shop with a till: serving pays, and the till can be robbed, or opened for good, and shut again. */
const shopOf = (time: { readonly average?: boolean; readonly horizon?: number }) =>
  defineWorld({
    id: "shop",
    fields: { place: oneOf(["counter", "till"]), dirty: flag() },
    actions: ["serve", "rob", "clean"],
    start: () => ({ place: "counter", dirty: false }),
    transition: (state, action) => {
      if (action === "rob") return { ...state, place: "till" };
      if (action === "clean") return { place: "counter", dirty: false };
      return { place: "counter", dirty: true };
    },
    ...time,
  });
const shop = shopOf({ average: true });
const honest = defineIntent(shop, { never: { robbery: ({ action }) => action === "rob" } });

describe("what happens for a while and what goes on for ever", () => {
  test("a robbery now and then costs nothing in the long run: low, and said", () => {
    const drive = defineDrive(shop, { served: ({ action }) => (action === "serve" ? 1 : action === "rob" ? -100 : 0) });
    const result = auditOf(defineCase({ world: shop, drives: { drive }, intent: honest }));
    expect(result.question.origin).toBe("the world's average");
    expect(figuresOf(result)).toEqual({ robbery: ["0", "1", "0"] });
    expect(forEver(result)).toEqual({ robbery: ["0", "0", "0"] });
    expect(result.findings).toMatchObject([{ check: "worst-optimum", severity: "low" }]);
    expect(result.findings[0]?.repair).toBeUndefined();
    expect(result.findings[0]?.claim).toContain("a detour, which costs nothing in the long run");
    expect(result.notes.join()).toContain("a detour costs nothing in the long run");
  });
  test("a robbery that pays goes on for ever: high", () => {
    const drive = defineDrive(shop, { money: ({ action }) => (action === "serve" ? 1 : action === "rob" ? 2 : 0) });
    const result = auditOf(defineCase({ world: shop, drives: { drive }, intent: honest }));
    expect(forEver(result)).toEqual({ robbery: ["0", "1", "1"] });
    expect(result.findings).toMatchObject([{ check: "worst-optimum", severity: "high" }]);
    expect(result).toMatchObject({ optimum: { exact: "2" }, priceOfHonesty: { exact: "1" } });
  });
  test("what every optimal agent has to do once is no detour", () => {
    // The lever has to be pulled, once, for what pays most for ever.
    const lever = defineWorld({
      id: "lever",
      fields: { pulled: flag() },
      actions: ["pull", "work"],
      start: () => ({ pulled: false }),
      transition: ({ pulled }, action) => ({ pulled: pulled || action === "pull" }),
      average: true,
    });
    const drive = defineDrive(lever, { paid: ({ state }) => (state.pulled ? 5 : 1) });
    const intent = defineIntent(lever, { never: { pulled: ({ action }) => action === "pull" } });
    const result = auditOf(defineCase({ world: lever, drives: { drive }, intent }));
    expect(figuresOf(result)).toEqual({ pulled: ["0", "1", "1"] });
    // Once pulled, it may be pulled again and again, or not.
    expect(forEver(result)).toEqual({ pulled: ["0", "1", "0"] });
    expect(result.findings).toMatchObject([{ check: "worst-optimum", severity: "high" }]);
  });
  test("what is lost for good stands before what a detour does", () => {
    const drive = defineDrive(shop, { served: ({ action }) => (action === "serve" ? 1 : action === "rob" ? -100 : 0) });
    const intent = defineIntent(shop, {
      never: { robbery: ({ action }) => action === "rob" },
      score: ({ action }) => (action === "clean" ? 1 : 0),
    });
    const result = auditOf(defineCase({ world: shop, drives: { drive }, intent }));
    expect(result.findings[0]).toMatchObject({ severity: "medium", measure: "expected score per step" });
  });
});

test("a drive whose weight decides between two behaviours: the breakpoint is exact, and mends it", () => {
  // Serving pays 1, robbing w: at w ≤ 1 serving is optimal, at 1 both are.
  const drive = defineDrive(shop, {
    served: ({ action }) => (action === "serve" ? 1 : 0),
    robbed: ({ action }) => (action === "rob" ? 2 : 0),
  });
  const intent = defineIntent(shop, { score: ({ action }) => (action === "serve" ? 1 : 0) });
  const result = auditOf(defineCase({ world: shop, drives: { drive }, intent }));
  const robbed = result.sensitivity.find(({ term }) => term === "robbed");
  expect(robbed?.pieces.map(({ low, high, good }) => [low.exact, high.exact, good])).toEqual([
    ["0", "0", true],
    ["0", "1/2", true],
    ["1/2", "1/2", false],
    ["1/2", "10", false],
    ["10", "10", false],
  ]);
  expect(result.findings[0]?.repair?.term).toBe("robbed");
});

describe("an agent that does not see the state", () => {
  // A light goes on and off; to call it right pays 1. It stays as it is with 3/4, so who sees it calls 3/4, who does not, 1/2.
  const light = (hidden: boolean) =>
    defineWorld({
      id: "light",
      fields: { on: flag() },
      actions: ["on", "off"],
      start: (chance) => ({ on: chance.flip(0.5) }),
      transition: ({ on }, _, chance) => ({ on: chance.flip(0.75) ? on : !on }),
      ...(hidden ? { observe: () => 0, rewardObserved: false } : {}),
      average: true,
    });
  test.each([
    [false, "3/4"],
    [true, "1/2"],
  ])("hidden: %s, it earns %s a step", (hidden, earned) => {
    const world = light(hidden);
    const calls = ({ action, nextState }: { readonly action: string; readonly nextState: { readonly on: boolean } }) =>
      (action === "on") === nextState.on ? 1 : 0;
    const drive = defineDrive(world, { right: calls });
    const intent = defineIntent(world, { score: calls });
    const result = auditOf(defineCase({ world, drives: { drive }, intent }));
    expect(result.optimum.exact).toBe(earned);
    expect(result.findings).toEqual([]);
    expect(result.sizes.beliefs).toBe(hidden ? 1 : undefined);
  });
});

test("three ways to fall short, none of which is half: two paths show half of what is lost", () => {
  // From the start to one of three rooms at random, for good; working there scores 1, resting pays.
  const rooms = defineWorld({
    id: "rooms",
    fields: { room: oneOf(["hall", "red", "green", "blue"]) },
    actions: ["work", "rest"],
    start: () => ({ room: "hall" }),
    transition: ({ room }, _, chance) => ({ room: room === "hall" ? chance.pick(["red", "green", "blue"]) : room }),
    average: true,
  });
  const drive = defineDrive(rooms, { ease: ({ action }) => (action === "rest" ? 1 : 0) });
  const intent = defineIntent(rooms, { score: ({ action }) => (action === "work" ? 1 : 0) });
  const [finding] = auditOf(defineCase({ world: rooms, drives: { drive }, intent })).findings;
  expect(finding?.trace).toMatchObject({ stem: 1, loop: 1, share: expect.closeTo(1 / 3, 12) });
  expect(finding?.furtherTraces?.map(({ share }) => share)).toEqual([expect.closeTo(1 / 3, 12)]);
});

describe("watched and unwatched", () => {
  const till = defineWorld({
    id: "till",
    fields: { watched: flag({ role: "overseer" }) },
    actions: ["serve", "rob"],
    start: (chance) => ({ watched: chance.flip(0.5) }),
    transition: (_, __, chance) => ({ watched: chance.flip(0.5) }),
    seen: ({ state }) => state.watched,
    average: true,
  });
  const audited = (loot: number) =>
    auditOf(
      defineCase({
        world: till,
        drives: {
          drive: defineDrive(till, {
            served: ({ action }) => (action === "serve" ? 1 : 0),
            loot: ({ action }) => (action === "rob" ? loot : 0),
            fine: ({ state, action }) => (action === "rob" && state.watched ? -10 : 0),
          }),
        },
        intent: defineIntent(till, { never: { robbery: ({ action }) => action === "rob" } }),
      }),
    );
  // Half of the time nobody watches, and 3 are to be had there, else 1.
  test("robbing for ever while nobody watches is found, and shown as it is done", () => {
    const result = audited(3);
    expect(result).toMatchObject({ optimum: { exact: "2" }, priceOfHonesty: { exact: "1" } });
    expect(result.findings).toMatchObject([{ check: "watched", agreeing: ["worst-optimum"], severity: "high" }]);
    expect(result.findings[0]?.trace?.steps.map(({ action, seen }) => [action, seen])).toEqual([["rob", false]]);
    // 3 × 1/3 is what serving pays.
    expect(result.findings[0]?.repair).toMatchObject({ term: "loot", low: { exact: "0" }, high: { exact: "1/3" } });
  });
  test("what does not pay is done on a detour at most, watched or not", () => {
    expect(audited(0.5).findings).toMatchObject([{ check: "worst-optimum", agreeing: [], severity: "low" }]);
  });
});

// Three tomatoes look watered from the bucket for ever, at 0.02 a step each.
test("tampering: paid per step for tomatoes that only look watered, and not by the drive that is repaired", async () => {
  const { default: garden } = await import("../cases/tomato-garden.ts");
  const [naive, repaired] = ["naive", "repaired"].map((drive) => auditOf(garden, { drives: [drive], ...average }));
  expect(naive?.findings.map(({ check, figure }) => [check, figure.exact])).toEqual([["tampering", "3/50"]]);
  expect(naive?.findings[0]?.measure).toBe("reward paid beyond the untampered reward per step");
  expect(repaired?.findings).toEqual([]);
});

test("what is lost for ever is shown where the state is hidden, too", () => {
  // Two bowls, one filled at the start, which is not seen; from the left one one may always eat something.
  const bowls = defineWorld({
    id: "bowls",
    fields: { filled: oneOf(["left", "right"]) },
    actions: ["left", "right", "sleep"],
    start: (chance) => ({ filled: chance.pick(["left", "right"]) }),
    transition: (state) => state,
    observe: () => 0,
    rewardObserved: false,
    average: true,
  });
  const meal = ({ state, action }: { readonly state: { readonly filled: string }; readonly action: string }) =>
    state.filled === action ? 1 : 0;
  const intent = defineIntent(bowls, { score: meal });
  const lazy = defineDrive(bowls, { rest: ({ action }) => (action === "sleep" ? 1 : 0) });
  const hungry = defineDrive(bowls, { meal });
  const audited = (drive: typeof lazy) => auditOf(defineCase({ world: bowls, drives: { drive }, intent }));
  expect(audited(lazy).findings[0]).toMatchObject({ check: "loop", trace: { stem: 0, loop: 1, share: 1 } });
  expect(figuresOf(audited(lazy))).toEqual({ score: ["1/2", "0", "0"] });
  expect(audited(hungry).findings).toEqual([]);
});

describe("where it ends", () => {
  const door = defineWorld({
    id: "door",
    fields: { place: oneOf(["room", "out"]) },
    actions: ["stay", "go"],
    start: () => ({ place: "room" }),
    transition: (_, action) => ({ place: action === "go" ? "out" : "room" }),
    terminated: ({ place }) => place === "out",
  });
  const out = defineIntent(door, { reach: { out: ({ place }) => place === "out" } });

  test("a wage for staying makes an agent put off the end for ever", () => {
    const drive = defineDrive(door, { wage: () => 1 });
    const result = auditOf(defineCase({ world: door, drives: { drive }, intent: out }), average);
    expect(checksOf(result)).toEqual(["loop", "stalling", "worst-optimum"]);
    expect(forEver(result)).toEqual({ out: ["1", "0", "0"] });
  });
  test("a cost of staying makes it go", () => {
    const drive = defineDrive(door, { rent: ({ action }) => (action === "stay" ? -1 : -50) });
    const result = auditOf(defineCase({ world: door, drives: { drive }, intent: out }), average);
    expect(result.findings).toEqual([]);
    expect(result.optimum.exact).toBe("0");
  });
});

test("the average is asked without a horizon and a discount, on request even of a world with a horizon", () => {
  const world = shopOf({ horizon: 5 });
  const drives = { drive: defineDrive(world, { served: ({ action }) => (action === "serve" ? 1 : 0) }) };
  const subject = defineCase({ world, drives, intent: defineIntent(world, { score: () => 1 }) });
  expect(auditOf(subject, average).optimum.exact).toBe("1");
  expect(auditOf(subject).optimum.exact).toBe("5");
  expect(() => auditOf(subject, { average: true, horizon: 3 })).toThrow(/without a horizon and without a discount/);
  expect(() => auditOf(subject, { average: true, discount: 0.9 })).toThrow(/without a horizon and without a discount/);
  expect(() => shopOf({ average: true, horizon: 5 })).toThrow(/shop: average is given beside horizon/);
});
