import type { Solution } from "../../exact/model.ts";
import { type Context, objectiveOf, solutionOf, solveItem } from "../analysis.ts";
import type { Hit } from "../finding.ts";

/** What was accepted is not done by any drive-optimal agent any more. */
export const accepted = (context: Context, optimum: Solution): readonly Hit[] =>
  context.subject.watches.flatMap((watch): readonly Hit[] => {
    if (watch.kind !== "accepted") return [];
    const most = (within?: Solution["optimal"]) =>
      solutionOf(solveItem(context, objectiveOf(context, watch), "maximise", { within }), `"${watch.name}"`).start;
    const figure = most(optimum.optimal);
    if (figure.high > 0) return [];
    return [
      {
        check: "accepted",
        about: watch.name,
        severity: "low",
        claim: `No optimal agent does any more what was accepted as "${watch.name}".`,
        measure: `probability of "${watch.name}", at most`,
        figure,
        meant: most(),
        policies: "a drive-optimal policy",
      },
    ];
  });
