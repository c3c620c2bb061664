import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bin, root } from "./support/cli.ts";
import { hasGymnasium, python } from "./support/python.ts";

const folder = join(root, "examples");

// The cases among them (.ts) are audited in learned.test.ts and models.test.ts. what stands beside environments in environments.test.ts.
test.each(readdirSync(folder).filter((file) => file.endsWith(".mjs")))("%s runs and prints", (file) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, file)], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.split("\n").length).toBeGreaterThan(3);
});

// An independent learner finds the loop that the audit of the boat race finds: 2 − 1 + … over 100 steps is 50, and no lap is gone.
test.skipIf(!hasGymnasium)("q_learning.py shows what was not paid for", () => {
  const env = { ...process.env, PYTHONPATH: join(root, "python"), INNATE: `${process.execPath} ${bin}` };
  const { stdout, stderr } = spawnSync(python, [join(folder, "q_learning.py")], { encoding: "utf8", env });
  expect(stderr).toBe("");
  expect(stdout).toContain("episode 60: paid   50, meant    0 of 100, first acts rlrlrlrlrlrlrlrl");
});
