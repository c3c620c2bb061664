import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, innate, root, run } from "./support/cli.ts";
import { blocks, readmeCase } from "./support/readme.ts";

test("the main job prints what README.md shows, and exits with 1", async () => {
  expect(blocks("sh")[0]).toBe("npm ci && npx innate audit boat-race\n");
  const { status, stdout, stderr } = await innate(["audit", "boat-race"]);
  expect(stdout).toBe(blocks("text")[0]);
  expect([status, stderr]).toEqual([1, ""]);
});

test("the output that README.md shows fits a terminal of 80 columns and 40 rows", () => {
  const rows = (blocks("text")[0] ?? "").trimEnd().split("\n");
  expect(rows.length).toBeLessThanOrEqual(40);
  expect(Math.max(...rows.map((row) => [...row].length))).toBeLessThanOrEqual(80);
});

test("the case with nothing to find exits with 0", async () => {
  expect(await innate(["audit", "innocent", "--quiet"])).toEqual({ status: 0, stdout: "", stderr: "" });
});

/** Type-checks a case as a user's strict project would. */
function check(text: string) {
  const innateTypes = join(root, "dist/index.d.ts");
  const cwd = folder(undefined, {
    "mine.ts": text,
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { strict: true, module: "nodenext", noEmit: true, types: [], paths: { innate: [innateTypes] } },
      files: ["mine.ts"],
    }),
  });
  return run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", cwd]);
}

test("the case that README.md shows is complete in 40 lines, type-checks, and audits", async () => {
  expect(readmeCase.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  expect(await check(readmeCase)).toEqual({ status: 0, stdout: "", stderr: "" });
  const { status, stdout, stderr } = await innate(["audit", "mine.ts"], {
    cwd: folder(undefined, { "mine.ts": readmeCase }),
  });
  expect(stdout).toMatch(/^mine\.ts, drive naive .* finding/);
  expect(stdout).toContain("theft");
  expect(stdout).toMatch(/mine\.ts, drive repaired +no exploit found/);
  expect([status, stderr]).toEqual([1, ""]);
});

test("a misspelt field in that case does not compile", async () => {
  const { status, stdout } = await check(readmeCase.replace("state.watching ?", "state.watchin ?"));
  expect(stdout).toContain("Property 'watchin' does not exist");
  expect(status).not.toBe(0);
});
