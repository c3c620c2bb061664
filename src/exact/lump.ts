import { add, type Rational } from "../core/rational.ts";
import { createRowBuilder } from "./enumerate.ts";
import type { Model } from "./model.ts";
import { createNumbers } from "./numbers.ts";
import { onlyPhase } from "./task.ts";

/** A model in which states that cannot be told apart are one. */
export interface Lumped {
  readonly model: Model;
  /** shape [states of the given model]; the state that each has become part of */
  readonly block: Uint32Array;
  /** shape [rows]; a row of the given model that each stands for */
  readonly baseRow: Uint32Array;
  /** shape [states]; a state of the given model that each stands for */
  readonly base: Uint32Array;
}

/** Most pairs that are told apart in one round: a Map holds 2²⁴ entries, and the rows of one state fit in what is left. */
const MOST_PAIRS = 2 ** 24 - 2 ** 20;

/** The number of a key among those that were met so far. */
function numberOf(key: number, numbers: Map<number, number>): number {
  const found = numbers.get(key);
  if (found !== undefined) return found;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

/**
 * The coarsest model in which states are told apart only by their colours and by what their rows lead to and are marked with
 * (probabilistic bisimulation, Larsen and Skou 1991): what can be asked in terms of these has the same answer.
 *
 * Blocks are split by the distributions over blocks that their rows give, all at once and again, until none splits.
 *
 * @param colours - shape [states]
 * @param marks - shape [rows]; rows with different marks differ; all alike where left out
 * @param most - times that a state may be looked at
 * @param largest - most states that the lumped model may have
 * @returns undefined where either is not enough
 */
export function lump(
  model: Model,
  colours: ArrayLike<number>,
  marks: ArrayLike<number> | undefined,
  most: number,
  largest = model.states,
): Lumped | undefined {
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const { states } = model;
  const shares = createNumbers();
  const own = probability.exact.map(shares.code);
  let block = new Uint32Array(states);
  const first = new Map<number, number>();
  for (let s = 0; s < states; s++) block[s] = numberOf(colours[s]!, first);
  let count = first.size;
  /** The distribution over blocks that a row gives, as codes by block. */
  const distribution = (r: number): readonly (readonly [number, number])[] => {
    const given = new Map<number, number>();
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const target = block[successor[b]!]!;
      const before = given.get(target);
      const code = own[probability.codes[b]!]!;
      given.set(target, before === undefined ? code : shares.sum(before, code));
    }
    return [...given].sort(([a], [b]) => a - b);
  };
  /** A number for a sequence of numbers, the same for the same sequence: that of all but the last, paired with the last. */
  let pairs = new Map<number, number>();
  const pair = (before: number, last: number): number => numberOf(before * 2 ** 26 + last, pairs) + 1;
  const rowKey = (r: number): number => {
    let key = pair(0, marks?.[r] ?? 0);
    if (branchStart[r + 1]! - branchStart[r]! === 1) {
      const b = branchStart[r]!;
      return pair(pair(key, block[successor[b]!]!), own[probability.codes[b]!]!);
    }
    for (const [target, code] of distribution(r)) key = pair(pair(key, target), code);
    return key;
  };
  const keysOf = (s: number): readonly number[] => {
    const first = rowStart[s]!;
    if (rowStart[s + 1]! - first === 1) return [rowKey(first)];
    const keys = new Set<number>();
    for (let r = first; r < rowStart[s + 1]!; r++) keys.add(rowKey(r));
    return [...keys].sort((a, b) => a - b);
  };
  for (let looked = states; ; looked += states) {
    if (looked > most) return undefined;
    pairs = new Map();
    const numbers = new Map<number, number>();
    const next = new Uint32Array(states);
    for (let s = 0; s < states; s++) {
      let key = pair(0, block[s]!);
      for (const row of keysOf(s)) key = pair(key, row);
      if (pairs.size > MOST_PAIRS || numbers.size > largest) return undefined;
      next[s] = numberOf(key, numbers);
    }
    block = next;
    if (numbers.size === count) break;
    count = numbers.size;
  }
  return { ...blocksOf(), block };

  function blocksOf(): Omit<Lumped, "block"> {
    pairs = new Map();
    const base = new Uint32Array(count);
    for (let s = states - 1; s >= 0; s--) base[block[s]!] = s;
    const builder = createRowBuilder();
    const baseRow: number[] = [];
    for (const s of base) {
      builder.beginState();
      const keys = new Set<number>();
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        const key = rowKey(r);
        if (keys.has(key)) continue;
        keys.add(key);
        builder.beginRow(0);
        baseRow.push(r);
        for (const [target, code] of distribution(r)) builder.addBranch(target, code);
      }
    }
    const starts = new Map<number, Rational>();
    for (const { state, probability: share } of model.starts) {
      const target = block[state]!;
      const before = starts.get(target);
      starts.set(target, before === undefined ? share : add(before, share));
    }
    return {
      base,
      baseRow: Uint32Array.from(baseRow),
      model: {
        states: count,
        actions: ["go on"],
        starts: [...starts].map(([state, share]) => ({ state, probability: share })),
        phases: [builder.finish(shares.exact)],
        boundaries: [],
      },
    };
  }
}
