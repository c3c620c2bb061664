import { compare, multiply, type Rational, subtract } from "../../core/rational.ts";

/** What a policy earns under two rewards. */
export interface Pair {
  readonly x: Rational;
  readonly y: Rational;
}

/**
 * Two pairs that the two rewards order oppositely, the first of higher x and lower y; of all such, those farthest apart, by the
 * product of their two differences. Undefined where no two are ordered oppositely.
 */
export function inversionAmong<P extends Pair>(pairs: readonly P[]): readonly [P, P] | undefined {
  const sorted = [...pairs].sort((a, b) => compare(a.x, b.x) || compare(a.y, b.y));
  let highest: P | undefined; // of those of lower x
  let before: P | undefined; // the last so far, which has the highest y of its x
  let found: { readonly pair: readonly [P, P]; readonly size: Rational } | undefined;
  for (const one of sorted) {
    if (before !== undefined && compare(before.x, one.x) < 0)
      highest = highest === undefined || compare(before.y, highest.y) > 0 ? before : highest;
    before = one;
    if (highest === undefined || compare(one.y, highest.y) >= 0) continue;
    const size = multiply(subtract(one.x, highest.x), subtract(highest.y, one.y));
    if (found === undefined || compare(size, found.size) > 0) found = { pair: [one, highest], size };
  }
  return found?.pair;
}
