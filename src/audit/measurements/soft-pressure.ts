import { toNumber } from "../../core/rational.ts";
import { softOptimal } from "../../exact/soft.ts";
import { type Analysis, type Context, criterionOf } from "../analysis.ts";
import { marginOf } from "../evaluation.ts";
import type { PressurePoint, SoftPressurePoint, TurnOver } from "../report.ts";

/** Temperatures from this on, each half of the one before, until the agent is this competent or there are as many as this. */
const HOTTEST = 4;
const NEAR = 0.999;
const MOST_POINTS = 20;
/** Most branch backups that the whole curve may take. */
const MOST_WORK = 200_000_000;

/**
 * Drive and intent against competence: agents that choose by Boltzmann's rule, from uniformly random (temperature Infinity) on, by
 * temperatures in units of J* − J_uniform.
 *
 * @returns `why` where the curve is not given or not whole
 */
export function softPressure(
  context: Context,
  { optimum }: Analysis,
): { readonly points: readonly SoftPressurePoint[]; readonly why?: string } {
  const { criterion, arena, objectives, payoff } = context;
  if (criterion.kind === "average")
    return { points: [], why: "soft-optimal pressure is not defined under the long-run average" };
  const own = { payoff, criterion };
  const judged = objectives.map((objective) => ({
    payoff: objective.payoff,
    criterion: criterionOf(criterion, objective),
  }));
  const branches = arena.model.phases.reduce((most, { successor }) => Math.max(most, successor.length), 0);
  const work = (criterion.kind === "finite" ? criterion.horizon : 1) * branches * (judged.length + 3);
  if (work * MOST_POINTS > MOST_WORK)
    return { points: [], why: "soft-optimal pressure was left out: the model is too large for that" };
  const at = (temperature: number) => softOptimal(arena.model, own, judged, temperature, MOST_WORK / MOST_POINTS);
  const uniform = at(Infinity);
  const unsettled = "soft-optimal pressure was cut short: its values did not settle";
  if (uniform === undefined) return { points: [], why: unsettled };
  const margin = marginOf(optimum.start.value, uniform.own);
  if (margin === undefined) return { points: [] };
  const points: SoftPressurePoint[] = [];
  let temperature = Infinity;
  while (points.length < MOST_POINTS && !((points.at(-1)?.competence ?? 0) > NEAR)) {
    if (context.isTimeUp()) return { points };
    context.onProgress("soft-optimal pressure", points.length, MOST_POINTS);
    const values = temperature === Infinity ? uniform : at(temperature * margin);
    if (values === undefined) return { points, why: unsettled };
    const { own: drive, divergence } = values;
    const items = values.judged.map((value, k) => value + toNumber(objectives[k]!.atStart));
    points.push({ temperature, competence: (drive - uniform.own) / margin, drive, values: items, divergence });
    temperature = temperature === Infinity ? HOTTEST : temperature / 2;
  }
  return { points };
}

/** By how much, relative to its size, a value has to be better to be called so: these values are doubles without bounds. */
const CLEARLY = 1e-9;

/** The items that a family of agents short of the optimum serves better than the best drive-optimal policy does. */
export function turnsOver(
  { items }: Analysis,
  pressure: readonly PressurePoint[],
  soft: readonly SoftPressurePoint[],
): readonly TurnOver[] {
  const families = {
    lookahead: pressure.flatMap(({ lookahead, competence, best }) =>
      lookahead === "optimal" ? [] : [{ at: lookahead, competence, values: best }],
    ),
    temperature: soft.map(({ temperature, competence, values }) => ({ at: temperature, competence, values })),
  };
  return items.flatMap(({ objective, best }, item) =>
    (["lookahead", "temperature"] as const).flatMap((family): readonly TurnOver[] => {
      const sign = objective.meant === "maximise" ? 1 : -1;
      const edge = sign * (sign > 0 ? best.high : best.low) + CLEARLY * (1 + Math.abs(best.value));
      const better = families[family]
        .map(({ at, competence, values }) => ({ at, competence, value: values[item] ?? Number.NaN }))
        .filter(({ value }) => sign * value > edge)
        .sort((a, b) => sign * (b.value - a.value))[0];
      return better === undefined ? [] : [{ item, family, ...better }];
    }),
  );
}
