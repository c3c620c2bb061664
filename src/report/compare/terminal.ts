import type { Comparison, Contender, Distance, Hackability } from "../../audit/compare/report.ts";
import { count, formatQuantity } from "../number.ts";
import { BLANK, COLUMN, indented, paint, type TerminalOptions } from "../terminal.ts";
import { traceLines } from "../terminal-trace.ts";
import { ends, type Line, labelled, type Style, span, wrap } from "../text.ts";
import { caseTitle, questionText } from "../words.ts";

/** Columns of the labels of what a distance is made of. */
const PART = 11;

/** "EPIC 0.3616, correlation 0.7385". */
function distanceText(distance: Distance): string {
  if (!distance.isDecided) return `${distance.name} not decided: ${distance.reason}`;
  const { name, correlation } = distance;
  const beside = correlation === undefined ? "" : `, correlation ${formatQuantity(correlation)}`;
  return `${name} ${formatQuantity(distance.distance)}${beside}`;
}

/** The figures, from 0 for rewards that are the same to 1 for opposite ones. */
const figureLines = ({ distances }: Comparison, width: number): readonly Line[] =>
  distances.flatMap((one, k) => labelled(k === 0 ? "Distance" : "", distanceText(one), width, COLUMN));

/** The choices that the definition of a distance leaves open. */
const definitionLines = ({ name, coverage, canonicalisation, norm }: Distance, width: number): readonly Line[] => {
  const parts = [
    ...labelled("over", coverage, width - COLUMN, PART),
    ...labelled("canonical", canonicalisation, width - COLUMN, PART),
    ...labelled("norm", norm, width - COLUMN, PART),
  ];
  return parts.map((line, k) => [span((k === 0 ? name : "").padEnd(COLUMN), "dim"), ...line]);
};

const STYLES: Readonly<Record<Hackability["outcome"], Style>> = {
  hackable: "high",
  unhackable: "good",
  undecided: "plain",
};

/** What is decided over a set of policies. */
function decisionText(one: Hackability): string {
  const said = one.outcome === "undecided" ? "not decided" : one.outcome;
  return `${said} over ${one.set}${one.outcome === "hackable" ? "" : `: ${one.reason}`}`;
}

/** Where the one set decides the other it is said once: some deterministic policies are some policies. */
function decisionTexts([deterministic, all]: Comparison["hackability"]): readonly string[] {
  if (deterministic?.outcome === "hackable") return [`${decisionText(deterministic)}, so over all`];
  const isSame = all?.outcome !== "hackable";
  return (isSame ? [all] : [deterministic, all]).flatMap((one) => (one === undefined ? [] : [decisionText(one)]));
}

const decisionLines = ({ hackability }: Comparison, width: number): readonly Line[] =>
  decisionTexts(hackability).flatMap((text, k) => labelled(k === 0 ? "Hackability" : "", text, width, COLUMN));

/** One policy of a witness, with the steps of its likeliest episode and what the drive pays for them that prefers it. */
function contenderLines(
  { drives }: Comparison,
  { returns, policy, trace }: Contender,
  which: 0 | 1,
  width: number,
): readonly Line[] {
  const paid = drives.map((name, k) => `${name} ${formatQuantity(returns[k]!)}`).join(", ");
  const label = which === 0 ? "A" : "B";
  const shown = trace === undefined ? "" : `; an episode, and what ${drives[which]} pays:`;
  return [
    ...labelled(label, paid, width - 2, COLUMN - 2, "bold"),
    ...labelled("", `${policy}${shown}`, width - 2, COLUMN - 2),
    ...(trace === undefined ? [] : [BLANK, ...indented(traceLines(trace, width - 4)), BLANK]),
  ];
}

/** The simplest witness: of deterministic policies where there is one. */
function witnessLines(comparison: Comparison, width: number): readonly Line[] {
  const found = comparison.hackability.find((one) => one.outcome === "hackable");
  if (found?.outcome !== "hackable") return [];
  const [first, second] = comparison.drives;
  const [a, b] = found.witness;
  return [
    ...labelled("Witness", `${first} prefers A to B, ${second} prefers B to A`, width, COLUMN),
    ...indented([...contenderLines(comparison, a, 0, width), ...contenderLines(comparison, b, 1, width)]),
    ...(b.trace === undefined ? [BLANK] : []),
  ];
}

/** The report of one comparison, for reading in a terminal. */
export function renderComparison(comparison: Comparison, { color = false, width = 80 }: TerminalOptions = {}): string {
  const { drives, hackability, sizes, distances } = comparison;
  const outcome = hackability.some((one) => one.outcome === "hackable")
    ? "hackable"
    : (hackability.at(-1)?.outcome ?? "undecided");
  const title = span(`${caseTitle(comparison)}, drives ${drives[0]} and ${drives[1]}`, "bold");
  const model = [
    count(sizes.states, "state"),
    count(sizes.stateActions, "state-action"),
    count(sizes.transitions, "transition"),
  ];
  const lines = [
    ...ends([title], span(outcome === "undecided" ? "not decided" : outcome, STYLES[outcome]), width),
    ...wrap(comparison.verdict, width).map((line): Line => [span(line, STYLES[outcome])]),
    ...labelled("Question", questionText(comparison), width, COLUMN),
    ...labelled("Model", model.join(", "), width, COLUMN),
    ...figureLines(comparison, width),
    ...decisionLines(comparison, width),
    BLANK,
    ...witnessLines(comparison, width),
    ...distances.flatMap((distance) => definitionLines(distance, width)),
    ...comparison.notes.flatMap((note) => labelled("Note", note, width, COLUMN)),
  ];
  return `${paint(lines, color, width)}\n`;
}
