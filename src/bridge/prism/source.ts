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

/** The line of a place and a caret below its column. */
function pointAt({ text }: Source, { line, column }: Place): string {
  const row = text.split(/\r?\n/)[line - 1] ?? "";
  // A tab is kept, so that the caret stands where the reader's tabs put it.
  const before = row.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `    ${row}\n    ${before}^`;
}

/** "model.prism:3:12: …", the line, and a caret below the column. */
export const problem = (source: Source, at: Place, message: string): InnateError =>
  new InnateError(
    source.fault,
    `${source.name}:${at.line}:${at.column}: ${message}${source.text === "" ? "" : `\n${pointAt(source, at)}`}`,
  );
