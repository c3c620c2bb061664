import { caseError, didYouMean, InnateError, show } from "./errors.ts";
import type { Field, Fields, Value } from "./field.ts";
import type { State } from "./world.ts";

/** States of one world as packed words, plain frozen records, and views that note what is read. */
export interface Codec {
  readonly names: readonly string[];
  /** 32-bit words per packed state */
  readonly words: number;
  /**
   * Packs a state that came from the world's code.
   *
   * @param origin - what the state came from, for the error
   * @throws if it is not a record of exactly the declared fields with values of theirs
   */
  pack(state: unknown, into: Uint32Array, at: number, origin: () => string): void;
  /** The plain frozen state that is packed from `at` on. Reading a field that it has not is an error. */
  unpack(from: Uint32Array, at: number): State;
  /** One of the whole numbers that a field of the state packed from `at` on is packed as; a list has one for each item. */
  digit(field: number, item: number, from: Uint32Array, at: number): number;
  /** A view on packed states, all of them through one reused object. */
  view(): View;
}

/** One object that shows one packed state after another and notes which fields are read. */
export interface View {
  readonly state: State;
  /** Shows the state that is packed from `at` on. */
  show(from: Uint32Array, at: number): void;
  /** Names of the fields read since the view was made, in the order of declaration. */
  reads(): readonly string[];
}

/** What states inherit: nothing, and an error for a name that is no field, so that a misspelt one is not silently undefined. */
export function guard(fields: readonly string[], note?: (name: string) => void): object {
  return new Proxy(Object.create(null), {
    get(_, key) {
      if (typeof key === "symbol" || key === "toJSON" || key === "then") return undefined;
      if (key in Object.prototype) return Reflect.get(Object.prototype, key);
      note?.(key);
      throw caseError(`a state has no field "${key}"${didYouMean(key, fields)}; it has ${fields.join(", ")}`);
    },
  });
}

interface Place {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

/** Where each digit of each field goes: whole bits, as many digits to a 32-bit word as fit, none across two words. */
function layOut(fields: readonly Field<Value>[]): {
  readonly places: readonly (readonly Place[])[];
  readonly words: number;
} {
  let word = 0;
  let used = 0;
  const places = fields.map(({ digits, radix }) =>
    Array.from({ length: digits }, () => {
      const bits = 32 - Math.clz32(radix - 1);
      if (used + bits > 32) {
        word++;
        used = 0;
      }
      const place = { word, shift: used, mask: bits === 32 ? -1 : (1 << bits) - 1 };
      used += bits;
      return place;
    }),
  );
  return { places, words: word + 1 };
}

/**
 * Says what is wrong with a state that came from the world's code.
 *
 * @throws always
 */
export function rejectState(fields: Fields, state: unknown, origin: string): never {
  const names = Object.keys(fields);
  const list = Object.values(fields);
  if (state instanceof Promise) throw caseError(`${origin} returned a promise: remove async`);
  if (state === null || typeof state !== "object" || Array.isArray(state))
    throw caseError(`${origin} returned ${show(state)}, expected a state with the fields ${names.join(", ")}`);
  const given = Object.keys(state);
  const extra = given.find((name) => !names.includes(name));
  if (extra !== undefined)
    throw caseError(`${origin} returned a state with "${extra}", which is not a field${didYouMean(extra, names)}`);
  const missing = names.find((name) => !given.includes(name));
  if (missing !== undefined)
    throw caseError(`${origin} returned a state without the field "${missing}": ${show(state)}`);
  const bad = names.findIndex((name, k) => !list[k]!.encode(Reflect.get(state, name), [], 0));
  throw caseError(
    `${origin} returned ${names[bad]} = ${show(Reflect.get(state, names[bad]!))}, expected ${list[bad]!.expected}`,
  );
}

/**
 * The codec of a world's fields.
 *
 * @throws if a field is real or a history: such states are not enumerated
 */
export function createCodec(fields: Fields): Codec {
  const names = Object.keys(fields);
  const list = Object.values(fields);
  if (list.some(({ role }) => role === "history"))
    throw new InnateError(
      "undecided",
      "its states cannot be enumerated, as they are told apart by how they came about",
    );
  const unbounded = names.find((_, k) => !Number.isFinite(list[k]!.radix));
  if (unbounded !== undefined)
    throw new InnateError(
      "undecided",
      `field "${unbounded}" is real, so the states cannot be enumerated and nothing can be audited exactly; ` +
        "declare it as a range of steps, or as oneOf the values that matter",
    );
  const { places, words } = layOut(list);
  const digits: number[] = Array.from({ length: Math.max(...list.map((field) => field.digits)) }, () => 0);
  const lists = list.map(() => new Map<string, Value>());

  const digitAt = ({ word, shift, mask }: Place, from: Uint32Array, at: number): number =>
    ((from[at + word]! >>> shift) & mask) >>> 0;
  const decode = (k: number, from: Uint32Array, at: number): Value => {
    const field = list[k]!;
    const own = places[k]!;
    if (field.values.length > 0) return field.values[digitAt(own[0]!, from, at)]!;
    for (let d = 0; d < own.length; d++) digits[d] = digitAt(own[d]!, from, at);
    if (field.kind !== "list") return field.decode(digits, 0);
    const key = digits.slice(0, own.length).join();
    const cache = lists[k]!;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const value = field.decode(digits, 0);
    if (cache.size < 4096) cache.set(key, value);
    return value;
  };

  const reject = (state: unknown, origin: string): never => rejectState(fields, state, origin);

  const pack: Codec["pack"] = (state, into, at, origin) => {
    if (state === null || typeof state !== "object") return reject(state, origin());
    for (let word = at; word < at + words; word++) into[word] = 0;
    // Object.keys is 1.6 times as fast here as for…in with Object.hasOwn.
    const given = Object.keys(state);
    if (given.length !== names.length) reject(state, origin());
    for (let k = 0; k < names.length; k++) {
      const name = names[k]!;
      if (given[k] !== name && !Object.hasOwn(state, name)) reject(state, origin());
      if (!list[k]!.encode(Reflect.get(state, name), digits, 0)) reject(state, origin());
      const own = places[k]!;
      for (let d = 0; d < own.length; d++) into[at + own[d]!.word]! |= digits[d]! << own[d]!.shift;
    }
  };

  const plain = guard(names);
  const scratch: Record<string, Value> = Object.fromEntries(names.map((name) => [name, 0]));
  // Copied rather than assigned field by field: an assignment asks the guard for a setter first, which takes 3.5 times as long.
  const behindGuard = <T>(fields: T) => ({ __proto__: plain, ...fields });
  return {
    names,
    words,
    pack,
    digit: (field, item, from, at) => digitAt(places[field]![item]!, from, at),
    unpack(from, at) {
      for (let k = 0; k < names.length; k++) scratch[names[k]!] = decode(k, from, at);
      return Object.freeze(behindGuard(scratch));
    },
    view() {
      let source: Uint32Array = new Uint32Array(words);
      let offset = 0;
      const read = new Uint8Array(names.length);
      const state: Record<string, Value> = Object.create(plain);
      names.forEach((name, k) => {
        Object.defineProperty(state, name, {
          enumerable: true,
          get() {
            read[k] = 1;
            return decode(k, source, offset);
          },
        });
      });
      return {
        state: Object.freeze(state),
        show(from, at) {
          source = from;
          offset = at;
        },
        reads: () => names.filter((_, k) => read[k] === 1),
      };
    },
  };
}
