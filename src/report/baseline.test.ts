import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { boatNaive, boatRepaired, exactly, vaultNaive } from "../../test/support/audits.ts";
import { parseSarif, schemaErrors } from "../../test/support/sarif.ts";
import type { Audit, Finding, Quantity } from "../audit/report.ts";
import {
  baselineJsonSchema,
  baselineOf,
  checkReasons,
  goneFrom,
  parseBaseline,
  renderBaseline,
  withStandings,
} from "./baseline.ts";
import { parseAudits, renderJson } from "./json.ts";
import { renderSarif } from "./sarif.ts";
import type { Accepted } from "./schema.ts";
import { renderBrief, renderGone, renderTerminal } from "./terminal.ts";

const outcome = (audits: readonly Audit[], name = "boat-race") => ({ name, origin: "library" as const, audits });
const reasoned = (entries: readonly Accepted[]) => entries.map((entry) => ({ ...entry, reason: "a toy" }));
const BOAT = reasoned(baselineOf([outcome([boatNaive, boatRepaired])], [], false));

/** The boat race with its finding changed, held against what was accepted. */
const standingOf = (change: Partial<Finding>, then: Partial<Accepted> = {}) => {
  const audit = { ...boatNaive, findings: boatNaive.findings.map((finding) => ({ ...finding, ...change })) };
  const [held] = withStandings(
    [audit],
    BOAT.map((entry) => ({ ...entry, ...then })),
  );
  return held?.findings[0]?.baseline;
};
const between = (low: number, high: number): Quantity => ({ value: (low + high) / 2, low, high });

test("a baseline comes back as it was written, infinities included", () => {
  const endless = { value: Infinity, low: Infinity, high: Infinity };
  const entries = [...BOAT, { ...BOAT[0]!, drive: "other", figure: endless }];
  expect(parseBaseline(renderBaseline(entries), "b.json")).toEqual(entries);
});

describe("a finding that is accepted", () => {
  test("is so while it is as it was, or nearer to what was meant", () => {
    expect(standingOf({})).toEqual({ state: "accepted", reason: "a toy" });
    expect(standingOf({ figure: exactly(40) })).toMatchObject({ state: "accepted" });
    expect(standingOf({ severity: "low" })).toMatchObject({ state: "accepted" });
    expect(standingOf({ id: "loop:time" })).toBeUndefined();
  });

  test("is worse where its severity is higher, or its figure further from what was meant", () => {
    expect(standingOf({ severity: "high" })).toMatchObject({
      state: "worse",
      how: "its severity was medium and is high",
    });
    expect(standingOf({ figure: exactly(-1) })).toMatchObject({
      state: "worse",
      how: "score was 0 (meant 100) and is −1 (meant 100)",
    });
    expect(standingOf({ meant: exactly(120) })).toMatchObject({ state: "worse" });
    expect(standingOf({ measure: "laps" })).toMatchObject({ state: "worse" });
  });

  test("is not worse by what the bounds of either figure leave open", () => {
    expect(standingOf({ figure: between(-2, 1) })).toMatchObject({ state: "accepted" });
    expect(standingOf({ figure: between(-2, -1) })).toMatchObject({ state: "worse" });
    expect(standingOf({ figure: between(-2, -1) }, { figure: between(-1.5, 1) })).toMatchObject({ state: "accepted" });
  });
});

describe("what is gone", () => {
  const repaired = { ...boatNaive, findings: [] };
  test("is reported where its drive was audited", () => {
    expect(goneFrom(BOAT, [outcome([repaired])], true)).toEqual(BOAT);
    expect(goneFrom(BOAT, [outcome([boatNaive])], true)).toEqual([]);
  });
  test("is not claimed of what was not audited", () => {
    expect(goneFrom(BOAT, [outcome([vaultNaive], "vault")], false)).toEqual([]);
    expect(goneFrom(BOAT, [outcome([boatRepaired])], true)).toEqual([]);
    const failure = { case: "boat-race", status: 3, message: "not decided" };
    expect(goneFrom(BOAT, [{ ...outcome([boatRepaired]), failure }], false)).toEqual([]);
  });
  test("includes a drive that the case has no more", () => {
    expect(goneFrom(BOAT, [outcome([boatRepaired])], false)).toEqual(BOAT);
  });
});

describe("writing a baseline anew", () => {
  test("keeps reasons, and the entries of what was not audited", () => {
    const elsewhere = reasoned(baselineOf([outcome([vaultNaive], "vault")], [], false));
    const entries = baselineOf([outcome([boatNaive, boatRepaired])], [...elsewhere, ...BOAT], false);
    expect(entries).toEqual([...BOAT, ...elsewhere]);
  });
  test("asks for a new reason where a finding has become worse, and drops what is gone", () => {
    const worse = { ...boatNaive, findings: [{ ...boatNaive.findings[0]!, severity: "high" as const }] };
    expect(baselineOf([outcome([worse])], BOAT, false)).toEqual([{ ...BOAT[0], severity: "high", reason: "" }]);
    expect(baselineOf([outcome([boatRepaired])], BOAT, false)).toEqual([]);
  });
});

const written = renderBaseline(BOAT);
test.each([
  ["no JSON", "{", /^b\.json: expected a baseline .* got no JSON/],
  ["another document", renderJson([boatNaive]), /^b\.json: expected a baseline .* but /],
  ["a misspelt key", written.replace('"reason"', '"reson"'), /but accepted\.0(\.reason)? is not: /],
  ["a wrong severity", written.replace('"medium"', '"grave"'), /but accepted\.0\.severity is not: /],
  ["an entry twice", renderBaseline([...BOAT, ...BOAT]), /but it lists boat-race, naive, loop:arrow twice/],
])("%s is refused", (_, text, message) => {
  expect(() => parseBaseline(text, "b.json")).toThrow(message);
});

test("a baseline with a reason missing is refused, and says of which findings", () => {
  expect(() => checkReasons(BOAT, "b.json")).not.toThrow();
  expect(() => checkReasons([{ ...BOAT[0]!, reason: " " }], "b.json")).toThrow(
    /^b\.json: .*none is given for:\n {4}boat-race, naive, loop:arrow\n/,
  );
});

test("reports show the reason, and count what is accepted", () => {
  const [held] = withStandings([boatNaive], BOAT);
  expect(renderTerminal(held!)).toMatch(/1 medium finding; accepted\n/);
  expect(renderTerminal(held!)).toMatch(/^ {2}Baseline accepted: a toy$/m);
  expect(renderBrief(held!)).toContain("accepted");
  expect(parseAudits(renderJson([held!], [], BOAT))).toEqual([held]);
  expect(renderGone(BOAT)).toMatch(/^\nGone +boat-race, naive, loop:arrow is accepted and found no more;/);
});

test("SARIF has a suppression for what is accepted, and an empty list for what is not", () => {
  const audits = withStandings([boatNaive, { ...vaultNaive, case: "boat-race", drive: "other" }], BOAT);
  const text = renderSarif([outcome(audits)], "0.1.0", BOAT);
  expect(schemaErrors(text)).toEqual([]);
  const [{ results, invocations }] = parseSarif(text).runs;
  expect(results.map(({ suppressions }) => suppressions?.map(({ justification }) => justification))).toEqual([
    [],
    [],
    ["a toy"],
  ]);
  expect(invocations[0].toolExecutionNotifications[0]?.descriptor.id).toBe("gone");
});

// UPDATE_SCHEMA=1 writes the file anew.
test("docs/schema/baseline.schema.json describes the file", () => {
  const file = new URL("../../docs/schema/baseline.schema.json", import.meta.url);
  const schema = `${JSON.stringify(baselineJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
  expect(readFileSync(file, "utf8") === schema, "stale: run with UPDATE_SCHEMA=1").toBe(true);
});
