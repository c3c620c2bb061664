import { onePolicy } from "../../exact/occupancy.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, type Context, type ItemAnalysis, solutionOf, solveItem } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import { eventPath, type Path, regretPath } from "../path.ts";
import { measureOf, number, often } from "../words.ts";

const POLICIES = "the worst drive-optimal policy";

/** The path that shows how a violated item is lost: a shortest one to its event, or the one that carries most of the regret. */
export function pathOfLoss(context: Context, { objective, worst }: ItemAnalysis): Path | undefined {
  if (!isSolution(worst)) return undefined;
  const { item, event } = objective;
  if (event !== undefined && item.kind !== "reach") return eventPath(context, worst.optimal, event);
  const optimum = solutionOf(solveItem(context, objective, objective.meant, { keepValues: true }), "the intent");
  const { criterion } = context;
  return regretPath(context, {
    payoff: objective.payoff,
    optimum,
    worst,
    policy: onePolicy(context.arena.model, worst.optimal),
    discount: event !== undefined || criterion.kind === "total" ? 1 : criterion.discount,
  });
}

function claimOf({ objective, worstFigure, meant }: ItemAnalysis, optimum: string): string {
  const { item } = objective;
  switch (item.kind) {
    case "never":
      return `An optimal agent may do what must never happen: "${item.name}" happens ${often(worstFigure)}; meant: ${often(meant)}. It earns ${optimum}, the most that the drive pays.`;
    case "keepPossible":
      return `An optimal agent may make it impossible to be sure of "${item.name}" ${often(worstFigure)}; meant: ${often(meant)}. It earns ${optimum}, the most that the drive pays.`;
    case "reach":
      return `An optimal agent may reach "${item.name}" ${often(worstFigure)} only; meant: ${often(meant)}. It earns ${optimum}, the most that the drive pays.`;
    case "score":
      return `An optimal agent may score ${number(worstFigure)} where ${number(meant)} was meant. It earns ${optimum}, the most that the drive pays.`;
  }
}

/** The item that heads the audit: the first that is violated, in the order never, keepPossible, reach, score. */
export const headlineOf = ({ items }: Analysis): ItemAnalysis | undefined => items.find(({ violated }) => violated);

/** The intent of the worst drive-optimal policy against what was meant. */
export function worstOptimum(
  context: Context,
  analysis: Analysis,
  path: Path | undefined,
  term: string | undefined,
): readonly Hit[] {
  const headline = headlineOf(analysis);
  if (headline === undefined) return [];
  const { item } = headline.objective;
  const notes = isSolution(headline.worst)
    ? headline.worst.ties === "proved"
      ? []
      : [`ties are unproved: gap ≤ ${headline.worst.ties.gap.toPrecision(2)}`]
    : ["the worst is approached by stalling ever longer, not attained"];
  return [
    {
      check: "worst-optimum",
      severity: item.kind === "never" || item.kind === "keepPossible" ? "high" : "medium",
      claim: claimOf(headline, number(analysis.optimum.start)),
      measure: measureOf(item),
      figure: headline.worstFigure,
      meant: headline.meant,
      ...(path === undefined ? {} : { path }),
      ...(term === undefined ? {} : { term }),
      policies: POLICIES,
      notes,
    },
  ];
}
