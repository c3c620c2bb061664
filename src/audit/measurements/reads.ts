import type { Context } from "../analysis.ts";
import type { Audit, SourceLine } from "../report.ts";

/** What each term read, and the fields that the intent reads and no term does. */
export function reads(context: Context, locate: (term: string) => SourceLine | undefined): Audit["reads"] {
  const terms = context.drive.terms.map(({ name }, k) => {
    const { state, nextState, action } = context.columns[k]!.reads;
    const source = locate(name);
    return { term: name, state, nextState, action, ...(source === undefined ? {} : { source }) };
  });
  const read = new Set(terms.flatMap(({ state, nextState }) => [...state, ...nextState]));
  return { terms, unreadByDrive: context.subject.intentReads.filter((field) => !read.has(field)) };
}
