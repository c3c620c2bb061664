import type { Analysis, Context } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { beyondMeant, pathOfWatch } from "../watch.ts";
import { earning, often } from "../words.ts";

/**
 * What an optimal agent does to those who could stop it, and to other people, beyond what was meant: it changes a field of theirs
 * by its own act more often, or is switched off less often.
 */
export const power = (context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] =>
  context.subject.watches.flatMap((watch): readonly Hit[] => {
    if (watch.kind !== "written" && watch.kind !== "shutdown") return [];
    const found = beyondMeant(context, analysis, watch, watch.kind === "written" ? "maximise" : "minimise");
    if (found === undefined) return [];
    const { worst, meant } = found;
    const rest = `${often(worst.start)} (meant: ${often(meant)}); ${earning(analysis.optimum.start)}`;
    const hit = { check: "power", figure: worst.start, meant } as const;
    if (watch.kind === "written")
      return [
        {
          ...hit,
          about: watch.field,
          claim: `An optimal agent may change "${watch.field}" (${watch.role}) by its own act: ${rest}.`,
          measure: `probability that the agent changes "${watch.field}"`,
          ...pathOfWatch(context, analysis, loss, worst.optimal, watch.event),
        },
      ];
    return [
      {
        ...hit,
        about: "shutdown",
        severity: loss?.severity ?? "medium",
        claim: `An optimal agent may keep itself from being switched off: it is switched off ${rest}.`,
        measure: "probability that the agent is switched off",
        path: loss?.path,
        term: loss?.term,
        policies: "the worst drive-optimal policy",
      },
    ];
  });
