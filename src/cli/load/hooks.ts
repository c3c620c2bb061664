import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { syntaxError } from "./syntax.ts";

/**
 * Module hooks for a user's files: `innate` is the running package, TypeScript loads as it stands, and `.js` and `.ts` files are
 * ES modules whatever the nearest package.json says. The same functions serve `module.register` (Node 20) and
 * `module.registerHooks`, so they look at nothing that `next` returns.
 */

interface Context {
  readonly parentURL?: string | undefined;
}
type Next<C, R> = (specifier: string, context?: C) => R;
interface Loaded {
  readonly format: "module";
  readonly source: string;
  readonly shortCircuit: true;
}

const MODULE = /\.m?[jt]s$/;
const ENDINGS = [".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];
/** What a TypeScript project may write for a file that stands there under another ending. */
const WRITTEN: Readonly<Record<string, string>> = { ".js": ".ts", ".mjs": ".mts" };

/** URL of the running package's folder, with a slash at the end. */
let packageUrl = "";

export function initialize(data: { readonly packageUrl: string }): void {
  packageUrl = data.packageUrl;
}

const isFile = (url: URL): boolean => {
  const path = fileURLToPath(url);
  return existsSync(path) && statSync(path).isFile();
};

/** Whether a module is the user's: neither of the package nor installed. */
const isUsers = (url: string): boolean =>
  url.startsWith("file:") && !url.includes("/node_modules/") && !url.startsWith(`${packageUrl}dist/`);

/** The file that a relative import means, where it is not the one it names. */
function meant(specifier: string, parentURL: string): string | undefined {
  const written = new URL(specifier, parentURL);
  if (written.protocol !== "file:" || isFile(written)) return undefined;
  const ending = /\.m?js$/.exec(written.pathname)?.[0];
  const candidates = ENDINGS.map((suffix) => written.href + suffix);
  if (ending !== undefined) candidates.unshift(written.href.slice(0, -ending.length) + WRITTEN[ending]);
  return candidates.find((candidate) => isFile(new URL(candidate)));
}

export function resolve<C extends Context, R>(specifier: string, context: C, next: Next<C, R>): R {
  if (specifier === "innate" || specifier.startsWith("innate/"))
    return next(specifier, { ...context, parentURL: `${packageUrl}package.json` });
  const { parentURL } = context;
  if (parentURL !== undefined && isUsers(parentURL) && /^(\.{0,2}\/|file:)/.test(specifier)) {
    const file = meant(specifier, parentURL);
    if (file !== undefined) return next(file, context);
  }
  return next(specifier, context);
}

const require = createRequire(import.meta.url);

/** JavaScript of a TypeScript file: every position kept where its syntax allows, else with a source map. */
function toJavaScript(code: string, url: string): string {
  const swc: typeof import("@swc/wasm-typescript") = require("@swc/wasm-typescript");
  try {
    return swc.transformSync(code, { mode: "strip-only", module: true }).code;
  } catch (error) {
    if (!(error !== null && typeof error === "object" && Reflect.get(error, "code") === "UnsupportedSyntax"))
      throw syntaxError(fileURLToPath(url), error);
  }
  try {
    const { code: output, map } = swc.transformSync(code, { mode: "transform", module: true, sourceMap: true });
    if (map === undefined) return output;
    const whole: object = JSON.parse(map);
    const inline = Buffer.from(JSON.stringify({ ...whole, sources: [url] })).toString("base64");
    return `${output}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
  } catch (error) {
    throw syntaxError(fileURLToPath(url), error);
  }
}

export function load<C, R>(url: string, context: C, next: Next<C, R>): R | Loaded {
  const [path = url] = url.split(/[?#]/);
  if (!isUsers(path) || !MODULE.test(path)) return next(url, context);
  const code = readFileSync(fileURLToPath(path), "utf8");
  const source = /ts$/.test(path) ? toJavaScript(code, pathToFileURL(fileURLToPath(path)).href) : code;
  return { format: "module", source, shortCircuit: true };
}
