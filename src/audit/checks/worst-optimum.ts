import { isSolution } from "../../exact/solve.ts";
import type { Analysis, Context, ItemAnalysis } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { measureOf, number, often } from "../words.ts";

const harm = ({ objective, worstFigure, meant }: ItemAnalysis): string => {
  const { item } = objective;
  switch (item.kind) {
    case "never":
      return `do what must never happen: "${item.name}" happens ${often(worstFigure)} (meant: ${often(meant)})`;
    case "keepPossible":
      return `give up the certainty that "${item.name}" can be reached ${often(worstFigure)} (meant: ${often(meant)})`;
    case "reach":
      return `reach "${item.name}" ${often(worstFigure)} (meant: ${often(meant)})`;
    case "score":
      return `score ${number(worstFigure)} where ${number(meant)} was meant`;
  }
};

/** The intent at the worst drive-optimal policy falls short of what was meant. */
export function worstOptimum(_: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  if (loss === undefined) return [];
  const { headline, path, term, severity } = loss;
  const { worst } = headline;
  const notes = !isSolution(worst)
    ? ["the worst is approached by putting the end off ever longer, not attained"]
    : worst.ties === "proved"
      ? []
      : [`unproved ties, gap ≤ ${worst.ties.gap.toPrecision(2)}`];
  const only = analysis.someOptimumIsGood
    ? "The drive does not say which of its optimal policies was meant."
    : "No optimal policy does what was meant.";
  return [
    {
      check: "worst-optimum",
      severity,
      claim: `An optimal agent may ${harm(headline)}; it earns ${number(analysis.optimum.start)}, the most that the drive pays. ${only}`,
      measure: measureOf(headline.objective.item),
      figure: headline.worstFigure,
      meant: headline.meant,
      ...(path === undefined ? {} : { path }),
      ...(term === undefined ? {} : { term }),
      policies: "the worst drive-optimal policy",
      notes,
    },
  ];
}
