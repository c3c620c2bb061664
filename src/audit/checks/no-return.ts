import type { Analysis, Context } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { isEvent } from "../subject.ts";
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
        about: watch.item.name,
        claim: `An optimal agent may take an act after which "${watch.item.name}" is out of reach: ${often(worst.start)} (meant: ${often(meant)}); ${earning(analysis.optimum.start)}.`,
        measure: `probability of an act of no return for "${watch.item.name}"`,
        figure: worst.start,
        meant,
        ...pathOfWatch(context, analysis, loss, worst.optimal, watch.event),
        ...(isEvent(watch.item) ? { severity: "high" } : {}),
      },
    ];
  });
