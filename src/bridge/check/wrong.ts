import type { InnateError } from "../../core/errors.ts";
import { PROPERTY } from "../prism/answers.ts";
import { problem } from "../prism/source.ts";
import type { Place } from "../prism/syntax.ts";

/** The error for a property that cannot be asked, with its place. */
export const wrong = (at: Place, message: string): InnateError => problem(PROPERTY, at, message);

/** The error for a question that has an answer which was not found. */
export const undecided = (at: Place, message: string): InnateError =>
  problem({ ...PROPERTY, fault: "undecided" }, at, message);

const PLACED = /^property:(\d+):(\d+): ([\s\S]*)$/;

/** An error about a place of a property, with the text that the property stands in. */
export function withText(error: InnateError, name: string, text: string): InnateError {
  const [, line, column, message] = PLACED.exec(error.message) ?? [];
  if (message === undefined) return error;
  return problem({ name, text, fault: error.fault }, { line: Number(line), column: Number(column) }, message);
}
