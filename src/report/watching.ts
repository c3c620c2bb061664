import type { Penalty, WatchedSight, Watching } from "../audit/report.ts";
import { sharesText } from "../audit/words.ts";
import { formatMultiple } from "./number.ts";
import { type Line, labelled } from "./text.ts";

/** What a share is a share of: "episodes", "moments". */
export const sharesOf = ({ drawn }: Watching): string => (drawn === "episode" ? "episodes" : "moments");

/** How finely shares were gone through; empty where all flips were found. */
export const gridText = ({ grid }: WatchedSight): string => (grid === undefined ? "" : `in ${100 / grid}% steps`);

/** Who violates what was meant at which shares, or why that is not known. */
export const sightText = (sight: WatchedSight): string =>
  sharesText(sight) ?? `not decided: ${sight.undecided.join("; ")}`;

const weightText = ({ above }: Penalty): string => (above === null ? "at no weight" : `above ${formatMultiple(above)}`);

/** What the agent knows of who watches, in a few words. */
const IF: Readonly<Record<WatchedSight["sight"], string>> = {
  observed: "if it sees who watches",
  hidden: "if it does not",
};

/** From which weight on each term that reads who watches stops it: "caught stops it at no weight if it sees who watches, above ×2 if it does not". */
function penaltiesText({ sights }: Watching): string | undefined {
  const terms = [...new Set(sights.flatMap(({ penalties }) => penalties.map(({ term }) => term)))];
  if (terms.length === 0) return undefined;
  const texts = terms.map((term) => {
    const each = sights.flatMap(({ sight, penalties }) =>
      penalties.filter((penalty) => penalty.term === term).map((penalty) => `${weightText(penalty)} ${IF[sight]}`),
    );
    return `${term} stops it ${each.join(", ")}`;
  });
  return texts.join("; ");
}

/** What changes with how much is watched, in four lines where they are wide enough. */
export function watchingLines(watching: Watching | undefined, width: number, column: number): readonly Line[] {
  if (watching === undefined) return [];
  const { sights } = watching;
  const of = sharesOf(watching);
  const isNever = sights.every(({ shares, flips }) => flips?.length === 0 && shares[0]?.violated === "none");
  if (isNever) return labelled("Watching", `what was meant is violated at no share of ${of} watched`, width, column);
  const grid = sights.map(gridText).find((text) => text !== "");
  const how = grid === undefined ? "" : ` (${grid})`;
  const row = (label: string, text: string): readonly Line[] => labelled(label, text, width, column);
  const penalty = penaltiesText(watching);
  return [
    ...row("Watching", `who violates what was meant, by ${of} watched${how}:`),
    ...sights.flatMap((sight) => row("", `${IF[sight.sight]}: ${sightText(sight)}`)),
    ...(penalty === undefined ? [] : row("", penalty)),
  ];
}
