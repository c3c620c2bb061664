import { readFileSync } from "node:fs";
import { InnateError, messageOf } from "../core/errors.ts";
import type { Limits, OnStates } from "../exact/index.ts";
import { readDrn } from "./explicit/drn.ts";
import type { OnBytes } from "./explicit/lines.ts";
import { readTra } from "./explicit/tra.ts";
import type { LabelledModel } from "./labelled.ts";
import type { Given } from "./prism/constants.ts";
import { explore } from "./prism/explore.ts";
import { readModel } from "./prism/read.ts";

/** How a model is opened beside its file. */
export interface OpenOptions {
  /** what messages call the file; as given where left out */
  readonly name?: string;
  readonly limits?: Limits;
  /** called every few thousand states; what it throws ends the work */
  readonly onStates?: OnStates;
  /** called now and then while an explicit file is read; what it throws ends the work */
  readonly onBytes?: OnBytes;
}

const EXPLICIT = /\.(drn|tra)$/;

/**
 * The text of a model file.
 *
 * @throws InnateError `usage` if it cannot be read
 */
export function readText(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new InnateError("usage", `${name}: it cannot be read: ${messageOf(error)}`);
  }
}

/**
 * All reachable states of the model in a file and its steps, whatever its format.
 *
 * @param constants - by name, values of the constants that have none in the file, as typed: "2", "0.1", "1/3", "true"
 * @throws InnateError `usage`, `case` or `undecided` where it cannot be read, makes no sense, or reaches a limit
 */
export function openModel(
  file: string,
  constants: Given = {},
  { name = file, limits, onStates, onBytes }: OpenOptions = {},
): LabelledModel {
  const [, explicit] = EXPLICIT.exec(file) ?? [];
  if (explicit !== undefined) {
    const [constant] = Object.keys(constants);
    if (constant !== undefined)
      throw new InnateError("usage", `${name}: "${constant}" cannot be set: an explicit file has no constants`);
    return explicit === "drn" ? readDrn(file, name, onBytes) : readTra(file, name, onBytes);
  }
  return explore(readModel(readText(file, name), name, constants), limits, onStates);
}
