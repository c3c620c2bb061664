import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { folder, innate } from "./support/cli.ts";

// Every file of test/fixtures/bad goes through the real command line: its status, and what the message must name.
const LIMITS = ["--time", "4", "--memory", "400", "--max-states", "20000", "--html", "report.html"];

const UNSOUND: readonly (readonly [string, ...string[]])[] = [
  ["out-of-range.ts", "corridor", 'transition({cell: 0}, "left")', "cell = 7", "from 0 to 3"],
  ["misspelt-field.ts", "corridor", '"cel"', 'did you mean "cell"?'],
  ["undeclared-field.ts", "corridor", 'term "pay"', '"cells"', 'did you mean "cell"?', "undeclared-field.ts:2:"],
  ["probability-negative.ts", "corridor", "chance.flip(-0.1)", "from 0 to 1", "probability-negative.ts:2:"],
  ["probability-nan.ts", "corridor", "chance.flip(NaN)", "from 0 to 1"],
  ["probability-sum.ts", "corridor", "chance.weighted", "sum to 0.9, expected 1"],
  ["reward-nan.ts", "corridor", 'term "pay"', "NaN", "expected a finite number"],
  ["reward-infinite.ts", "corridor", 'term "pay"', "Infinity", "expected a finite number"],
  ["changes-argument.ts", "corridor", "it changes its argument", "changes-argument.ts:4:", "state.cell = 1"],
  ["math-random.ts", "corridor", "Math.random", "draw from chance", "math-random.ts:2:"],
  ["clock.ts", "corridor", "it uses the clock (Date.now())", "clock.ts:4:"],
  ["late.ts", "corridor", "depends on something beside its arguments", "a variable that it changes"],
  ["async-transition.ts", "corridor", "returned a promise: remove async"],
  ["thirds.ts", "corridor", "sum to 1 − 1e-16, expected 1", "ratio(1, 3)"],
  ["misspelt-key.ts", "here", '"horizn" is not known (did you mean "horizon"?)', "misspelt-key.ts:2:"],
  ["misspelt-check.ts", "here", '"lop", which is not a check (did you mean "loop"?)'],
  ["hidden-state.ts", "corridor", "depends on something beside its arguments", "a variable that it changes"],
  ["throws-in-transition.ts", "corridor", "{cell: 2}", "no bridge here", "throws-in-transition.ts:4:"],
  ["does-not-parse.ts", "does-not-parse.ts:3:25", "const reward = (moment: = 1;\n", "^"],
  ["does-not-parse-js.js", "does-not-parse-js.js:3:27", "const reward = (moment => ;\n", "^"],
  ["imports-broken.ts", "does-not-parse.ts:3:25"],
  ["no-default.ts", "no-default.ts", '"vault"', "default"],
  ["exports-nothing.ts", "exports-nothing.ts", "it exports no case"],
  ["default-no-case.ts", "default-no-case.ts", "defineCase"],
  ["bad-field.ts", "bad-field.ts", "range(3, 1)", "bad-field.ts:2:"],
  ["throws.ts", "throws.ts:3:", "points", 'export default table["arrow"]!.points;'],
  ["missing-import.ts", "missing-import.ts", "nowhere.ts"],
  ["rejects.ts", "rejects.ts", "rejected", "nobody listens"],
  ["never-loads.ts", "never-loads.ts:2:", "it never returns"],
  ["waits-for-ever.ts", "waits-for-ever.ts", "something that never comes"],
  ["waits-with-timer.ts", "waits-with-timer.ts", "something that never comes"],
  ["never-returns.ts", "never-returns.ts", "transition", "it never returns", "while (state.cell === 1) tries++"],
  ["allocates-typed.ts", "allocates-typed.ts", "400 MiB", "while (true) kept.push"],
  ["allocates-in-transition.ts", "allocates-in-transition.ts", "transition", "400 MiB", "allocates without end"],
  ["exits.ts", "exits.ts:1:", "process.exit(0)"],
  ["exits-in-transition.ts", "exits-in-transition.ts:4:", "process.exit(0)"],
  ["aborts.ts", "aborts.ts", "SIGTERM"],
  ["deletes-globals.ts", "deletes-globals.ts", "it deletes or replaces", "Map", "JSON", "Promise"],
  ["deletes-in-transition.ts", "deletes-in-transition.ts", "it deletes or replaces", "Map"],
  ["another-world.ts", "here", "there", 'drive "naive" is of another world', "another-world.ts:7:"],
];

test.each(UNSOUND)("%s is unsound", async (file, ...words) => {
  const cwd = folder("bad");
  const before = readdirSync(cwd);
  const { status, stdout, stderr } = await innate(["audit", file, ...LIMITS], { cwd });
  for (const word of words) expect(stderr).toContain(word);
  expect(stderr.split("\n").length).toBeLessThan(12);
  expect(stdout).toBe("");
  expect(status).toBe(4);
  expect(readdirSync(cwd)).toEqual(before);
});

// Which limit comes first depends on the machine: collecting garbage takes the time before plain arrays take the memory.
test("a file that allocates arrays without end is unsound", async () => {
  const { status, stderr } = await innate(["audit", "allocates.ts", ...LIMITS], { cwd: folder("bad") });
  expect(stderr).toMatch(/allocates\.ts: (took more than 400 MiB|was not loaded after 4 s|its code filled the memory)/);
  expect(status).toBe(4);
});

test("a state space that is too large is not decided, and the fields that make it so are named", async () => {
  const { status, stdout, stderr } = await innate(["audit", "too-large.ts", ...LIMITS], { cwd: folder("bad") });
  expect(stderr).toMatch(
    /counters: not enumerated: the limit of 20000 states .* counters \d+ of 100 in each of its 4 items/,
  );
  expect([status, stdout]).toEqual([3, ""]);
});

test("a world with a real field is not decided", async () => {
  const { status, stdout, stderr } = await innate(["audit", "real-field.ts"], { cwd: folder("bad") });
  expect(stderr).toContain('here: field "speed" is real, so the states cannot be enumerated');
  expect([status, stdout]).toEqual([3, ""]);
});

test("a drive that reads what its mind plans is not decided exactly", async () => {
  const { status, stdout, stderr } = await innate(["audit", "reads-plan.ts"], { cwd: folder("bad") });
  expect(stderr).toContain('corridor: term "pay" at {cell: 0}, "left", {cell: 0}: it reads moment.thought, which');
  expect(stderr).toContain("not audited exactly; use learned");
  expect([status, stdout]).toEqual([3, ""]);
});

test("a large audit that goes on when its time is over is not decided", async () => {
  const args = ["audit", "too-large.ts", "--time", "1.5"];
  const { status, stderr } = await innate(args, { cwd: folder("bad") });
  expect(stderr).toMatch(
    /^too-large\.ts: not decided: the limit of 1\.5 s was reached, while enumerating states for naive \(\d+/,
  );
  expect(status).toBe(3);
});

test("what a file prints stays out of the report, is cut, and cannot move the cursor", async () => {
  const { status, stdout, stderr } = await innate(["audit", "noisy.ts", "--json"], { cwd: folder("bad") });
  const report: unknown = JSON.parse(stdout);
  expect(report).toMatchObject({ audits: [{ drive: "naive" }] });
  expect(stderr).toContain('noisy.ts prints: {"line": 0}\n');
  expect(stderr).toMatch(/noisy\.ts prints \d+ more lines, left out\n/);
  expect(stderr.split("\n").length).toBeLessThan(25);
  expect(stderr).not.toContain("\u001b");
  expect(status).toBe(0);
});

test("a trace with an action that does not exist is refused", async () => {
  const cwd = folder("bad");
  const { stdout } = await innate(["audit", "boat-race", "--json"], { cwd });
  const flown = stdout.replace('"action":"right"', '"action":"fly"');
  const { status, stderr } = await innate(["replay", "-", "--json"], { cwd, input: flown });
  expect(stderr).toContain('"fly" is not an action of boat-race; it has up, down, left, right');
  expect(status).toBe(4);
});

test("every fixture is tested", () => {
  const others = [
    "base.ts",
    "allocates.ts",
    "too-large.ts",
    "no-intent.ts",
    "noisy.ts",
    "reads-plan.ts",
    "real-field.ts",
  ];
  expect(readdirSync(folder("bad")).sort()).toEqual([...UNSOUND.map(([file]) => file), ...others].sort());
});
