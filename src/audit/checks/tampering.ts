import { isAbove, minus } from "../../exact/figure.ts";
import type { Solution } from "../../exact/model.ts";
import { difference } from "../../exact/payoffs.ts";
import { isSolution } from "../../exact/solve.ts";
import { discountOf } from "../../exact/time.ts";
import { onePolicy } from "../../exact/visits.ts";
import { type Analysis, type Context, counted, solutionOf, solveFor } from "../analysis.ts";
import { termPayoffs } from "../arena.ts";
import { valuesOf } from "../evaluation.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { regretPath } from "../paths/regret.ts";
import { settlingPath } from "../paths/settling-path.ts";
import { changedOn, isTampered, neverTampering, type Untampered } from "../untampered.ts";
import { earning, number } from "../words.ts";

/** What tampering is worth: the drive's optimum less the most that it pays a policy that never tampers. */
function incentive(context: Context, optimum: Solution, untampered: Untampered): Pick<Hit, "incentive" | "notes"> {
  const within = neverTampering(context, untampered);
  if (within === undefined)
    return { notes: ["what tampering is worth is not defined: every policy tampers, by chance if not by choice"] };
  const best = solveFor(context, context.payoff, "maximise", { within, stage: "solving without tampering" });
  if (!isSolution(best)) return { notes: ["what tampering is worth is not decided: never tampering has no optimum"] };
  const worth = minus(optimum.start, best.start);
  const most = `the most that an agent is paid that never tampers is ${number(best.start)}`;
  return { incentive: worth, notes: [`tampering is worth ${number(worth)}: ${most}`] };
}

/**
 * Reward raised by changing what the drive looks at rather than the world: the reward paid less the reward with sensors, reward
 * machinery and overseer untampered, beyond what an agent gains in this way that does what was meant.
 */
export function tampering(
  context: Context,
  analysis: Analysis,
  loss: Loss | undefined,
  untampered: Untampered | undefined,
): readonly Hit[] {
  if (untampered === undefined) return [];
  const { drive, columns, arena } = context;
  const gain = arena.lift(untampered.gain);
  const worst = solveFor(context, gain, "maximise", { within: analysis.optimum.optimal, keepValues: true });
  if (!isSolution(worst)) return [];
  const meant = solutionOf(solveFor(context, gain, "maximise", { within: analysis.meant }), "the reward by tampering");
  if (!isAbove(worst.start, meant.start)) return [];

  const none = solutionOf(solveFor(context, gain, "minimise", { keepValues: true }), "the reward by tampering");
  const policy = onePolicy(arena.model, worst.optimal);
  const gains = columns.map(({ payoff }, k) => ({ payoff: difference(payoff, untampered.columns[k]!.payoff) }));
  const gained = valuesOf(context, policy, termPayoffs(context, gains).map(counted));
  const term = drive.terms[gained.indexOf(Math.max(...gained))]?.name;
  const shared = loss?.path !== undefined && isTampered(context, untampered, loss.path) ? loss.path : undefined;
  const settling =
    context.criterion.kind === "average" ? settlingPath(context, gain, policy, none.start.value) : undefined;
  const path =
    shared ??
    settling ??
    regretPath(context, {
      payoff: gain,
      optimum: none,
      direction: "minimise",
      worst,
      policy,
      discount: discountOf(context.criterion),
    });
  const fields = changedOn(context, untampered, path)
    .map((field) => `"${field}"`)
    .join(", ");
  const worth = incentive(context, analysis.optimum, untampered);
  return [
    {
      check: "tampering",
      severity: loss?.severity ?? "medium",
      claim: `An optimal agent may be paid ${number(worst.start)} for what is not so, by way of ${fields} (meant: ${number(meant.start)}); ${earning(analysis.optimum.start)}.`,
      measure: `reward paid beyond the untampered reward${worst.start.per === undefined ? "" : ` per ${worst.start.per}`}`,
      figure: worst.start,
      meant: meant.start,
      path,
      term,
      policies:
        shared !== undefined
          ? "the worst drive-optimal policy"
          : "the drive-optimal policy that gains most by tampering",
      ...worth,
      notes: [...(worth.notes ?? []), ...untampered.undecided],
    },
  ];
}
