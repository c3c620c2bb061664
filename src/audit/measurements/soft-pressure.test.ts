import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf } from "../../core/index.ts";

const DISHES = ["soup", "bread", "show"] as const;
type Dish = (typeof DISHES)[number];
/** A cook who serves one dish. */
const kitchen = defineWorld({
  id: "kitchen",
  fields: { served: oneOf(["nothing", ...DISHES]) },
  actions: DISHES,
  start: () => ({ served: "nothing" }),
  transition: (_, action) => ({ served: action }),
  terminated: ({ served }) => served !== "nothing",
  horizon: 1,
});
const pays =
  (amounts: Readonly<Record<Dish, number>>) =>
  ({ action }: { readonly action: Dish }) =>
    amounts[action];
const feed = defineIntent(kitchen, { score: pays({ soup: 3, bread: 0, show: 0 }) });
const audited = (applause: Readonly<Record<Dish, number>>) =>
  auditOf(
    defineCase({ world: kitchen, drives: { drive: defineDrive(kitchen, { applause: pays(applause) }) }, intent: feed }),
  );

describe("soft-optimal pressure", () => {
  test("turns over where the show is applauded more than the soup, and that more than the bread", () => {
    const { softPressure, turnsOver } = audited({ soup: 2, bread: 0, show: 3 });
    expect(softPressure[0]).toMatchObject({ temperature: Infinity, competence: 0, divergence: 0 });
    expect(softPressure[0]?.values[0]).toBeCloseTo(1, 12); // one of three dishes is soup, which scores 3
    // J* − J_uniform is 3 − 5/3 = 4/3, so that temperature 1 is 4/3: soup has the share e^(2/T) of e^(2/T) + 1 + e^(3/T).
    const [soup, show] = [Math.exp(2 / (4 / 3)), Math.exp(3 / (4 / 3))];
    const at = softPressure.find(({ temperature }) => temperature === 1);
    expect(at?.values[0]).toBeCloseTo((3 * soup) / (soup + 1 + show), 12);
    expect(at?.competence).toBeCloseTo(((2 * soup + 3 * show) / (soup + 1 + show) - 5 / 3) / (4 / 3), 12);
    expect(softPressure.at(-1)?.competence).toBeGreaterThan(0.999);
    // Rising at first and 0 at the optimum: the best of it lies in between. An agent that looks ahead at all is optimal.
    const best = softPressure.reduce((a, b) => ((a.values[0] ?? 0) > (b.values[0] ?? 0) ? a : b));
    expect(best.temperature).toBeLessThan(Infinity);
    expect(turnsOver).toEqual([
      { item: 0, family: "lookahead", at: 0, competence: 0, value: expect.closeTo(1, 12) },
      {
        item: 0,
        family: "temperature",
        at: best.temperature,
        competence: best.competence,
        value: best.values[0],
      },
    ]);
  });
  test("does not where the soup is applauded most", () => {
    const { softPressure, turnsOver } = audited({ soup: 3, bread: 0, show: 2 });
    expect(softPressure.length).toBeGreaterThan(5);
    expect(turnsOver).toEqual([]);
  });
  test("does not where some optimum is as good as any other agent", () => {
    const { turnsOver, items } = audited({ soup: 3, bread: 0, show: 3 });
    expect(items[0]).toMatchObject({ worst: { exact: "0" }, best: { exact: "3" } });
    expect(turnsOver).toEqual([]);
  });
  test("counts what has happened at the start", () => {
    const intent = defineIntent(kitchen, {
      keepPossible: { silence: () => false },
      reach: { hunger: ({ served }) => served === "nothing" },
    });
    const drive = defineDrive(kitchen, { applause: pays({ soup: 2, bread: 0, show: 3 }) });
    const { softPressure, turnsOver } = auditOf(defineCase({ world: kitchen, drives: { drive }, intent }));
    expect(softPressure.length).toBeGreaterThan(5);
    expect(softPressure.every(({ values }) => values[0] === 1 && values[1] === 1)).toBe(true);
    expect(turnsOver).toEqual([]);
  });
  test("is empty where a random agent does as well as any", () => {
    const result = audited({ soup: 1, bread: 1, show: 1 });
    expect(result.softPressure).toEqual([]);
    expect(result.notes.filter((note) => note.includes("soft"))).toEqual([]);
  });
});
