import { statSync } from "node:fs";
import { resolve } from "node:path";
import { CASES } from "../cases/index.ts";
import { didYouMean, InnateError, nearest } from "../core/errors.ts";
import { shortPath } from "./load/places.ts";

/** A case of the library, or a user's file. */
export interface Target {
  readonly name: string;
  /** the whole path of the user's file */
  readonly file?: string;
}

const MODULE = /\.m?[jt]s$/;

/**
 * The case that a user means: a path where it looks like one, else an id of the library.
 *
 * @throws InnateError `usage` if there is no such file or case
 */
export function findTarget(typed: string): Target {
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
  if (!MODULE.test(typed))
    throw new InnateError("usage", `${typed}: expected a file that ends in .ts, .mts, .js or .mjs`);
  return { name: shortPath(file), file };
}
const MODULE_ENDINGS = [".ts", ".mts", ".js", ".mjs"];
