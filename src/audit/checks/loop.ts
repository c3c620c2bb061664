import { plain } from "../../exact/figure.ts";
import type { Analysis, Context } from "../analysis.ts";
import { payoffOf } from "../arena.ts";
import { onStates, visitsOf } from "../evaluation.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { endOf, type Path, type PathStep } from "../paths/path.ts";
import { isEvent } from "../subject.ts";
import { amount, earning, measureOf, number, outcome } from "../words.ts";

/** Expected visits from which a cycle is a loop. */
const OFTEN = 3;

/** The steps of the last cycle that a path goes round: from the last time that its end state was left to its end. */
function lastCycle(context: Context, path: Path): readonly PathStep[] {
  const end = endOf(context, path);
  const start = path.steps.findLastIndex(({ state }) => state === end);
  return start < 0 ? [] : path.steps.slice(start);
}

/**
 * A cycle that a worst optimum goes round: the drive pays more per step than ending does, the intent scores nothing there, and
 * it is visited at least 3 times in expectation.
 */
export function loop(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  if (loss?.path === undefined || loss.policy === undefined) return [];
  const { headline, path, policy, term, severity } = loss;
  const cycle = lastCycle(context, path);
  if (cycle.length === 0 || isEvent(headline.objective.item)) return [];
  const { criterion } = context;
  const found = visitsOf(context, policy, criterion.kind === "finite" ? criterion : { kind: "total" });
  if (found === undefined) return [];
  const { subject, columns, drive } = context;
  // The steps of a path are the product's, whatever the agent sees of it.
  const visits = onStates(context, found);
  const payoff = payoffOf(subject, drive, columns);
  const score = subject.objectives.find(({ item }) => item.kind === "score");
  const mean = (amounts: (step: PathStep) => number): number =>
    cycle.reduce((sum, step) => sum + amounts(step), 0) / cycle.length;
  const paid = mean(({ phase, row }) => payoff.rows[phase]!.values[payoff.rows[phase]!.codes[row]!]!);
  const scored =
    score === undefined
      ? 0
      : mean(({ phase, row }) => score.payoff.rows[phase]!.values[score.payoff.rows[phase]!.codes[row]!]!);
  const seldom = cycle.reduce((least, { phase, row }) => Math.min(least, visits.rows[phase]![row]!), Infinity);
  if (paid <= 0 || scored > 0 || seldom < OFTEN) return [];
  const actions = cycle.map(
    ({ phase, row }) => subject.setting.world.actions[subject.product.model.phases[phase]!.action[row]!]!,
  );
  const { item } = headline.objective;
  return [
    {
      check: "loop",
      severity,
      claim: `An optimal agent may go round and round (${actions.join(", ")}): ${outcome(item, headline.worstFigure)} (meant: ${amount(item, headline.meant)}); ${earning(analysis.optimum.start)}.`,
      measure: measureOf(item, headline.worstFigure),
      figure: headline.worstFigure,
      meant: headline.meant,
      path,
      term,
      policies: "the worst drive-optimal policy",
      notes: [`the loop pays ${number(plain(paid))} a step`],
    },
  ];
}
