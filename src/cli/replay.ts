import type { Audit, Finding, Step, Trace } from "../audit/report.ts";
import { didYouMean, InnateError, nearest } from "../core/errors.ts";
import { parseAudits, renderJson } from "../report/index.ts";
import { count, formatPercent, formatSigned } from "../report/number.ts";
import { whyOver } from "../report/picture.ts";
import { tracesOf } from "../report/words.ts";
import { readText } from "./files.ts";
import { type ForeignFlags, foreignOptions } from "./foreign-flags.ts";
import { ask } from "./run/ask.ts";
import { STATUS_OF, type Status, together } from "./status.ts";
import { findTarget } from "./target.ts";
import { complain, print } from "./terminal.ts";

interface Replayed {
  readonly audit: Audit;
  readonly finding: Finding;
  readonly trace: Trace;
  /** among the traces of the finding, from 0 */
  readonly place: number;
}

const drawn = (picture: Step["picture"]): readonly string[] =>
  "svg" in picture ? [] : picture.map((row) => `        ${row}`.trimEnd());

function stepText(step: Step, k: number, { stem, loop }: Trace): readonly string[] {
  const terms = Object.entries(step.rewards).map(([term, reward]) => `${term} ${formatSigned(reward)}`);
  const marks = [
    ...step.events,
    ...(step.seen === undefined ? [] : [step.seen ? "seen" : "unseen"]),
    ...(step.probability === 1 ? [] : [`${formatPercent(step.probability)} of the time`]),
    ...(loop > 0 && k === stem ? ["the loop begins"] : []),
  ];
  const head = `  ${String(k).padStart(4)}  ${step.action}  ${formatSigned(step.reward)}  (${terms.join(", ")})`;
  return [...drawn(step.picture), marks.length === 0 ? head : `${head}  ${marks.join(", ")}`];
}

/** The finding that a trace is of, and which of its traces it is where there are several. */
const headOf = ({ audit, finding, place }: Replayed): string =>
  `${audit.case}, drive ${audit.drive}: ${finding.id}${place === 0 ? "" : `, trace ${place + 1}`}`;

const traceText = (replayed: Replayed): string => {
  const { trace } = replayed;
  return [
    headOf(replayed),
    ...trace.steps.flatMap((step, k) => stepText(step, k, trace)),
    ...drawn(trace.end.picture),
    `  ${whyOver(trace)}`,
    `Holds: ${count(trace.steps.length, "step")} ${trace.steps.length === 1 ? "was" : "were"} gone through again; ${trace.steps.length === 1 ? "it" : "every one"} is possible and pays what the trace says.`,
    "",
  ].join("\n");
};

/** The traces of the findings of a document: all of them, or those with the given id. */
function chosen(audits: readonly Audit[], id: string | undefined, origin: string): readonly Replayed[] {
  const all = audits.flatMap((audit) =>
    audit.findings.flatMap((finding) =>
      tracesOf(finding).map((trace, place): Replayed => ({ audit, finding, trace, place })),
    ),
  );
  const found = all.filter(({ finding }) => id === undefined || finding.id === id);
  if (found.length > 0) return found;
  const ids = [...new Set(all.map(({ finding }) => finding.id))];
  if (id === undefined || ids.length === 0) throw new InnateError("usage", `${origin}: no finding in it has a trace`);
  throw new InnateError(
    "usage",
    `${origin}: no finding "${id}" with a trace${didYouMean(id, ids)}; it has ${nearest(id, ids).join(", ")}`,
  );
}

/**
 * Goes through the traces of a `--json` document again and prints them; returns the exit status.
 *
 * `--json` prints the document reduced to what was replayed, which is a trace file of its own.
 */
export async function replayCommand(
  file: string,
  id: string | undefined,
  flags: ForeignFlags & { readonly drive?: string; readonly json?: boolean },
): Promise<Status> {
  const text = readText(file, `innate audit CASE --json > ${file} writes one`);
  const audits = parseAudits(text, file).filter(({ drive }) => flags.drive === undefined || drive === flags.drive);
  const statuses: Status[] = [];
  const held: Replayed[] = [];
  const holds = (trace: Trace): boolean => held.some((one) => one.trace === trace);
  for (const one of chosen(audits, id, file)) {
    const { audit, trace } = one;
    const task = { kind: "replay" as const, drive: audit.drive, settings: audit.settings, trace };
    // What a bridge opens needs its constants to be opened at all.
    const settings = Object.fromEntries(Object.entries(audit.settings).map(([name, value]) => [name, String(value)]));
    const { answers, failure } = await ask({ ...findTarget(audit.case, foreignOptions(flags)), task, settings });
    if (failure !== undefined) {
      complain(`${headOf(one)} no longer holds: ${failure.message}`);
      statuses.push(STATUS_OF[failure.blame]);
    } else if (answers.length > 0) {
      held.push(one);
      if (flags.json !== true) print(traceText(one));
    }
  }
  const whole = held.filter(({ finding, place }) => place === 0 && tracesOf(finding).every(holds));
  if (flags.json === true) print(renderJson(whole.map(({ audit, finding }) => ({ ...audit, findings: [finding] }))));
  return together(statuses);
}
