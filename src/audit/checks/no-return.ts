import type { Analysis, Context } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { beyondMeant, pathOfWatch } from "../watch.ts";
import { earning, often } from "../words.ts";

/** An act after which something can no longer be reached, taken more often than an agent takes it that does what was meant. */
export const noReturn = (context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] =>
  context.subject.watches.flatMap((watch): readonly Hit[] => {
    if (watch.kind !== "no-return") return [];
    const found = beyondMeant(context, analysis, watch, "maximise");
    if (found === undefined) return [];
    const { worst, meant } = found;
    return [
      {
        check: "no-return",
        severity: watch.item.startsWith("keepPossible") ? "high" : "medium",
        claim: `An optimal agent may take an act after which ${watch.item} is lost: ${often(worst.start)} (meant: ${often(meant)}); ${earning(analysis.optimum.start)}.`,
        measure: `probability of an act of no return for ${watch.item}`,
        figure: worst.start,
        meant,
        ...pathOfWatch(context, loss, worst.optimal, watch.event),
      },
    ];
  });
