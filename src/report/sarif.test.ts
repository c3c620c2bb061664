import { describe, expect, test } from "vitest";
import { boatNaive, boatRepaired, innocent, vaultNaive } from "../../test/support/audits.ts";
import { hostile } from "../../test/support/hostile.ts";
import { parseSarif, schemaErrors, validatorRemarks } from "../../test/support/sarif.ts";
import { type Audit, CHECKS, type Finding } from "../audit/report.ts";
import type { Outcome } from "./outcome.ts";
import { renderSarif } from "./sarif.ts";

const ofFile = (name: string, audits: readonly Audit[]): Outcome => ({ name, origin: "file", audits });
const LIBRARY: readonly Outcome[] = [
  { name: "boat-race", origin: "library", audits: [boatNaive, boatRepaired] },
  { name: "innocent", origin: "library", audits: [innocent] },
];
const MINE = [ofFile("cases/my vault.ts", [{ ...vaultNaive, case: "cases/my vault.ts" }])];

/**
 * What the validator remarks and is left so: message templates (2002), the version control's revision (2003) and lines around a
 * result (2011), none of which an audit knows; an address of the tool (2005) and of each rule (2012), which innate does not have;
 * a schema that cannot be fetched without a network (2006); rule ids of letters and a number (2009), where the check's name says more;
 * the source of what stands in the case's file as a whole (2010).
 */
const KNOWN = /^(?:note SARIF(?:2002|2003|2006|2009|2010|2011|2012)|warning SARIF2005)$/;

const unknownRemarks = (text: string) => validatorRemarks(text).filter((remark) => !KNOWN.test(remark));

const failure = (name: string, status: number) => ({
  name,
  origin: status === 2 ? ("unknown" as const) : ("file" as const),
  audits: [],
  failure: { case: name, status, message: `${name}: it is not so\n    at ${name}:3:1   throw 1` },
});

test.each<[string, readonly Outcome[]]>([
  ["of the library", LIBRARY],
  ["of a file", MINE],
  ["without any", []],
  ["of cases that failed", [failure("slow.ts", 3), failure("throws.ts", 4), failure("nowhere.ts", 2)]],
  [
    "with hostile strings, drawings and SVG",
    [
      ofFile("x.ts", hostile([boatNaive, vaultNaive, innocent], "rows")),
      ofFile("../a#b?/ü%.ts", hostile([boatNaive, vaultNaive], "svg")),
    ],
  ],
])("findings %s are accepted by the schema and by Microsoft's validator", (_, outcomes) => {
  const text = renderSarif(outcomes, "0.1.0");
  expect(schemaErrors(text)).toEqual([]);
  expect(unknownRemarks(text)).toEqual([]);
});

test("the validators do refuse what is wrong", () => {
  const text = renderSarif(MINE, "0.1.0");
  expect(schemaErrors(text.replace('"level": "error"', '"level": "bad"'))).not.toEqual([]);
  expect(unknownRemarks(text.replace('"ruleIndex": 1', '"ruleIndex": 99'))).not.toEqual([]);
});

describe("a result", () => {
  const [{ results, tool }] = parseSarif(renderSarif(MINE, "0.1.0")).runs;
  const [first] = results;
  const [finding] = vaultNaive.findings;

  test("says claim, figure, what was meant, the steps, the term and the repair", () => {
    const text = first?.message.text ?? "";
    expect(text.startsWith(finding!.claim)).toBe(true);
    expect(text).toContain("meant 0%");
    expect(text).toMatch(/^Steps: .*take/m);
    expect(text).toContain(`Paid by: ${finding!.term}, ${finding!.source!.file}:${finding!.source!.line}.`);
    expect(text).toContain(`Repair: ${finding!.repair!.text}`);
  });

  test("stands at the line of the term, below a folder that has a name", () => {
    expect(first?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "vault.ts", uriBaseId: "SRCROOT" },
      region: { startLine: finding!.source!.line, snippet: { text: finding!.source!.text } },
    });
  });

  test("has the severity as its level, and is known by case, drive and finding", () => {
    expect(first).toMatchObject({
      ruleId: finding!.check,
      level: "error",
      partialFingerprints: { "innateFinding/v1": `cases/my vault.ts, naive, ${finding!.id}` },
    });
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(CHECKS);
  });

  test("leads through the steps of its trace, a loop once", () => {
    const [boat] = parseSarif(renderSarif(LIBRARY, "0.1.0")).runs[0].results;
    const flow = boat?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(flow.map(({ location }) => location.message.text)).toEqual([
      "step 0: the loop begins; right pays +2 (arrow +3, time −1); column 0→1",
      "step 1: left pays −1 (arrow 0, time −1); column 1→0",
    ]);
  });

  test("of a finding without a source stands in the case's own file, in percent code", () => {
    const [plain] = vaultNaive.findings.map(({ source: _, ...rest }): Finding => rest);
    const outcome = ofFile("a b/ü#.ts", [{ ...vaultNaive, findings: [plain!] }]);
    expect(parseSarif(renderSarif([outcome], "0.1.0")).runs[0].results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "a%20b/%C3%BC%23.ts", uriBaseId: "SRCROOT" },
      region: { startLine: 1 },
    });
  });
});

test("at most ten results, the most severe first, and the document says how many it leaves out", () => {
  const many = (severity: Finding["severity"], count: number) =>
    Array.from({ length: count }, (_, k): Finding => ({ ...boatNaive.findings[0]!, id: `loop:${k}`, severity }));
  const outcome = ofFile("a.ts", [
    { ...boatNaive, findings: many("low", 3) },
    { ...boatNaive, drive: "other", findings: [...many("high", 4), ...many("medium", 6)] },
  ]);
  const [{ results, properties, invocations }] = parseSarif(renderSarif([outcome], "0.1.0")).runs;
  expect(results.map(({ level }) => level)).toEqual([...Array(4).fill("error"), ...Array(6).fill("warning")]);
  expect(properties.leftOut).toBe(3);
  expect(invocations[0].toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
    "3 findings less severe than these left out; innate audit --json has all.",
  ]);
});

test("failures are notifications, and the run is not successful", () => {
  const [{ invocations }] = parseSarif(renderSarif([failure("slow.ts", 3), failure("throws.ts", 4)], "0.1.0")).runs;
  expect(invocations[0].executionSuccessful).toBe(false);
  expect(invocations[0].toolExecutionNotifications.map(({ level, descriptor }) => [level, descriptor.id])).toEqual([
    ["warning", "undecided"],
    ["error", "no-audit"],
  ]);
});
