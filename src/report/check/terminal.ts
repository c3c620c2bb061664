import type { Quantity } from "../../audit/report.ts";
import { count, formatNumber } from "../number.ts";
import { BLANK, COLUMN, paint, type TerminalOptions } from "../terminal.ts";
import { ends, type Line, labelled, padEnd, type Style, span, widthOf, wrap } from "../text.ts";
import { boundsText, certainDigits, withDigits } from "./digits.ts";
import type { CheckedModel, PropertyReport, PropertyResult } from "./report.ts";

/** A fraction of at most this many characters is shown in full. */
const LONG_FRACTION = 48;

const duration = (seconds: number): string => `${formatNumber(Number(seconds.toPrecision(2)))} s`;

/** "325/1024 = 0.3173828125", or "0.29443185429" with the digits that are certain. */
function valueText({ value, low, high, exact }: Quantity): string {
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "minus infinite";
  const decimal = certainDigits(low, high) ?? `between ${boundsText(low, high)}`;
  if (exact === undefined || !exact.includes("/")) return exact ?? decimal;
  return exact.length <= LONG_FRACTION ? `${exact} = ${withDigits(value, 16)}` : withDigits(value, 17);
}

/** What is known of a value beside its digits. */
function certainty({ value, low, high, exact }: Quantity): readonly string[] {
  if (!Number.isFinite(value)) return [];
  if (exact === undefined) return [`between ${boundsText(low, high)}`];
  return exact.length <= LONG_FRACTION
    ? ["exact"]
    : [`exact, a fraction of ${exact.length - 1} digits (--json has it)`];
}

function resultText(result: PropertyResult): readonly [string, Style] {
  switch (result.kind) {
    case "value":
      return [valueText(result.value), "bold"];
    case "range":
      return [`${valueText(result.least)} to ${valueText(result.most)}`, "bold"];
    case "truth":
      return [String(result.holds), result.holds ? "good" : "high"];
    case "undecided":
      return ["not decided", "medium"];
    case "refused":
      return ["cannot be asked", "medium"];
  }
}

/** The sizes of a model. */
export function renderCheckedModel(model: CheckedModel, { color = false, width = 80 }: TerminalOptions = {}): string {
  const { name, type, states, choices, branches, initial, deadlocks, deadlock, seconds } = model;
  const constants = Object.entries(model.constants).map(([constant, value]) => `${constant}=${value}`);
  const kind = type === "mdp" ? "Markov decision process" : "Markov chain";
  const sizes = [
    count(states, "state"),
    ...(type === "mdp" ? [count(choices, "choice")] : []),
    count(branches, "branch", "branches"),
    ...(initial === 1 ? [] : [count(initial, "initial state")]),
  ];
  const stuck =
    deadlocks === 0
      ? []
      : labelled(
          "",
          `${count(deadlocks, "state")} without a step, given one to ${deadlocks === 1 ? "itself" : "themselves"}: ${deadlock}${deadlocks === 1 ? "" : ", …"}`,
          width,
          0,
        );
  const lines: Line[] = [
    ...ends([span([name, ...constants].join(" "), "bold")], span(kind), width),
    ...wrap(`${sizes.join(", ")}, ${duration(seconds)}`, width).map((line): Line => [span(line)]),
    ...stuck,
    BLANK,
  ];
  return `${paint(lines, color, width)}\n`;
}

/** A property with its answer, what is certain of it, and how it was found. */
export function renderProperty(
  { name, text, result, how, seconds }: PropertyReport,
  { color = false, width = 80 }: TerminalOptions = {},
): string {
  const [answer, style] = resultText(result);
  const inner = width - COLUMN;
  const beside = (line: string, of: Style): Line => [span(" ".repeat(COLUMN)), span(line, of)];
  const known =
    result.kind === "value"
      ? [...certainty(result.value), ...(result.inexact === undefined ? [] : [`not exact: ${result.inexact}`])]
      : [];
  const reason = result.kind === "undecided" || result.kind === "refused" ? result.reason.split("\n") : [];
  const [first = "", ...rest] = wrap(answer, inner);
  const head = name ?? text;
  // A name that is too long for its column has lines to itself, and so has a property without one.
  const isLong = widthOf(head) > COLUMN - 2;
  const took = result.kind === "refused" ? [] : [duration(seconds)];
  const lines: Line[] = [
    ...(isLong ? wrap(head, width).map((line): Line => [span(line)]) : []),
    [span(padEnd(isLong ? "" : head, COLUMN)), span(first, style)],
    ...rest.map((line) => beside(line, style)),
    ...(name === undefined ? [] : wrap(text, inner).map((line) => beside(line, "plain"))),
    ...reason.flatMap((row) =>
      /^ {4}/.test(row) ? [beside(row, "plain")] : wrap(row, inner).map((line) => beside(line, "plain")),
    ),
    ...wrap([...known, ...(how === "" ? [] : [how]), ...took].join("; "), inner).map((line) => beside(line, "dim")),
    BLANK,
  ];
  return `${paint(lines, color, width)}\n`;
}
