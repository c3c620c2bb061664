import { solveRecurring } from "../exact/average.ts";
import { createBits, setBit } from "../exact/bits.ts";
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
  const column = arena.lift(subject.product.occurrence(event)).rows[0]!;
  const occurs = createBits(column.codes.length);
  column.codes.forEach((code, row) => {
    if (column.exact[code]!.numerator > 0n) setBit(occurs, row);
  });
  const chance = (within: Policies, direction: "maximise" | "minimise"): Figure =>
    solutionOf(
      solveRecurring({
        model: arena.model,
        direction,
        within,
        occurs,
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
