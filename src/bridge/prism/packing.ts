import type { Values } from "./compile.ts";
import type { Variable } from "./elaborate.ts";

/** The values of all variables in as few words of 32 bits as they fit into in their order, none across two. */
export interface Packing {
  readonly words: number;
  /** Writes a state's words from the beginning of `target` on. */
  pack(values: Values, target: Uint32Array): void;
  /** Writes the values of the state that stands from `at` on. */
  unpack(source: Uint32Array, at: number, values: Values): void;
  /** Writes one value into a packed state; it must be within its variable's bounds. */
  set(target: Uint32Array, variable: number, value: number): void;
}

export function packingOf(variables: readonly Variable[]): Packing {
  const count = variables.length;
  // For each variable its word, the bits below it there, and its bits in place.
  const word = new Int32Array(count);
  const shift = new Int32Array(count);
  const mask = new Int32Array(count);
  const lows = Int32Array.from(variables, ({ low }) => low);
  let [last, used] = [0, 0];
  variables.forEach(({ low, high }, k) => {
    const bits = 32 - Math.clz32(high - low);
    if (used + bits > 32) [last, used] = [last + 1, 0];
    word[k] = last;
    shift[k] = used % 32;
    mask[k] = (2 ** bits - 1) << (used % 32);
    used += bits;
  });
  const set = (target: Uint32Array, k: number, value: number): void => {
    target[word[k]!] = (target[word[k]!]! & ~mask[k]!) | ((value - lows[k]!) << shift[k]!);
  };
  return {
    words: last + 1,
    set,
    pack(values, target) {
      target.fill(0, 0, last + 1);
      for (let k = 0; k < count; k++) set(target, k, values[k]!);
    },
    unpack(source, at, values) {
      for (let k = 0; k < count; k++) values[k] = ((source[at + word[k]!]! & mask[k]!) >>> shift[k]!) + lows[k]!;
    },
  };
}
