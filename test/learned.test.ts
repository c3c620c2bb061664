import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAudits } from "../src/report/index.ts";
import { folder, innate, root } from "./support/cli.ts";

const FEW = ["--learned", "--steps", "500", "--seeds", "1"];

test("a user's world of real numbers: told of --learned, audited by it, and its traces gone through again", async () => {
  const cwd = folder();
  const file = join(root, "examples/thermostat.ts");
  const exact = await innate(["audit", file], { cwd });
  expect([exact.status, exact.stderr]).toEqual([3, expect.stringContaining("--learned lets minds live")]);

  const learned = await innate(["audit", file, ...FEW, "--json"], { cwd });
  expect(learned.status).toBe(1);
  const [naive, repaired] = parseAudits(learned.stdout, "stdout");
  expect(naive!.findings.map(({ check, severity }) => [check, severity])).toEqual([
    ["learned", "high"],
    ["learned", "medium"],
  ]);
  expect(repaired!.findings).toEqual([]);
  expect(repaired!.verdict).toContain("nothing was found in 5,000 steps of search and 1 life of 500 steps");
  writeFileSync(join(cwd, "report.json"), learned.stdout);
  const again = await innate(["replay", "report.json"], { cwd });
  expect([again.status, again.stderr]).toEqual([0, ""]);
  expect(again.stdout).toContain("Holds: 24 steps were gone through again");
});

test("--learned-from judges what minds want that learned with the coin somewhere else", async () => {
  const args = ["audit", "coin", "--set", "coin=0", "--learned-from", "coin=8", "--steps", "600", "--seeds", "1"];
  const { status, stdout, stderr } = await innate(args, { cwd: folder() });
  expect([status, stderr]).toEqual([1, ""]);
  expect(stdout).toContain("MEDIUM  misgeneralisation");
  expect(stdout.replace(/\s+/g, " ")).toContain("minds that learned at coin = 8 forgo");
});

test.each([
  [["--mind", "brainlike", "--learned"], '--mind brainlike: no such mind (did you mean "brain-like"?)'],
  [["--steps", "5"], "--steps says how minds live: add --learned"],
  [["--learned", "--average"], "the average per step is not asked of minds"],
  [["--learned-from", "watch=1"], '"watch" is not a parameter (did you mean "watched"?)'],
])("%j is a wrong command line", async (flags, message) => {
  const { status, stderr, stdout } = await innate(["audit", "vault", ...flags], { cwd: folder() });
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, ""]);
});
