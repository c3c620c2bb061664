import type { Body, Percept } from "../core/mind.ts";
import { longer } from "./arrays.ts";

/** Situations that a mind has met or imagined, numbered in the order in which it first did. */
export interface Situations {
  readonly count: number;
  /** The number of a situation; a new one is given the next, and takes over what can be done there. */
  of(percept: Pick<Percept, "features" | "available">): number;
  /** The number of a situation that was met or imagined; −1 where it never was. */
  find(features: Float64Array): number;
  /** Shape [features]. */
  features(situation: number): Float64Array;
  /**
   * Numbers of the actions that can be taken there, as last perceived while the world went on; none where it was only ever seen to have
   * ended; as supposed, else all, where it was only imagined.
   */
  available(situation: number): readonly number[];
  /** Whether it was perceived, and not only imagined. */
  isMet(situation: number): boolean;
  /** Takes over what can be done in a situation that was only imagined; all that can be done where nothing is. */
  suppose(situation: number, available: readonly number[]): void;
  /** The situation with the given features, which may never have been met. */
  imagine(features: Float64Array): number;
  memory(): SituationsMemory;
}

export interface SituationsMemory {
  count: number;
  /** shape [capacity, features] */
  features: Float64Array;
  /**
   * shape [capacity]: the index in `sets` of what can be done there; −1 where it was only imagined, and −2 − the index of what is
   * supposed that can be done there
   */
  set: Int32Array;
  sets: (readonly number[])[];
}

export const newSituations = (body: Body): SituationsMemory => ({
  count: 0,
  features: new Float64Array(16 * body.features.length),
  set: new Int32Array(16),
  sets: [],
});

/** Bits of a double, for a key. */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * The key of a situation: the codes as one whole number where they are discrete and their product is small enough, else the bits
 * as text.
 */
function keyOf({ features }: Body): (values: Float64Array) => number | string {
  const sizes = features.map((feature) => (feature.kind === "discrete" ? feature.size : Infinity));
  if (sizes.reduce((product, size) => product * size, 1) <= Number.MAX_SAFE_INTEGER)
    return (values) => {
      let key = 0;
      for (let k = 0; k < sizes.length; k++) key = key * sizes[k]! + values[k]!;
      return key;
    };
  return (values) => {
    let key = "";
    for (const value of values) {
      double[0] = value;
      key += String.fromCharCode(words[0]! & 0xffff, words[0]! >>> 16, words[1]! & 0xffff, words[1]! >>> 16);
    }
    return key;
  };
}

/** The situations in a memory. Sizes of features that are not known beforehand are Infinity. */
export function wakeSituations(body: Body, memory: SituationsMemory): Situations {
  const width = body.features.length;
  const everything = body.actions.map((_, action) => action);
  const key = keyOf(body);
  const numbers = new Map<number | string, number>();
  for (let k = 0; k < memory.count; k++) numbers.set(key(memory.features.subarray(k * width, (k + 1) * width)), k);
  const setNumbers = new Map(memory.sets.map((set, k) => [set.join(), k]));
  /** The index of each list of actions that was met, by the list itself: the body hands the same few out again and again. */
  const known = new WeakMap<readonly number[], number>();

  const add = (features: Float64Array): number => {
    const situation = memory.count++;
    if (situation === memory.set.length) {
      memory.features = longer(memory.features, 0, 0);
      memory.set = longer(memory.set, 0, 0);
    }
    memory.features.set(features, situation * width);
    memory.set[situation] = -1;
    numbers.set(key(features), situation);
    return situation;
  };
  const setOf = (available: readonly number[]): number => {
    const found = known.get(available);
    if (found !== undefined) return found;
    const text = available.join();
    let index = setNumbers.get(text);
    if (index === undefined) {
      index = memory.sets.push([...available]) - 1;
      setNumbers.set(text, index);
    }
    known.set(available, index);
    return index;
  };
  const imagine = (features: Float64Array): number => numbers.get(key(features)) ?? add(features);
  return {
    get count() {
      return memory.count;
    },
    of(percept) {
      const situation = imagine(percept.features);
      // What stands for states in which the world has ended, and for others too, is told by those what can be done.
      if (percept.available.length > 0 || memory.set[situation]! < 0) memory.set[situation] = setOf(percept.available);
      return situation;
    },
    find: (features) => numbers.get(key(features)) ?? -1,
    features: (situation) => memory.features.subarray(situation * width, (situation + 1) * width),
    available(situation) {
      const set = memory.set[situation]!;
      return set === -1 ? everything : memory.sets[set < 0 ? -2 - set : set]!;
    },
    isMet: (situation) => memory.set[situation]! >= 0,
    suppose(situation, available) {
      if (memory.set[situation]! < 0) memory.set[situation] = available.length === 0 ? -1 : -2 - setOf(available);
    },
    imagine,
    memory: () => memory,
  };
}
