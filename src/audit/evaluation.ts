import { toNumber } from "../core/rational.ts";
import { fullBits } from "../exact/bits.ts";
import { evaluate, occupancy } from "../exact/evaluate.ts";
import { hasEnded } from "../exact/graph.ts";
import { type LongRun, longRun } from "../exact/long-run.ts";
import type { Criterion, Payoff, Policies } from "../exact/model.ts";
import { phaseOf } from "../exact/time.ts";
import { expectedPayoff, type Visits, visitsOver } from "../exact/visits.ts";
import { type Context, type Counted, counted, criterionOf } from "./analysis.ts";

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
  let inLongRun: LongRun | undefined;
  return objectives.map((objective) => {
    const criterion = criterionOf(context.criterion, objective);
    const atStart = toNumber(objective.atStart);
    if (criterion.kind === "finite")
      return expectedPayoff(model, visitsAt(criterion.horizon, criterion.discount), objective.payoff) + atStart;
    if (policies.kind === "timed") throw new RangeError("valuesOf: a timed policy without a horizon");
    if (criterion.kind === "average") {
      inLongRun ??= longRun({ model, rows: policies.rows });
      return inLongRun === undefined ? Number.NaN : meanPayoff(inLongRun, objective.payoff);
    }
    const result = evaluate({ model, rows: policies.rows, criterion }, objective.payoff);
    return "kind" in result ? Number.NaN : result.start.value + atStart;
  });
}

/** The policy that takes every available action equally often. */
function uniformPolicy({ arena: { model }, criterion }: Context): Policies {
  const rows = model.phases.map(({ action }) => fullBits(action.length));
  return criterion.kind === "finite"
    ? { kind: "timed", rows: Array.from({ length: criterion.horizon }, (_, time) => rows[phaseOf(model, time)]!) }
    : { kind: "stationary", rows: rows[0]! };
}

/** The return of an agent that takes every available action equally often; NaN where it has none. */
export const uniformReturn = (context: Context): number =>
  valuesOf(context, uniformPolicy(context), [counted(context.payoff)])[0] ?? Number.NaN;

/** What an optimum is above a uniformly random agent; undefined where that is nothing but rounding, or the agent has no return. */
export function marginOf(optimum: number, uniform: number): number | undefined {
  const margin = optimum - uniform;
  return margin > 1e-12 * (1 + Math.abs(uniform)) && margin < Infinity ? margin : undefined;
}

/** A share of the amounts summed below which a sum is nothing but their rounding. */
const ROUNDING = 2 ** -46;

/** The average of a payoff per step, by how often each row is taken; what ending pays, it pays once. */
function meanPayoff({ rows: [taken] }: LongRun, { rows: [column] }: Payoff): number {
  let [sum, size] = [0, 0];
  for (let row = 0; taken !== undefined && column !== undefined && row < taken.length; row++) {
    const amount = taken[row]! * column.values[column.codes[row]!]!;
    sum += amount;
    size += Math.abs(amount);
  }
  return Math.abs(sum) <= ROUNDING * size ? 0 : sum;
}

/** The visits to what the agent decides on, as those to the states of the product: each belief's shared as it says. */
export function onStates({ subject, arena }: Context, visits: Visits): Visits {
  const { beliefs } = arena;
  if (beliefs === undefined) return visits;
  const { model } = subject.product;
  const rows = model.phases.map(({ action }) => new Float64Array(action.length));
  const last = new Float64Array(model.states);
  for (const [index, belief] of beliefs.beliefs.entries())
    for (const { state, probability } of belief) {
      const share = toNumber(probability);
      last[state]! += share * visits.last[index]!;
      for (const [phase, own] of arena.model.phases.entries()) {
        const first = model.phases[phase]!.rowStart[state]!;
        for (let row = own.rowStart[index]!; row < own.rowStart[index + 1]!; row++)
          rows[phase]![first + row - own.rowStart[index]!]! += share * visits.rows[phase]![row]!;
      }
    }
  return { rows, last };
}

/**
 * Expected number of times that each row is taken, and the probability of ending in each state; undefined where that is not known.
 *
 * @param criterion - over a horizon visits are not discounted; without one they are as this says: Infinity for what goes on for
 *   ever in total, and shares of all steps in the long run on average
 */
export function visitsOf(
  { arena: { model }, ...context }: Context,
  policies: Policies,
  criterion: Criterion = context.criterion,
): Visits | undefined {
  if (criterion.kind === "finite") return visitsOver(model, policies, criterion.horizon);
  if (policies.kind === "timed") throw new RangeError("visitsOf: a timed policy without a horizon");
  if (criterion.kind === "average") return longRun({ model, rows: policies.rows });
  const found = occupancy({ model, rows: policies.rows, criterion });
  if (found === undefined) return undefined;
  const middle = (low: number, high: number): number => (low + high) / 2;
  const rows = model.phases[0]!;
  const last = new Float64Array(model.states);
  for (let state = 0; state < model.states; state++)
    if (hasEnded(rows, state)) last[state] = middle(found.states.low[state]!, found.states.high[state]!);
  const taken = Float64Array.from({ length: rows.action.length }, (_, row) => {
    const { low, high } = found.row(row);
    return middle(low, high);
  });
  return { rows: [taken], last };
}
