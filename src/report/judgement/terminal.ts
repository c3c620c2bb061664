import type { Agreement, Judgement, RecordedItem, Violation } from "../../audit/recorded/report.ts";
import type { Sampled, Severity } from "../../audit/report.ts";
import { count, formatNumber, formatPercent, formatSigned } from "../number.ts";
import { BLANK, COLUMN, indented, paint, type TerminalOptions } from "../terminal.ts";
import { traceLines } from "../terminal-trace.ts";
import { ends, type Line, labelled, padEnd, span, widthOf, wrap } from "../text.ts";
import { caseTitle } from "../words.ts";

const LABEL = 9;

const nameOf = ({ kind, name }: RecordedItem): string => (kind === "score" ? "score" : `${kind} ${name}`);

/** How bad it is that an item was violated; undefined where it was not. */
export const severityOf = ({ kind, violated }: RecordedItem): Severity | undefined =>
  violated === 0 ? undefined : kind === "reach" ? "medium" : "high";

/** "7.25 (7.01 to 7.49)"; a share "31.2% (28.4% to 34.1%)". */
function figureText({ value, low, high }: Sampled, format: (value: number) => string): string {
  return low === high ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}
const digits = (value: number): string => formatNumber(Number(value.toPrecision(4)));
const percent = (share: number): string => formatPercent(Number(share.toPrecision(4)));

const HAPPENED = {
  never: "happens in",
  keepPossible: "is lost in",
  reach: "is reached in",
  score: "mean of",
} as const;

function itemText({ kind, figure, episodes, note }: RecordedItem): string {
  if (figure === undefined) return `not told: ${note}`;
  if (kind === "score") return `mean ${figureText(figure, digits)} of ${count(episodes, "episode")}`;
  return `${HAPPENED[kind]} ${figureText(figure, percent)} of ${count(episodes, "episode")}`;
}

function intentLines({ items }: Judgement, width: number): readonly Line[] {
  if (items.length === 0) return labelled("Intent", "none is stated, so nothing is judged", width, COLUMN);
  const names = items.map(nameOf);
  const column = Math.min(24, Math.max(...names.map(widthOf)) + 2);
  return items.flatMap((item, k) =>
    labelled(names[k]!, itemText(item), width - COLUMN, column).map((line, row) => [
      span(padEnd(k === 0 && row === 0 ? "Intent" : "", COLUMN), "dim"),
      ...line,
    ]),
  );
}

function agreementText({ drive, earned, compared, different, first }: Agreement): string {
  const pays = earned === undefined ? "" : `${drive} pays ${figureText(earned, digits)} an episode`;
  if (compared === 0) return pays || `${drive}: no episode is over`;
  const said =
    first === undefined
      ? `agrees with all ${count(compared, "reward")} recorded`
      : `differs from ${formatNumber(different)} of ${count(compared, "reward")} recorded, first at ${first.place}: ` +
        `recorded ${formatSigned(first.recorded)}, it pays ${formatSigned(first.pays)}`;
  return pays === "" ? `${drive} ${said}` : `${pays}; ${said}`;
}

function rewardLines({ paid, drives }: Judgement, width: number): readonly Line[] {
  const texts = [
    ...(paid === undefined ? [] : [`recorded ${figureText(paid, digits)} an episode`]),
    ...drives.map(agreementText),
  ];
  return texts.flatMap((text, k) => labelled(k === 0 ? "Reward" : "", text, width, COLUMN));
}

/** "naive +18 (gold +20, time −2)". */
const paidText = (drive: string, terms: Violation["paid"][string]): string => {
  const amounts = Object.entries(terms).filter(([, amount]) => amount !== 0);
  const sum = amounts.reduce((total, [, amount]) => total + amount, 0);
  const parts = amounts.map(([term, amount]) => `${term} ${formatSigned(amount)}`).join(", ");
  return `${drive} ${formatSigned(sum)}${amounts.length < 2 && amounts[0]?.[1] === sum && parts === "" ? "" : ` (${parts || "no term"})`}`;
};

function violationLines(item: RecordedItem, width: number): readonly Line[] {
  const severity = severityOf(item);
  const { shortest, first, violated, episodes } = item;
  if (severity === undefined || shortest === undefined) return [];
  const inner = width - 2;
  const { trace, place, paid } = shortest;
  const how = item.kind === "reach" ? "not reached" : item.kind === "never" ? "happens" : "lost";
  const others = violated === 1 ? "" : `; first in ${first}`;
  const drives = Object.entries(paid).map(([drive, terms]) => paidText(drive, terms));
  return [
    BLANK,
    [span(severity.toUpperCase(), severity), span(`  ${nameOf(item)}`, "bold")],
    ...indented([
      ...labelled(
        "Figure",
        `${how} in ${formatNumber(violated)} of ${count(episodes, "episode")}${others}`,
        inner,
        LABEL,
      ),
      ...labelled("Trace", `${count(trace.steps.length, "step")}, ${trace.minimal}: ${place}`, inner, LABEL),
      BLANK,
      ...indented(traceLines(trace, inner - 2)),
      BLANK,
      ...drives.flatMap((text, k) => labelled(k === 0 ? "Pays" : "", text, inner, LABEL)),
    ]),
  ];
}

/** "2 items violated", "nothing violated", "no intent". */
function outcomeOf({ items }: Judgement): string {
  const violated = items.filter((item) => item.violated > 0).length;
  if (items.length === 0) return "no intent";
  return violated === 0 ? "nothing violated" : `${count(violated, "item")} violated`;
}

/** What was recorded, in a sentence: "1,000 episodes, 5,321 steps; in 2 the recording stops". */
function recordedText({ files, episodes, steps, unfinished, discount }: Judgement): string {
  const stops = unfinished === 0 ? "" : `; ${formatNumber(unfinished)} of them not whole`;
  const weighted = discount === 1 ? "" : `; rewards and scores discounted by ${formatNumber(discount)}`;
  return `${count(episodes, "episode")}, ${count(steps, "step")} in ${files.join(", ")}${stops}${weighted}`;
}

/** The report of recorded trajectories, for reading in a terminal. */
export function renderJudgement(judgement: Judgement, { color = false, width = 80 }: TerminalOptions = {}): string {
  const worst = judgement.items.map(severityOf).find((severity) => severity !== undefined);
  const style = worst ?? (judgement.items.length === 0 ? "plain" : "good");
  const remark =
    worst === undefined && judgement.items.length > 0
      ? "Nothing that was meant is violated in what was recorded; that says nothing of what was not."
      : "";
  const lines = [
    ...ends([span(`${caseTitle(judgement)}, as recorded`, "bold")], span(outcomeOf(judgement), style), width),
    ...(remark === "" ? [] : wrap(remark, width).map((line): Line => [span(line)])),
    ...labelled("Recorded", recordedText(judgement), width, COLUMN),
    ...intentLines(judgement, width),
    ...rewardLines(judgement, width),
    ...labelled("Intervals", "95%: Wilson's for shares, Student's for means", width, COLUMN),
    ...judgement.notes.flatMap((note) => labelled("Note", note, width, COLUMN)),
    ...judgement.items.flatMap((item) => violationLines(item, width)),
  ];
  return `${paint(lines, color, width)}\n`;
}
