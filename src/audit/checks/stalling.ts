import { ONE } from "../../core/rational.ts";
import { hasBit } from "../../exact/bits.ts";
import { exactly, isAbove, minus } from "../../exact/figure.ts";
import { canReach, endedStates, graphOf } from "../../exact/graph.ts";
import type { Policies } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, type Context, objectiveOf, solutionOf, solveItem } from "../analysis.ts";
import { visitsOf } from "../evaluation.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { isEvent } from "../subject.ts";
import { amount, earning, measureOf, often, outcome } from "../words.ts";

/** Whether an end can be reached from every state that a policy gets to. */
function canAlwaysEnd(context: Context, policy: Policies | undefined): boolean {
  const { criterion } = context;
  // What is visited on the way counts, too.
  const visits =
    policy === undefined
      ? undefined
      : visitsOf(context, policy, criterion.kind === "average" ? { kind: "total" } : criterion);
  if (visits === undefined) return false;
  const { model } = context.arena;
  const able = canReach(graphOf(model, undefined, model.phases.at(-1)), endedStates(model));
  return model.phases.every(({ rowStart }, phase) => {
    for (let state = 0; state < model.states; state++)
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        if (visits.rows[phase]![row]! > 0 && !hasBit(able, state)) return false;
    return true;
  });
}

/** The finding where the worst is without bound: a drive-optimal agent may put the end off as long as it likes, at that cost. */
function endless(analysis: Analysis, { headline, severity, path }: Loss): Hit {
  const { item } = headline.objective;
  return {
    check: "stalling",
    severity,
    claim: `An optimal agent may put off what it is paid for as long as it likes: ${outcome(item, headline.worstFigure)} (meant: ${amount(item, headline.meant)}); ${earning(analysis.optimum.start)}.`,
    measure: measureOf(item, headline.worstFigure),
    figure: headline.worstFigure,
    meant: headline.meant,
    path,
    policies: "a policy that goes round before it goes on",
  };
}

/** An end that can be reached at every time is put off beyond what an agent does that does what was meant. */
export function stalling(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  if (loss === undefined) return [];
  const { headline } = loss;
  if (!isSolution(headline.worst)) return [endless(analysis, loss)];
  const { item } = headline.objective;
  const ended = context.subject.watches.find(({ kind }) => kind === "ended");
  if (ended === undefined || isEvent(item)) return [];
  const objective = objectiveOf(context, ended);
  const least = (within: Policies) =>
    solutionOf(solveItem(context, objective, "minimise", { within }), "the probability of an end");
  const [worst, meant] = [least(headline.worst.optimal), least(analysis.meant)];
  if (!isAbove(meant.start, worst.start) || !canAlwaysEnd(context, loss.policy)) return [];
  const goesOn = { figure: minus(exactly(ONE), worst.start), meant: minus(exactly(ONE), meant.start) };
  return [
    {
      check: "stalling",
      severity: loss.severity,
      claim: `An optimal agent may put off the end (the world goes on ${often(goesOn.figure)}, meant: ${often(goesOn.meant)}): ${outcome(item, headline.worstFigure)} (meant: ${amount(item, headline.meant)}); ${earning(analysis.optimum.start)}.`,
      measure: "probability that the world does not end",
      ...goesOn,
      path: loss.path,
      term: loss.term,
      policies: "the worst drive-optimal policy",
    },
  ];
}
