import type { Step, Trace } from "../audit/report.ts";
import { formatPercent, formatSigned } from "./number.ts";
import { changesOf, distinctSteps, gridOf, stateAfter } from "./picture.ts";
import { type Line, padEnd, padStart, type Span, type Style, shorten, span, widthOf } from "./text.ts";
import { isHarm } from "./words.ts";

/** Most lines that a trace takes in the terminal. */
export const TRACE_LINES = 12;
const GAP = 3;

/** A block of lines, all of one width. */
interface Block {
  readonly width: number;
  readonly lines: readonly Span[];
}

const block = (rows: readonly (readonly [string, Style])[]): Block => {
  const width = Math.max(...rows.map(([text]) => widthOf(text)));
  return { width, lines: rows.map(([text, style]) => span(padEnd(text, width), style)) };
};

const rewardStyle = (reward: number): Style => (reward > 0 ? "good" : "plain");

/** A drawing with the step, the action, what it pays and what happens below it; undefined where it is not a grid. */
function panel(step: Pick<Step, "picture">, captions: readonly (readonly [string, Style])[]): Block | undefined {
  const grid = gridOf(step.picture);
  if (grid === undefined) return undefined;
  const rows = [...grid.rows.map((row) => row.join("")), ...grid.caption];
  return block([...rows.map((row) => [row, "plain"] as const), ...captions]);
}

/** What happens in a step: events of the intent, and whether somebody sees it. */
export const happenings = (step: Step): readonly string[] => [
  ...step.events,
  ...(step.seen === undefined ? [] : [step.seen ? "seen" : "unseen"]),
];

const eventStyle = (step: Step): Style => (step.events.some(isHarm) ? "high" : "plain");

function panels(trace: Trace): readonly Block[] | undefined {
  const steps = distinctSteps(trace);
  const most = Math.max(...steps.map((step) => happenings(step).length));
  const blocks = steps.map((step, k) =>
    panel(step, [
      [`${trace.loop > 0 && k === trace.stem ? "↻" : ""}${k} ${step.action}`, "bold"],
      [formatSigned(step.reward), rewardStyle(step.reward)],
      ...Array.from({ length: most }, (_, event): readonly [string, Style] => [
        happenings(step)[event] ?? "",
        eventStyle(step),
      ]),
    ]),
  );
  const last: Block | undefined =
    trace.loop > 0
      ? undefined
      : panel(trace.end, [
          ["end", "bold"],
          ["", "plain"],
          ...Array.from({ length: most }, (): readonly [string, Style] => ["", "plain"]),
        ]);
  const all = [...blocks, ...(trace.loop > 0 ? [] : [last])];
  return all.every((one): one is Block => one !== undefined) ? all : undefined;
}

const spaces = (width: number): Span => span(" ".repeat(width));

function sideBySide(blocks: readonly Block[]): readonly Line[] {
  const height = Math.max(...blocks.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    blocks.flatMap(({ width, lines }, k) => [
      ...(k === 0 ? [] : [spaces(GAP)]),
      // Captions stand at the foot, so that drawings of unlike height still line up.
      lines[row - (height - lines.length)] ?? spaces(width),
    ]),
  );
}

/** The drawings side by side in as many rows as they need, or undefined where that is more than a trace may take. */
function storyboard(trace: Trace, width: number): readonly Line[] | undefined {
  const blocks = panels(trace);
  if (blocks === undefined || blocks.length === 0) return undefined;
  const rows: Block[][] = [[]];
  let used = 0;
  for (const one of blocks) {
    if (one.width > width) return undefined;
    if (used > 0 && used + GAP + one.width > width) {
      rows.push([]);
      used = 0;
    }
    used += one.width + (used > 0 ? GAP : 0);
    rows[rows.length - 1]!.push(one);
  }
  const lines = rows.flatMap((row) => sideBySide(row));
  return lines.length <= TRACE_LINES ? lines : undefined;
}

/** Like steps of a trace that follow one another, by their places in it. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly steps: readonly Step[];
}

/** Steps that follow one another with the same action and the same events, the loop apart from the stem. */
export function runs(trace: Trace): readonly Run[] {
  const found: Run[] = [];
  const key = (step: Step) => JSON.stringify([step.action, step.events, step.seen ?? null, step.reward]);
  distinctSteps(trace).forEach((step, k) => {
    const last = found[found.length - 1];
    if (last !== undefined && key(last.steps[0]!) === key(step) && k !== trace.stem)
      found[found.length - 1] = { ...last, last: k, steps: [...last.steps, step] };
    else found.push({ first: k, last: k, steps: [step] });
  });
  return found;
}

function runLines(trace: Trace, width: number): readonly Line[] {
  const all = runs(trace);
  const most = TRACE_LINES - 1;
  const shown = all.length <= most ? all : [...all.slice(0, most - 4), undefined, ...all.slice(all.length - 3)];
  const labels = all.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`));
  const labelWidth = Math.max(...labels.map(widthOf)) + 1;
  const actionWidth = Math.min(18, Math.max(...all.map(({ steps }) => widthOf(actionOf(steps)))));
  const paidWidth = Math.max(...all.map(({ steps }) => widthOf(paidOf(steps))));
  return shown.map((run): Line => {
    if (run === undefined) return [span(`${" ".repeat(labelWidth)}… ${all.length - most + 1} more lines …`, "dim")];
    const step = run.steps[0]!;
    const loops = trace.loop > 0 && run.first >= trace.stem;
    const label = run.first === run.last ? `${run.first}` : `${run.first}–${run.last}`;
    const changes = changesOf(step.state, stateAfter(trace, run.last))
      .map(({ field, from, to }) => `${field} ${from}→${to}`)
      .join(", ");
    const events = happenings(step).join(", ");
    const chance = run.steps.length === 1 && step.probability !== 1 ? formatPercent(step.probability) : "";
    const head = `${loops ? "↻" : " "}${padStart(label, labelWidth - 1)} `;
    const action = padEnd(shorten(actionOf(run.steps), actionWidth), actionWidth);
    const paid = padStart(paidOf(run.steps), paidWidth);
    const left = width - widthOf(head) - actionWidth - paidWidth - 4;
    const rest = [events, changes, chance].filter(Boolean).join("  ");
    const cut = shorten(rest, left);
    return [
      span(head, "dim"),
      span(action, "bold"),
      span(`  ${paid}  `, rewardStyle(step.reward)),
      span(cut.slice(0, events.length), eventStyle(step)),
      span(cut.slice(events.length), "dim"),
    ];
  });
}

export const actionOf = (steps: readonly Step[]): string =>
  steps.length === 1 ? steps[0]!.action : `${steps[0]!.action} ×${steps.length}`;
export const paidOf = (steps: readonly Step[]): string =>
  formatSigned(steps.reduce((sum, { reward }) => sum + reward, 0));

/** The list of steps, with the first and the last drawing to its right where they are grids and there is room. */
function list(trace: Trace, width: number): readonly Line[] {
  const steps = distinctSteps(trace);
  const first = steps[0] === undefined ? undefined : panel(steps[0], [["start", "dim"]]);
  const last = panel(trace.end, [["end", "dim"]]);
  const side = first === undefined || last === undefined ? [] : sideBySide([first, last]);
  const sideWidth = first === undefined || last === undefined ? 0 : first.width + GAP + last.width;
  const narrow = width - sideWidth - GAP;
  if (sideWidth === 0 || side.length > TRACE_LINES - 1 || narrow < 36) return runLines(trace, width);
  const lines = runLines(trace, narrow);
  return Array.from({ length: Math.max(lines.length, side.length) }, (_, k) => {
    const line = lines[k] ?? [];
    const used = line.reduce((sum, { text }) => sum + widthOf(text), 0);
    return side[k] === undefined ? line : [...line, spaces(narrow - used + GAP), ...side[k]];
  });
}

/** A trace in at most 12 lines: drawings side by side where they shorten, else a line for each run of like steps. */
export const traceLines = (trace: Trace, width: number): readonly Line[] =>
  storyboard(trace, width) ?? list(trace, width);
