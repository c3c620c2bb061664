import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseBaseline } from "../src/report/baseline.ts";
import { folder, type Result, root, run } from "./support/cli.ts";
import { junitErrors } from "./support/junit.ts";
import { readmeCase } from "./support/readme.ts";
import { schemaErrors } from "./support/sarif.ts";

const text = readFileSync(join(root, "docs/ci.md"), "utf8");
const blocks = (language: string) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, tag, block = ""]) =>
    tag === language ? [block] : [],
  );

/** Milliseconds; npx alone takes seconds on a machine that does other work. */
const SLOW = 280_000;

/** A user's repository: two cases, and innate among its modules. */
function repository(): string {
  const cwd = folder(undefined, { "package.json": '{"type":"module"}' });
  mkdirSync(join(cwd, "rewards"));
  writeFileSync(join(cwd, "rewards/mine.ts"), readmeCase);
  cpSync(join(root, "src/cases/innocent.ts"), join(cwd, "rewards/other.ts"));
  const other = readFileSync(join(cwd, "rewards/other.ts"), "utf8").replace(/"\.\.\/core\/[\w-]+\.ts"/g, '"innate"');
  writeFileSync(join(cwd, "rewards/other.ts"), other);
  mkdirSync(join(cwd, "node_modules/.bin"), { recursive: true });
  symlinkSync(root, join(cwd, "node_modules/innate"));
  symlinkSync(join(root, "bin/innate.js"), join(cwd, "node_modules/.bin/innate"));
  return cwd;
}

test(
  "the lines of docs/ci.md accept what is known, and fail on what is new",
  async () => {
    const cwd = repository();
    const shell = (command: string): Promise<Result> => run("bash", ["-c", command], { cwd });
    const [accept = "", check = ""] = blocks("sh");
    expect(await shell(accept)).toMatchObject({ status: 0, stdout: "" });
    const file = join(cwd, "innate-baseline.json");
    const listed = readFileSync(file, "utf8");
    expect(parseBaseline(listed, "b").map(({ case: name }) => name)).toEqual(["rewards/mine.ts"]);
    expect((await shell(check)).status).toBe(2);

    writeFileSync(file, listed.replaceAll('"reason": ""', '"reason": "shown in the README"'));
    expect((await shell(check)).status).toBe(0);
    expect(schemaErrors(readFileSync(join(cwd, "innate.sarif"), "utf8"))).toEqual([]);
    expect(await junitErrors(readFileSync(join(cwd, "innate.xml"), "utf8"))).toEqual([]);

    cpSync(join(cwd, "rewards/mine.ts"), join(cwd, "rewards/new.ts"));
    const found = await shell(check);
    expect(found.stdout).toMatch(/^rewards\/new\.ts +naive/m);
    expect(found.status).toBe(1);
  },
  SLOW,
);

test("the workflow runs the line that docs/ci.md explains, and uploads what it writes", () => {
  const [workflow = ""] = blocks("yaml");
  const [, check = ""] = blocks("sh");
  expect(workflow).toContain(`      - run: ${check}`);
  for (const [, file = ""] of check.matchAll(/--(?:sarif|junit) (\S+)/g)) expect(workflow).toContain(`: ${file}\n`);
});

test(
  "the test of docs/ci.md holds",
  async () => {
    const cwd = repository();
    mkdirSync(join(cwd, "test"));
    writeFileSync(join(cwd, "test/mine.test.ts"), blocks("ts")[0] ?? "");
    for (const name of ["vitest", "vite"])
      symlinkSync(join(root, "node_modules", name), join(cwd, "node_modules", name));
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const { status, stdout } = await run(process.execPath, [vitest, "run", "--root", cwd], { cwd });
    expect(stdout).toContain("1 passed");
    expect(status).toBe(0);
  },
  SLOW,
);
