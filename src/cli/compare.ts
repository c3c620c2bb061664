import type { Comparison } from "../audit/compare/report.ts";
import { type ForeignFlags, foreignOptions } from "./foreign-flags.ts";
import { createProgressBar } from "./progress.ts";
import { ask } from "./run/ask.ts";
import { limitsOf, modelBytes } from "./run/run.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { findTarget } from "./target.ts";
import { colored, columns, complain, print } from "./terminal.ts";

export interface CompareFlags extends ForeignFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly horizon?: number;
  readonly discount?: number;
  readonly json?: boolean;
  readonly time?: number;
  readonly memory?: number;
  readonly maxStates?: number;
}

async function write(comparison: Comparison, json: boolean): Promise<void> {
  if (json) {
    const { renderComparisonJson } = await import("../report/compare/json.ts");
    print(renderComparisonJson(comparison));
  } else {
    const { renderComparison } = await import("../report/compare/terminal.ts");
    print(renderComparison(comparison, { color: colored(process.stdout), width: columns() }));
  }
}

/** Whether anything at all was decided. */
const isDecided = ({ distances, hackability }: Comparison): boolean =>
  distances.some((distance) => distance.isDecided) || hackability.some(({ outcome }) => outcome !== "undecided");

/** Compares two drives of a case; returns the exit status. */
export async function compareCommand(
  typed: string,
  drives: readonly [string, string],
  flags: CompareFlags,
): Promise<Status> {
  const { set, horizon, discount, json = false, maxStates } = flags;
  const target = findTarget(typed, foreignOptions(flags));
  const limits = limitsOf(flags);
  const task = {
    kind: "compare" as const,
    drives,
    bytes: modelBytes(limits),
    ...(horizon === undefined ? {} : { horizon }),
    ...(discount === undefined ? {} : { discount }),
    ...(maxStates === undefined ? {} : { states: maxStates }),
  };
  const bar = createProgressBar(true);
  const { answers, failure } = await ask({ ...target, task, settings: set }, limits, (progress) =>
    bar.update(target.name, progress),
  );
  bar.close();
  if (failure !== undefined) {
    complain(failure.message);
    return STATUS_OF[failure.blame];
  }
  const comparisons = answers.flatMap((answer) => (answer.kind === "compare" ? [answer.comparison] : []));
  for (const comparison of comparisons) await write(comparison, json);
  return comparisons.every(isDecided) ? STATUS.clean : STATUS.undecided;
}
