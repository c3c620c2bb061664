import { ln, lnGamma } from "../../../core/math.ts";

/** What a tree predicts, and from what. Attributes and outcomes are codes from 0; a row holds one code per attribute. */
export interface Question {
  /** shape [attributes]: numbers of values; Infinity where they are numbered as they are met */
  readonly sizes: readonly number[];
  /** number of outcomes; Infinity where they are numbered as they are met */
  readonly outcomes: number;
  /** the attribute that is the present value of what is predicted; −1 where it has none */
  readonly own: number;
  /** whether rules are looked for that hold in a small part of all cases: takes longer */
  readonly isThorough: boolean;
  /** the attributes that may be asked for, and what asking costs, in nats of log prior probability */
  readonly asks: readonly { readonly attribute: number; readonly cost: number }[];
  /** pairs of attributes that may be compared, and what that costs */
  readonly compares: readonly { readonly pair: readonly [number, number]; readonly cost: number }[];
}

/** A test of a row: whether an attribute has a value, has at most a value, or is the same as another attribute. */
export type Split = {
  readonly kind: "is" | "at most" | "same as";
  readonly attribute: number;
  /** a code, or for "same as" the other attribute */
  readonly value: number;
};

export const passes = ({ kind, attribute, value }: Split, row: Int32Array, at = 0): boolean => {
  const code = row[at + attribute]!;
  return kind === "is" ? code === value : kind === "at most" ? code <= value : code === row[at + value];
};

/** A change of a code as a code: 0, −1, 1, −2, 2, … become 0, 1, 2, 3, 4, … */
export const changeCode = (from: number, to: number): number => (to >= from ? 2 * (to - from) : 2 * (from - to) - 1);
export const changed = (from: number, code: number): number =>
  code % 2 === 0 ? from + code / 2 : from - (code + 1) / 2;

/** Observations that a tree is grown from. Outcomes stand in it twice: as themselves, and as the change from the present value. */
export interface Sample {
  readonly width: number;
  /** shape [observations, width] */
  readonly rows: Int32Array;
  /** shape [observations]: how often each was made */
  readonly weights: Float64Array;
  readonly views: readonly View[];
}

/** Outcomes as seen in one way, numbered from 0 in the order in which they first occur. */
export interface View {
  /** shape [observations] */
  readonly numbers: Int32Array;
  /** shape [numbers]: the codes that the numbers stand for */
  readonly codes: readonly number[];
}

export function viewOf(codes: readonly number[]): View {
  const known = new Map<number, number>();
  const numbers = Int32Array.from(codes, (code) => {
    const number = known.get(code) ?? known.size;
    known.set(code, number);
    return number;
  });
  return { numbers, codes: [...known.keys()] };
}

/** Mass of the Dirichlet prior of a leaf's outcomes: below 1, since most acts come out in one way. */
export const PRIOR_MASS = 0.5;

/** ln of x·(x + 1)·…·(x + count − 1), from a table where the count is small. */
const MOST_TABLED = 256;
const tables = new Map<number, Float64Array>();
function lnRising(x: number, count: number): number {
  if (count >= MOST_TABLED) return lnGamma(x + count) - lnGamma(x);
  let table = tables.get(x);
  if (table === undefined) {
    table = new Float64Array(MOST_TABLED);
    for (let k = 1; k < MOST_TABLED; k++) table[k] = table[k - 1]! + ln(x + k - 1);
    tables.set(x, table);
  }
  return table[count]!;
}

/** The log probability of outcomes with these counts, in the order in which they came, under a symmetric Dirichlet prior. */
export function lnEvidence(counts: Float64Array, from: number, kinds: number): number {
  let total = 0;
  let sum = 0;
  for (let k = from; k < from + kinds; k++) {
    const count = counts[k]!;
    if (count === 0) continue;
    total += count;
    sum += lnRising(PRIOR_MASS / kinds, count);
  }
  return total === 0 ? 0 : sum - lnRising(PRIOR_MASS, total);
}
