import { toNumber } from "../../src/core/rational.ts";
import { type Bits, hasBit } from "../../src/exact/bits.ts";
import type { Bounds } from "../../src/exact/bounds.ts";
import { coded } from "../../src/exact/coded.ts";
import type { Quotient } from "../../src/exact/kernel.ts";
import type { Model } from "../../src/exact/model.ts";
import { isOver } from "../../src/exact/task.ts";

const MOST_ROUNDS = 4000;

/** Bounds from one side each that come nearer round by round, and whether they have met. */
export interface Intervals extends Bounds {
  readonly met: boolean;
}

/**
 * Interval iteration on a quotient without end components that lose nothing: value iteration from below and from above.
 *
 * Each round keeps a bound a bound, so its values enclose the true ones however few rounds there are, up to rounding. The first
 * bounds: a policy that comes nearer to an end with each step ends within n steps with probability ≥ qⁿ, q the smallest
 * probability, so it takes at most n/qⁿ steps, and some best policy is one that ends with these odds.
 *
 * @see Haddad and Monmege 2018, Interval iteration algorithm for MDPs and IMDPs
 */
export function iterateIntervals({ task, kept, first, stay }: Quotient): Intervals {
  const { states, rows } = task.graph;
  const lead = (s: number): number => first?.[s] ?? s;
  const [discount, rewards, finals] = [toNumber(task.discount), task.rewards, task.finals];
  const rowsOf = Array.from({ length: states }, (): number[] => []);
  let [largest, rarest] = [0, 1];
  task.graph.reverse.owner.forEach((s, r) => {
    if (!hasBit(kept, r)) return;
    rowsOf[lead(s)]!.push(r);
    largest = Math.max(largest, Math.abs(rewards.table.value[rewards.codes[r]!]!));
    for (let b = rows.branchStart[r]!; b < rows.branchStart[r + 1]!; b++)
      rarest = Math.min(rarest, rows.probability.values[rows.probability.codes[b]!]!);
  });
  const steps = discount < 1 ? 1 / (1 - discount) : states / rarest ** states;
  const size = 1 + largest * steps + Math.max(0, ...(finals?.table.value ?? []).map(Math.abs));
  const firstValue = (bound: number) => (_: unknown, s: number) =>
    isOver(task, s) ? (finals?.table.value[finals.codes[s]!] ?? 0) : bound;
  const low = Float64Array.from({ length: states }, firstValue(-size));
  const high = Float64Array.from({ length: states }, firstValue(size));
  const promise = (r: number, values: Float64Array): number => {
    let sum = 0;
    for (let b = rows.branchStart[r]!; b < rows.branchStart[r + 1]!; b++)
      sum += rows.probability.values[rows.probability.codes[b]!]! * values[lead(rows.successor[b]!)]!;
    return rewards.table.value[rewards.codes[r]!]! + discount * sum;
  };
  const isMet = (s: number): boolean => rowsOf[s]!.length === 0 || high[s]! - low[s]! <= 1e-9 * (1 + Math.abs(low[s]!));
  let met = false;
  for (let round = 0; round < MOST_ROUNDS && !met; round++) {
    for (const values of [low, high])
      rowsOf.forEach((own, s) => {
        if (lead(s) !== s || (own.length === 0 && !hasBit(stay, s))) return;
        values[s] = Math.max(hasBit(stay, s) ? 0 : -Infinity, ...own.map((r) => promise(r, values)));
      });
    met = rowsOf.every((_, s) => isMet(s));
  }
  const spread = (values: Float64Array) => values.map((_, s) => values[lead(s)]!);
  return { low: spread(low), high: spread(high), met };
}

/** A model that ends in the states of a set. */
export function endingIn(model: Model, set: Bits): Model {
  const { rowStart, action, branchStart, successor, probability } = model.phases[0]!;
  const kept = Array.from(action.keys()).filter((r) => {
    const owner = rowStart.findLastIndex((start) => start <= r);
    return !hasBit(set, owner);
  });
  const branches = kept.map((r) =>
    Array.from({ length: branchStart[r + 1]! - branchStart[r]! }, (_, i) => branchStart[r]! + i),
  );
  const ends = branches.map((_, i) => branches.slice(0, i + 1).flat().length);
  const phase = {
    rowStart: rowStart.map((start) => kept.filter((r) => r < start).length),
    action: Uint8Array.from(kept, (r) => action[r]!),
    branchStart: Uint32Array.from([0, ...ends]),
    successor: Uint32Array.from(branches.flat(), (b) => successor[b]!),
    probability: coded(
      Uint8Array.from(branches.flat(), (b) => probability.codes[b]!),
      probability.exact,
    ),
  };
  return { ...model, phases: [phase] };
}
