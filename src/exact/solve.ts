import { solveAverage } from "./average.ts";
import { type Bits, complement, hasBit } from "./bits.ts";
import { solveFinite } from "./finite.ts";
import { almostSurely, graphOf, reachableFrom } from "./graph.ts";
import type { Criterion, Direction, Model, Payoff, Policies, Solution } from "./model.ts";
import { solveStationary, type Unbounded } from "./stationary.ts";

/** One objective, under one criterion. */
export interface Problem {
  readonly model: Model;
  readonly payoff: Payoff;
  readonly criterion: Criterion;
  readonly direction: Direction;
  /** the policies to choose from; all where left out */
  readonly within?: Policies | undefined;
  /** whether to leave out what no policy gets to; the stationary solvers always do */
  readonly fromStarts?: boolean;
  readonly keepValues?: boolean;
  /** called now and then with the work done so far; what it throws ends the solve */
  readonly onProgress?: ((done: number, of?: number) => void) | undefined;
}

/** The optimum of an objective and the policies that attain it, or why it has none. */
export function solve(problem: Problem): Solution | Unbounded {
  const { criterion, fromStarts, onProgress, ...rest } = problem;
  if (criterion.kind === "finite") return solveFinite({ ...rest, ...criterion, fromStarts, onStep: onProgress });
  if (criterion.kind === "average") return solveAverage({ ...rest, onProgress });
  const result = solveStationary({ ...rest, criterion, onProgress });
  const { model, within } = problem;
  if (within?.kind !== "stationary" || !isSolution(result) || result.optimal.kind === "timed") return result;
  const { leave, final } = within;
  const optimal = final === undefined ? result.optimal : { ...result.optimal, final };
  if (criterion.kind === "total" || leave === undefined) return { ...result, optimal };
  // Discounting does not see that a policy has to leave some states in the end.
  const left = { ...result, optimal: { ...optimal, leave } };
  return canLeave(model, optimal.rows, leave) ? left : { ...left, approached: true };
}

/** Whether some policy of the allowed rows leaves, almost surely, every state of `leave` that it gets to. */
function canLeave(model: Model, allowed: Bits, leave: Bits): boolean {
  const graph = graphOf(model, allowed);
  const able = almostSurely(graph, complement(leave, model.states)).states;
  const reached = reachableFrom(
    graph,
    model.starts.map(({ state }) => state),
  );
  for (let state = 0; state < model.states; state++)
    if (hasBit(reached, state) && hasBit(leave, state) && !hasBit(able, state)) return false;
  return true;
}

/** Whether a problem has an optimum. */
export const isSolution = (result: Solution | Unbounded): result is Solution => !("kind" in result);
