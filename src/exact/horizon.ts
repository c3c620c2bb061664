import { leastCommonMultiple, type Rational, rational, toNumber } from "../core/rational.ts";
import { type Bits, hasBit } from "./bits.ts";
import type { Bounds } from "./bounds.ts";
import type { Coded } from "./coded.ts";
import { extents } from "./extents.ts";
import { UNIT } from "./kernel.ts";
import type { Direction, Model } from "./model.ts";
import { onlyPhase } from "./task.ts";

/**
 * What is worth how much after some steps, from every state; values alone, no policies, so that a horizon of a million steps takes no
 * more memory than one of a single step.
 */
export interface Stepping {
  readonly model: Model;
  readonly direction: Direction;
  readonly steps: number;
  /** shape [rows]; at least 0; nothing where left out */
  readonly rewards?: Coded | undefined;
  /** states that keep what they are worth, whatever is done there */
  readonly frozen?: Bits | undefined;
  /** ask of the model's starts alone: nothing is said of a state that is not reached by the time it matters */
  readonly startsOnly?: boolean | undefined;
  /** called now and then; what it throws ends the work */
  readonly onStep?: ((done: number, of: number) => void) | undefined;
}

/**
 * The least that a value which is not 0 is taken for, so that 0 is found only where it is the truth; and the least probability with
 * which that holds.
 */
export const LEAST = 2 ** -900;
const LEAST_SHARE = 2 ** -170;

/**
 * Whether a sum of products with these is 0 in doubles only where it is in truth. A table may hold a 0 that no branch has; what is
 * 0 as a double and not in truth must not be taken for one.
 */
export const keepsZeros = (table: readonly Rational[]): boolean =>
  table.every((value) => value.numerator === 0n || toNumber(value) >= LEAST_SHARE);

/**
 * Certified bounds on the values of all states, given bounds on what they are worth when no step is left; all at least 0.
 *
 * As nothing is subtracted, each step adds to the relative error of every value at most that of one backup (Higham's γ); so small
 * probabilities keep their digits. Where no value changes in a step, none does in those before it.
 */
export function valuesAfter(stepping: Stepping, last: Bounds): Bounds {
  const { model, steps } = stepping;
  const { branchStart } = onlyPhase(model);
  let widest = 0;
  for (let r = 0; r + 1 < branchStart.length; r++) widest = Math.max(widest, branchStart[r + 1]! - branchStart[r]!);
  // γ_{k+3} for a sum of k products and a reward, doubled to cover the rounding of the tables themselves.
  const share = 2 * (widest + 4) * UNIT;
  const error = steps * share * (1 + steps * share) * 1.01;
  const below = walkBack(stepping, last.low);
  const isOne = last.low === last.high || last.low.every((value, s) => value === last.high[s]);
  const above = isOne ? below : walkBack(stepping, last.high);
  const { frozen } = stepping;
  const isSure = keepsZeros(onlyPhase(model).probability.exact) && keepsZeros(stepping.rewards?.exact ?? []);
  const isKept = (s: number, value: number): boolean =>
    steps === 0 || (frozen !== undefined && hasBit(frozen, s)) || (value === 0 && isSure);
  return {
    low: below.map((value, s) => (isKept(s, value) ? value : Math.max(0, value * (1 - error) - steps * LEAST))),
    high: above.map((value, s) => (isKept(s, value) ? value : value * (1 + error) + LEAST)),
  };
}

/** The values of all states in doubles. */
function walkBack(stepping: Stepping, last: Float64Array): Float64Array {
  const { model, direction, steps, rewards, frozen, startsOnly, onStep } = stepping;
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const { codes, values: shares } = probability;
  const isMost = direction === "maximise";
  const endAt = extents(model, steps, startsOnly);
  let next = last.slice();
  let values = last.slice();
  for (let time = steps - 1; time >= 0; time--) {
    const states = endAt(time);
    let changed = states !== endAt(time + 1);
    for (let state = 0; state < states; state++) {
      const first = rowStart[state]!;
      const end = rowStart[state + 1]!;
      if (first === end || (frozen !== undefined && hasBit(frozen, state))) continue;
      let best = isMost ? -Infinity : Infinity;
      for (let row = first; row < end; row++) {
        let value = 0;
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
          value += shares[codes[branch]!]! * next[successor[branch]!]!;
        if (rewards !== undefined) value += rewards.values[rewards.codes[row]!]!;
        if (isMost ? value > best : value < best) best = value;
      }
      if (best > 0 && best < LEAST) best = LEAST;
      values[state] = best;
      if (best !== next[state]) changed = true;
    }
    [next, values] = [values, next];
    if (!changed) break;
    onStep?.(steps - time, steps);
  }
  return next;
}

/** Exact values of the states that were asked about. */
export type ExactValues = (state: number) => Rational;

/**
 * The values of all states in big integers over one common denominator.
 *
 * @param work - most units of work, each about a multiplication of two 64-bit numbers
 * @returns undefined where it would take more
 */
export function exactlyAfter(stepping: Stepping, last: ExactValues, work: number): ExactValues | undefined {
  const { model, direction, steps, rewards, frozen, startsOnly, onStep } = stepping;
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const common = (table: readonly Rational[]): bigint =>
    table.reduce((sum, { denominator }) => leastCommonMultiple(sum, denominator), 1n);
  const over = (denominator: bigint) => (value: Rational) => value.numerator * (denominator / value.denominator);
  const endAt = extents(model, steps, startsOnly);
  const lasts = Array.from({ length: endAt(steps) }, (_, s) => last(s));
  const step = common(probability.exact);
  let denominator = leastCommonMultiple(common(lasts), common(rewards?.exact ?? []));
  const bits = step.toString(2).length;
  let branches = 0;
  for (let time = 0; time < steps && branches < work; time++) branches += branchStart[rowStart[endAt(time)]!]!;
  if (branches * (1 + (bits * steps + denominator.toString(2).length) / 128) > work) return undefined;
  const weights = probability.exact.map(over(step));
  const pays = (rewards?.exact ?? []).map(over(denominator));
  let next = lasts.map(over(denominator));
  let power = 1n;
  for (let time = steps - 1; time >= 0; time--) {
    const states = endAt(time);
    const values = new Array<bigint>(states);
    power *= step;
    denominator *= step;
    for (let state = 0; state < states; state++) {
      const first = rowStart[state]!;
      const end = rowStart[state + 1]!;
      if (first === end || (frozen !== undefined && hasBit(frozen, state))) {
        values[state] = next[state]! * step;
        continue;
      }
      let best: bigint | undefined;
      for (let row = first; row < end; row++) {
        let value = rewards === undefined ? 0n : pays[rewards.codes[row]!]! * power;
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
          value += weights[probability.codes[branch]!]! * next[successor[branch]!]!;
        if (best === undefined || (direction === "maximise" ? value > best : value < best)) best = value;
      }
      values[state] = best ?? 0n;
    }
    next = values;
    onStep?.(steps - time, steps);
  }
  const found = next;
  return (state) => rational(found[state] ?? 0n, denominator);
}

/** Bounds without width, from a set: 1 in it and 0 elsewhere. */
export function indicator(states: number, set: Bits): Bounds {
  const low = Float64Array.from({ length: states }, (_, s) => (hasBit(set, s) ? 1 : 0));
  return { low, high: low };
}
