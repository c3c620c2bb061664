import { expect, test } from "vitest";
import { boatNaive, boatRepaired, innocent, vaultNaive } from "../../test/support/audits.ts";
import { hostile } from "../../test/support/hostile.ts";
import { elements, junitErrors } from "../../test/support/junit.ts";
import type { Audit, Finding } from "../audit/report.ts";
import { renderJunit } from "./junit.ts";
import type { Outcome } from "./outcome.ts";

const outcome = (name: string, audits: readonly Audit[]): Outcome => ({ name, origin: "file", audits });
const failed = (name: string, status: number): Outcome => ({
  name,
  origin: "file",
  audits: [],
  failure: { case: name, status, message: `${name}: it is not so\n    at ${name}:3:1   throw 1` },
});

const standing = (audit: Audit, baseline: NonNullable<Finding["baseline"]>): Audit => ({
  ...audit,
  findings: audit.findings.map((finding) => ({ ...finding, baseline })),
});

/** Each test's drive with its result: "failure high", "passes". */
async function results(outcomes: readonly Outcome[], failOn: "high" | "low" | "never" = "low") {
  const text = renderJunit(outcomes, failOn);
  expect(await junitErrors(text)).toEqual([]);
  return [...text.matchAll(/<testcase classname="[^"]*" name="([^"]*)"(?:\/>|>\s*<([\w-]+)(?: type="([^"]*)")?)/g)].map(
    ([, name, kind, type]) => [name, type === undefined ? "passes" : `${kind} ${type}`],
  );
}

test("a test for each drive, which fails where the audit does", async () => {
  const outcomes = [outcome("boat-race", [boatNaive, boatRepaired]), outcome("vault", [vaultNaive])];
  expect(await results(outcomes)).toEqual([
    ["naive", "failure medium"],
    ["repaired", "passes"],
    ["naive", "failure high"],
  ]);
  expect((await results(outcomes, "high")).map(([, result]) => result)).toEqual(["passes", "passes", "failure high"]);
  expect((await results(outcomes, "never")).map(([, result]) => result)).toEqual(["passes", "passes", "passes"]);
  const text = renderJunit(outcomes, "low");
  expect(elements(text, "testsuites")).toEqual([{ name: "innate", tests: "3", failures: "2", errors: "0" }]);
  expect(elements(text, "testsuite")[0]).toEqual({
    name: "boat-race",
    tests: "2",
    failures: "1",
    errors: "0",
    skipped: "0",
  });
});

test("an unsound case is an error, one that is not decided is skipped", async () => {
  const unsure: Audit = { ...innocent, exactness: { exact: false, reason: "too many beliefs" } };
  const unmeant: Audit = { ...innocent, drive: "unmeant", items: [] };
  expect(
    await results([
      failed("throws.ts", 4),
      failed("slow.ts", 3),
      failed("no.ts", 2),
      outcome("x.ts", [unsure, unmeant]),
    ]),
  ).toEqual([
    ["audit", "error unsound case"],
    ["audit", "skipped undecided"],
    ["audit", "error no audit"],
    ["naive", "skipped undecided"],
    ["unmeant", "skipped undecided"],
  ]);
});

test("a drive whose findings are accepted is skipped for that reason; one that is worse fails", async () => {
  const accepted = standing(boatNaive, { state: "accepted", reason: "a toy" });
  const worse = standing(boatNaive, { state: "worse", reason: "a toy", how: "score was 3 and is 0" });
  expect(await results([outcome("a.ts", [accepted]), outcome("b.ts", [worse])])).toEqual([
    ["naive", "skipped accepted"],
    ["naive", "failure medium"],
  ]);
});

test("a failure says what the terminal's report says of the finding", () => {
  const text = renderJunit([outcome("vault.ts", [vaultNaive])], "low");
  expect(elements(text, "failure")[0]?.message).toMatch(/^2 findings: 1 high, 1 medium\. Every optimal agent takes/);
  for (const words of [/^HIGH {2}/m, /^ {2}Figure /m, /^ {2}Trace /m, /^ {2}Paid by {2}gold/m, /^ {2}Repair /m])
    expect(text).toMatch(words);
});

test("at most ten findings are written out, and every drive that fails still fails", async () => {
  const many = Array.from({ length: 12 }, (_, k) => outcome(`${k}.ts`, [structuredClone(boatNaive)]));
  const text = renderJunit(many, "low");
  expect(elements(text, "failure").length).toBe(12);
  expect(text.match(/^ {2}Figure /gm)?.length).toBe(10);
  expect(text.match(/1 finding left out here; innate audit --json has all\./g)?.length).toBe(2);
  expect(await junitErrors(text)).toEqual([]);
});

test("what XML cannot write is replaced, and everything else is read back as it was", async () => {
  const name = `]]> & < > " ' \t \n \u0000\u0008\u001b[31m\uFFFE\uD800 é 😀`;
  const text = renderJunit([outcome(name, hostile([boatNaive, vaultNaive], "rows")), failed(name, 4)], "low");
  expect(await junitErrors(text)).toEqual([]);
  expect(elements(text, "testsuite")[0]?.name).toBe(
    "]]&gt; &amp; &lt; &gt; &quot; ' &#9; &#10; \uFFFD\uFFFD\uFFFD[31m\uFFFD\uFFFD é 😀",
  );
});

test("the schema refuses what is wrong", async () => {
  const text = renderJunit([outcome("vault.ts", [vaultNaive])], "low");
  expect(await junitErrors(text.replace(' failures="1"', ""))).not.toEqual([]);
  expect(await junitErrors(text.replace("</failure>", "]]></failure>"))).not.toEqual([]);
});
