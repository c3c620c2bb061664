import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Drive } from "../../core/drive.ts";
import { didYouMean, InnateError } from "../../core/errors.ts";
import type { State, World } from "../../core/world.ts";
import { readText } from "../open-model.ts";
import { drivesOf } from "./drives.ts";
import { readModel } from "./read.ts";
import { type Span, worldOf } from "./world.ts";

/** A model for a case of one's own. */
export interface PrismModel {
  readonly world: World<State, string>;
  /** its reward structures, by name */
  readonly drives: Readonly<Record<string, Drive<State, string>>>;
  /** @throws InnateError `usage` if the model has no reward structure of that name */
  drive(name: string): Drive<State, string>;
  /**
   * Whether a label holds in a state, as a function of the state.
   *
   * @throws InnateError `usage` if the model has no label of that name
   */
  label(name: string): (state: State) => boolean;
}

/**
 * The model in a file of the PRISM language: its variables as fields of a world, its choices as actions, its reward structures as drives.
 *
 * @param file - a path or a file: URL; `new URL("model.prism", import.meta.url)` is beside the case, whatever the working directory
 * @param constants - values of its constants that have none in the file
 * @param span - the horizon or the discount, which a model does not say
 * @throws InnateError with line and column where it does not parse or makes no sense
 */
export function readPrism(
  file: string | URL,
  constants: Readonly<Record<string, number | string | boolean>> = {},
  span: Span = {},
): PrismModel {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const name = relative(process.cwd(), path).replaceAll("\\", "/") || path;
  const given = Object.entries(constants).map(([constant, value]) => [constant, String(value)]);
  const program = readModel(readText(path, name), name, Object.fromEntries(given));
  const made = worldOf(program, basename(path).replace(/\.\w+$/, ""), span);
  const drives = drivesOf(program, made);
  const labels = Object.fromEntries(program.model.labels.map((one) => [one.name, made.holds(one.holds)]));
  const named = <T>(of: Readonly<Record<string, T>>, what: string, wanted: string): T => {
    const known = Object.keys(of);
    const found = Object.hasOwn(of, wanted) ? of[wanted] : undefined;
    if (found !== undefined) return found;
    throw new InnateError(
      "usage",
      `${name}: there is no ${what} "${wanted}"${didYouMean(wanted, known)}; it has ${known.join(", ") || "none"}`,
    );
  };
  return {
    world: made.world,
    drives,
    drive: (wanted) => named(drives, "reward structure", wanted),
    label: (wanted) => named(labels, "label", wanted),
  };
}
