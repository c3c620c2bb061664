import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { boundsText, certainDigits } from "./digits.ts";
import { renderCheckJson } from "./json.ts";
import type { CheckReport, PropertyReport } from "./report.ts";
import { checkDocument, checkJsonSchema, type inferredCheck } from "./schema.ts";
import { renderCheckedModel, renderProperty } from "./terminal.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

const property = (result: PropertyReport["result"]): PropertyReport => ({
  name: "goal",
  text: 'Pmax=? [ F "goal" ]',
  result,
  how: "sound iteration over 7 states",
  seconds: 0.25,
});
const half = { value: 0.5, low: 0.49999999, high: 0.50000001 };
const report: CheckReport = {
  model: {
    name: "walk.prism",
    type: "mdp",
    constants: { K: "2" },
    states: 12,
    choices: 20,
    branches: 30,
    initial: 1,
    deadlocks: 1,
    deadlock: "(s=3)",
    seconds: 0.01,
  },
  properties: [
    property({ kind: "value", value: half }),
    property({ kind: "value", value: { ...half, exact: "1/2" } }),
    property({ kind: "value", value: { value: Infinity, low: Infinity, high: Infinity } }),
    property({ kind: "range", least: half, most: half }),
    property({ kind: "truth", holds: false }),
    property({ kind: "undecided", reason: "rational arithmetic would take too much work" }),
    property({ kind: "refused", reason: '--property:1:1: no label "gaol"\n    P=? [ F "gaol" ]\n    ^' }),
  ],
  failure: { status: 3, message: "walk.prism: the limit of 1 s was reached" },
};

describe("the JSON document", () => {
  test("describes exactly the type of a report", () => {
    const same: Same<Flat<z.infer<typeof inferredCheck>["check"]>, Flat<CheckReport>> = true; // checked by tsc
    expect(same).toBe(true);
  });

  test("comes back as the report that it was made of", () => {
    expect(checkDocument.parse(JSON.parse(renderCheckJson(report)))).toEqual({ schemaVersion: 1, check: report });
  });

  // UPDATE_SCHEMA=1 writes the file anew.
  test("is described by docs/schema/check.schema.json", () => {
    const file = new URL("../../../docs/schema/check.schema.json", import.meta.url);
    const schema = `${JSON.stringify(checkJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
    expect(readFileSync(file, "utf8") === schema, "the schema is stale: run with UPDATE_SCHEMA=1").toBe(true);
  });
});

describe("digits", () => {
  test.each([
    // Both bounds round to 0.333333 and no further: to seven digits they are 0.3333331 and 0.3333334.
    [0.33333312, 0.33333341, "0.333333"],
    [0.4999999999, 0.5000000001, "0.5"],
    [1e-9, 1e-9, "1e-9"],
    [-2.5, -2.5, "-2.5"],
    [0.1, 0.9, undefined],
    [0, 1e-300, undefined],
  ])("of a number between %d and %d", (low, high, expected) => {
    expect(certainDigits(low, high)).toBe(expected);
  });

  test("bounds are rounded away from what lies between them", () => {
    for (const [low, high] of [
      [0.33333312, 0.33333341],
      [1 / 3, 2 / 3],
      [-1 / 3, 1 / 7],
      [1e-9, 1.5e-9],
      [74.99999999992, 75.0000000001],
    ] as const) {
      const [below, above] = boundsText(low, high).split(" and ").map(Number);
      expect(below).toBeLessThanOrEqual(low);
      expect(above).toBeGreaterThanOrEqual(high);
      expect(above! - below!).toBeLessThanOrEqual(2 * (high - low));
    }
  });
});

describe("in the terminal", () => {
  const shown = report.properties.map((one) => renderProperty(one).split("\n"));

  test("an answer stands beside the name, and what is certain of it below", () => {
    expect(shown.map(([first]) => first)).toEqual([
      "goal         0.5",
      "goal         1/2 = 0.5",
      "goal         infinite",
      "goal         0.5 to 0.5",
      "goal         false",
      "goal         not decided",
      "goal         cannot be asked",
    ]);
    expect(shown[0]![2]).toBe("             between 0.49999999 and 0.50000001; sound iteration over 7 states;");
  });

  test("a caret stands below its place", () => {
    expect(shown.at(-1)!.slice(2, 5)).toEqual([
      '             --property:1:1: no label "gaol"',
      '                 P=? [ F "gaol" ]',
      "                 ^",
    ]);
  });

  test("no line is wider than the terminal", () => {
    for (const width of [40, 60, 80])
      for (const text of [
        renderCheckedModel(report.model!, { width }),
        ...report.properties.map((one) => renderProperty(one, { width })),
      ])
        for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(width);
  });
});
