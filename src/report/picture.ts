import type { Step, Trace } from "../audit/report.ts";

type Picture = Step["picture"];
type State = Step["state"];

/** A drawing as cells of equal size, and the lines of text below it. */
export interface Grid {
  readonly rows: readonly (readonly string[])[];
  readonly caption: readonly string[];
}

const isWord = (run: string): boolean => new Set(run).size >= 3;
/** A field as the core draws it: "x  ··●··  2". */
const FIELD = /^\S+ {2,}[●·]+ {2}/;
const isText = (row: string): boolean =>
  (row.match(/[a-z]{3,}/g) ?? []).some(isWord) || /\d\.\d/.test(row) || FIELD.test(row);

const svgOf = (picture: Picture): string | undefined => ("svg" in picture ? picture.svg : undefined);

/** The rows of a drawing made of text; none for one in SVG. */
export const rowsOf = (picture: Picture): readonly string[] => ("svg" in picture ? [] : picture);

/** The SVG of a drawing, or undefined. */
export const vectorOf = svgOf;

/**
 * A drawing as a grid of glyphs with its caption, or undefined where it is SVG or lines of text.
 *
 * A grid is the rows of equal length that a drawing begins with, when no word stands in them.
 */
export function gridOf(picture: Picture): Grid | undefined {
  const rows = rowsOf(picture).map((row) => [...row]);
  const width = rows[0]?.length ?? 0;
  const end = rows.findIndex((row, k) => row.length !== width || isText(row.join("")) || rows[k]!.length === 0);
  const height = end === -1 ? rows.length : end;
  if (width < 1 || width > 64 || height < 1 || height * width < 3) return undefined;
  const caption = rows
    .slice(height)
    .map((row) => row.join(""))
    .filter((row) => row.trim() !== "");
  if (caption.length > 6 || (height < 2 && caption.length > 0)) return undefined;
  return { rows: rows.slice(0, height), caption };
}

/** A number that has many decimals, as those of real fields have, to four digits. */
const brief = (value: number): number =>
  Number.isInteger(value) || String(value).length <= 6 ? value : Number(value.toPrecision(4));

/** A value of a field as it is read: strings bare, lists in brackets. */
export function formatValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(brief(value)).replace(/^-|(?<=e)-/g, "−");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return `[${value.map(formatValue).join(" ")}]`;
  if (value !== null && typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/** Items from which on a list is long: it is shown by those that differ. */
const LONG = 5;

type Change = { readonly field: string; readonly from: string; readonly to: string };

/** What of a field differs: the field, or those items of a long list that do, where they are not most of it. */
function changesIn(field: string, before: unknown, after: unknown): readonly Change[] {
  const [from, to] = [formatValue(before), formatValue(after)];
  if (from === to) return [];
  const whole = [{ field, from, to }];
  if (!Array.isArray(before) || !Array.isArray(after)) return whole;
  if (after.length < LONG || before.length !== after.length) return whole;
  const items = after.flatMap((item, k) => changesIn(`${field}[${k}]`, before[k], item));
  return items.length > after.length / 2 ? whole : items;
}

/** The fields that differ between two states, with their values before and after; not how they came about. */
export const changesOf = (before: State, after: State): readonly Change[] =>
  Object.keys(after).flatMap((field) => (field.startsWith("#") ? [] : changesIn(field, before[field], after[field])));

/** The steps of a trace that differ from one another: the stem, and the loop once. */
export const distinctSteps = (trace: Trace): readonly Step[] =>
  trace.loop === 0 ? trace.steps : trace.steps.slice(0, trace.stem + trace.loop);

/** What the state is after a step: that before the next one, or the end. */
export const stateAfter = (trace: Trace, step: number): State => trace.steps[step + 1]?.state ?? trace.end.state;

/** How often the loop is gone through, the last time perhaps not to its end. */
export const loopPasses = (trace: Trace): number =>
  trace.loop === 0 ? 0 : (trace.steps.length - trace.stem) / trace.loop;

const WHY = {
  terminated: "the world has ended",
  horizon: "the horizon is reached",
  cut: "the trace stops here: what this finding is about has happened",
} as const;

/** Why a trace is over, in words. */
export const whyOver = (trace: Trace): string => WHY[trace.end.why];
