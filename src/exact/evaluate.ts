import { type Bits, hasBit } from "./bits.ts";
import type { Bounds } from "./bounds.ts";
import { boundVisits } from "./chain-visits.ts";
import { nothing } from "./coded.ts";
import type { Criterion, Model, Payoff, Solution } from "./model.ts";
import type { Unbounded } from "./recurrence.ts";
import { solveStationary } from "./stationary.ts";
import { uniformChain } from "./uniform.ts";

/** The stationary policy that takes each allowed row of a state equally often, in a model and under a criterion. */
export interface UniformPolicy {
  readonly model: Model;
  readonly rows: Bits;
  readonly criterion: Exclude<Criterion, { readonly kind: "finite" | "average" }>;
  readonly onProgress?: ((done: number, of?: number) => void) | undefined;
}

/** What one policy earns, from the start distribution and from each state it gets to. */
export interface Evaluation {
  readonly start: Solution["start"];
  readonly value: (time: number, state: number) => number;
}

/** What a uniform policy earns; exact where the chain it makes is small. */
export function evaluate(
  { model, rows, criterion, onProgress }: UniformPolicy,
  payoff: Payoff,
): Evaluation | Unbounded {
  const chain = uniformChain(model, rows, payoff);
  const solution = solveStationary({ ...chain, criterion, direction: "maximise", onProgress });
  return "kind" in solution ? solution : { start: solution.start, value: solution.value ?? (() => Number.NaN) };
}

/** Expected visits with certified bounds, discounted by when they happen if the criterion is. */
export interface Occupancy {
  /** shape [states]; Infinity where the policy stays for ever with positive probability, 0 where it never gets to */
  readonly states: Bounds;
  /** expected uses of a row: the state's visits shared equally */
  row(row: number): { readonly low: number; readonly high: number };
}

/**
 * The expected visits of a uniform policy to each state and row, from the start distribution.
 *
 * @returns undefined where the bounds did not pass their check
 */
export function occupancy({ model, rows, criterion, onProgress }: UniformPolicy): Occupancy | undefined {
  const { rowStart, action } = model.phases[0]!;
  const chain = uniformChain(model, rows, { rows: [nothing(action.length)] });
  const states = boundVisits({ ...chain, criterion, direction: "maximise", onProgress });
  if (states === undefined) return undefined;
  const choices = (s: number): number => {
    let count = 0;
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) if (hasBit(rows, r)) count++;
    return count;
  };
  const ownerOf = (row: number): number => {
    let [from, to] = [0, model.states];
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (rowStart[middle]! <= row) from = middle;
      else to = middle;
    }
    return from;
  };
  return {
    states,
    row(row) {
      if (!hasBit(rows, row)) return { low: 0, high: 0 };
      const s = ownerOf(row);
      const share = choices(s);
      if (share === 1) return { low: states.low[s]!, high: states.high[s]! };
      return { low: (states.low[s]! / share) * (1 - 2 ** -50), high: (states.high[s]! / share) * (1 + 2 ** -50) };
    },
  };
}
