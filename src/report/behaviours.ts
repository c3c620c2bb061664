import type { Audit, Behaviour, StateAction } from "../audit/report.ts";
import { count, formatNumber, formatPercent } from "./number.ts";
import { formatValue } from "./picture.ts";
import { traceLines } from "./terminal-trace.ts";
import { type Line, labelled, span } from "./text.ts";
import { traceTitle } from "./words.ts";

/** Most state-actions that are named of what sets a kind apart. */
const NAMED = 3;

const stateText = (state: StateAction["state"]): string =>
  Object.entries(state)
    .map(([field, value]) => `${field} ${formatValue(value)}`)
    .join(", ");

/** What only this kind of behaviour does, in words: "left" where row 0, column 1; and 12 more. */
export function apartText({ marks }: Pick<Behaviour, "marks">): string {
  if (marks.length === 0)
    return "nothing: it differs in how often it does what others do too, and so cannot be accepted or rejected";
  const named = marks.slice(0, NAMED).map(({ state, action }) => `"${action}" where ${stateText(state)}`);
  const more = marks.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** What the drive pays a kind, how common it is, and how far from those before it. */
export function standingText({ drive, share, distance }: Behaviour, k: number): string {
  const apart = k === 0 ? "" : `; ${formatPercent(distance)} of what it does is not done by the nearest kind above`;
  return `earns ${formatNumber(drive)}; ${formatPercent(share)} of the sampled agents are most like it${apart}`;
}

/** How the kinds were found. */
export const sampledText = ({ within, budget, sampled, seed, kinds }: NonNullable<Audit["behaviours"]>): string =>
  `${count(kinds.length, "kind")} among ${count(sampled, "agent")} that forgo at most ${formatNumber(budget)} ` +
  `(${formatPercent(within)} of what the optimum is above a random agent), each the best for a random objective (seed ${seed}): a sample, there may be others`;

/** The kinds of behaviour of a case that states no intent, a block of lines each. */
export function behaviourLines({ behaviours }: Audit, width: number): readonly (readonly Line[])[] {
  if (behaviours === undefined) return [];
  const inner = width - 2;
  const blocks = behaviours.kinds.map((kind, k): readonly Line[] => [
    [
      span(`KIND ${k + 1}`, "bold"),
      ...(kind.answer === undefined ? [] : [span(`  ${kind.answer}`, kind.answer === "accepted" ? "good" : "high")]),
    ],
    ...labelled("", standingText(kind, k), inner, 2),
    ...labelled("", traceTitle(kind.trace), inner, 2),
    [],
    ...traceLines(kind.trace, inner - 4).map((line) => [span("    "), ...line]),
    [],
    ...labelled("  Only it", apartText(kind), inner, 11),
  ]);
  return [labelled("Sampled", sampledText(behaviours), inner, 11), ...blocks];
}
