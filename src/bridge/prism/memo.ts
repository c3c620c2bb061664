import type { Values } from "./compile.ts";
import type { Variable } from "./elaborate.ts";

/** Most results that are kept of one function. */
const MOST_KEPT = 2 ** 18;

/** A function of the values of some variables, worked out once for each of them. */
export function memoised<T>(
  reads: readonly number[],
  variables: readonly Variable[],
  compute: (values: Values) => T,
): (values: Values) => T {
  const lows = reads.map((index) => variables[index]!.low);
  const sizes = reads.map((index) => variables[index]!.high - variables[index]!.low + 1);
  if (sizes.reduce((product, size) => product * size, 1) > Number.MAX_SAFE_INTEGER) return compute;
  const known = new Map<number, T>();
  return (values) => {
    let key = 0;
    for (let k = 0; k < reads.length; k++) key = key * sizes[k]! + values[reads[k]!]! - lows[k]!;
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = compute(values);
    if (known.size < MOST_KEPT) known.set(key, result);
    return result;
  };
}
