import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const newest = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
    )
    .reduce((a, b) => Math.max(a, b), 0);

/** Builds dist/ where a source file is newer, for the tests that run the command line. */
export function setup(): void {
  const main = join(root, "dist/cli/main.js");
  if (existsSync(main) && newest(join(root, "dist")) > newest(join(root, "src"))) return;
  execFileSync("npm", ["run", "build"], { cwd: root, stdio: "pipe" });
}
