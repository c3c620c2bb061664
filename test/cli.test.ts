import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Trace } from "../src/audit/report.ts";
import { progressLine } from "../src/cli/progress.ts";
import { explain } from "../src/cli/run/explain.ts";
import { withoutDump } from "../src/cli/run/run.ts";
import { STATUS, together } from "../src/cli/status.ts";
import { colored } from "../src/cli/terminal.ts";
import { parseAudits, renderJson } from "../src/report/index.ts";
import { folder, innate } from "./support/cli.ts";
import { junitErrors } from "./support/junit.ts";
import { readmeCase } from "./support/readme.ts";
import { parseSarif, schemaErrors } from "./support/sarif.ts";

test.each([
  [["audit", "boatrace"], 'no case "boatrace" (did you mean "boat-race"?)'],
  [["audit", "nowhere.ts"], "no file nowhere.ts"],
  [["audit", "vault.txt"], "no file vault.txt"],
  [
    ["audit", "boat-race", "--drive", "naiv"],
    'boat-race: no drive "naiv" (did you mean "naive"?); it has naive, repaired',
  ],
  [["audit", "vault", "--set", "watch=1"], '"watch" is not a parameter (did you mean "watched"?)'],
  [["audit", "vault", "--set", "watched=2"], "parameter watched = 2: expected a number from 0 to 1"],
  [["audit", "vault", "--set", "watched=often"], 'parameter watched = "often": expected a number from 0 to 1'],
  [["audit", "vault", "--set", "watched"], "Expected name=value"],
  [["audit", "vault", "--horizon", "2.5"], "Expected a whole number"],
  [["audit", "vault", "--discount", "1.5"], "at most 1"],
  [
    ["audit", "vault", "--average", "--horizon", "5"],
    "option '--average' cannot be used with option '--horizon <steps>'",
  ],
  [
    ["audit", "vault", "--discount", "0.9", "--average"],
    "option '--average' cannot be used with option '--discount <factor>'",
  ],
  [["audit", "vault", "--fail-on", "loud"], "Allowed choices are high, medium, low, never"],
  [["audit"], "missing required argument"],
  [["audti", "vault"], "Did you mean audit?"],
  [["show", "nothing"], 'no case "nothing"'],
  [["replay", "nowhere.json"], "nowhere.json"],
  [["new", "../escape"], '"../escape": expected a name'],
])("%j is a wrong command line", async (args, message) => {
  const cwd = folder();
  const { status, stdout, stderr } = await innate(args, { cwd });
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, ""]);
  expect(readdirSync(cwd)).toEqual([]);
});

test("--fail-on says which findings give status 1", async () => {
  const run = (severity: string) => innate(["audit", "boat-race", "--quiet", "--fail-on", severity]);
  const results = await Promise.all(["low", "medium", "high", "never"].map(run));
  expect(results.map(({ status }) => status)).toEqual([1, 1, 0, 0]);
  expect(results.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["", "", "", ""]);
});

test("--average asks for the average per step", async () => {
  const { status, stdout } = await innate(["audit", "boat-race", "--average"]);
  expect(stdout).toContain("Question     no horizon, average per step (as requested)");
  expect(stdout).toContain("an agent that does what was meant earns 0.5 a step");
  const { stdout: written } = await innate(["audit", "boat-race", "--average", "--json"]);
  expect(parseAudits(written).map(({ question, optimum }) => [question.criterion, optimum.exact])).toEqual([
    ["average", "1/2"],
    ["average", "1"],
  ]);
  expect(status).toBe(1);
});

test("--drive narrows, and the status follows", async () => {
  const { status, stdout } = await innate(["audit", "boat-race", "--drive", "repaired"]);
  expect(stdout).toContain("drive repaired");
  expect(stdout).not.toContain("drive naive");
  expect(status).toBe(0);
});

test("several cases give a line for each case and drive", async () => {
  const cwd = folder(undefined, { "mine.ts": readmeCase });
  const { status, stdout, stderr } = await innate(["audit", "boat-race", "mine.ts", "innocent"], { cwd });
  const rows = stdout.trimEnd().split("\n");
  expect(rows.map((row) => row.split(/\s{2,}/).slice(0, 2))).toEqual([
    ["boat-race", "naive"],
    ["boat-race", "repaired"],
    ["mine.ts", "naive"],
    ["mine.ts", "repaired"],
    ["innocent", expect.any(String)],
  ]);
  expect([status, stderr]).toEqual([1, ""]);
});

test("an unsound file among several does not hide what the others show", async () => {
  const { status, stdout, stderr } = await innate(["audit", "boat-race", "throws.ts"], { cwd: folder("bad") });
  expect(stdout).toContain("boat-race");
  expect(stderr).toContain("throws.ts:3:");
  expect(status).toBe(4);
});

test("a missing file does not keep the others from being audited, and what all lack is said once", async () => {
  const files = { "a.ts": readmeCase, "b.ts": readmeCase };
  const cwd = folder(undefined, files);
  const some = await innate(["audit", "nowhere.ts", "a.ts", "b.ts"], { cwd });
  expect(some.stdout).toMatch(/^a\.ts +naive/);
  expect(some).toMatchObject({ status: 2, stderr: "no file nowhere.ts\n" });
  const unset = await innate(["audit", "a.ts", "b.ts", "--set", "p=1"], { cwd });
  expect(unset.stderr).toMatch(/^a\.ts, b\.ts: "p" is not a parameter.*\n$/);
  expect([unset.status, unset.stdout]).toEqual([2, ""]);
});

test("--json says why a case has no audit", async () => {
  const { status, stdout } = await innate(["audit", "throws.ts", "innocent", "nowhere.ts", "--json"], {
    cwd: folder("bad"),
  });
  expect(parseAudits(stdout).map(({ case: id }) => id)).toContain("innocent");
  const { failures }: { readonly failures: unknown } = JSON.parse(stdout);
  expect(failures).toEqual([
    { case: "throws.ts", status: 4, message: expect.stringContaining("throws.ts:3:") },
    { case: "nowhere.ts", status: 2, message: "no file nowhere.ts" },
  ]);
  expect(status).toBe(2);
});

test.each([
  [
    "--html",
    ["audit", "innocent", "--html", "nowhere/x.html"],
    "--html nowhere/x.html: there is no folder nowhere; make it first",
  ],
  ["a folder", ["audit", "innocent", "--html", "."], "--html .: it is a folder; name a file"],
  ["replay", ["replay", "nowhere.json"], "no file nowhere.json; innate audit CASE --json > nowhere.json writes one"],
])("%s says what to do where there is no file", async (_, args, message) => {
  expect(await innate(args, { cwd: folder() })).toEqual({ status: 2, stdout: "", stderr: `${message}\n` });
});

test("an error of a file's transition names the file first and the place once", async () => {
  const { stderr } = await innate(["audit", "throws-in-transition.ts"], { cwd: folder("bad") });
  expect(stderr).toMatch(
    /^throws-in-transition\.ts: corridor: transition\(\{cell: 2\}, "\w+"\): it threw: no bridge here\n {4}at /,
  );
  expect(stderr.split("throws-in-transition.ts:4:").length).toBe(2);
});

test("a misspelt import names the nearest export and the line", async () => {
  const text = readmeCase.replace("defineWorld,", "defineWorl,");
  const { status, stderr } = await innate(["audit", "mine.ts"], { cwd: folder(undefined, { "mine.ts": text }) });
  expect(stderr).toMatch(
    /^mine\.ts:1: "innate" has no export "defineWorl" \(did you mean "defineWorld"\?\)\n {4}import \{.*defineWorl,/,
  );
  expect(status).toBe(4);
});

test("--json prints one document that reads back, with the question that was asked", async () => {
  const { status, stdout, stderr } = await innate(["audit", "boat-race", "--horizon", "10", "--json"]);
  const audits = parseAudits(stdout);
  expect(audits.map(({ case: id, drive, question }) => [id, drive, question.horizon])).toEqual([
    ["boat-race", "naive", 10],
    ["boat-race", "repaired", 10],
  ]);
  expect([status, stderr]).toEqual([1, ""]);
});

test("--html writes one file beside the report", async () => {
  const cwd = folder();
  const { stdout } = await innate(["audit", "boat-race", "--html", "report.html"], { cwd });
  expect(stdout).toContain("boat-race");
  expect(readFileSync(join(cwd, "report.html"), "utf8").slice(0, 15)).toMatch(/^<!doctype html>/i);
});

test("--sarif writes the same bytes twice, with relative paths and why a case has no audit", async () => {
  const cwd = folder("bad", { "mine.ts": readmeCase });
  const args = (file: string) => ["audit", "mine.ts", "throws-in-transition.ts", "vault", "--quiet", "--sarif", file];
  const results = [await innate(args("a.sarif"), { cwd }), await innate(args("b.sarif"), { cwd })];
  expect(results.map(({ status, stdout }) => [status, stdout])).toEqual([
    [4, ""],
    [4, ""],
  ]);
  const text = readFileSync(join(cwd, "a.sarif"), "utf8");
  expect(readFileSync(join(cwd, "b.sarif"), "utf8")).toBe(text);
  expect(schemaErrors(text)).toEqual([]);
  const [{ invocations, results: found }] = parseSarif(text).runs;
  expect(invocations[0].toolExecutionNotifications[0]?.message.text).toContain("throws-in-transition.ts:4:");
  expect(found.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation)).toEqual([
    { uri: "mine.ts", uriBaseId: "SRCROOT" },
    { uri: "src/cases/vault.ts", uriBaseId: "INNATE" },
  ]);
  expect(text).not.toContain(cwd);
  expect(text).not.toContain("file:");
});

test("--baseline accepts what --write-baseline lists once there is a reason, and fails where it is worse", async () => {
  const cwd = folder(undefined, { "mine.ts": readmeCase });
  const audit = (...args: string[]) => innate(["audit", "mine.ts", ...args], { cwd });
  const file = join(cwd, "accepted.json");
  const made = await audit("--quiet", "--write-baseline", "accepted.json");
  expect(made).toEqual({ status: 1, stdout: "", stderr: "" });
  const bare = await audit("--baseline", "accepted.json");
  expect([bare.status, bare.stdout]).toEqual([2, ""]);
  expect(bare.stderr).toMatch(/none is given for:\n {4}mine\.ts, naive, /);

  const reasoned = readFileSync(file, "utf8").replaceAll('"reason": ""', '"reason": "nobody ships this"');
  writeFileSync(file, reasoned);
  const held = await audit("--baseline", "accepted.json", "--junit", "innate.xml", "--json");
  expect(held.status).toBe(0);
  const [naive] = parseAudits(held.stdout);
  expect(naive?.findings.map(({ baseline }) => baseline)).toEqual(
    naive?.findings.map(() => ({ state: "accepted", reason: "nobody ships this" })),
  );
  const junit = readFileSync(join(cwd, "innate.xml"), "utf8");
  expect(await junitErrors(junit)).toEqual([]);
  expect(junit).toContain('<skipped type="accepted" message="accepted: nobody ships this">');

  // What was accepted at 4% is a theft that happens always.
  writeFileSync(file, reasoned.replace('"value": 1,', '"value": 0.04,').replace('"high": 1,', '"high": 0.04,'));
  const worse = await audit("--baseline", "accepted.json");
  expect(worse.status).toBe(1);
  expect(worse.stdout).toMatch(/Baseline worse than what was accepted: probability/);

  writeFileSync(file, reasoned.replace(/"finding": "/g, '"finding": "another:'));
  const gone = await audit("--baseline", "accepted.json");
  expect(gone.status).toBe(1);
  expect(gone.stdout).toMatch(/^Gone +mine\.ts, naive, another:/m);
});

test.each([
  [["--baseline", "nowhere.json"], "no file nowhere.json; innate audit CASE --write-baseline nowhere.json makes one"],
  [["--baseline", "mine.ts"], /^mine\.ts: expected a baseline .* got no JSON/],
  [["--write-baseline", "mine.ts"], /^mine\.ts: expected a baseline .* got no JSON/],
  [
    ["--write-baseline", "nowhere/b.json"],
    "--write-baseline nowhere/b.json: there is no folder nowhere; make it first",
  ],
])("%j is refused before anything is audited or written", async (args, message) => {
  const cwd = folder(undefined, { "mine.ts": readmeCase });
  const { status, stdout, stderr } = await innate(["audit", "mine.ts", ...args], { cwd });
  expect(stderr).toMatch(message);
  expect([status, stdout]).toEqual([2, ""]);
  expect(readdirSync(cwd)).toEqual(["mine.ts"]);
  expect(readFileSync(join(cwd, "mine.ts"), "utf8")).toBe(readmeCase);
});

test("--set changes a parameter of a library case", async () => {
  const { stdout } = await innate(["audit", "vault", "--set", "watched=1", "--json"]);
  expect(parseAudits(stdout)[0]?.settings).toMatchObject({ watched: 1 });
});

test("list names every case with what it is", async () => {
  const { status, stdout } = await innate(["list"]);
  expect(stdout).toMatch(/^boat-race +Boat race: a ring of eight cells/m);
  for (const row of stdout.trimEnd().split("\n")) expect(row).toMatch(/^[a-z-]+ {2,}\S.*\.$/);
  expect(status).toBe(0);
});

test("show describes a case: drawing, fields, drives with their lines, intent, parameters, sizes", async () => {
  const { status, stdout } = await innate(["show", "mine.ts"], { cwd: folder(undefined, { "mine.ts": readmeCase }) });
  for (const words of [
    "mine.ts (world my-vault)",
    /^Start: 2 states; the likeliest, 75%, and the other\n/m,
    /\n {2}25% +watching yes\n/,
    /place +hall/,
    /^Seen +the world says/m,
    /watching +true or false +overseer/,
    "enter, take, leave",
    "6 steps, no discount",
    "Drive naive (under suspicion)",
    /caught +mine\.ts:28 +caught: /,
    /never +theft/,
    /14 reachable states of 18/,
  ])
    expect(stdout).toMatch(words);
  expect(status).toBe(0);
});

test("new writes a case that audits, and never writes over a file", async () => {
  const cwd = folder();
  const made = await innate(["new", "mine"], { cwd });
  expect(made.stdout).toContain("wrote mine.ts; now run: npx --no innate audit mine.ts\n");
  expect(made).toMatchObject({ status: 0, stderr: "" });
  const written = readFileSync(join(cwd, "mine.ts"), "utf8");
  expect(await innate(["new", "mine.ts"], { cwd })).toMatchObject({
    status: 2,
    stderr: "mine.ts exists and is left as it is; choose another name\n",
  });
  expect(readFileSync(join(cwd, "mine.ts"), "utf8")).toBe(written);
  const { status, stdout } = await innate(["audit", "mine.ts"], { cwd });
  expect(stdout).toContain("drive naive");
  expect(stdout).toMatch(/drive repaired +no exploit found/);
  expect(status).toBe(1);
});

test("replay goes through a trace again, and says where it no longer holds", async () => {
  const cwd = folder(undefined, { "mine.ts": readmeCase });
  const { stdout: report } = await innate(["audit", "mine.ts", "--json"], { cwd });
  writeFileSync(join(cwd, "report.json"), report);
  const id = parseAudits(report)[0]?.findings[0]?.id ?? "";

  const held = await innate(["replay", "report.json", id], { cwd });
  expect(held.stderr).toBe("");
  expect(held.stdout).toContain(`mine.ts, drive naive: ${id}`);
  expect(held.stdout).toMatch(/Holds: \d+ steps were gone through again/);
  expect(held).toMatchObject({ status: 0, stderr: "" });

  const reduced = await innate(["replay", "report.json", id, "--json"], { cwd });
  expect(parseAudits(reduced.stdout).map(({ findings }) => findings.map((finding) => finding.id))).toEqual([[id]]);

  const [first] = parseAudits(report);
  const [finding] = first?.findings ?? [];
  if (first === undefined || finding?.trace === undefined) throw new Error("expected a trace");
  const { trace } = finding;
  const write = (second: Trace) =>
    writeFileSync(
      join(cwd, "two.json"),
      renderJson([{ ...first, findings: [{ ...finding, furtherTraces: [second] }] }]),
    );
  write(trace);
  const both = await innate(["replay", "two.json"], { cwd });
  expect(both.stdout.match(/^Holds: /gm)).toHaveLength(2);
  expect(both.stdout).toContain(`${id}, trace 2`);
  write({ ...trace, steps: trace.steps.map((step) => ({ ...step, probability: 0.125 })) });
  const one = await innate(["replay", "two.json", "--json"], { cwd });
  expect(one.stderr).toContain(`${id}, trace 2 no longer holds`);
  expect(parseAudits(one.stdout)).toEqual([]);

  const unknown = await innate(["replay", "report.json", "lop"], { cwd });
  expect(unknown.stderr).toContain(`no finding "lop" with a trace`);
  expect(unknown.status).toBe(2);

  writeFileSync(join(cwd, "mine.ts"), readmeCase.replace("10 *", "7 *"));
  const gone = await innate(["replay", "report.json", id], { cwd });
  expect(gone.stderr).toMatch(/no longer holds: .*gold pays 7 now, the trace says 10/);
  expect(gone).toMatchObject({ status: 4, stdout: "" });
});

test.each(["commonjs", "module", undefined])(
  "files load in a project of type %s, whatever they import",
  async (type) => {
    const cwd = folder(undefined, {
      "mine.js": `${readmeCase.replace("defineCase, ", "")}`
        .replace(
          'from "innate";',
          'from "innate";\nimport { defineCase } from "innate/core";\nimport { ten } from "./ten";',
        )
        .replace("10 *", "ten *"),
      "ten.ts": "export const ten: number = 10;\n",
      ...(type === undefined ? {} : { "package.json": JSON.stringify({ name: "mine", type }) }),
    });
    const { status, stderr, stdout } = await innate(["audit", "mine.js"], { cwd });
    expect(stderr).toBe("");
    expect(stdout).toContain("mine.js:");
    expect(status).toBe(1);
  },
);

test("a case of the library that takes too long is not decided", async () => {
  const { status, stdout, stderr } = await innate(["audit", "boat-race", "--time", "0.001"]);
  expect(stderr).toMatch(
    /^boat-race: not decided within 0\.001 s.*; --time gives it more\n--learned lets minds live .*\n$/,
  );
  expect([status, stdout]).toEqual([3, ""]);
});

test("Ctrl-C prints what was found and exits with 130", async () => {
  const cwd = folder("bad");
  const args = ["audit", "boat-race", "waits-with-timer.ts"];
  const { status, stdout, stderr } = await innate(args, { cwd, interrupt: 5000 });
  expect(stdout).toMatch(/^boat-race +naive/);
  expect(stderr).toContain("interrupted; what was found so far is above");
  expect(status).toBe(130);
});

test("nothing but the report is printed off a terminal, and colour only where it is asked for", async () => {
  const plain = await innate(["audit", "boat-race"]);
  expect(plain.stdout + plain.stderr).not.toContain("\u001b");
  const forced = await innate(["audit", "boat-race"], { env: { FORCE_COLOR: "1" } });
  expect(forced.stdout).toContain("\u001b[");
  expect(forced.stderr).toBe("");
  const both = await innate(["audit", "boat-race"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
  expect(both.stdout).toBe(plain.stdout);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { CI: "true" }, false],
  [true, { TERM: "dumb" }, false],
  [false, { FORCE_COLOR: "1" }, true],
  [true, { FORCE_COLOR: "0" }, false],
])("colour on a terminal %s with %j is %s", (isTTY, environment, expected) => {
  expect(colored({ isTTY }, environment)).toBe(expected);
});

test("a progress line has a bar where the end is known", () => {
  const progress = { drive: "naive", stage: "sensitivity of time", done: 12_000 };
  expect(progressLine("mine.ts", progress, 79)).toBe("mine.ts naive  sensitivity of time  12,000");
  const half = { ...progress, of: 24_000 };
  expect(progressLine("mine.ts", half, 79)).toBe(
    "mine.ts naive  sensitivity of time  ████████████░░░░░░░░░░░░  12,000 of 24,000",
  );
  expect(progressLine("mine.ts", half)).toBe("mine.ts naive  sensitivity of time  12,000 of 24,000");
});

test("a progress line has no bar where the end is what has been found so far", () => {
  const progress = { drive: "naive", stage: "enumerating states", done: 253_952, of: 1_500_000 };
  expect(progressLine("mine.ts", progress, 79)).toBe(
    "mine.ts naive  enumerating states  253,952 of 1,500,000 found so far",
  );
});

test("a progress line that is too long keeps its numbers", () => {
  const progress = { drive: "naive", stage: "sensitivity of time", done: 253_952, of: 1_500_000 };
  const line = progressLine("a-rather-long-name-of-a-folder/and-of-a-file.ts", progress, 59);
  expect(line).toBe("a-rather-long-name-of-a-folder/and-o…  253,952 of 1,500,000");
});

test("what the engine prints when it aborts is not the file's, and the file is not blamed for it", () => {
  const lines: string[] = [];
  const take = withoutDump((line) => lines.push(line));
  for (const line of ["hello", "", "<--- Last few GCs --->", "", "[1:0x1] 100 ms: Mark-Compact"]) take(line);
  expect(lines).toEqual(["hello"]);
  const progress = { drive: "naive", stage: "sensitivity of time", done: 3, of: 7 };
  const exit = { code: null, signal: "SIGABRT", phase: "audit", silent: 900, runsCode: true, progress } as const;
  expect(explain(undefined, exit, "mine.ts", { time: 1000, importTime: 1000, memory: 2 ** 30 })).toEqual({
    blame: "undecided",
    message:
      "mine.ts: not decided within 1024 MiB, while sensitivity of time for naive (3 of 7); --memory gives it more",
  });
});

test("a limit that is reached while a file is loaded is blamed on it, unless it is a model, in which nothing runs", () => {
  const limits = { time: 1000, importTime: 1000, memory: 2 ** 30 };
  const ended = {
    kind: "limit",
    limit: "memory",
    grown: 2 ** 30,
    phase: "import",
    silent: 900,
  } as const;
  const exit = { code: null, signal: "SIGKILL", phase: "import", silent: 2000 } as const;
  for (const [runsCode, blame] of [
    [true, "case"],
    [false, "undecided"],
  ] as const)
    for (const how of [ended, undefined]) expect(explain(how, { ...exit, runsCode }, "x", limits).blame).toBe(blame);
});

test("a case of the library that takes too much memory is not decided", async () => {
  const { status, stderr } = await innate(["audit", "boat-race", "--memory", "10"]);
  expect(stderr).toMatch(
    /^boat-race: not decided within 10 MiB.*; --memory gives it more\n--learned lets minds live .*\n$/,
  );
  expect(status).toBe(3);
});

test("of several statuses the gravest counts, findings before what was not decided", () => {
  const { clean, findings, undecided, case: unsound } = STATUS;
  expect(together([])).toBe(clean);
  expect(together([clean, undecided])).toBe(undecided);
  expect(together([undecided, findings, clean])).toBe(findings);
  expect(together([findings, unsound])).toBe(unsound);
});
