import type { Context } from "../analysis.ts";
import type { Audit, SourceLine } from "../report.ts";

/** What each term read, and the fields that the intent reads and no term does, nor a signal that a term has foreseen. */
export function reads(context: Context, locate: (term: string) => SourceLine | undefined): Audit["reads"] {
  const isReading = Object.keys(context.readings).length > 0;
  const terms = context.drive.terms.map(({ name }, k) => {
    const { state, nextState, action, readings } = context.columns[k]!.reads;
    const source = locate(name);
    return {
      term: name,
      state,
      nextState,
      action,
      ...(isReading ? { readings } : {}),
      ...(source === undefined ? {} : { source }),
    };
  });
  const foreseen = (names: readonly string[]) => names.flatMap((name) => context.readings[name]!.fields);
  const read = new Set(
    context.columns.flatMap(({ reads }) => [...reads.state, ...reads.nextState, ...foreseen(reads.readings)]),
  );
  return { terms, unreadByDrive: context.subject.intentReads.filter((field) => !read.has(field)) };
}
