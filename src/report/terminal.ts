import colors from "picocolors";
import type { Audit, Finding, ItemResult } from "../audit/report.ts";
import { behaviourLines } from "./behaviours.ts";
import { frontierText, tellingItem } from "./frontier.ts";
import { learnedLines } from "./learned.ts";
import { formatQuantity } from "./number.ts";
import { isAccepted } from "./outcome.ts";
import { formatOn, softText, tellingPoints, turnTexts } from "./pressure.ts";
import type { Accepted } from "./schema.ts";
import { traceLines } from "./terminal-trace.ts";
import {
  clip,
  ends,
  type Line,
  labelled,
  lineWidth,
  padEnd,
  padStart,
  type Style,
  shorten,
  span,
  widthOf,
  wrap,
} from "./text.ts";
import { watchingLines } from "./watching.ts";
import {
  caseTitle,
  chanceTexts,
  checkName,
  countFindings,
  coverageBrief,
  coverageText,
  figureText,
  goneText,
  honestyText,
  isJudged,
  itemHeads,
  itemName,
  itemsForEver,
  listOf,
  optionsText,
  questionText,
  sensitivityText,
  standingText,
  togetherText,
  traceOrigin,
  tracesOf,
  traceTitle,
} from "./words.ts";

export interface TerminalOptions {
  readonly color?: boolean;
  /** columns; 80 where left out */
  readonly width?: number;
}

/** Columns of the labels on the left. */
export const COLUMN = 13;
export const BLANK: Line = [];

/** Lines as text, cut to a width. */
export function paint(lines: readonly Line[], color: boolean, width: number): string {
  const { red, yellow, cyan, green, bold, dim } = colors.createColors(color);
  const paints: Readonly<Record<Style, (text: string) => string>> = {
    plain: (text) => text,
    bold,
    dim,
    high: red,
    medium: yellow,
    low: cyan,
    good: green,
    term: (text) => bold(cyan(text)),
  };
  return lines
    .map((full) => {
      const line = clip(full, width);
      const last = line.length - 1;
      return line
        .map(({ text, style }, k) => paints[style](k === last ? text.trimEnd() : text))
        .join("")
        .trimEnd();
    })
    .join("\n");
}

/** The worst severity of what nobody has accepted. */
const worstSeverity = ({ findings, exactness }: Audit): Style =>
  findings.find((finding) => !isAccepted(finding))?.severity ??
  (findings.length === 0 && exactness.exact ? "good" : "plain");

/** The case, its settings and the drive, whose name stands last and is never cut off, and what was found. */
function title(audit: Audit, width: number): readonly Line[] {
  const rows = wrap(`${caseTitle(audit)}, drive ${audit.drive}`, width);
  const found = span(countFindings(audit), worstSeverity(audit));
  const above = rows.slice(0, -1).map((row) => [span(row, "bold")]);
  return [...above, ...ends([span(rows.at(-1) ?? "", "bold")], found, width)];
}

export const indented = (lines: readonly Line[], by = 2): readonly Line[] =>
  lines.map((line) => (line.length === 0 ? line : [span(" ".repeat(by)), ...line]));

function findingLines(finding: Finding, audit: Audit, width: number): readonly Line[] {
  const { term, source, repair, baseline } = finding;
  const inner = width - 2;
  const also = finding.agreeing.length === 0 ? "" : `also ${listOf(finding.agreeing.map(checkName))}`;
  const head: Line = [
    span(finding.severity.toUpperCase(), finding.severity),
    span(`  ${checkName(finding.check)}`, "bold"),
  ];
  const beside: Line = also === "" ? head : [...head, span(`, ${also}`, "dim")];
  const lines = lineWidth(beside) <= width ? [beside] : [head, ...labelled("", also, width, 2)];
  const standing = baseline === undefined ? [] : labelled("Baseline", standingText(baseline), inner, 9);
  // The verdict may be this very claim, and stands above already.
  const body: Line[] = finding.claim === audit.verdict ? [] : wrap(finding.claim, inner).map((line) => [span(line)]);
  body.push(...standing, ...labelled("Figure", figureText(finding, isJudged(audit)), inner, 9));
  const traces = tracesOf(finding);
  if (traces.length > 1) body.push(...labelled("Traces", togetherText(traces), inner, 9));
  for (const [k, trace] of traces.entries()) {
    const label = k === 0 ? "Trace" : `Trace ${k + 1}`;
    body.push(...labelled(label, `${traceTitle(trace)}; ${traceOrigin(trace)}`, inner, 9), BLANK);
    body.push(...indented(traceLines(trace, inner - 2)), BLANK);
  }
  if (term !== undefined) {
    const where = source === undefined ? "" : `, ${source.file}:${source.line}`;
    body.push([span(padEnd("Paid by", 9), "dim"), span(term, "term"), span(where)]);
    if (source !== undefined) body.push([span(" ".repeat(9)), span(shorten(source.text.trim(), inner - 9))]);
  }
  if (repair !== undefined) body.push(...labelled("Repair", repair.text, inner, 9, "good"));
  for (const note of finding.notes) body.push(...labelled("Note", note, inner, 9));
  return [...lines, ...indented(body)];
}

/** A finding alone, as the report of its audit shows it, with its claim. */
export const renderFinding = (
  finding: Finding,
  audit: Audit,
  { color = false, width = 80 }: TerminalOptions = {},
): string => `${paint(findingLines(finding, { ...audit, verdict: "" }, width), color, width)}\n`;

/** What a baseline accepts and is found no more, a remark for each; "" where there is none. */
export const renderGone = (gone: readonly Accepted[], { color = false, width = 80 }: TerminalOptions = {}): string =>
  gone.length === 0
    ? ""
    : `\n${paint(
        gone.flatMap((entry) => labelled("Gone", goneText(entry), width, COLUMN)),
        color,
        width,
      )}\n`;

/** Columns of a pressure curve, unless its turns are more. */
const POINTS = 7;

/**
 * The places of the points of a pressure curve that are shown: those that tell most of it as far as there is room, then others
 * between them.
 *
 * @param widths - shape [points], columns that each takes
 */
function sampled(telling: readonly number[], widths: readonly number[], room: number): readonly number[] {
  const kept = new Set<number>();
  let used = 0;
  const keep = (k: number) => {
    const width = widths[k] ?? Number.POSITIVE_INFINITY;
    if (kept.has(k) || used + width > room) return;
    kept.add(k);
    used += width;
  };
  telling.forEach(keep);
  for (let parts = 2; parts < POINTS; parts++)
    for (let k = 1; k < parts && kept.size < POINTS; k++) keep(Math.round((k * (widths.length - 1)) / parts));
  return [...kept].sort((a, b) => a - b);
}

function pressureLines(audit: Audit, width: number): readonly Line[] {
  const item = Math.max(
    0,
    audit.items.findIndex(({ violated }) => violated),
  );
  const shownItem = audit.items[item];
  if (audit.pressure.length < 2 || shownItem === undefined) return [];
  const number = formatOn(shownItem);
  const heads = audit.pressure.map(({ lookahead }) => String(lookahead));
  const cells = audit.pressure.map(({ worst, best }) => {
    const [low, high] = [worst[item] ?? Number.NaN, best[item] ?? Number.NaN];
    return low === high ? number(low) : `${number(low)}…${number(high)}`;
  });
  const label = shorten(shownItem.name, 14);
  const widths = heads.map((head, k) => Math.max(widthOf(head), widthOf(cells[k] ?? "")) + 2);
  const first = Math.max(widthOf("lookahead"), widthOf(label));
  const shown = sampled(tellingPoints(audit.pressure, item), widths, width - COLUMN - first);
  const row = (head: string, texts: readonly string[], start: string): Line => [
    span(padEnd(start, COLUMN), "dim"),
    span(padEnd(head, first), "dim"),
    span(shown.map((k) => padStart(texts[k] ?? "", widths[k] ?? 0)).join("")),
  ];
  const soft = softText(audit.softPressure, shownItem, item);
  return [
    row("lookahead", heads, "Pressure"),
    row(label, cells, ""),
    ...(soft === "" ? [] : labelled("Softmax", soft, width, COLUMN)),
    ...turnTexts(audit).flatMap((text, k) => labelled(k === 0 ? "Turns over" : "", text, width, COLUMN)),
  ];
}

/** What a budget of return does to the item that it tells most of. */
function frontierLines(audit: Audit, width: number): readonly Line[] {
  const k = tellingItem(audit);
  const [frontier, item] = [audit.frontier[k], audit.items[k]];
  if (frontier === undefined || item === undefined) return [];
  return labelled("Frontier", frontierText(frontier, item), width, COLUMN);
}

/** Options, where some act of what is lost changes them; those at the start alone say little. */
const optionsLines = ({ options }: Audit, width: number): readonly Line[] =>
  options === undefined || options.acts.length === 0 ? [] : labelled("Options", optionsText(options), width, COLUMN);

/** What a term's weight does, terms of which the same is true together. */
function sensitivityLines(audit: Audit, width: number): readonly Line[] {
  const byText = new Map<string, string[]>();
  for (const one of audit.sensitivity) {
    const text = sensitivityText(one);
    byText.set(text, [...(byText.get(text) ?? []), one.term]);
  }
  return [...byText].flatMap(([text, terms], k) =>
    labelled(k === 0 ? "Sensitivity" : "", `${listOf(terms)}: ${text}`, width, COLUMN),
  );
}

/** Columns of a name in a table of items, at least. */
const LEAST_NAME = 8;

/**
 * Items of the intent with their three figures: each in words on a line of its own; all as a table where that is too wide, and
 * each in words over several lines where a table would cut figures.
 */
function itemLines(
  heading: string,
  items: readonly ItemResult[],
  heads: readonly string[],
  width: number,
): readonly Line[] {
  const names = items.map(itemName);
  const cells = items.map(({ measure, meant, worst, best }) =>
    [meant, worst, best].map((quantity) => formatQuantity(quantity, measure)),
  );
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(widthOf));
  const widths = heads.map((_, c) => widest(cells.map((row) => row[c] ?? "")));
  const wordy = widest(names) + widths.reduce((sum, one, c) => sum + one + widthOf(heads[c] ?? "") + 3, COLUMN);
  const table = wordy > width;
  const columns = table ? widths.map((one, c) => Math.max(one, widthOf(heads[c] ?? ""))) : widths;
  const left = table ? width - COLUMN - columns.reduce((sum, one) => sum + one + 2, 0) : widest(names);
  if (table && left < LEAST_NAME)
    return names.flatMap((name, k) => {
      const figures = heads.map((one, c) => `${one} ${cells[k]?.[c] ?? ""}`);
      return labelled(k === 0 ? heading : "", `${name}: ${listOf(figures)}`, width, COLUMN);
    });
  const label = Math.max(LEAST_NAME, Math.min(left, widest(names)));
  const start = (k: number) => span(padEnd(k === 0 ? heading : "", COLUMN), "dim");
  const head: Line = [
    start(0),
    span(" ".repeat(label)),
    ...heads.map((one, c) => span(`  ${padEnd(one, columns[c] ?? 0)}`, "dim")),
  ];
  const rows = items.map(
    (item, k): Line => [
      start(table ? k + 1 : k),
      span(padEnd(shorten(names[k] ?? "", label), label)),
      ...(cells[k] ?? []).flatMap((text, c) => [
        span(table ? "  " : `  ${heads[c]} `, "dim"),
        span(padEnd(text, columns[c] ?? 0), c === 1 && item.violated ? "high" : "plain"),
      ]),
    ],
  );
  return table && rows.length > 0 ? [head, ...rows] : rows;
}

const verdict = (audit: Audit, width: number): readonly Line[] =>
  wrap(audit.verdict, width).map((line) => [span(line, worstSeverity(audit))]);

function header(audit: Audit, width: number): readonly Line[] {
  return [
    ...title(audit, width),
    ...verdict(audit, width),
    ...labelled("Question", questionText(audit), width, COLUMN),
    ...labelled("Answer", coverageText(audit), width, COLUMN),
  ];
}

/** The report of one audit, for reading in a terminal. */
export function renderTerminal(audit: Audit, { color = false, width = 80 }: TerminalOptions = {}): string {
  const { unreadByDrive } = audit.reads;
  const lines = [
    ...header(audit, width),
    ...itemLines("Intent", audit.items, itemHeads(audit), width),
    ...itemLines("For ever", itemsForEver(audit), itemHeads(audit), width),
    BLANK,
    ...audit.findings.flatMap((finding) => [...findingLines(finding, audit, width), BLANK]),
    ...behaviourLines(audit, width).flatMap((lines) => [...indented(lines), BLANK]),
    ...(audit.items.length === 0 || !audit.exactness.exact
      ? []
      : labelled("Honesty", honestyText(audit), width, COLUMN)),
    ...frontierLines(audit, width),
    ...chanceTexts(audit).flatMap((text, k) => labelled(k === 0 ? "By chance" : "", text, width, COLUMN)),
    ...pressureLines(audit, width),
    ...optionsLines(audit, width),
    ...sensitivityLines(audit, width),
    ...watchingLines(audit.watching, width, COLUMN),
    ...learnedLines(audit, width, COLUMN),
    ...(unreadByDrive.length === 0
      ? []
      : labelled("Unread", `no term reads ${listOf(unreadByDrive)}, which the intent reads`, width, COLUMN)),
    ...audit.notes.flatMap((note) => labelled("Note", note, width, COLUMN)),
  ];
  return `${paint(lines, color, width)}\n`;
}

/** The report of one audit in a few lines: what was asked, and what was found. */
export function renderBrief(audit: Audit, { color = false, width = 80 }: TerminalOptions = {}): string {
  const claims = audit.findings.flatMap(({ severity, claim }) =>
    labelled(severity.toUpperCase(), claim, width, COLUMN, severity),
  );
  const lines = [
    ...title(audit, width),
    ...verdict(audit, width),
    ...labelled("Question", `${audit.question.text}; ${coverageText(audit)}`, width, COLUMN),
    ...claims,
  ];
  return `${paint(lines, color, width)}\n`;
}

/** Whether a report says more than a few lines can: something was found, or how far a lower bound reaches. */
const isFull = ({ findings, exactness, learned }: Audit): boolean =>
  findings.length > 0 || (!exactness.exact && learned !== undefined);

/** The reports of all drives of a case: the first in full, a later one in full only where it says more than a few lines can. */
export const renderCase = (audits: readonly Audit[], options: TerminalOptions = {}): string =>
  audits
    .map((audit, k) => (k === 0 || isFull(audit) ? renderTerminal(audit, options) : renderBrief(audit, options)))
    .join("\n");

/** One line for each audit: case, drive, what was found, and the verdict as far as there is room. */
export function renderSummary(audits: readonly Audit[], { color = false, width = 80 }: TerminalOptions = {}): string {
  const keys = audits.map((audit) => JSON.stringify([audit.case, audit.drive]));
  // Settings are said only where they tell two lines apart.
  const nameOf = (audit: Audit, k: number) =>
    keys.filter((key) => key === keys[k]).length > 1 ? caseTitle(audit) : audit.case;
  const cells = audits.map((audit, k) => [nameOf(audit, k), audit.drive, countFindings(audit)]);
  const widths = [0, 1, 2].map((k) => Math.max(...cells.map((row) => widthOf(row[k] ?? "")), 0));
  const limits = [Math.min(widths[0] ?? 0, 28), Math.min(widths[1] ?? 0, 14), Math.min(widths[2] ?? 0, 38)];
  const lines = audits.map((audit, k): Line => {
    const [name = "", drive = "", found = ""] = (cells[k] ?? []).map((text, c) =>
      padEnd(shorten(text, limits[c] ?? 0), (limits[c] ?? 0) + 2),
    );
    const left = width - widthOf(name + drive + found);
    const checks = [...new Set(audit.findings.map(({ check }) => checkName(check)))].join(", ");
    const rest = audit.findings.length > 0 ? checks : coverageBrief(audit);
    return [span(name, "bold"), span(drive), span(found, worstSeverity(audit)), span(shorten(rest, left), "dim")];
  });
  return `${paint(lines, color, width)}\n`;
}
