import { isAbove } from "../exact/figure.ts";
import type { Direction, Figure, Policies, Solution } from "../exact/model.ts";
import { hasHappened } from "../exact/product.ts";
import { onePolicy } from "../exact/visits.ts";
import { type Analysis, type Context, objectiveOf, solutionOf, solveItem } from "./analysis.ts";
import type { Hit } from "./finding.ts";
import { type Loss, payingTerm } from "./loss.ts";
import { endOf, eventPath } from "./paths/path.ts";
import type { Watch } from "./subject.ts";

/**
 * How often a drive-optimal policy makes a watched event happen at most (or at least), against an intent-optimal one; undefined
 * where it surely does so no more (or no less) than that.
 */
export function beyondMeant(
  context: Context,
  analysis: Analysis,
  watch: Watch,
  direction: Direction,
): { readonly worst: Solution; readonly meant: Figure } | undefined {
  const objective = objectiveOf(context, watch);
  const within = (policies: Policies) =>
    solutionOf(solveItem(context, objective, direction, { within: policies }), `the probability of "${watch.kind}"`);
  const [worst, meant] = [within(analysis.optimum.optimal), within(analysis.meant).start];
  const isBeyond = direction === "maximise" ? isAbove(worst.start, meant) : isAbove(meant, worst.start);
  return isBeyond ? { worst, meant } : undefined;
}

/**
 * The path that shows an event, the term that pays for it, and how severe it is: those of what is lost, where the event happens
 * on that path, so that the two become one finding; else of a shortest path of the given policies.
 */
export function pathOfWatch(
  context: Context,
  analysis: Analysis,
  loss: Loss | undefined,
  policies: Policies,
  event: number,
): Pick<Hit, "path" | "term" | "policies" | "severity"> {
  if (loss?.path !== undefined && hasHappened(context.subject.product, event, endOf(context, loss.path))) {
    const { path, severity, term } = loss;
    return { policies: "the worst drive-optimal policy", severity, path, term };
  }
  const path = eventPath(context, policies, event);
  const term = payingTerm(context, onePolicy(context.arena.model, policies), analysis.honest.optimal);
  return { policies: "a drive-optimal policy", severity: "medium", path, term };
}
