import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { root } from "./support/cli.ts";

// DESIGN.md, "The layers": what a folder of src/ may import beside itself. core holds the words, so everything may read it.
const BELOW = {
  core: [],
  exact: ["core"],
  minds: ["core"],
  language: ["core"],
  drives: ["core"],
  cases: ["core", "drives"],
  audit: ["core", "exact", "minds"],
  study: ["core"],
  studies: ["core", "exact", "minds", "language", "drives", "cases", "audit", "study"],
  report: ["core", "audit", "study"],
  bridge: ["core", "exact", "cases"],
  sweep: ["core"],
  testing: ["core", "exact", "audit", "report"], // a failed assertion shows what the terminal shows
  cli: undefined, // everything
  index: ["core"], // src/index.ts, what `import "innate"` gives
} satisfies Readonly<Record<string, readonly string[] | undefined>>;
/** The layers that may touch files, network or the clock. */
const OUTSIDE = ["cli", "sweep", "bridge"];

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/g;

const layerOf = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : file.replace(/\.ts$/, ""));

/** What is wrong with the imports of the files of src/, given their paths in it and their texts. */
function violations(files: ReadonlyMap<string, string>): readonly string[] {
  const table = new Map<string, readonly string[] | undefined>(Object.entries(BELOW));
  return [...files].flatMap(([file, text]) => {
    const layer = layerOf(file);
    if (!table.has(layer)) return [`${file}: "${layer}" is not a layer`];
    return [...text.matchAll(IMPORT)].flatMap(([, specifier = ""]) => {
      if (specifier.startsWith("node:"))
        return OUTSIDE.includes(layer) ? [] : [`${file}: ${layer} may not use ${specifier}`];
      if (specifier === "innate" || specifier.startsWith("innate/"))
        return layer === "cli" ? [] : [`${file}: ${specifier} is for users' files`];
      if (!specifier.startsWith(".")) return [];
      const target = layerOf(posix.join(posix.dirname(file), specifier));
      const below = table.get(layer);
      const allowed = target === layer || below === undefined || below.includes(target);
      return allowed ? [] : [`${file}: ${layer} may not import ${target} (${specifier})`];
    });
  });
}

function sources(folder: string, under = ""): readonly (readonly [string, string])[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(under, entry.name);
    if (entry.isDirectory()) return sources(folder, path);
    return /\.test(-d)?\.ts$/.test(path) || !path.endsWith(".ts")
      ? []
      : [[path, readFileSync(join(folder, path), "utf8")] as const];
  });
}

test("every import of src/ goes down the layers, and only cli, sweep and bridge use Node", () => {
  const files = new Map(sources(join(root, "src")));
  expect(files.size).toBeGreaterThan(50);
  expect(violations(files)).toEqual([]);
});

test.each([
  ["exact/solve.ts", 'import { audit } from "../audit/audit.ts";', "exact may not import audit"],
  ["minds/critic/td.ts", 'import type { Case } from "../../cases/index.ts";', "minds may not import cases"],
  ["core/world.ts", 'export * from "../exact/model.ts";', "core may not import exact"],
  ["audit/audit.ts", 'const fs = await import("node:fs");', "audit may not use node:fs"],
  ["report/html.ts", 'import "../cli/main.ts";', "report may not import cli"],
  ["cases/vault.ts", 'import { range } from "innate";', "is for users' files"],
  ["clever/trick.ts", "", "is not a layer"],
])("%s with %s is refused", (file, text, reason) => {
  expect(violations(new Map([[file, text]]))).toEqual([expect.stringContaining(reason)]);
});
