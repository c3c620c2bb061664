import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { compare } from "../../audit/compare/compare.ts";
import type { Comparison } from "../../audit/compare/report.ts";
import cleaningRobot from "../../cases/cleaning-robot.ts";
import { renderComparisonJson } from "./json.ts";
import { comparisonDocument, comparisonJsonSchema, type inferredComparison } from "./schema.ts";
import { renderComparison } from "./terminal.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

const attic = compare(cleaningRobot, { name: "cleaning-robot", drives: ["attic", "intent"] });
const upstairs = compare(cleaningRobot, { name: "cleaning-robot", drives: ["upstairs", "intent"] });

describe("the JSON document", () => {
  test("describes exactly the type of a comparison", () => {
    const same: Same<Flat<z.infer<typeof inferredComparison>["comparison"]>, Flat<Comparison>> = true; // checked by tsc
    expect(same).toBe(true);
  });

  test.each([attic, upstairs])("comes back as the comparison that it was made of", (comparison) => {
    const text = renderComparisonJson(comparison);
    expect(comparisonDocument.parse(JSON.parse(text))).toEqual({ schemaVersion: 1, comparison });
  });

  // UPDATE_SCHEMA=1 writes the file anew.
  test("is described by docs/schema/comparison.schema.json", () => {
    const file = new URL("../../../docs/schema/comparison.schema.json", import.meta.url);
    const schema = `${JSON.stringify(comparisonJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
    expect(readFileSync(file, "utf8") === schema, "the schema is stale: run with UPDATE_SCHEMA=1").toBe(true);
  });
});

describe("in the terminal", () => {
  test("the two policies of a witness stand with what both drives pay them", () => {
    const lines = renderComparison(attic).split("\n");
    const at = lines.findIndex((line) => line.startsWith("Witness"));
    expect(lines[at]).toBe("Witness      attic prefers A to B, intent prefers B to A");
    expect(lines[at + 1]).toBe("  A          attic 1, intent 1");
    expect(lines.find((line) => line.startsWith("  B "))).toBe("  B          attic 0, intent 2");
  });

  test("no line is wider than the terminal", () => {
    for (const width of [40, 60, 80])
      for (const line of [attic, upstairs].flatMap((one) => renderComparison(one, { width }).split("\n")))
        expect([...line].length).toBeLessThanOrEqual(width);
  });
});
