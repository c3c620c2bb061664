import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Progress } from "../../audit/audit.ts";
import type { Declared } from "../../bridge/gymnasium/declared.ts";
import type { FileBeside } from "../../bridge/gymnasium/open.ts";
import type { DeclaredInPython } from "../../bridge/trajectories/declared-python.ts";
import type { AnyCase } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { importFile } from "./load.ts";
import { shortPath } from "./places.ts";

/** What a bridge is told beside the name of what it opens. */
export interface ForeignOptions {
  /** what must never happen, must happen, must stay possible: labels of a model */
  readonly never?: readonly string[];
  readonly reach?: readonly string[];
  readonly keepPossible?: readonly string[];
  /** the Python in which an environment runs, the modules that are imported first, and what its actions are called */
  readonly python?: string;
  readonly imports?: readonly string[];
  readonly actionNames?: readonly string[];
  /** values of each real number of its actions, a file with drives and an intent, what its reward is made of, seconds for one step */
  readonly actionBins?: number;
  readonly file?: string;
  readonly terms?: readonly string[];
  readonly stepTime?: number;
}

/** What is no module, and what a bridge makes a case of. */
export type Foreign =
  | { readonly kind: "model"; readonly file: string; readonly options: ForeignOptions }
  | { readonly kind: "gymnasium"; readonly id: string; readonly options: ForeignOptions };

/** An open case; `close` ends the processes behind it. */
export interface Opened {
  readonly subject: AnyCase;
  /** whether its world can be audited exactly; else a search and minds stand in */
  readonly isEnumerated: boolean;
  close(): Promise<void>;
}

/**
 * The case that a bridge makes of a model or an environment.
 *
 * @param settings - `--set name=value` as typed: a model's constants, an environment's arguments
 * @throws InnateError `usage` or `case` if there is none, or it cannot be read
 */
export async function openForeign(
  foreign: Foreign,
  settings: Readonly<Record<string, string>>,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Opened> {
  if (foreign.kind === "model") {
    const { openCase } = await import("../../bridge/open-case.ts");
    const { file, options } = foreign;
    const onBytes = (done: number, of: number): void =>
      onProgress({ drive: "the model", stage: "reading bytes", done, of });
    const subject = openCase(file, shortPath(file), settings, options, onBytes);
    return { subject, isEnumerated: true, close: async () => {} };
  }
  const { never: _n, reach: _r, keepPossible: _k, file, ...options } = foreign.options;
  const { openEnvironment } = await import("../../bridge/gymnasium/open.ts");
  const { close, ...opened } = await openEnvironment({
    id: foreign.id,
    settings,
    ...options,
    file: file === undefined ? undefined : await loadBeside(file),
    onProgress: ({ states, open }) =>
      onProgress({ drive: "paid", stage: "enumerating states", done: states - open, of: states }),
  });
  return { ...opened, close: async () => close() };
}

const MODULE = /\.m?[jt]s$/;
const unfit = (file: string, message: string): InnateError => new InnateError("usage", `--with ${file}: ${message}`);

/** A file that stands beside an environment; a module is loaded, a Python file is left to Python. */
async function loadBeside(file: string): Promise<FileBeside> {
  const path = resolve(file);
  const named = { path, name: shortPath(path) };
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw unfit(file, "there is no such file");
  if (path.endsWith(".py")) return named;
  if (!MODULE.test(path)) throw unfit(file, "expected a .ts, .js or .py file");
  return { ...named, exported: await importFile(path) };
}

/**
 * What a file that stands beside an environment declares, where the environment itself does not run.
 *
 * @throws InnateError `usage` if there is no such file, or it is none; `case` if it declares something else
 */
export async function loadDeclared(
  file: string,
  owner: string,
  python: string | undefined,
): Promise<Declared | DeclaredInPython> {
  const { exported, name, path } = await loadBeside(file);
  if (exported === undefined) {
    const { declaredInPython } = await import("../../bridge/trajectories/declared-python.ts");
    return declaredInPython(path, owner, python);
  }
  const { declaredBy } = await import("../../bridge/gymnasium/declared.ts");
  return declaredBy(exported, name);
}
