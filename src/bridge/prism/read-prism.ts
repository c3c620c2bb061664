import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Drive } from "../../core/drive.ts";
import type { State, World } from "../../core/world.ts";
import { readText } from "../open-model.ts";
import { drivesOf } from "./drives.ts";
import { readModel } from "./read.ts";
import { worldOf } from "./world.ts";

/** A model's world, its reward structures as drives, and its labels as functions of a state, for a case of one's own. */
export interface PrismModel {
  readonly world: World<State, string>;
  readonly drives: Readonly<Record<string, Drive<State, string>>>;
  readonly labels: Readonly<Record<string, (state: State) => boolean>>;
}

/**
 * The model in a file of the PRISM language.
 *
 * @param file - a path or a file: URL; relative paths start from the working directory, so that
 *   `new URL("model.prism", import.meta.url)` is one that always works
 * @param constants - values of its constants that have none in the file
 * @throws InnateError with line and column where it does not parse or makes no sense
 */
export function readPrism(
  file: string | URL,
  constants: Readonly<Record<string, number | string | boolean>> = {},
): PrismModel {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const name = relative(process.cwd(), path).replaceAll("\\", "/") || path;
  const given = Object.entries(constants).map(([constant, value]) => [constant, String(value)]);
  const program = readModel(readText(path, name), name, Object.fromEntries(given));
  const made = worldOf(program, basename(path).replace(/\.\w+$/, ""));
  const labels = program.model.labels.map(({ name, holds }) => [name, made.holds(holds)] as const);
  return { world: made.world, drives: drivesOf(program, made), labels: Object.fromEntries(labels) };
}
