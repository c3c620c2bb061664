import type { Audit, Finding, Step, Trace } from "../audit/report.ts";
import { didYouMean, InnateError, nearest } from "../core/errors.ts";
import { parseAudits, renderJson } from "../report/index.ts";
import { count, formatPercent, formatSigned } from "../report/number.ts";
import { whyOver } from "../report/picture.ts";
import { readText } from "./files.ts";
import { ask } from "./run/ask.ts";
import { STATUS_OF, type Status, together } from "./status.ts";
import { findTarget } from "./target.ts";
import { complain, print } from "./terminal.ts";

interface Replayed {
  readonly audit: Audit;
  readonly finding: Finding;
  readonly trace: Trace;
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

const traceText = ({ audit, finding, trace }: Replayed): string =>
  [
    `${audit.case}, drive ${audit.drive}: ${finding.id}`,
    ...trace.steps.flatMap((step, k) => stepText(step, k, trace)),
    ...drawn(trace.end.picture),
    `  ${whyOver(trace)}`,
    `Holds: ${count(trace.steps.length, "step")} ${trace.steps.length === 1 ? "was" : "were"} gone through again; ${trace.steps.length === 1 ? "it" : "every one"} is possible and pays what the trace says.`,
    "",
  ].join("\n");

/** The findings of a document that have a trace: all of them, or those with the given id. */
function chosen(audits: readonly Audit[], id: string | undefined, origin: string): readonly Replayed[] {
  const all = audits.flatMap((audit) =>
    audit.findings.flatMap((finding) =>
      finding.trace === undefined ? [] : [{ audit, finding, trace: finding.trace }],
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
  flags: { readonly drive?: string; readonly json?: boolean },
): Promise<Status> {
  const text = readText(file, `innate audit CASE --json > ${file} writes one`);
  const audits = parseAudits(text, file).filter(({ drive }) => flags.drive === undefined || drive === flags.drive);
  const statuses: Status[] = [];
  const held: Replayed[] = [];
  for (const one of chosen(audits, id, file)) {
    const { audit, finding, trace } = one;
    const task = { kind: "replay" as const, drive: audit.drive, settings: audit.settings, trace };
    const { answers, failure } = await ask({ ...findTarget(audit.case), task, settings: {} });
    if (failure !== undefined) {
      complain(`${audit.case}, drive ${audit.drive}: ${finding.id} no longer holds: ${failure.message}`);
      statuses.push(STATUS_OF[failure.blame]);
    } else if (answers.length > 0) {
      held.push(one);
      if (flags.json !== true) print(traceText(one));
    }
  }
  if (flags.json === true) print(renderJson(held.map(({ audit, finding }) => ({ ...audit, findings: [finding] }))));
  return together(statuses);
}
