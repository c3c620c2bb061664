import { chmodSync, cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, folder, innate, root, run } from "./support/cli.ts";
import { hasGymnasium, python } from "./support/python.ts";
import { blocks, readmeCase, text } from "./support/readme.ts";

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

describe("what README.md says of what people already have", () => {
  const [, section = ""] = text.split(/^## Audit what you already have$/m);
  const shown = [...(section.split(/^## /m)[0] ?? "").matchAll(/^```sh\n([^`]*)```(?:\n\n```text\n([^`]*)```)?/gm)];
  const needsPython = /python|gym:/;
  /** Processor time is not the same twice, nor on two machines. */
  const untimed = (output: string): string => output.replace(/\b[\d.]+ s\b/g, "… s");

  /** A folder as a clone's, with `innate` for npx and the Python of the tests as `python`. */
  function clone(): string {
    const cwd = folder(undefined, {
      python3: `#!/bin/sh\nPYTHONPATH="${join(root, "python")}" exec "${python}" "$@"\n`,
    });
    chmodSync(join(cwd, "python3"), 0o755);
    symlinkSync("python3", join(cwd, "python"));
    cpSync(join(root, "examples"), join(cwd, "examples"), { recursive: true });
    mkdirSync(join(cwd, "node_modules/.bin"), { recursive: true });
    symlinkSync(root, join(cwd, "node_modules/innate"));
    symlinkSync(bin, join(cwd, "node_modules/.bin/innate"));
    return cwd;
  }

  test("shows an example of each", () => expect(shown.length).toBe(4));

  for (const [, command = "", output] of shown)
    test.skipIf(needsPython.test(command) && !hasGymnasium)(command.trimEnd(), async () => {
      const cwd = clone();
      const env = { PATH: `${cwd}:${process.env.PATH}`, INNATE_PYTHON: python };
      const { stdout, stderr } = await run("bash", ["-c", command], { cwd, env });
      expect(stderr).toBe("");
      if (output === undefined) expect(stdout).toContain("never theft");
      else expect(untimed(stdout)).toBe(untimed(output));
    });
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
