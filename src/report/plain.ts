import type { Audit, Finding, Trace } from "../audit/report.ts";
import { count } from "./number.ts";
import { actionOf, happenings, paidOf, runs } from "./terminal-trace.ts";
import { printable } from "./text.ts";
import { caseTitle, checkName, figureText, isJudged, listOf, standingText, traceOrigin, traceTitle } from "./words.ts";

/** Most runs of like steps that are said in a sentence. */
const MOST_RUNS = 12;

/** The steps of a trace in one line: "enter (0), take ×2 (+20; never theft, unseen)". */
export function traceSteps(trace: Trace): string {
  const all = runs(trace);
  const shown = all.slice(0, MOST_RUNS).map(({ steps }) => {
    const marks = [paidOf(steps), happenings(steps[0]!).join(", ")].filter(Boolean);
    return `${actionOf(steps)} (${marks.join("; ")})`;
  });
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${count(more, "more line")}`] : [])].join(", ");
}

/** All that is said of a finding, a line for each thing, without layout, colour or control characters. */
export function findingSentences(finding: Finding, audit: Audit): readonly string[] {
  const { claim, agreeing, baseline, trace, term, source, repair, notes } = finding;
  const line = (label: string, text: string) => `${label}: ${text}${/[.!?…]$/.test(text) ? "" : "."}`;
  const lines = [
    claim,
    line("Audit", `${caseTitle(audit)}, drive ${audit.drive}`),
    line("Figure", figureText(finding, isJudged(audit))),
    ...(baseline === undefined ? [] : [line("Baseline", standingText(baseline))]),
    ...(trace === undefined
      ? []
      : [line("Trace", `${traceTitle(trace)}; ${traceOrigin(trace)}`), line("Steps", traceSteps(trace))]),
    ...(term === undefined
      ? []
      : [line("Paid by", term + (source === undefined ? "" : `, ${source.file}:${source.line}`))]),
    ...(repair === undefined ? [] : [line("Repair", repair.text)]),
    ...notes.map((note) => line("Note", note)),
    ...(agreeing.length === 0 ? [] : [line("Found also by", listOf(agreeing.map(checkName)))]),
  ];
  return lines.map(printable);
}
