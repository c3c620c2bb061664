import { fromNumber, type Rational, toNumber, ZERO } from "../core/rational.ts";

/**
 * A column of exact numbers in which few are distinct: one small code per entry and a table of what the codes mean.
 *
 * A change of a weight swaps the table and leaves the codes alone.
 */
export interface Coded {
  /** shape [entries]; codes into the table, as narrow as the table allows */
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  /** shape [table]; the exact numbers */
  readonly exact: readonly Rational[];
  /** shape [table]; the doubles nearest to them */
  readonly values: Float64Array;
}

/** Codes for distinct rationals, given in the order in which they are first met. */
export interface Table {
  code(value: Rational): number;
  readonly exact: readonly Rational[];
}

/** An empty table of distinct rationals. */
export function createTable(first: readonly Rational[] = []): Table {
  const exact: Rational[] = [];
  const known = new Map<string, number>();
  const code = (value: Rational): number => {
    const key = `${value.numerator}/${value.denominator}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    exact.push(value);
    known.set(key, exact.length - 1);
    return exact.length - 1;
  };
  first.forEach(code);
  return { code, exact };
}

/** A growing list of codes that starts with one byte an entry and widens when a code needs it. */
export interface CodeList {
  push(code: number): void;
  readonly length: number;
  /** shape [length]; the codes so far, in a buffer of exactly that length */
  finish(): Uint8Array | Uint16Array | Uint32Array;
}

/** Zeros of the same width as the given codes. */
const likeCodes = (codes: Coded["codes"], size: number): Coded["codes"] =>
  codes instanceof Uint8Array
    ? new Uint8Array(size)
    : codes instanceof Uint16Array
      ? new Uint16Array(size)
      : new Uint32Array(size);

/** The column whose entry k is the entry indices[k] of the given one. */
export function gather(column: Coded, indices: Uint32Array): Coded {
  const codes = likeCodes(column.codes, indices.length);
  for (let k = 0; k < indices.length; k++) codes[k] = column.codes[indices[k]!]!;
  return { ...column, codes };
}

/** An empty list of codes. */
export function createCodeList(capacity = 1024): CodeList {
  let codes: Uint8Array | Uint16Array | Uint32Array = new Uint8Array(capacity);
  let length = 0;
  const moveTo = (target: Uint8Array | Uint16Array | Uint32Array): void => {
    target.set(codes.subarray(0, length));
    codes = target;
  };
  return {
    push(code) {
      if (length === codes.length) moveTo(likeCodes(codes, Math.max(16, 2 * length)));
      if (code > 0xff && codes instanceof Uint8Array) moveTo(new Uint16Array(codes.length));
      if (code > 0xffff && codes instanceof Uint16Array) moveTo(new Uint32Array(codes.length));
      codes[length++] = code;
    },
    get length() {
      return length;
    },
    finish() {
      return codes.slice(0, length);
    },
  };
}

/** A column from its codes and the table of what they mean. */
export const coded = (codes: Coded["codes"], exact: readonly Rational[]): Coded => ({
  codes,
  exact,
  values: Float64Array.from(exact, toNumber),
});

/** A column of zeros. */
export const nothing = (entries: number): Coded => coded(new Uint8Array(entries), [ZERO]);

/** A column from plain doubles, each read as its shortest decimal. */
export function codedFrom(values: Iterable<number>): Coded {
  const table = createTable();
  const list = createCodeList();
  for (const value of values) list.push(table.code(fromNumber(value)));
  return coded(list.finish(), table.exact);
}
