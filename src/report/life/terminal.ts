import { formatNumber, formatSigned } from "../number.ts";
import { gridOf } from "../picture.ts";
import { BLANK, COLUMN, indented, paint, type TerminalOptions } from "../terminal.ts";
import { ends, type Line, labelled, padEnd, padStart, type Style, shorten, span, widthOf, wrap } from "../text.ts";
import { isHarm, listOf } from "../words.ts";
import type { LifeReport, LivedEpisode, LivedStep, Stretch } from "./report.ts";
import { rowsOf } from "./stretches.ts";
import { type Column, columnsOf, legendOf } from "./table.ts";
import {
  alternativeText,
  cellsText,
  courseText,
  episodeName,
  firstText,
  formatShare,
  lastWhole,
  lifeTitle,
  livedText,
  mindText,
  overText,
  planTexts,
  seenIn,
  seenText,
  timeText,
  valueText,
} from "./words.ts";

/** Most stretches; and of the first and of the last episode the most steps from its beginning and at its end. */
const ROWS = 10;
const FIRST = { head: 3, tail: 2 };
const LAST = { head: 4, tail: 6 };
/** Most rows of a drawing that stands beside a thought, most alternatives, and columns of the labels of a thought. */
const DRAWN = 12;
const ALTERNATIVES = 2;
const LABEL = 7;

const GAP = 2;
const DRAWING_GAP = 3;

/** Rows under heads, the columns that do not fit below the others. */
function table(first: Column, columns: readonly Column[], rows: readonly Stretch[], width: number): readonly Line[] {
  const texts = [first, ...columns].map(({ head, cell }) => [head, ...rows.map(cell)]);
  const widths = texts.map((column) => Math.max(...column.map(widthOf)));
  const blocks: number[][] = [[]];
  let used = widths[0]!;
  widths.slice(1).forEach((wide, k) => {
    if (used + GAP + wide > width && blocks[blocks.length - 1]!.length > 0) {
      blocks.push([]);
      used = widths[0]!;
    }
    used += GAP + wide;
    blocks[blocks.length - 1]!.push(k + 1);
  });
  return blocks.flatMap((block, b) => {
    const lines = Array.from({ length: rows.length + 1 }, (_, row): Line => {
      const cells = block.map((k) => " ".repeat(GAP) + padStart(texts[k]![row]!, widths[k]!));
      const style: Style = row === 0 ? "dim" : "plain";
      return [span(padEnd(texts[0]![row]!, widths[0]!), "dim"), span(cells.join(""), style)];
    });
    return b === 0 ? lines : [BLANK, ...lines];
  });
}

/** The rows of a drawing, where it is a small grid or a few lines. */
function drawingOf({ picture }: Pick<LivedStep, "picture">, width: number): readonly string[] {
  const grid = gridOf(picture);
  const rows = grid === undefined ? [] : [...grid.rows.map((row) => row.join("")), ...grid.caption];
  return rows.length <= DRAWN && rows.every((row) => widthOf(row) <= width / 3) ? rows : [];
}

const marksOf = ({ happened }: LivedStep): readonly string[] => happened.map((what) => what.replace(/^signal /, ""));

/** What the mind saw, where the drawing does not show it, and what it thought. */
function thoughtLines(step: LivedStep, width: number, drawn: boolean): readonly Line[] {
  const { thought = { readings: {} } } = step;
  const seen = seenIn(step);
  const line = (label: string, text: string): Line[] =>
    text === "" ? [] : [[span(padEnd(label, LABEL), "dim"), span(shorten(text, width - LABEL))]];
  // What an act lost by stands at the end of its line, which is why none is cut.
  const whole = (label: string, text: string): Line[] =>
    wrap(text, width - LABEL - 2).map((part, k) => [
      span(padEnd(k === 0 ? label : "", LABEL), "dim"),
      span(k === 0 ? part : `  ${part}`),
    ]);
  const others = (thought.alternatives ?? []).slice(0, ALTERNATIVES);
  const readings = Object.entries(thought.readings).map(([name, value]) => `${name} ${formatShare(value)}`);
  return [
    ...(drawn && step.observation === undefined ? [] : line("sees", seenText(seen))),
    ...line("plan", planTexts(thought, seen).join(", ")),
    ...line("value", valueText(thought)),
    ...others.flatMap((one, k) => whole(k === 0 ? "over" : "", alternativeText(one, thought))),
    ...line("reads", readings.join(", ")),
  ];
}

/** A step: its drawing on the left, in so many columns, what was done and what was in mind on the right. */
function stepLines(step: LivedStep, left: number, width: number): readonly Line[] {
  const drawing = drawingOf(step, width);
  const paying = Object.entries(step.rewards).filter(([, paid]) => paid !== 0);
  const terms =
    paying.length < 2 && Object.keys(step.rewards).length < 2
      ? ""
      : paying.map(([term, paid]) => `${term} ${formatSigned(paid)}`).join(", ");
  const head: Line = [
    span(`${formatNumber(step.time)} `, "dim"),
    span(step.action, "bold"),
    span(`  ${formatSigned(step.reward)}`, step.reward > 0 ? "good" : "plain"),
    span(terms === "" ? "" : `  (${terms})`, "dim"),
    ...marksOf(step).map((mark) => span(`  ${mark}`, isHarm(mark) ? "high" : "plain")),
  ];
  const right = [head, ...thoughtLines(step, width - left, drawing.length > 0)];
  return Array.from({ length: Math.max(drawing.length, right.length) }, (_, row) => [
    ...(left === 0 ? [] : [span(padEnd(drawing[row] ?? "", left))]),
    ...(right[row] ?? []),
  ]);
}

function episodeLines(episode: LivedEpisode, { head, tail }: typeof FIRST, width: number): readonly Line[] {
  const { steps, length, why, end } = episode;
  const name = episodeName(episode);
  const shown = steps.length <= head + tail + 1 ? steps : [...steps.slice(0, head), ...steps.slice(-tail)];
  const drawn = Math.max(0, ...shown.flatMap((step) => drawingOf(step, width).map(widthOf)));
  const column = drawn === 0 ? 0 : drawn + DRAWING_GAP;
  const lines = shown.flatMap((step, k): readonly Line[] => {
    const before = shown[k - 1];
    const left = before === undefined ? step.time : step.time - before.time - 1;
    return [
      ...(left > 0 ? [[span(`… ${formatNumber(left)} more …`, "dim")]] : []),
      ...(k === 0 ? [] : [BLANK]),
      ...stepLines(step, column, width),
    ];
  });
  const drawing = drawingOf(end, width);
  return [
    ...labelled(name, `${courseText(episode)}; ${listOf(why)}`, width, Math.max(COLUMN, widthOf(name) + 2), "bold"),
    ...indented([
      ...lines,
      ...(drawing.length === 0 ? [] : [BLANK, ...drawing.map((row): Line => [span(row)])]),
      [span(`${overText(episode)} after ${formatNumber(length)}`, "dim")],
    ]),
    BLANK,
  ];
}

/** A life for reading in a terminal: its course in a few rows, its first and its last episode step by step. */
export function renderLife(report: LifeReport, { color = false, width = 80 }: TerminalOptions = {}): string {
  const { shown, firsts, stretches, steps } = report;
  const rows = rowsOf(stretches, ROWS);
  const cells = cellsText(report);
  const [first] = shown;
  const whole = lastWhole(report);
  const last = whole === first ? undefined : whole;
  const between = shown.length - (last === undefined ? 1 : 2);
  const lines = [
    ...ends([span(lifeTitle(report), "bold")], span(mindText(report)), width),
    ...labelled("Lived", livedText(report), width, COLUMN),
    ...labelled("Question", timeText(report), width, COLUMN),
    ...(cells === "" ? [] : labelled("Plans", cells, width, COLUMN)),
    ...(firsts.length === 0 ? [] : labelled("First", firsts.map(firstText).join(", "), width, COLUMN)),
    BLANK,
    ...(steps === 0
      ? []
      : [
          ...table(
            { head: "steps", cell: ({ from, steps: lived }) => `to ${formatNumber(from + lived)}` },
            columnsOf(report),
            rows,
            width,
          ),
          ...labelled("", legendOf(report), width, 0, "dim"),
          BLANK,
        ]),
    ...(first === undefined ? [] : episodeLines(first, last === undefined ? LAST : FIRST, width)),
    ...(last === undefined ? [] : episodeLines(last, LAST, width)),
    ...(between > 0
      ? labelled(
          "",
          `${formatNumber(between)} more episodes are kept step by step; --html FILE shows them`,
          width,
          0,
          "dim",
        )
      : []),
  ];
  return `${paint(lines, color, width)}\n`;
}
