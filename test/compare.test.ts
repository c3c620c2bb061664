import { expect, test } from "vitest";
import { comparisonDocument } from "../src/report/index.ts";
import { folder, innate } from "./support/cli.ts";
import { readmeCase } from "./support/readme.ts";

test("innate compare prints a verdict, both distances and a witness in 80 columns", async () => {
  const { status, stdout, stderr } = await innate(["compare", "cleaning-robot", "attic", "intent"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^cleaning-robot, drives attic and intent +hackable\n/);
  for (const label of ["EPIC", "STARC", "Hackability", "Witness"]) expect(stdout).toContain(label);
  for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
});

// Paid for arrows, a boat that goes back and forth over one earns 50 and scores 0; one that goes round for 75 steps and back for 25 earns
// 75 · 0.5 − 25 + 1.5: of the first 75 steps 38 end on an arrow, and scores 75 − 25.
test("a boat that hacks its reward stands against one that scores more", async () => {
  const { stdout } = await innate(["compare", "boat-race", "naive", "intent", "--json"]);
  const { comparison } = comparisonDocument.parse(JSON.parse(stdout));
  const [deterministic] = comparison.hackability;
  if (deterministic?.outcome !== "hackable") throw new Error("expected a witness");
  expect(deterministic.witness.map(({ returns }) => returns.map(({ exact }) => exact))).toEqual([
    ["50", "0"],
    ["14", "50"],
  ]);
});

test("two drives of a user's file, by another horizon and a parameter of the library's", async () => {
  const cwd = folder(undefined, { "mine.ts": readmeCase });
  const mine = await innate(["compare", "mine.ts", "naive", "repaired", "--horizon", "3"], { cwd });
  expect([mine.status, mine.stderr]).toEqual([0, ""]);
  expect(mine.stdout).toContain("3 steps, undiscounted (as requested)");
  const vault = await innate(["compare", "vault", "naive", "repaired", "--set", "watched=1", "--discount", "0.5"]);
  expect(vault.stdout).toContain("vault (watched = 1), drives naive and repaired");
  expect(vault.status).toBe(0);
});

test.each([
  [
    ["cleaning-robot", "atic", "intent"],
    2,
    'cleaning-robot: no drive "atic" (did you mean "attic"?); it has attic, upstairs, house, and intent stands for the score of its intent',
  ],
  [["cleaning-robot", "attic", "attic"], 2, 'cleaning-robot: "attic" is at distance 0 from itself; name two drives'],
  [["cleaning-robot", "attic"], 2, "error: missing required argument 'other'"],
  [["vault", "naive", "intent"], 3, "vault: no score to compare with: its intent has only never theft, reach out"],
])("innate compare %j ends with %d and says why", async (args, expected, message) => {
  const { status, stdout, stderr } = await innate(["compare", ...args]);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([expected, ""]);
});

test("an unsound file is told as an audit tells it", async () => {
  const cwd = folder("bad");
  const { status, stdout, stderr } = await innate(["compare", "throws.ts", "naive", "repaired"], { cwd });
  expect(stderr).toContain("throws.ts:3:");
  expect([status, stdout]).toEqual([4, ""]);
});
