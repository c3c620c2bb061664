import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./support/cli.ts";

const folder = join(root, "examples");

// The cases among them (.ts) are audited in learned.test.ts.
test.each(readdirSync(folder).filter((file) => file.endsWith(".mjs")))("%s runs and prints", (file) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, file)], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.split("\n").length).toBeGreaterThan(3);
});
