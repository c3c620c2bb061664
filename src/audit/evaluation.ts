import { evaluate, occupancy } from "../exact/evaluate.ts";
import type { Payoff, Policies } from "../exact/model.ts";
import { expectedPayoff, visitsOver } from "../exact/visits.ts";
import type { Context } from "./analysis.ts";

/** What a policy earns, a number for each payoff of the arena; NaN where it has no value. */
export function valuesOf(context: Context, policies: Policies, payoffs: readonly Payoff[]): readonly number[] {
  const { criterion, arena } = context;
  if (criterion.kind === "finite") {
    const visits = visitsOver(arena.model, policies, criterion.horizon, criterion.discount);
    return payoffs.map((payoff) => expectedPayoff(arena.model, visits, payoff));
  }
  if (policies.kind === "timed") throw new RangeError("valuesOf: a timed policy without a horizon");
  return payoffs.map((payoff) => {
    const result = evaluate({ model: arena.model, rows: policies.rows, criterion }, payoff);
    return "kind" in result ? Number.NaN : result.start.value;
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
