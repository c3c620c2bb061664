import { leastCommonMultiple, type Rational, rational } from "../core/rational.ts";

/** One equation of a sparse system: Σ left[j] · x_j = right. */
export interface SparseEquation {
  readonly left: ReadonlyMap<number, Rational>;
  readonly right: Rational;
}

/** Largest prime below 2²⁶: products of two remainders are exact in doubles. */
const PRIME = 67108859;
const P = BigInt(PRIME);
/** Digits to base `PRIME` after which the solution is first tried, and after which the search is given up. */
const FIRST_DIGITS = 4;
const MOST_DIGITS = 4096;
/** Additions to the matrix that the elimination may make. */
const MOST_FILL = 6e7;

const times = (a: number, b: number): number => (a * b) % PRIME;

/** a^(p − 2), the inverse of a modulo the prime p. */
function inverse(a: number): number {
  let [result, base, exponent] = [1, a, PRIME - 2];
  for (; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, base);
    base = times(base, base);
  }
  return result;
}

/** A number in [0, p) that a whole number leaves. */
const remainder = (a: bigint): number => {
  const rest = Number(a % P);
  return rest < 0 ? rest + PRIME : rest;
};

/** Solves for one right side after another, modulo the prime. */
type Solver = (right: Float64Array) => Float64Array;

/**
 * The elimination of a matrix modulo the prime, the unknown with fewest neighbours first.
 *
 * @param rows - shape [size]; used up
 * @returns undefined where a pivot is 0 modulo the prime or too much fills in
 */
function eliminate(rows: readonly Map<number, number>[]): Solver | undefined {
  const size = rows.length;
  const users = rows.map(() => new Set<number>());
  rows.forEach((row, i) => {
    for (const j of row.keys()) users[j]!.add(i);
  });
  const gone = new Uint8Array(size);
  const buckets: number[][] = [];
  const degreeOf = (s: number): number => (gone[s] === 1 ? -1 : rows[s]!.size + users[s]!.size);
  let lowest = 0;
  const queue = (s: number): void => {
    const degree = degreeOf(s);
    while (buckets.length <= degree) buckets.push([]);
    buckets[degree]!.push(s);
    lowest = Math.min(lowest, degree);
  };
  const take = (): number | undefined => {
    for (; lowest < buckets.length; lowest++)
      for (let s = buckets[lowest]!.pop(); s !== undefined; s = buckets[lowest]!.pop())
        if (degreeOf(s) === lowest) return s;
    return undefined;
  };
  for (let s = 0; s < size; s++) queue(s);
  const order: number[] = [];
  const pivots = new Float64Array(size);
  const factors: (readonly (readonly [number, number])[])[] = [];
  let fill = 0;
  for (let s = take(); s !== undefined; s = take()) {
    gone[s] = 1;
    const row = rows[s]!;
    const pivot = row.get(s) ?? 0;
    if (pivot === 0) return undefined;
    pivots[s] = inverse(pivot);
    row.delete(s);
    users[s]!.delete(s);
    const entries = [...row];
    const used: [number, number][] = [];
    for (const i of users[s]!) {
      const other = rows[i]!;
      const factor = times(other.get(s)!, pivots[s]!);
      other.delete(s);
      used.push([i, factor]);
      for (const [j, weight] of entries) {
        const known = other.get(j);
        const value = ((known ?? 0) + PRIME - times(factor, weight)) % PRIME;
        other.set(j, value);
        if (known === undefined) users[j]!.add(i);
      }
      fill += entries.length;
    }
    if (fill > MOST_FILL) return undefined;
    for (const [j] of entries) {
      users[j]!.delete(s);
      queue(j);
    }
    for (const i of users[s]!) queue(i);
    factors.push(used);
    order.push(s);
  }
  return (right) => {
    const rest = right.slice();
    order.forEach((s, k) => {
      if (rest[s] === 0) return;
      for (const [i, factor] of factors[k]!) rest[i] = (rest[i]! + PRIME - times(factor, rest[s]!)) % PRIME;
    });
    const x = new Float64Array(size);
    for (let k = size - 1; k >= 0; k--) {
      const s = order[k]!;
      let sum = rest[s]!;
      for (const [j, weight] of rows[s]!) sum = (sum + PRIME - times(weight, x[j]!)) % PRIME;
      x[s] = times(sum, pivots[s]!);
    }
    return x;
  };
}

/** The fraction of least parts that is congruent to a number, by Euclid's algorithm cut in half; undefined where there is none. */
function reconstruct(
  value: bigint,
  modulus: bigint,
  most: bigint,
): { numerator: bigint; denominator: bigint } | undefined {
  let [r0, r1, t0, t1] = [modulus, value, 0n, 1n];
  while (r1 > most) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (t1 === 0n) return undefined;
  return t1 < 0n ? { numerator: -r1, denominator: -t1 } : { numerator: r1, denominator: t1 };
}

/** The square root of a power of the prime, from below by less than a factor of two. */
const halfOf = (modulus: bigint): bigint => 1n << BigInt((modulus.toString(16).length - 1) * 2 - 1);

/**
 * Numerators over one denominator that a solution has, if its digits so far are enough to tell.
 *
 * @param digits - shape [size]; the solution modulo `modulus`
 */
function fractions(
  digits: readonly bigint[],
  modulus: bigint,
): { numerators: bigint[]; denominator: bigint } | undefined {
  const most = halfOf(modulus);
  let denominator = 1n;
  const parts: { readonly numerator: bigint; readonly denominator: bigint }[] = [];
  for (const value of digits) {
    const scaled = (value * denominator) % modulus;
    const signed = 2n * scaled > modulus ? scaled - modulus : scaled;
    if (signed < most && -signed < most) {
      parts.push({ numerator: signed, denominator });
      continue;
    }
    const found = reconstruct(scaled, modulus, most);
    if (found === undefined || found.denominator * denominator > most) return undefined;
    denominator *= found.denominator;
    parts.push({ numerator: found.numerator, denominator });
  }
  return { denominator, numerators: parts.map((part) => part.numerator * (denominator / part.denominator)) };
}

/**
 * The solution of a sparse system in rationals, by lifting a solution modulo a prime digit by digit and checking what it says (Dixon
 * 1982): the numbers on the way are no longer than those of the answer, which they are in an elimination in rationals.
 *
 * @param equations - shape [size], as many as unknowns, each with a coefficient of its own unknown that is not 0
 * @param isTimeUp - asked now and then whether to give up
 * @returns undefined where it was given up or the matrix is singular
 */
export function solveSparse(
  equations: readonly SparseEquation[],
  isTimeUp: () => boolean,
): readonly Rational[] | undefined {
  const size = equations.length;
  const scales = equations.map(({ left }) =>
    [...left.values()].reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n),
  );
  const matrix = equations.map(({ left }, i) =>
    [...left].map(([j, { numerator, denominator }]) => [j, numerator * (scales[i]! / denominator)] as const),
  );
  const shared = equations.reduce((common, { right }) => leastCommonMultiple(common, right.denominator), 1n);
  const wanted = equations.map(({ right }, i) => right.numerator * (shared / right.denominator) * scales[i]!);
  const solve = eliminate(matrix.map((row) => new Map(row.map(([j, value]) => [j, remainder(value)]))));
  if (solve === undefined) return undefined;

  const isSolution = ({ numerators, denominator }: { numerators: bigint[]; denominator: bigint }): boolean =>
    matrix.every(
      (row, i) => row.reduce((sum, [j, value]) => sum + value * numerators[j]!, 0n) === wanted[i]! * denominator,
    );

  let rest = wanted;
  const digits = new Array<bigint>(size).fill(0n);
  let modulus = 1n;
  let next = FIRST_DIGITS;
  for (let count = 1; count <= MOST_DIGITS; count++) {
    const x = solve(Float64Array.from(rest, remainder));
    const whole = Array.from(x, BigInt);
    for (let j = 0; j < size; j++) digits[j]! += whole[j]! * modulus;
    rest = matrix.map((row, i) => row.reduce((sum, [j, value]) => sum - value * whole[j]!, rest[i]!) / P);
    modulus *= P;
    if (isTimeUp()) return undefined;
    if (count < next) continue;
    next = Math.ceil(1.5 * next);
    const found = fractions(digits, modulus);
    if (found !== undefined && isSolution(found))
      return found.numerators.map((numerator) => rational(numerator, found.denominator * shared));
  }
  return undefined;
}
