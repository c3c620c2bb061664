import type { Policies } from "../exact/model.ts";
import type { Context } from "./analysis.ts";
import type { Hit } from "./finding.ts";
import type { Loss } from "./loss.ts";
import { endOf, eventPath, type Path } from "./path.ts";

/** Whether an event happens on a path. */
export const happensOn = (context: Context, path: Path, event: number): boolean =>
  (context.subject.product.happened[endOf(context, path)]! & (1 << event)) !== 0;

/**
 * The path that shows an event: the one that already shows what is lost, where the event happens on it, so that the two become
 * one finding; else a shortest one of the given policies.
 */
export function pathOfWatch(
  context: Context,
  loss: Loss | undefined,
  policies: Policies,
  event: number,
): Pick<Hit, "path" | "term" | "policies"> {
  const shared = loss?.path !== undefined && happensOn(context, loss.path, event);
  const path = shared ? loss.path : eventPath(context, policies, event);
  return {
    policies: shared ? "the worst drive-optimal policy" : "a drive-optimal policy",
    ...(path === undefined ? {} : { path }),
    ...(loss?.term === undefined ? {} : { term: loss.term }),
  };
}
