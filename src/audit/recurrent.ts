import { solveRecurring } from "../exact/average.ts";
import { everyPolicyTerminates } from "../exact/graph.ts";
import type { Figure, Policies } from "../exact/model.ts";
import { type Context, nameOf, opposite, solutionOf } from "./analysis.ts";
import type { Objective } from "./subject.ts";

/** The probability that what an item is about goes on happening for ever, in the behaviour that a policy settles on. */
export interface Recurrent {
  readonly meant: Figure;
  readonly worst: Figure;
  readonly best: Figure;
}

/**
 * An item's event in the behaviours that policies settle on, under the long-run average; undefined under any other criterion, and
 * for the score, which is about nothing else there.
 *
 * @param meant - the intent-optimal policies
 * @param optimal - the drive-optimal policies
 */
export function recurrentOf(
  { criterion, arena, subject, onProgress }: Context,
  objective: Objective,
  meant: Policies,
  optimal: Policies,
): Recurrent | undefined {
  const { event } = objective;
  if (criterion.kind !== "average" || event === undefined) return undefined;
  const payoff = arena.lift(subject.product.occurrence(event));
  const chance = (within: Policies, direction: "maximise" | "minimise"): Figure =>
    solutionOf(
      solveRecurring({
        model: arena.model,
        direction,
        within,
        payoff,
        onProgress: (done, of) => onProgress("what goes on for ever", done, of),
      }),
      `how ${nameOf(objective)} fares for ever`,
    ).start;
  return {
    meant: chance(meant, objective.meant),
    worst: chance(optimal, opposite(objective.meant)),
    best: chance(optimal, objective.meant),
  };
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
