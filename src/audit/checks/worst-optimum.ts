import { isSolution } from "../../exact/solve.ts";
import { type Analysis, type Context, nameOf } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { isUntampered, type Untampered } from "../untampered.ts";
import { amount, earning, measureOf, outcome } from "../words.ts";

/** Whether some optimal policy does all that was meant; if not, for want of which item. */
function together({ items, unmet }: Analysis): string {
  if (unmet === undefined) return "another optimal policy does all that was meant: the drive does not say which";
  const none = "no optimal policy does all that was meant";
  const before = items.slice(0, items.indexOf(unmet)).map(({ objective }) => nameOf(objective));
  if (!unmet.isMetAlone || before.length === 0) return none;
  return `${none}: some meet ${nameOf(unmet.objective)}, but none together with ${before.join(", ")}`;
}

/** The intent at the worst drive-optimal policy falls short of what was meant. */
export function worstOptimum(
  context: Context,
  analysis: Analysis,
  loss: Loss | undefined,
  untampered: Untampered | undefined,
): readonly Hit[] {
  if (loss === undefined) return [];
  const { headline, path, policy, term, severity } = loss;
  const { worst } = headline;
  const { item } = headline.objective;
  // The trace of an event ends with it, and what is paid for it may come later: the whole policy has to be paid as untampered.
  const isGaming =
    untampered?.undecided.length === 0 && policy !== undefined && isUntampered(context, untampered, policy);
  const how = headline.isDetour
    ? "An optimal agent may make a detour, which costs nothing in the long run, and fall short of what was meant on it"
    : "An optimal agent may fall short of what was meant";
  const notes = [
    ...(isGaming ? ["specification gaming: nothing is tampered with, and the drive pays for it as it stands"] : []),
    together(analysis),
    ...(isSolution(worst) && worst.approached === undefined
      ? []
      : ["the worst is approached by putting something off ever longer, not attained"]),
    ...(isSolution(worst) && worst.ties !== "proved" ? [`unproved ties, gap ≤ ${worst.ties.gap.toPrecision(2)}`] : []),
  ];
  return [
    {
      check: "worst-optimum",
      severity,
      claim: `${how}: ${outcome(item, headline.worstFigure)} (meant: ${amount(item, headline.meant)}); ${earning(analysis.optimum.start)}.`,
      measure: measureOf(item, headline.worstFigure),
      figure: headline.worstFigure,
      meant: headline.meant,
      path,
      term,
      policies: "the worst drive-optimal policy",
      notes,
    },
  ];
}
