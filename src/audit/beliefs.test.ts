import { expect, test } from "vitest";
import { auditOf } from "../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../core/index.ts";

/** Two squares to step between and a way out; behind a curtain a coin is tossed that nobody sees and nothing depends on. */
const spec = {
  id: "curtain",
  fields: { square: range(0, 2), coin: flag() },
  actions: ["step", "out"],
  terminated: ({ square }: { readonly square: number }) => square === 2,
} as const;
const worldWhere = (isHidden: boolean) =>
  defineWorld({
    ...spec,
    start: (chance) => ({ square: 0, coin: chance.flip(0.5) }),
    transition: ({ square }, action, chance) => ({
      square: action === "out" ? 2 : 1 - square,
      coin: chance.flip(0.5),
    }),
    observe: ({ square, coin }) => (isHidden ? { square } : { square, coin }),
    horizon: 20,
  });
const pays = (isHidden: boolean, step: number) => {
  const world = worldWhere(isHidden);
  return defineCase({
    world,
    drives: { drive: defineDrive(world, { tile: ({ action }) => (action === "step" ? step : 0), none: () => 0 }) },
    intent: defineIntent(world, { score: ({ action }) => (action === "out" ? 10 : 0) }),
  });
};

// Twenty steps at 1 each; the way out is worth 10.
test("a loop of what an agent believes is a loop, as it is where the agent sees the state", () => {
  for (const isHidden of [false, true]) {
    const { findings, optimum } = auditOf(pays(isHidden, 1));
    expect(optimum.exact).toBe("20");
    expect(findings).toMatchObject([{ check: "loop", term: "tile", figure: { exact: "0" }, meant: { exact: "10" } }]);
  }
  expect(auditOf(pays(true, -1)).findings.map(({ check }) => check)).not.toContain("loop");
});

test("where total reward diverges on beliefs, the path goes twice round and a term pays for it", () => {
  for (const isHidden of [false, true]) {
    const { findings, optimum } = auditOf(pays(isHidden, 1), { discount: 1 });
    expect(optimum.value).toBe(Infinity);
    expect(findings).toMatchObject([{ check: "loop", term: "tile" }]);
    const steps = findings[0]?.trace?.steps ?? [];
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(new Set(steps.map(({ action }) => action))).toEqual(new Set(["step"]));
  }
});

test("values and visits are not given by state", () => {
  expect(auditOf(pays(true, 1)).heat).toBeUndefined();
});
