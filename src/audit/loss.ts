import type { Policies } from "../exact/model.ts";
import { isSolution } from "../exact/solve.ts";
import { discountOf } from "../exact/time.ts";
import { onePolicy } from "../exact/visits.ts";
import { type Analysis, type Context, counted, type ItemAnalysis, solutionOf, solveItem } from "./analysis.ts";
import { termPayoffs } from "./arena.ts";
import { valuesOf } from "./evaluation.ts";
import { eventPath, type Path, pathRound } from "./paths/path.ts";
import { regretPath } from "./paths/regret.ts";
import { settlingPath } from "./paths/settling-path.ts";
import { keepingTo } from "./recurrent.ts";
import type { Severity } from "./report.ts";
import { isEvent } from "./subject.ts";

/** What the worst drive-optimal policy loses, and how: what all findings of one drive share. */
export interface Loss {
  /** the first violated item, in the order never, keepPossible, reach, score, those that only a detour violates last */
  readonly headline: ItemAnalysis;
  readonly severity: Severity;
  /** one deterministic policy that attains the worst; absent where the worst is not attained */
  readonly policy?: Policies;
  readonly path?: Path | undefined;
  /** the term that pays for it */
  readonly term?: string | undefined;
}

/**
 * How a violated item is lost: a shortest path to its event, in what may go on for ever where it happens there; or the path that
 * carries most of the regret, held against the policies that are optimal for the items before it.
 */
function pathOf(context: Context, { objective, worst, before }: ItemAnalysis, policy: Policies): Path | undefined {
  if (!isSolution(worst)) return undefined;
  const { item, event, meant } = objective;
  if (event !== undefined && isEvent(item))
    return eventPath(context, keepingTo(context, worst.optimal), event) ?? eventPath(context, worst.optimal, event);
  const optimum = solutionOf(solveItem(context, objective, meant, { within: before, keepValues: true }), "the intent");
  if (event === undefined && context.criterion.kind === "average")
    return settlingPath(context, objective.payoff, policy, optimum.start.value);
  const discount = event === undefined ? discountOf(context.criterion) : 1;
  return regretPath(context, { payoff: objective.payoff, optimum, direction: meant, worst, policy, discount });
}

/**
 * The term that pays: the one that gives the worst drive-optimal policy most beyond what it gives an intent-optimal one; where
 * none gives it more, the one that gives it most.
 *
 * @param among - the context of the intent-optimal policy, where it is another
 */
export function payingTerm(
  context: Context,
  policy: Policies,
  honest: Policies,
  among: Context = context,
): string | undefined {
  const { drive } = context;
  const amountsOf = (own: Context, policies: Policies): readonly number[] =>
    valuesOf(own, policies, termPayoffs(own, own.columns).map(counted));
  const worst = amountsOf(context, policy);
  const meant = amountsOf(among, onePolicy(among.arena.model, honest));
  const largest = (amounts: readonly number[]): string | undefined => {
    const most = Math.max(...amounts);
    return most > 1e-9 ? drive.terms[amounts.indexOf(most)]?.name : undefined;
  };
  return largest(worst.map((amount, k) => amount - meant[k]!)) ?? largest(worst);
}

/**
 * The loss of the first item that the worst drive-optimal policy violates, one that it violates for good before one that it violates
 * on a detour; undefined where it violates none.
 */
export function lossOf(context: Context, analysis: Analysis): Loss | undefined {
  const headline =
    analysis.items.find(({ violated, isDetour }) => violated && !isDetour) ??
    analysis.items.find(({ violated }) => violated);
  return headline === undefined ? undefined : lossOfItem(context, analysis, headline);
}

/** The loss of one item. */
export function lossOfItem(context: Context, analysis: Analysis, headline: ItemAnalysis): Loss {
  const severity = headline.isDetour ? "low" : isEvent(headline.objective.item) ? "high" : "medium";
  const { worst } = headline;
  if (!isSolution(worst)) {
    const path = worst.kind === "diverges" ? pathRound(context, worst.cycle) : undefined;
    return { headline, severity, path };
  }
  const policy = onePolicy(context.arena.model, worst.optimal);
  const path = pathOf(context, headline, policy);
  const term = payingTerm(context, policy, analysis.honest.optimal);
  return { headline, severity, policy, path, term };
}
