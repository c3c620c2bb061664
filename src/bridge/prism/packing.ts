import { InnateError } from "../../core/errors.ts";
import type { Values } from "./compile.ts";
import type { Variable } from "./elaborate.ts";

/** Where a variable stands in a packed state. */
interface Slot {
  readonly word: number;
  readonly shift: number;
  /** the bits that it takes, in place */
  readonly mask: number;
  readonly low: number;
}

/** The values of all variables in as few words of 32 bits as they fit into, none across two. */
export interface Packing {
  readonly words: number;
  /** Writes a state's words from the beginning of `target` on. */
  pack(values: Values, target: Uint32Array): void;
  /** Writes the values of the state that stands from `at` on. */
  unpack(source: Uint32Array, at: number, values: Values): void;
  /** Writes one value into a packed state; it must be within its variable's bounds. */
  set(target: Uint32Array, variable: number, value: number): void;
}

const bitsOf = ({ low, high }: Variable): number => (high === low ? 0 : 32 - Math.clz32(high - low));

export function packingOf(variables: readonly Variable[]): Packing {
  let [word, used] = [0, 0];
  const slots = variables.map((variable): Slot => {
    const bits = bitsOf(variable);
    if (used + bits > 32) [word, used] = [word + 1, 0];
    const slot = { word, shift: used % 32, mask: ((2 ** bits - 1) << (used % 32)) >>> 0, low: variable.low };
    used += bits;
    return slot;
  });
  if (variables.length === 0) throw new InnateError("case", "a model needs at least one variable");
  const count = slots.length;
  const at = Int32Array.from(slots, (slot) => slot.word);
  const shift = Int32Array.from(slots, (slot) => slot.shift);
  const mask = Int32Array.from(slots, (slot) => slot.mask | 0);
  const lows = Int32Array.from(slots, (slot) => slot.low);
  const set = (target: Uint32Array, k: number, value: number): void => {
    target[at[k]!] = (target[at[k]!]! & ~mask[k]!) | ((value - lows[k]!) << shift[k]!);
  };
  return {
    words: word + 1,
    set,
    pack(values, target) {
      target.fill(0, 0, word + 1);
      for (let k = 0; k < count; k++) set(target, k, values[k]!);
    },
    unpack(source, from, values) {
      for (let k = 0; k < count; k++) values[k] = ((source[from + at[k]!]! & mask[k]!) >>> shift[k]!) + lows[k]!;
    },
  };
}
