import { type Bits, fullBits } from "../../exact/bits.ts";
import { solveFinite } from "../../exact/finite.ts";
import type { Payoff, Policies } from "../../exact/model.ts";
import { withoutHorizon } from "../../exact/payoffs.ts";
import { discountOf, phaseOf } from "../../exact/time.ts";
import { type Analysis, type Context, counted } from "../analysis.ts";
import { marginOf, valuesOf } from "../evaluation.ts";
import type { PressurePoint } from "../report.ts";

/** Most row backups that the whole curve may take. */
const MOST_WORK = 400_000_000;

/** Steps looked ahead: every one of the first few, then ever further apart. */
function lookaheads(most: number): readonly number[] {
  const found: number[] = [];
  for (let k = 0; k <= most; k = k < 4 ? k + 1 : Math.max(k + 1, Math.round(k * 1.4))) found.push(k);
  return found;
}

/**
 * The payoff of one phase within the steps that are looked at: what the horizon would pay lies beyond them, and what ending pays does
 * not count on average.
 */
function inSight({ criterion, payoff: { rows, final } }: Context, phase: number): Payoff {
  const own = [rows[phase]!];
  return final === undefined || criterion.kind === "average" ? { rows: own } : withoutHorizon({ rows: own, final });
}

/** The rows of a phase that are best over the next k steps, with nothing beyond them; all rows where k is 0. */
function bestInSight(context: Context, phase: number, lookahead: number): Bits {
  const { arena, criterion } = context;
  const rows = arena.model.phases[phase]!;
  if (lookahead === 0) return fullBits(rows.action.length);
  const { optimal } = solveFinite({
    model: { ...arena.model, phases: [rows], boundaries: [] },
    payoff: inSight(context, phase),
    horizon: lookahead,
    discount: discountOf(criterion),
    direction: "maximise",
  });
  return optimal.kind === "timed" ? optimal.rows[0]! : optimal.rows;
}

/** The policies of an agent that looks k steps ahead; near the horizon it sees all that is left. */
function boundedPolicies(context: Context, optimal: Policies, lookahead: number): Policies {
  const { arena, criterion } = context;
  const rows = arena.model.phases.map((_, phase) => bestInSight(context, phase, lookahead));
  if (criterion.kind !== "finite" || optimal.kind !== "timed") return { kind: "stationary", rows: rows[0]! };
  const { horizon } = criterion;
  const at = (time: number): Bits =>
    horizon - time <= lookahead ? optimal.rows[time]! : rows[phaseOf(arena.model, time)]!;
  return { kind: "timed", rows: Array.from({ length: horizon }, (_, time) => at(time)) };
}

/**
 * Drive and intent against competence: agents that look k steps ahead with nothing beyond, ties broken evenly, from random
 * (k = 0) on, and last the exact optimum with its worst and best.
 *
 * @param uniform - the return of a uniformly random agent
 * @returns empty where a random agent already does as well as any, or the curve would take too much work
 */
export function pressure(context: Context, analysis: Analysis, uniform: number): readonly PressurePoint[] {
  const { criterion, arena, objectives, payoff } = context;
  const { optimum, items } = analysis;
  const rows = arena.model.phases.reduce((sum, { successor }) => sum + successor.length, 0);
  const most = criterion.kind === "finite" ? criterion.horizon - 1 : 32;
  const steps = criterion.kind === "finite" ? criterion.horizon : 100;
  const affordable = lookaheads(most).filter((k, place) => (place + 1) * (k + steps) * rows < MOST_WORK);
  const margin = marginOf(optimum.start.value, uniform);
  if (margin === undefined) return [];
  const points: PressurePoint[] = [];
  for (const lookahead of affordable) {
    if (context.isTimeUp()) break;
    context.onProgress("pressure", points.length, affordable.length);
    const policies = boundedPolicies(context, optimum.optimal, lookahead);
    const [drive, ...values] = valuesOf(context, policies, [counted(payoff), ...objectives]);
    if (drive === undefined || !Number.isFinite(drive)) continue;
    points.push({ lookahead, competence: (drive - uniform) / margin, drive, worst: values, best: values });
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
