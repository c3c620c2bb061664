import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const bin = join(root, "bin/innate.js");

/** The Node that runs the command line: this one, or the one that `npm run test:nodes` has brought. */
const node = process.env.INNATE_TEST_NODE ?? process.execPath;

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Options {
  readonly cwd?: string;
  /** undefined takes a variable away */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** sends SIGINT so many milliseconds after the start */
  readonly interrupt?: number;
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program to its end; it is killed after 280 s. */
export function run(command: string, args: readonly string[], options: Options = {}): Promise<Result> {
  const { cwd, env = {}, input = "", interrupt } = options;
  // Vitest sets some of these, and the tests may themselves run in CI.
  const { NO_COLOR: _, FORCE_COLOR: _force, CI: _ci, ...inherited } = process.env;
  const child = spawn(command, args, { cwd, env: { ...inherited, ...env }, stdio: "pipe" });
  const killer = setTimeout(() => child.kill("SIGKILL"), 280_000);
  if (interrupt !== undefined) setTimeout(() => child.kill("SIGINT"), interrupt);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(input);
  return new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(killer);
      settle({ status, stdout, stderr });
    });
  });
}

/** Runs the command line that is built in dist/. */
export const innate = (args: readonly string[], options: Options = {}): Promise<Result> =>
  run(node, [bin, ...args], options);

/** An empty folder outside the package, removed after the test; with a copy of a folder of fixtures where one is named. */
export function folder(fixtures?: string, files: Readonly<Record<string, string>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "innate-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  if (fixtures !== undefined) cpSync(join(root, "test/fixtures", fixtures), path, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}
