import { add, compare, divide, multiply, ONE, type Rational, subtract, ZERO } from "../../src/core/rational.ts";
import type { Described, Row } from "./labelled.ts";

/**
 * What small models are worth, computed in the plainest way there is: every memoryless policy one after another, each by Gaussian
 * elimination over rationals. It shares nothing with the engine but the arithmetic. Infinity is undefined.
 */
export type Value = Rational | undefined;

/** One row for each state. */
export type Chain = readonly Row[];

/** All memoryless deterministic policies, as the chains that they make. */
export function chainsOf({ rows }: Pick<Described, "rows">): readonly Chain[] {
  return rows.reduce<readonly Chain[]>(
    (chains, own) => chains.flatMap((chain) => own.map((row) => [...chain, row])),
    [[]],
  );
}

/** x of A x = b, by elimination. */
function solve(matrix: readonly (readonly Rational[])[], right: readonly Rational[]): Rational[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.findIndex((row, i) => i >= k && row[k]!.numerator !== 0n);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const lead = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => divide(value, lead));
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i]![k]!;
      if (i !== k && factor.numerator !== 0n)
        rows[i] = rows[i]!.map((value, j) => subtract(value, multiply(factor, rows[k]![j]!)));
    }
  }
  return rows.map((row) => row.at(-1)!);
}

/** The states from which a chain can come to a set. */
function canReach(chain: Chain, set: ReadonlySet<number>, through: (s: number) => boolean = () => true): Set<number> {
  const found = new Set(set);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    chain.forEach(({ to }, s) => {
      if (through(s) && to.some(([, t]) => found.has(t))) found.add(s);
    });
  }
  return found;
}

/** The probability of entering a set through others, from each state of a chain. */
export function reach(
  chain: Chain,
  target: ReadonlySet<number>,
  through: (s: number) => boolean = () => true,
): Rational[] {
  const able = canReach(chain, target, through);
  const open = (s: number): boolean => able.has(s) && !target.has(s);
  const matrix = chain.map(({ to }, s) =>
    chain.map((_, t) => {
      const own = s === t ? ONE : ZERO;
      if (!open(s)) return own;
      return to.filter(([, x]) => x === t).reduce((sum, [p]) => subtract(sum, p), own);
    }),
  );
  return solve(
    matrix,
    chain.map((_, s) => (target.has(s) ? ONE : ZERO)),
  );
}

/** What a chain earns until it enters a set, from each state; undefined where it may never do so. */
export function earn(chain: Chain, target: ReadonlySet<number>, pay: (s: number) => Rational): Value[] {
  const sure = reach(chain, target).map((p) => compare(p, ONE) === 0);
  const open = (s: number): boolean => sure[s]! && !target.has(s);
  const matrix = chain.map(({ to }, s) =>
    chain.map((_, t) => {
      const own = s === t ? ONE : ZERO;
      return open(s) ? to.filter(([, x]) => x === t).reduce((sum, [p]) => subtract(sum, p), own) : own;
    }),
  );
  const found = solve(
    matrix,
    chain.map((_, s) => (open(s) ? pay(s) : ZERO)),
  );
  return found.map((value, s) => (sure[s] ? value : undefined));
}

/** The recurrent classes of a chain. */
export function recurrentClasses(chain: Chain): readonly (readonly number[])[] {
  const reached = chain.map((_, s) => {
    const found = new Set([s]);
    for (const t of found) for (const [, next] of chain[t]!.to) found.add(next);
    return found;
  });
  const classes: number[][] = [];
  chain.forEach((_, s) => {
    const own = [...reached[s]!];
    if (own.every((t) => reached[t]!.has(s)) && !classes.some((members) => members.includes(s))) classes.push(own);
  });
  return classes;
}

/** The long-run average of a chain from each state. */
export function average(chain: Chain, pay: (s: number) => Rational): Rational[] {
  let total = chain.map(() => ZERO);
  for (const members of recurrentClasses(chain)) {
    // π P = π in the class, and Σ π = 1 in the place of one equation.
    const matrix = members.map((t, i) =>
      members.map((s) => {
        if (i === 0) return ONE;
        const own = s === t ? ONE : ZERO;
        return chain[s]!.to.filter(([, x]) => x === t).reduce((sum, [p]) => subtract(sum, p), own);
      }),
    );
    const shares = solve(
      matrix,
      members.map((_, i) => (i === 0 ? ONE : ZERO)),
    );
    const gain = members.reduce((sum, s, i) => add(sum, multiply(shares[i]!, pay(s))), ZERO);
    const chance = reach(chain, new Set(members));
    total = total.map((sum, s) => add(sum, multiply(chance[s]!, gain)));
  }
  return total;
}

/** The largest or smallest of some values, undefined being infinite. */
export function best(values: readonly Value[], isMost: boolean): Value {
  return values.reduce((a, b) => {
    if (a === undefined || b === undefined) return isMost ? undefined : (a ?? b);
    return compare(a, b) > 0 === isMost ? a : b;
  });
}
