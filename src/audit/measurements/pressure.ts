import { toNumber } from "../../core/rational.ts";
import { type Bits, fullBits } from "../../exact/bits.ts";
import { phaseOf, solveFinite } from "../../exact/finite.ts";
import type { Model, Payoff, Policies } from "../../exact/model.ts";
import type { Analysis, Context } from "../analysis.ts";
import { valuesOf } from "../evaluation.ts";
import type { PressurePoint } from "../report.ts";

/** Most row backups that the whole curve may take. */
const MOST_WORK = 400_000_000;

/** Steps looked ahead: every one of the first few, then ever further apart. */
function lookaheads(most: number): readonly number[] {
  const found: number[] = [];
  for (let k = 0; k <= most; k = k < 4 ? k + 1 : Math.max(k + 1, Math.round(k * 1.4))) found.push(k);
  return found;
}

/** The policies that take any row that is best over the next k steps, with nothing beyond them; near the horizon, over what is left. */
function boundedPolicies(
  { arena, criterion }: Context,
  payoff: Payoff,
  optimal: Policies,
  lookahead: number,
): Policies {
  const { model } = arena;
  if (lookahead === 0) {
    const all = model.phases.map(({ action }) => fullBits(action.length));
    if (criterion.kind !== "finite") return { kind: "stationary", rows: all[0]! };
    return { kind: "timed", rows: Array.from({ length: criterion.horizon }, (_, time) => all[phaseOf(model, time)]!) };
  }
  const first = model.phases.map((phase, p): Bits => {
    const one: Model = { ...model, phases: [phase], boundaries: [] };
    // What the world pays for ending is met on the way; what the horizon would pay lies beyond the steps looked at.
    const rows = [payoff.rows[p]!];
    const final =
      payoff.final === undefined
        ? {}
        : {
            final: {
              ...payoff.final,
              horizon: {
                ...payoff.final.horizon,
                exact: payoff.final.horizon.exact.map(() => ({ numerator: 0n, denominator: 1n })),
                values: payoff.final.horizon.values.map(() => 0),
              },
            },
          };
    const discount = criterion.kind === "total" ? 1 : criterion.discount;
    const { optimal: found } = solveFinite({
      model: one,
      payoff: { rows, ...final },
      horizon: lookahead,
      discount,
      direction: "maximise",
    });
    return found.kind === "timed" ? found.rows[0]! : found.rows;
  });
  if (criterion.kind !== "finite" || optimal.kind !== "timed") return { kind: "stationary", rows: first[0]! };
  const { horizon } = criterion;
  return {
    kind: "timed",
    rows: Array.from({ length: horizon }, (_, time) =>
      horizon - time <= lookahead ? optimal.rows[time]! : first[phaseOf(model, time)]!,
    ),
  };
}

/** The return of an agent that takes every available action with equal probability. */
export const uniformReturn = (context: Context, analysis: Pick<Analysis, "optimum">): number =>
  valuesOf(context, boundedPolicies(context, context.payoff, analysis.optimum.optimal, 0), [context.payoff])[0]!;

/**
 * Drive and intent against competence: agents that look k steps ahead with nothing beyond, ties broken evenly, from random
 * (k = 0) on, and last the exact optimum with its worst and best.
 *
 * @returns empty where a random agent already does as well as any, or the curve would take too much work
 */
export function pressure(context: Context, analysis: Analysis): readonly PressurePoint[] {
  const { criterion, arena, objectives, payoff } = context;
  const { optimum, items } = analysis;
  const rows = arena.model.phases.reduce((sum, { successor }) => sum + successor.length, 0);
  const most = criterion.kind === "finite" ? criterion.horizon - 1 : 32;
  const steps = criterion.kind === "finite" ? criterion.horizon : 100;
  const affordable = lookaheads(most).filter((k, place) => (place + 1) * (k + steps) * rows < MOST_WORK);
  const uniform = uniformReturn(context, analysis);
  const scale = optimum.start.value - uniform;
  if (!(scale > 1e-12 * (1 + Math.abs(uniform)))) return [];
  const points: PressurePoint[] = [];
  for (const lookahead of affordable) {
    context.onProgress("pressure", points.length, affordable.length);
    const policies = boundedPolicies(context, payoff, optimum.optimal, lookahead);
    const [drive, ...intents] = valuesOf(context, policies, [
      payoff,
      ...objectives.map((objective) => objective.payoff),
    ]);
    if (drive === undefined || !Number.isFinite(drive)) continue;
    const values = intents.map((value, k) => value + toNumber(objectives[k]!.atStart));
    points.push({ lookahead, competence: (drive - uniform) / scale, drive, worst: values, best: values });
  }
  return [
    ...points,
    {
      lookahead: "optimal",
      competence: 1,
      drive: optimum.start.value,
      worst: items.map(({ worstFigure }) => worstFigure.value),
      best: items.map(({ best }) => best.value),
    },
  ];
}
