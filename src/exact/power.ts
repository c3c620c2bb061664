import { createRandom } from "../core/random.ts";
import { hasEnded } from "./graph.ts";
import type { Figure, Model } from "./model.ts";
import { onlyPhase } from "./task.ts";

/** An estimate with its 95 % interval, and its standard error. */
export interface Estimate extends Pick<Figure, "value" | "low" | "high"> {
  readonly error: number;
}

/** Options as POWER, sampled. */
export interface Power {
  /** A weighted sum of the POWER of some states: of one state, or of one less that of another, drawn with the same rewards. */
  of(weights: readonly (readonly [state: number, weight: number])[]): Estimate;
  /** shape [rows]; the share of the samples in which a row is optimal, ties counted for each */
  readonly optimal: Float64Array;
}

/** Bound on how far the POWER of a sample is from its limit, and below which rows count as tied. */
const PRECISION = 1e-7;
/** Standard errors to either side of an estimate that make 95 %, by the normal approximation. */
const NORMAL_95 = 1.959964;

/**
 * POWER(s, γ) = (1 − γ)/γ · E[V*(s) − R(s)] with rewards of states drawn independently and uniformly from [0, 1]: how well what can
 * be reached from a state serves an agent that does not know yet what it will want. A state that has ended stays as it is.
 *
 * @param discount - γ, in (0, 1)
 * @param samples - rewards drawn, at least 2; the interval is the normal approximation's, which takes about 100
 * @throws RangeError if the model has several phases, or the discount or the number of samples is out of its range
 * @see Turner et al. 2021, arXiv:1912.01683, definition 5.2
 */
export function power(model: Model, discount: number, samples: number, seed: number): Power {
  const rows = onlyPhase(model);
  if (!(discount > 0 && discount < 1)) throw new RangeError(`power: expected a discount in (0, 1), got ${discount}`);
  if (!(Number.isSafeInteger(samples) && samples >= 2))
    throw new RangeError(`power: expected at least 2 samples, got ${samples}`);
  const { states } = model;
  const { rowStart, branchStart, successor, probability } = rows;
  const random = createRandom(seed);
  const rewards = new Float64Array(states);
  const values = new Float64Array(states);
  const optimal = new Float64Array(rows.action.length);
  // shape [samples] of [states]
  const drawn: Float64Array[] = [];
  const follows = (row: number): number => {
    let expected = 0;
    for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
      expected += probability.values[probability.codes[branch]!]! * values[successor[branch]!]!;
    return expected;
  };
  const best = (state: number): number => {
    let most = hasEnded(rows, state) ? values[state]! : -Infinity;
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) most = Math.max(most, follows(row));
    return most;
  };
  for (let sample = 0; sample < samples; sample++) {
    for (let state = 0; state < states; state++) {
      rewards[state] = random();
      values[state] = rewards[state]! / (1 - discount);
    }
    // A sweep that moves no value by more than this leaves POWER off by no more: (1 − γ)/γ · γ/(1 − γ) · moved.
    for (let [moved, isBack] = [Infinity, false]; moved > PRECISION; isBack = !isBack) {
      moved = 0;
      for (let k = 0; k < states; k++) {
        const state = isBack ? k : states - 1 - k;
        if (hasEnded(rows, state)) continue;
        const value = rewards[state]! + discount * best(state);
        moved = Math.max(moved, Math.abs(value - values[state]!));
        values[state] = value;
      }
    }
    drawn.push(values.map((value, state) => ((1 - discount) / discount) * (value - rewards[state]!)));
    for (let state = 0; state < states; state++) {
      const most = best(state);
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        if (follows(row) >= most - PRECISION) optimal[row]! += 1 / samples;
    }
  }
  return {
    optimal,
    of(weights) {
      const sums = drawn.map((sample) => weights.reduce((sum, [state, weight]) => sum + weight * sample[state]!, 0));
      const value = sums.reduce((total, sum) => total + sum, 0) / samples;
      const variance = sums.reduce((total, sum) => total + (sum - value) * (sum - value), 0) / (samples - 1);
      const error = Math.sqrt(variance / samples);
      const off = weights.reduce((sum, [, weight]) => sum + Math.abs(weight) * PRECISION, 0);
      const width = NORMAL_95 * error + off;
      return { value, low: value - width, high: value + width, error: error + off };
    },
  };
}
