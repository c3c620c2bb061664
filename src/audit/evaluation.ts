import { toNumber } from "../core/rational.ts";
import { evaluate, occupancy } from "../exact/evaluate.ts";
import type { Policies } from "../exact/model.ts";
import { expectedPayoff, type Visits, visitsOver } from "../exact/visits.ts";
import { type Context, type Counted, criterionOf } from "./analysis.ts";

/**
 * What a policy is worth to each objective, under the criterion of each and with what has happened at the start; NaN where it has
 * no value.
 */
export function valuesOf(context: Context, policies: Policies, objectives: readonly Counted[]): readonly number[] {
  const { model } = context.arena;
  const known = new Map<number, Visits>();
  const visitsAt = (horizon: number, discount: number): Visits => {
    const visits = known.get(discount) ?? visitsOver(model, policies, horizon, discount);
    known.set(discount, visits);
    return visits;
  };
  return objectives.map((objective) => {
    const criterion = criterionOf(context.criterion, objective);
    const atStart = toNumber(objective.atStart);
    if (criterion.kind === "finite")
      return expectedPayoff(model, visitsAt(criterion.horizon, criterion.discount), objective.payoff) + atStart;
    if (policies.kind === "timed") throw new RangeError("valuesOf: a timed policy without a horizon");
    const result = evaluate({ model, rows: policies.rows, criterion }, objective.payoff);
    return "kind" in result ? Number.NaN : result.start.value + atStart;
  });
}

/** Expected number of times that each row is taken, by phase, undiscounted; undefined where that is not known. */
export function visitsOf(context: Context, policies: Policies): readonly Float64Array[] | undefined {
  const { criterion, arena } = context;
  if (criterion.kind === "finite") return visitsOver(arena.model, policies, criterion.horizon).rows;
  if (policies.kind === "timed") throw new RangeError("visitsOf: a timed policy without a horizon");
  const found = occupancy({ model: arena.model, rows: policies.rows, criterion });
  if (found === undefined) return undefined;
  const { action } = arena.model.phases[0]!;
  return [
    Float64Array.from({ length: action.length }, (_, row) => {
      const { low, high } = found.row(row);
      return (low + high) / 2;
    }),
  ];
}
