import { add, multiply, type Rational } from "../core/rational.ts";
import { createTable } from "./coded.ts";

/** Codes of exact numbers, and codes of their sums and products, each worked out once. */
export interface Numbers {
  readonly exact: readonly Rational[];
  code(value: Rational): number;
  product(a: number, b: number): number;
  sum(a: number, b: number): number;
}

const BASE = 2 ** 26;

/** @param first - the numbers of the first codes */
export function createNumbers(first: readonly Rational[] = []): Numbers {
  const { code, exact } = createTable(first);
  const remembered = (combine: (a: Rational, b: Rational) => Rational) => {
    const known = new Map<number, number>();
    return (a: number, b: number): number => {
      const key = a * BASE + b;
      const before = known.get(key);
      if (before !== undefined) return before;
      const result = code(combine(exact[a]!, exact[b]!));
      known.set(key, result);
      return result;
    };
  };
  return { exact, code, product: remembered(multiply), sum: remembered(add) };
}
