import { InnateError } from "../../core/errors.ts";
import type { Place } from "../prism/syntax.ts";

/** The error for a property that cannot be asked, with its place. */
export const wrong = ({ line, column }: Place, message: string): InnateError =>
  new InnateError("usage", `property, line ${line}, column ${column}: ${message}`);

/** The error for a question that has an answer which was not found. */
export const undecided = ({ line, column }: Place, message: string): InnateError =>
  new InnateError("undecided", `property, line ${line}, column ${column}: ${message}`);
