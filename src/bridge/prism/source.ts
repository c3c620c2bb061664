import { type Fault, InnateError } from "../../core/errors.ts";
import type { Place } from "./syntax.ts";

/** A text in the PRISM language and what its messages call it. */
export interface Source {
  /** the file as typed */
  readonly name: string;
  readonly text: string;
  /** who is at fault for what is wrong in it: a model is a case, a property a request */
  readonly fault: Fault;
}

/** Most characters of a line that are shown. */
const WIDTH = 72;
/** What a terminal would act on rather than show. */
const CONTROL = /[^\P{Cc}\n\t]/gu;

/** The line of a place, or of a long one the part about its column, and a caret below the column. */
function pointAt({ text }: Source, { line, column }: Place): string {
  const row = text.split(/\r?\n/)[line - 1] ?? "";
  const from = Math.max(0, Math.min(column - 1 - WIDTH / 2, row.length - WIDTH));
  const lead = from === 0 ? "" : "…";
  const shown = `${lead}${row.slice(from, from + WIDTH)}${from + WIDTH < row.length ? "…" : ""}`;
  // A tab is kept, so that the caret stands where the reader's tabs put it.
  const before = `${lead}${row.slice(from, column - 1)}`.replace(/[^\t]/g, " ");
  return `    ${shown}\n    ${before}^`;
}

/** "model.prism:3:12: …", the line, and a caret below the column. */
export function problem(source: Source, at: Place, message: string): InnateError {
  const shown = source.text === "" ? message : `${message}\n${pointAt(source, at)}`;
  return new InnateError(source.fault, `${source.name}:${at.line}:${at.column}: ${shown.replace(CONTROL, "�")}`);
}

/**
 * What `read` gives.
 *
 * @param where - a place near what is read, once it has failed
 * @throws InnateError where an expression is nested more deeply than the stack goes
 */
export function withinStack<T>(source: Source, where: () => Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith("Maximum call stack"))
      throw problem(source, where(), "this is nested too deeply");
    throw error;
  }
}
