import { add, type Rational } from "../../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "../../exact/bits.ts";
import type { Model, Rows } from "../../exact/model.ts";
import { phaseOf } from "../../exact/time.ts";

/** The states that some policy is in at each step: shape [horizon + 1] of [states]. */
export function reachedAt(model: Model, horizon: number): readonly Bits[] {
  const start = createBits(model.states);
  for (const { state } of model.starts) setBit(start, state);
  const reached = [start];
  for (let time = 0; time < horizon; time++) {
    const { rowStart, branchStart, successor } = model.phases[phaseOf(model, time)]!;
    const next = createBits(model.states);
    for (let state = 0; state < model.states; state++)
      if (hasBit(reached[time]!, state))
        for (let b = branchStart[rowStart[state]!]!; b < branchStart[rowStart[state + 1]!]!; b++)
          setBit(next, successor[b]!);
    reached.push(next);
  }
  return reached;
}

/** The probability of each state that a row may lead to. */
export function outcomesOf({ branchStart, successor, probability }: Rows, row: number): ReadonlyMap<number, Rational> {
  const outcomes = new Map<number, Rational>();
  for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) {
    const chance = probability.exact[probability.codes[branch]!]!;
    const known = outcomes.get(successor[branch]!);
    outcomes.set(successor[branch]!, known === undefined ? chance : add(known, chance));
  }
  return outcomes;
}
