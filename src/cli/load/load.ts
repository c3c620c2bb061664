import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { pathToFileURL } from "node:url";
import type { AnyCase } from "../../core/case.ts";
import { caseError, didYouMean, InnateError, messageOf, nearest } from "../../core/errors.ts";
import { brokenModule } from "./broken.ts";
import * as hooks from "./hooks.ts";
import { lineText, PACKAGE_URL, shortPath, showFrame, userFrame } from "./places.ts";
import { type SyntaxPlace, syntaxPlace } from "./syntax.ts";

/** Lets this thread import users' files; call it once. */
export function installHooks(): void {
  const data = { packageUrl: PACKAGE_URL };
  const registerHooks: unknown = Reflect.get(nodeModule, "registerHooks");
  if (typeof registerHooks === "function") {
    hooks.initialize(data);
    registerHooks({ resolve: hooks.resolve, load: hooks.load });
  } else nodeModule.register(new URL(import.meta.url.replace(/load(\.[jt]s)$/, "hooks$1")), { data });
}

const isRecord = (value: unknown): value is object => value !== null && typeof value === "object";
const isCase = (value: unknown): value is AnyCase =>
  isRecord(value) &&
  "parameters" in value &&
  isRecord(value.parameters) &&
  "build" in value &&
  typeof value.build === "function";

/** What a value that is no case looks like, with what to do about it. */
function likeness(value: unknown): string {
  if (isRecord(value) && "world" in value && "drives" in value)
    return "a plain object with a world and drives; wrap it: export default defineCase({ … })";
  if (isRecord(value) && ("drives" in value || "intent" in value))
    return "drives or an intent without a world; of an environment they are named beside it: innate audit gym:ID --with FILE";
  if (isRecord(value) && "fields" in value && "transition" in value)
    return "a world; a case also has drives and an intent";
  if (isRecord(value) && "terms" in value) return "a drive; a case also has a world and an intent";
  if (isRecord(value) && "items" in value) return "an intent; a case also has a world and drives";
  if (typeof value === "function") return "a function; export what defineCase returns";
  return Array.isArray(value) ? "a list" : value === null ? "null" : typeof value;
}

function caseOf(path: string, exported: object): AnyCase {
  const value: unknown = Reflect.get(exported, "default");
  if (isCase(value)) return value;
  if (value !== undefined) throw caseError(`${path}: expected the default export to be a case, got ${likeness(value)}`);
  const named = Object.entries(exported).find(([, item]) => isCase(item));
  const cause =
    named === undefined ? "it exports no case" : `its case is exported as "${named[0]}"; export it as the default`;
  throw caseError(`${path}: expected export default defineCase({ … }), but ${cause}`);
}

const LIKELY: readonly (readonly [RegExp, string])[] = [
  [
    /^(require|module|exports|__dirname|__filename) is not defined/,
    "a case file is an ES module: write import and export",
  ],
  [
    /^Cannot find (package|module)/,
    'only "innate", relative files and what is installed beside the file can be imported',
  ],
];

const isSyntaxError = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === "SyntaxError";

/** "mine.ts:3:25: Unexpected token", the line, and a caret below the column. */
function showSyntax({ file, line, column, message }: SyntaxPlace): string {
  const source = readFileSync(file, "utf8").split(/\r?\n/)[line - 1] ?? "";
  const tabs = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${shortPath(file)}:${line}:${column}: ${message}\n    ${source}\n    ${tabs}^`;
}

/**
 * The error for a name that a module does not export, with the nearest that it does and the line of the import; undefined for
 * another error.
 */
async function missingExport(thrown: unknown): Promise<InnateError | undefined> {
  if (!(thrown instanceof Error)) return undefined;
  const said = /module '([^']+)' does not provide an export named '([^']+)'/.exec(thrown.message);
  const place = /^(file:.*):(\d+)\n/.exec(thrown.stack ?? "");
  if (said === null || place === null) return undefined;
  const [[, specifier = "", name = ""], [, url = "", line = ""]] = [said, place];
  const exported: object = await import(/^\.{0,2}\//.test(specifier) ? new URL(specifier, url).href : specifier);
  const known = Object.keys(exported);
  const near =
    didYouMean(name, known) ||
    (known.length === 0 ? "" : `; the nearest are ${nearest(name, known).slice(0, 3).join(", ")}`);
  return caseError(
    `${shortPath(url)}:${line}: "${specifier}" has no export "${name}"${near}\n    ${lineText(url, Number(line))}`,
    { cause: thrown },
  );
}

/** The error for a file that could not be imported, with the user's own line. */
async function importError(file: string, thrown: unknown): Promise<InnateError> {
  const path = shortPath(file);
  const missing = await missingExport(thrown).catch(() => undefined);
  if (missing !== undefined) return missing;
  const place = syntaxPlace(thrown) ?? (isSyntaxError(thrown) ? brokenModule(pathToFileURL(file).href) : undefined);
  if (place !== undefined) return caseError(showSyntax(place));
  const frame = userFrame(thrown);
  const message = messageOf(thrown);
  const likely = LIKELY.find(([pattern]) => pattern.test(message))?.[1];
  const name = thrown instanceof Error && !(thrown instanceof InnateError) ? `${thrown.name}: ` : "";
  return caseError(
    `${path} failed while it was loaded: ${name}${message}${likely === undefined ? "" : `; ${likely}`}` +
      (frame === undefined ? "" : `\n${showFrame(frame)}`),
    { cause: thrown },
  );
}

/**
 * What a user's module exports; `installHooks` must have been called.
 *
 * @throws InnateError `case` if the file does not parse, or throws
 */
export async function importFile(file: string): Promise<object> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw await importError(file, error);
  }
}

/**
 * The case that a user's file exports.
 *
 * @throws InnateError `case` if the file does not parse, throws, or exports no case
 */
export const loadCase = async (file: string): Promise<AnyCase> => caseOf(shortPath(file), await importFile(file));
