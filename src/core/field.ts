import { show } from "./errors.ts";

/** What a state may hold: JSON without objects and null. */
export type Value = string | number | boolean | readonly Value[];

/**
 * What a field is, for the checks that read it: `sensor`, what the drive looks through (the world's `truth` says what it would
 * show if it worked); `machinery`, the reward function's own state, untampered while it has its start value; `overseer`, who
 * can see, correct, switch off; `person`, somebody else; `history`, a name of how the state came about, in which alone states
 * may differ that go on differently: such a world cannot be enumerated, the search tells states apart by all else, and reports leave
 * the field out, whose name begins with #.
 */
export const ROLES = ["sensor", "machinery", "overseer", "person", "history"] as const;
export type Role = (typeof ROLES)[number];
export interface FieldOptions {
  readonly role?: Role;
}

/**
 * One bounded part of a state.
 *
 * A value is packed as `digits` whole numbers, each below `radix`.
 */
export interface Field<T> {
  readonly kind: "range" | "flag" | "oneOf" | "list" | "real";
  /** number of values; Infinity for a real field */
  readonly size: number;
  readonly role?: Role;
  /** every value in order; empty where there are too many to list */
  readonly values: readonly T[];
  /** what a value must be, in words */
  readonly expected: string;
  readonly digits: number;
  readonly radix: number;
  /** least and greatest value of a real field */
  readonly bounds?: readonly [low: number, high: number];
  /** Writes the digits of a value from `at` on; false if the value is not one of the field's. */
  encode(value: unknown, digits: number[], at: number): boolean;
  /** The value whose digits stand from `at` on; lists are frozen. */
  decode(digits: readonly number[], at: number): T;
}
export type Fields = Readonly<Record<string, Field<Value>>>;

const MOST_LISTED = 4096;
const role = (options: FieldOptions | undefined) => (options?.role === undefined ? {} : { role: options.role });

/**
 * A field of the whole numbers from low to high, both included.
 *
 * @throws RangeError if a bound is not a whole number, high is below low, or there are over 2³² values
 */
export function range(low: number, high: number, options?: FieldOptions): Field<number> {
  const size = high - low + 1;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || size < 1 || size > 2 ** 32)
    throw new RangeError(
      `range(${low}, ${high}): expected two whole numbers, the first not above the second, at most 2³² values`,
    );
  return {
    kind: "range",
    size,
    ...role(options),
    values: size <= MOST_LISTED ? Array.from({ length: size }, (_, k) => low + k) : [],
    expected: `a whole number from ${low} to ${high}`,
    digits: 1,
    radix: size,
    encode(value, digits, at) {
      if (typeof value !== "number" || !(value >= low && value <= high) || !Number.isInteger(value)) return false;
      digits[at] = value - low;
      return true;
    },
    decode: (digits, at) => digits[at]! + low,
  };
}

/** A field that is true or false. */
export const flag = (options?: FieldOptions): Field<boolean> => ({
  kind: "flag",
  size: 2,
  ...role(options),
  values: [false, true],
  expected: "true or false",
  digits: 1,
  radix: 2,
  encode(value, digits, at) {
    if (typeof value !== "boolean") return false;
    digits[at] = value ? 1 : 0;
    return true;
  },
  decode: (digits, at) => digits[at] === 1,
});

/**
 * A field that is one of the given strings or numbers.
 *
 * @throws RangeError if there are none, or one of them stands twice
 */
export function oneOf<const T extends string | number>(values: readonly T[], options?: FieldOptions): Field<T> {
  if (values.length === 0 || new Set(values).size !== values.length)
    throw new RangeError(`oneOf(${show(values)}): expected at least one value, and none twice`);
  const codes = new Map<unknown, number>(values.map((value, code) => [value, code]));
  return {
    kind: "oneOf",
    size: values.length,
    ...role(options),
    values: [...values],
    expected: `one of ${values.map(show).join(", ")}`,
    digits: 1,
    radix: values.length,
    encode(value, digits, at) {
      const code = codes.get(value);
      if (code === undefined) return false;
      digits[at] = code;
      return true;
    },
    decode: (digits, at) => values[digits[at]!]!,
  };
}

/**
 * A field that is a list of a fixed length, each item bounded by the same field.
 *
 * @throws RangeError if the length is not a whole number from 1 to 4096, or the item is itself a list or a real field
 */
export function list<T extends Value>(item: Field<T>, length: number, options?: FieldOptions): Field<readonly T[]> {
  if (!Number.isInteger(length) || length < 1 || length > 4096 || item.kind === "list" || item.kind === "real")
    throw new RangeError(`list(…, ${length}): expected a single-valued bounded field and a length from 1 to 4096`);
  return {
    kind: "list",
    size: item.size ** length,
    ...role(options),
    values: [],
    expected: `a list of ${length}, each ${item.expected}`,
    digits: length,
    radix: item.radix,
    encode(value, digits, at) {
      if (!Array.isArray(value) || value.length !== length) return false;
      for (let k = 0; k < length; k++) if (!item.encode(value[k], digits, at + k)) return false;
      return true;
    },
    decode: (digits, at) => Object.freeze(Array.from({ length }, (_, k) => item.decode(digits, at + k))),
  };
}

/**
 * A field of real numbers from low to high. A world that has one cannot be enumerated: only simulation, search and minds use it.
 *
 * @throws RangeError if a bound is not finite or high is not above low
 */
export function real(low: number, high: number, options?: FieldOptions): Field<number> {
  if (!Number.isFinite(low) || !Number.isFinite(high) || !(low < high))
    throw new RangeError(`real(${low}, ${high}): expected two finite numbers, the first below the second`);
  return {
    kind: "real",
    size: Infinity,
    ...role(options),
    values: [],
    expected: `a number from ${low} to ${high}`,
    digits: 1,
    radix: Infinity,
    bounds: [low, high],
    encode(value, digits, at) {
      if (typeof value !== "number" || !(value >= low && value <= high)) return false;
      digits[at] = value;
      return true;
    },
    decode: (digits, at) => digits[at]!,
  };
}
