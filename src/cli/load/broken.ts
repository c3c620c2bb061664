import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type SyntaxPlace, syntaxError, syntaxPlace } from "./syntax.ts";

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+\.m?js)["']/g;
const MOST = 200;

/**
 * Where a JavaScript file, or one that it imports, does not parse; undefined where all do.
 *
 * For when the engine has refused a module without saying where: the TypeScript parser, which reads JavaScript too, says it.
 */
export function brokenModule(entry: string): SyntaxPlace | undefined {
  const swc: typeof import("@swc/wasm-typescript") = createRequire(import.meta.url)("@swc/wasm-typescript");
  const queue = [entry];
  const met = new Set(queue);
  for (let url = queue.shift(); url !== undefined && met.size < MOST; url = queue.shift()) {
    const file = fileURLToPath(url);
    if (!existsSync(file)) continue;
    const code = readFileSync(file, "utf8");
    try {
      swc.transformSync(code, { mode: "transform", module: true });
    } catch (error) {
      return syntaxPlace(syntaxError(file, error));
    }
    for (const [, specifier = ""] of code.matchAll(IMPORT)) {
      const next = new URL(specifier, url).href;
      if (!met.has(next)) queue.push(next);
      met.add(next);
    }
  }
  return undefined;
}
