import { statSync } from "node:fs";
import { resolve } from "node:path";
import { CASES } from "../cases/index.ts";
import { didYouMean, InnateError, nearest } from "../core/errors.ts";
import type { Foreign, ForeignOptions } from "./load/foreign.ts";
import { shortPath } from "./load/places.ts";

/** A case of the library, a user's file, or what a bridge makes a case of. */
export interface Target {
  readonly name: string;
  /** the whole path of the user's file */
  readonly file?: string;
  readonly foreign?: Foreign;
}

const MODULE = /\.m?[jt]s$/;
const MODEL = /\.(prism|pm|nm|sm|drn|tra)$/;
const GYMNASIUM = /^gym:/;

/**
 * The case that a user means: an environment where it begins with gym:, a path where it looks like one, else an id of the library.
 *
 * @param options - what a bridge is told beside the name
 * @throws InnateError `usage` if there is no such file or case
 */
export function findTarget(typed: string, options: ForeignOptions = {}): Target {
  const target = targetOf(typed, options);
  const { never = [], reach = [], keepPossible = [] } = options;
  if (target.foreign?.kind !== "model" && never.length + reach.length + keepPossible.length > 0)
    throw new InnateError(
      "usage",
      `${typed}: --never, --reach and --keep-possible say what is meant by a model of a model checker; ${target.foreign === undefined ? "a case states its intent itself" : "an environment's intent stands in a file: --with FILE"}`,
    );
  return target;
}

function targetOf(typed: string, options: ForeignOptions): Target {
  if (GYMNASIUM.test(typed))
    return { name: typed, foreign: { kind: "gymnasium", id: typed.replace(GYMNASIUM, ""), options } };
  const { python, imports, actionNames, actionBins, file: beside, terms, stepTime } = options;
  const stray = Object.entries({
    python,
    import: imports,
    actions: actionNames,
    "action-bins": actionBins,
    with: beside,
    terms,
    "step-time": stepTime,
  }).find(([, given]) => given !== undefined);
  if (stray !== undefined)
    throw new InnateError("usage", `--${stray[0]} is for environments, such as gym:FrozenLake-v1; ${typed} is none`);
  if (Object.hasOwn(CASES, typed)) return { name: typed };
  const pathLike = /[/\\]/.test(typed) || /\.\w+$/.test(typed);
  const file = resolve(typed);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!pathLike) {
    const known = Object.keys(CASES);
    const likely = MODULE_ENDINGS.find((ending) => statSync(file + ending, { throwIfNoEntry: false })?.isFile());
    const hint =
      likely === undefined
        ? `; the nearest are ${nearest(typed, known).slice(0, 3).join(", ") || "none"} (innate list shows all)`
        : `; there is a file ${typed}${likely}`;
    throw new InnateError("usage", `no case "${typed}"${didYouMean(typed, known)}${hint}`);
  }
  if (found === undefined) throw new InnateError("usage", `no file ${typed}`);
  if (!found.isFile()) throw new InnateError("usage", `${typed} is not a file`);
  if (MODEL.test(typed)) return { name: shortPath(file), foreign: { kind: "model", file, options } };
  if (!MODULE.test(typed))
    throw new InnateError(
      "usage",
      `${typed}: expected a file that ends in .ts, .mts, .js or .mjs, or a model that ends in .prism, .pm, .nm, .drn or .tra`,
    );
  return { name: shortPath(file), file };
}
const MODULE_ENDINGS = [".ts", ".mts", ".js", ".mjs"];
