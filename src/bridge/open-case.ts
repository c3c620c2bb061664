import { basename } from "node:path";
import type { AnyCase } from "../core/case.ts";
import type { OnBytes } from "./explicit/lines.ts";
import { caseOfLabelled } from "./labelled-case.ts";
import type { Meant } from "./meant.ts";
import { openModel, readText } from "./open-model.ts";
import { caseOfPrism } from "./prism/case.ts";
import type { Given } from "./prism/constants.ts";
import { parseModelText } from "./prism/read.ts";

/** Files that are in the PRISM language. */
export const PRISM = /\.(prism|pm|nm|sm)$/;

/**
 * The case that the model in a file is, whatever its format.
 *
 * @param name - what messages call the file
 * @param given - values of its constants that have none in the file, as typed
 * @param onBytes - called now and then while an explicit file is read; what it throws ends the work
 * @throws InnateError where it cannot be read, makes no sense, or has nothing that pays
 */
export function openCase(file: string, name: string, given: Given, meant: Meant, onBytes?: OnBytes): AnyCase {
  const id = basename(file).replace(/\.\w+$/, "");
  return PRISM.test(file)
    ? caseOfPrism(parseModelText(readText(file, name), name), id, given, meant)
    : caseOfLabelled(openModel(file, given, { name, ...(onBytes === undefined ? {} : { onBytes }) }), id, meant);
}
