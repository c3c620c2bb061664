import type { Given } from "./constants.ts";
import { elaborate } from "./elaborate.ts";
import { parseModel } from "./parse-model.ts";
import { compileProgram, type Program } from "./program.ts";
import type { Source } from "./source.ts";
import type { ModelFile } from "./syntax.ts";

/** A model file as written, and the text that it was read from. */
export interface ParsedModel {
  readonly source: Source;
  readonly file: ModelFile;
}

/**
 * A model in the PRISM language as written.
 *
 * @param name - what messages call it: the file as typed
 * @throws InnateError `case` with line and column where it does not parse or has what is not supported
 */
export function parseModelText(text: string, name: string): ParsedModel {
  const source: Source = { name, text, fault: "case" };
  return { source, file: parseModel(source) };
}

/**
 * A model that can be run.
 *
 * @param given - values of its constants that have none in the file, as typed
 * @throws InnateError `usage` where they are not exactly those; `case` where anything in the model has no meaning
 */
export const programOf = ({ source, file }: ParsedModel, given: Given): Program =>
  compileProgram(elaborate(source, file, given));

/** A model that can be run, from its text. */
export const readModel = (text: string, name: string, given: Given = {}): Program =>
  programOf(parseModelText(text, name), given);
