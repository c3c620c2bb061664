import { isAbove } from "../../exact/figure.ts";
import { type Analysis, type Context, solutionOf, solveItem, watched } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { pathOfWatch } from "../watch-path.ts";
import { earning, often } from "../words.ts";

/** An act after which something can no longer be reached, taken more often than an agent takes it that does what was meant. */
export function noReturn(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  return context.subject.watches.flatMap((watch): readonly Hit[] => {
    if (watch.kind !== "no-return") return [];
    const objective = watched(context, watch);
    const what = "the probability of an act of no return";
    const worst = solutionOf(solveItem(context, objective, "maximise", { within: analysis.optimum.optimal }), what);
    const meant = solutionOf(solveItem(context, objective, "maximise", { within: analysis.meant }), what);
    if (!isAbove(worst.start, meant.start)) return [];
    return [
      {
        check: "no-return",
        severity: watch.item.startsWith("keepPossible") ? "high" : "medium",
        claim: `An optimal agent may take an act after which ${watch.item} is lost: ${often(worst.start)} (meant: ${often(meant.start)}); ${earning(analysis.optimum.start)}.`,
        measure: `probability of an act of no return for ${watch.item}`,
        figure: worst.start,
        meant: meant.start,
        ...pathOfWatch(context, loss, worst.optimal, watch.event),
      },
    ];
  });
}
