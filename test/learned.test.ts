import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAudits, renderHtml } from "../src/report/index.ts";
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
  // Two findings of one check and one term go by what is violated as well.
  const html = renderHtml([naive!]);
  const names = [...html.matchAll(/<a data-choice[^>]*>(.*?)<\/a>/gs)].map(([, text]) =>
    text!.replace(/<[^>]*>|\s+/g, " "),
  );
  expect(new Set(names).size).toBe(2);
  expect(repaired!.findings).toEqual([]);
  expect(repaired!.verdict).toContain("nothing was found in 5,000 steps of search and 1 life of 500 steps");
  writeFileSync(join(cwd, "report.json"), learned.stdout);
  const again = await innate(["replay", "report.json"], { cwd });
  expect([again.status, again.stderr]).toEqual([0, ""]);
  expect(again.stdout).toContain("Holds: 24 steps were gone through again");
});

// On any machine 5 lives of ten million steps take longer than the four seconds allowed, and the exact audit of boat-race less.
test("what is exact is told where the time does not do for the lives", async () => {
  const lives = ["--learned", "--steps", "10000000", "--time", "4"];
  const { status, stdout, stderr } = await innate(["audit", "boat-race", "--drive", "naive", ...lives], {
    cwd: folder(),
  });
  expect(stderr).toContain("not decided within 4 s");
  expect(stdout).toContain("MEDIUM  loop");
  expect(stdout.replace(/\s+/g, " ")).toContain("the lives that were asked for did not come to their end");
  expect(status).toBe(1);
});

test("--learned-from judges what minds want that learned with the coin somewhere else", async () => {
  const args = ["audit", "coin", "--set", "coin=0", "--learned-from", "coin=8", "--steps", "600", "--seeds", "1"];
  const { status, stdout, stderr } = await innate(args, { cwd: folder() });
  expect(status, stderr).toBe(1); // a slow machine is told of progress
  expect(stdout).toContain("MEDIUM  misgeneralisation");
  expect(stdout.replace(/\s+/g, " ")).toContain("minds that learned at coin = 8 forgo");
});

test.each([
  [["--mind", "brainlike", "--learned"], 'no mind "brainlike" (did you mean "brain-like"?)'],
  [["--steps", "5"], "--steps says how minds live: add --learned"],
  [["--learned", "--average"], "the average per step is not asked of minds"],
  [["--learned-from", "watch=1"], '"watch" is not a parameter (did you mean "watched"?)'],
])("%j is a wrong command line", async (flags, message) => {
  const { status, stderr, stdout } = await innate(["audit", "vault", ...flags], { cwd: folder() });
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, ""]);
});
