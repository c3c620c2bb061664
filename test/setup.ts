import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const newest = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
    )
    .reduce((a, b) => Math.max(a, b), 0);

/**
 * Builds dist/ where a source file is newer, for the tests that run the command line. Each file is moved into its place whole, so
 * that a command line that runs at the time reads the old one or the new one.
 */
export function setup(): void {
  const dist = join(root, "dist");
  if (existsSync(join(dist, "cli/main.js")) && newest(dist) > newest(join(root, "src"))) return;
  const fresh = `${dist}-${process.pid}`;
  try {
    // What does not type-check is emitted all the same; `npm run check` is where it fails.
    spawnSync("npx", ["tsc", "-p", "tsconfig.build.json", "--outDir", fresh], { cwd: root, stdio: "inherit" });
    for (const entry of readdirSync(fresh, { recursive: true, withFileTypes: true })) {
      const folder = join(dist, relative(fresh, entry.parentPath));
      mkdirSync(folder, { recursive: true });
      if (entry.isFile()) renameSync(join(entry.parentPath, entry.name), join(folder, entry.name));
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
