import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder, type Options, type Result, root, run } from "./support/cli.ts";

// What `npm test` itself sets must not reach the npm that is tested.
const OWN = /^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|npm_command$|INIT_CWD$|NODE_ENV$|VITEST)/;
const SLOW = 280_000;
// README.md's own test compares the whole output.
const FOUND = { status: 1, stdout: expect.stringMatching(/^boat-race, drive naive .* finding/) };

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/** Runs a program as a user would in a shell of their own. */
function shell(cwd: string, command: string, ...args: string[]): Promise<Result> {
  const env = Object.fromEntries(
    Object.keys(process.env).flatMap((name) => (OWN.test(name) ? [[name, undefined]] : [])),
  );
  const options: Options = { cwd, env };
  return run(command, args, options);
}

async function succeed(cwd: string, command: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await shell(cwd, command, ...args);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} gave ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

describe.sequential("the package", () => {
  let home = "";
  let clone = "";
  beforeAll(async () => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "innate-")));
    clone = join(home, "innate");
    await succeed(home, "git", "clone", "--quiet", root, "innate");
    await succeed(clone, "npm", "ci");
  }, SLOW);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test("a fresh clone audits after npm ci", async () => {
    expect(await shell(clone, "npx", "innate", "audit", "boat-race")).toMatchObject(FOUND);
    expect((await shell(clone, "npx", "innate", "audit", "innocent", "--quiet")).status).toBe(0);
  });

  test(
    "with install scripts off it says what to run, and audits after that",
    async () => {
      rmSync(join(clone, "dist"), { recursive: true });
      rmSync(join(clone, "node_modules"), { recursive: true });
      await succeed(clone, "npm", "ci", "--ignore-scripts");
      expect(await shell(clone, "node", "bin/innate.js", "audit", "boat-race")).toEqual({
        status: 5,
        stdout: "",
        stderr: "innate is not built yet; run: npm run build\n",
      });
      await succeed(clone, "npm", "run", "build");
      expect(await shell(clone, "npx", "innate", "audit", "boat-race")).toMatchObject(FOUND);
    },
    SLOW,
  );

  test(
    "the packed package works in an empty folder, and its declarations type-check there",
    async () => {
      const packed = folder();
      await succeed(clone, "npm", "pack", "--pack-destination", packed);
      const [tarball = ""] = readdirSync(packed);
      const cwd = folder();
      await succeed(cwd, "npm", "install", join(packed, tarball), "typescript@7");
      expect(await shell(cwd, "npx", "--no", "innate", "new", "mine")).toMatchObject({ status: 0 });
      // What `innate new` says about types, with no tsconfig.json.
      expect(await succeed(cwd, "npx", "--no", "tsc", "--noEmit", "mine.ts")).toBe("");
      const audited = await shell(cwd, "npx", "--no", "innate", "audit", "mine.ts");
      expect(audited.stdout).toMatch(/Paid by +cleaned, mine\.ts:\d+/);
      expect(audited.status).toBe(1);
      const shown = await shell(cwd, "npx", "--no", "innate", "show", "boat-race");
      expect(shown.stdout).toMatch(/arrow +src\/cases\/boat-race\.ts:\d+ +arrow/);

      const uses = [
        "innate",
        "innate/core",
        "innate/exact",
        "innate/audit",
        "innate/cases",
        "innate/report",
        "innate/testing",
      ];
      writeFileSync(join(cwd, "uses.mts"), uses.map((name, k) => `export * as m${k} from "${name}";\n`).join(""));
      const compilerOptions = { strict: true, module: "nodenext", skipLibCheck: false, types: [] };
      writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      const { status, stdout } = await shell(cwd, "npx", "--no", "tsc", "--noEmit");
      expect(stdout.split("\n").slice(0, 5).join("\n")).toBe("");
      expect(status).toBe(0);
    },
    SLOW,
  );

  // npm leaves out of the lock what a registry does not have, and `npm ci` then refuses the lock everywhere.
  test("the lock names every optional package, and no registry", () => {
    const lock: Lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const named = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(named.filter((name) => lock.packages[`node_modules/${name}`] === undefined)).toEqual([]);
    expect(Object.values(lock.packages).filter((entry) => "resolved" in entry)).toEqual([]);
  });

  test("the package holds what it needs and no tests", async () => {
    const listed: readonly { readonly files: readonly { readonly path: string }[] }[] = JSON.parse(
      await succeed(root, "npm", "pack", "--dry-run", "--json", "--ignore-scripts"),
    );
    const paths = listed[0]?.files.map(({ path }) => path) ?? [];
    for (const path of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "bin/innate.js",
      "dist/cli/main.js",
      "src/cases/boat-race.ts",
      "python/innate_bridge/__main__.py",
    ])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /\.test\.|^test\/|fixtures|__pycache__/.test(path))).toEqual([]);
  });
});
