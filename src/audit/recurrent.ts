import { solveRecurring } from "../exact/average.ts";
import { clearBit, hasBit } from "../exact/bits.ts";
import { everyPolicyTerminates } from "../exact/graph.ts";
import type { Direction, Figure, Policies } from "../exact/model.ts";
import { type Context, nameOf, opposite, solutionOf } from "./analysis.ts";
import type { Objective } from "./subject.ts";

/** The probability that what an item is about goes on happening for ever, in the behaviour that a policy settles on. */
export interface Recurrent {
  readonly meant: Figure;
  readonly worst: Figure;
  readonly best: Figure;
}

/**
 * The largest or smallest probability with which an item's event goes on happening for ever, over a set of policies, under the
 * long-run average; undefined under any other criterion, and for the score, which is about nothing else there.
 *
 * @throws InnateError `undecided` where it is not known
 */
export function chanceForEver(
  { criterion, arena, subject, onProgress }: Context,
  objective: Objective,
  within: Policies,
  direction: Direction,
): Figure | undefined {
  const { event } = objective;
  if (criterion.kind !== "average" || event === undefined) return undefined;
  const found = solveRecurring({
    model: arena.model,
    payoff: arena.lift(subject.product.occurrence(event)),
    direction,
    within,
    onProgress: (done, of) => onProgress("what goes on for ever", done, of),
  });
  return solutionOf(found, `how ${nameOf(objective)} fares for ever`).start;
}

/** An item's event in the behaviours that intent-optimal and drive-optimal policies settle on, where that is asked for. */
export function recurrentOf(
  context: Context,
  objective: Objective,
  intentOptimal: Policies,
  driveOptimal: Policies,
): Recurrent | undefined {
  const meant = chanceForEver(context, objective, intentOptimal, objective.meant);
  const worst = chanceForEver(context, objective, driveOptimal, opposite(objective.meant));
  const best = chanceForEver(context, objective, driveOptimal, objective.meant);
  return meant && worst && best && { meant, worst, best };
}

/**
 * The policies of a set that keep to what may go on for ever: to the rows that are final in some state that differs only in what has
 * happened so far.
 */
export function keepingTo({ arena, subject }: Context, policies: Policies): Policies {
  if (policies.kind === "timed" || policies.final === undefined || arena.beliefs !== undefined) return policies;
  const base = subject.product.baseRow[0]!;
  const { final } = policies;
  const lasting = new Set(base.filter((_, row) => hasBit(final, row)));
  const rows = policies.rows.slice();
  base.forEach((row, k) => {
    if (!lasting.has(row)) clearBit(rows, k);
  });
  return { ...policies, rows };
}

/** What a reader has to know of the long-run average; nothing under any other criterion. */
export function inTheLongRun({ criterion, arena, objectives }: Context): readonly string[] {
  if (criterion.kind !== "average") return [];
  if (everyPolicyTerminates(arena.model))
    return [
      "every policy ends the world, which pays 0 a step from then on, so all earn the same in the long run: ask with --horizon or --discount",
    ];
  return objectives.some(({ event }) => event !== undefined)
    ? [
        "a detour costs nothing in the long run: the figures of the intent count what happens on one, those of what goes on for ever do not",
      ]
    : [];
}
