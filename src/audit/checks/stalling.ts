import { ONE } from "../../core/rational.ts";
import { exactly, isAbove, minus } from "../../exact/figure.ts";
import { type Analysis, type Context, solutionOf, solveItem, watched } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { often } from "../words.ts";

/** An end that can be reached at every time is put off beyond what an agent does that does what was meant. */
export function stalling(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  const ended = context.subject.watches.find(({ kind }) => kind === "ended");
  if (loss === undefined || ended === undefined) return [];
  const objective = watched(context, ended);
  const within = "kind" in loss.headline.worst ? analysis.optimum.optimal : loss.headline.worst.optimal;
  const worst = solutionOf(solveItem(context, objective, "minimise", { within }), "the probability of an end");
  const meant = solutionOf(
    solveItem(context, objective, "minimise", { within: analysis.meant }),
    "the probability of an end",
  );
  if (!isAbove(meant.start, worst.start)) return [];
  const goesOn = { figure: minus(exactly(ONE), worst.start), meant: minus(exactly(ONE), meant.start) };
  return [
    {
      check: "stalling",
      severity: loss.severity,
      claim: `An optimal agent may put off the end: the world goes on ${often(goesOn.figure)} (meant: ${often(goesOn.meant)}).`,
      measure: "probability that the world does not end",
      ...goesOn,
      ...(loss.path === undefined ? {} : { path: loss.path }),
      ...(loss.term === undefined ? {} : { term: loss.term }),
      policies: "the worst drive-optimal policy",
    },
  ];
}
