import { solveFinite } from "./finite.ts";
import type { Criterion, Model, Payoff, Policies, Solution } from "./model.ts";
import { solveStationary, type Unbounded } from "./stationary.ts";

/** One objective, under one criterion. */
export interface Problem {
  readonly model: Model;
  readonly payoff: Payoff;
  readonly criterion: Criterion;
  readonly direction: "maximise" | "minimise";
  /** the policies to choose from; all where left out */
  readonly within?: Policies | undefined;
  /** whether to leave out what no policy gets to; the stationary solvers always do */
  readonly fromStarts?: boolean;
  readonly keepValues?: boolean;
  /** called now and then with the work done so far; what it throws ends the solve */
  readonly onProgress?: ((done: number, of?: number) => void) | undefined;
}

/** The optimum of an objective and the policies that attain it, or the cycle by which it has none. */
export function solve(problem: Problem): Solution | Unbounded {
  const { criterion, onProgress, ...rest } = problem;
  return criterion.kind === "finite"
    ? solveFinite({ ...rest, ...criterion, onStep: onProgress })
    : solveStationary({ ...rest, criterion, onProgress });
}

/** Whether a problem has an optimum. */
export const isSolution = (result: Solution | Unbounded): result is Solution => !("kind" in result);
