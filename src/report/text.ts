/** Text of fixed width: spans with a style, wrapped, padded and joined; colour is applied at the very end. */

export type Style = "plain" | "bold" | "dim" | "high" | "medium" | "low" | "good" | "term";
export interface Span {
  readonly text: string;
  readonly style: Style;
}
/** One line of the terminal, as spans that stand one after another. */
export type Line = readonly Span[];

/** The text without what could move the cursor or change the terminal: a control character becomes "·". */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out
export const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, "·");

/** A span of printable text. */
export const span = (text: string, style: Style = "plain"): Span => ({ text: printable(text), style });

/** Columns that a text takes, one for each code point. */
export const widthOf = (text: string): number => [...text].length;

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + widthOf(text), 0);

/** The text cut to a width, an ellipsis in the place of what is left out. */
export function shorten(text: string, width: number): string {
  const glyphs = [...text];
  return glyphs.length <= width ? text : `${glyphs.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** The text filled up with spaces on the right. */
export const padEnd = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
/** The text filled up with spaces on the left. */
export const padStart = (text: string, width: number): string => " ".repeat(Math.max(0, width - widthOf(text))) + text;

/** The lines of a text broken at spaces; a word longer than a line is cut in pieces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(/\s+/).filter(Boolean)) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (widthOf(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (widthOf(line) > width) {
      const glyphs = [...line];
      lines.push(glyphs.slice(0, width).join(""));
      line = glyphs.slice(width).join("");
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** A line cut to a width. */
export function clip(line: Line, width: number): Line {
  let left = width;
  return line.flatMap((one) => {
    if (left <= 0) return [];
    const text = shorten(one.text, left);
    left -= widthOf(one.text);
    return [{ ...one, text }];
  });
}

/** Two spans at the two ends of a line, or on a line each where both do not fit. */
export function ends(left: Line, right: Span, width: number): readonly Line[] {
  const gap = width - lineWidth(left) - widthOf(right.text);
  return gap < 1 ? [left, [right]] : [[...left, span(" ".repeat(gap)), right]];
}

/** A label, and a text wrapped beside it. */
export function labelled(label: string, text: string, width: number, column: number, style: Style = "plain"): Line[] {
  return wrap(text, width - column).map((part, k) => [
    span(padEnd(k === 0 ? label : "", column), "dim"),
    span(part, style),
  ]);
}
