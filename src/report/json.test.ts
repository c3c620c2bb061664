import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { boatNaive, boatRepaired, innocent, vaultNaive } from "../../test/support/audits.ts";
import type { Audit } from "../audit/report.ts";
import { parseAudits, renderJson } from "./json.ts";
import { auditDocument, auditJsonSchema, type inferredDocument } from "./schema.ts";

/** True when two types are the same in every optional and readonly part. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

describe("the JSON document", () => {
  test("describes exactly the type of an audit", () => {
    const same: Same<Flat<z.infer<typeof inferredDocument>["audits"][number]>, Flat<Audit>> = true; // checked by tsc
    expect(same).toBe(true);
  });

  test("comes back as the audits that it was made of", () => {
    const audits = [boatNaive, boatRepaired, vaultNaive, innocent];
    expect(parseAudits(renderJson(audits))).toEqual(audits);
  });

  test("says why a case has no audit, and is read where it does not say it", () => {
    const failures = [{ case: "mine.ts", status: 3, message: "mine.ts: not decided within 1 s" }];
    expect(auditDocument.parse(JSON.parse(renderJson([], failures))).failures).toEqual(failures);
    expect(parseAudits('{"schemaVersion":1,"audits":[]}')).toEqual([]);
  });

  test("writes NaN and infinities as strings, and they come back as numbers", () => {
    const unbounded = { value: Infinity, low: -Infinity, high: Infinity };
    const audits: readonly Audit[] = [
      { ...boatNaive, optimum: unbounded, heat: [{ state: { row: 0 }, value: Number.NaN, visits: Infinity }] },
    ];
    const text = renderJson(audits);
    expect(text).toContain('"optimum":{"value":"Infinity","low":"-Infinity","high":"Infinity"}');
    expect(text).toContain('"value":"NaN"');
    expect(parseAudits(text)).toEqual(audits);
  });

  // UPDATE_SCHEMA=1 writes the file anew.
  test("is described by docs/schema/audit.schema.json", () => {
    const file = new URL("../../docs/schema/audit.schema.json", import.meta.url);
    const schema = `${JSON.stringify(auditJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
    // Not compared as texts: a difference of long texts takes the test runner minutes to draw.
    expect(
      readFileSync(file, "utf8") === schema,
      "docs/schema/audit.schema.json is stale: run with UPDATE_SCHEMA=1",
    ).toBe(true);
  });
});

describe("parseAudits says what is wrong", () => {
  test.each([
    ["not JSON", "{", /^a\.json: expected what innate audit --json prints, got no JSON/],
    ["another version", '{"schemaVersion":2,"audits":[]}', /^a\.json: schemaVersion 2, expected 1/],
    ["another document", '{"schemaVersion":1}', /^a\.json: .* but audits is not as this version of innate writes it/],
    [
      "a wrong part",
      renderJson([boatNaive]).replace('"stem":0', '"stem":-1'),
      /^a\.json: .* but audits\.0\.findings\.0\.trace\.stem is not/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => parseAudits(text, "a.json")).toThrow(message);
  });
});
