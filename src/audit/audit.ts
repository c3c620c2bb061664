import type { AnyCase, Settings } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import type { Audit, SourceLine } from "./report.ts";

/** How far an audit has come: `of` where the end is known. */
export interface Progress {
  readonly drive: string;
  /** what is being done, in words: "enumerating states", "sensitivity of time" */
  readonly stage: string;
  readonly done: number;
  readonly of?: number;
}

export interface AuditOptions {
  /** the id that the case goes by */
  readonly name: string;
  /** the drives to audit, all of them where left out */
  readonly drives?: readonly string[];
  readonly settings?: Settings;
  readonly horizon?: number;
  readonly discount?: number;
  /** most states, and most bytes of the model, that an enumeration may take */
  readonly limits?: { readonly states?: number; readonly bytes?: number };
  /** called every few milliseconds; what it throws ends the audit */
  readonly onProgress?: (progress: Progress) => void;
  /** where the function of a term stands in the user's source */
  readonly locate?: (definition: object) => SourceLine | undefined;
}

/**
 * The audits of a case's drives, in the case's order, each as soon as it is ready.
 *
 * @throws InnateError `case` if the case is unsound, `undecided` if a limit was reached or there is no exact answer, `usage` if an option is wrong
 */
export function* audit(subject: AnyCase, options: AuditOptions): Generator<Audit, void> {
  void subject;
  yield* [];
  throw new InnateError("undecided", `${options.name}: not audited yet`);
}
