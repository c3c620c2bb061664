import { add, multiply, negate, ONE, type Rational, ZERO } from "../core/rational.ts";
import { type Coded, coded, createCodeList, gather, nothing } from "./coded.ts";
import type { Payoff } from "./model.ts";

/** A column with each entry combined from the same entry of several: the distinct tuples are combined once each. */
function combineCoded(columns: readonly Coded[], combine: (values: readonly Rational[]) => Rational): Coded {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined)
    return coded(
      only.codes,
      only.exact.map((value) => combine([value])),
    );
  // Tuples are numbered pairwise: the number of (a, b) with c is the number of the pair (number of (a, b), c).
  const pairs = columns.map(() => new Map<number, number>());
  const tuples: (readonly number[])[][] = columns.map(() => []);
  const codes = createCodeList(only?.codes.length || 1);
  for (let entry = 0; entry < (only?.codes.length ?? 0); entry++) {
    let number = only!.codes[entry]!;
    for (let k = 1; k < columns.length; k++) {
      const right = columns[k]!.codes[entry]!;
      const key = number * 2 ** 26 + right;
      let next = pairs[k]!.get(key);
      if (next === undefined) {
        next = tuples[k]!.length;
        pairs[k]!.set(key, next);
        tuples[k]!.push(k === 1 ? [number, right] : [...tuples[k - 1]![number]!, right]);
      }
      number = next;
    }
    codes.push(number);
  }
  const exact = tuples.at(-1)!.map((tuple) => combine(tuple.map((code, k) => columns[k]!.exact[code]!)));
  return coded(codes.finish(), exact);
}

const weightedSum =
  (weights: readonly Rational[]) =>
  (values: readonly Rational[]): Rational =>
    values.reduce((total, value, k) => add(total, multiply(weights[k]!, value)), ZERO);

/** The payoff Σ weight · column, exactly. All columns are over the same rows and states. */
export function combine(columns: readonly Payoff[], weights: readonly Rational[]): Payoff {
  const sum = weightedSum(weights);
  const [first] = columns;
  if (first === undefined) throw new RangeError("combine: expected at least one column");
  const rows = first.rows.map((_, phase) =>
    combineCoded(
      columns.map((column) => column.rows[phase]!),
      sum,
    ),
  );
  const finals = columns.flatMap(({ final }, k) => (final === undefined ? [] : [{ final, weight: weights[k]! }]));
  if (finals.length === 0) return { rows };
  const sumOfFinals = weightedSum(finals.map(({ weight }) => weight));
  return {
    rows,
    final: {
      terminated: combineCoded(
        finals.map(({ final }) => final.terminated),
        sumOfFinals,
      ),
      horizon: combineCoded(
        finals.map(({ final }) => final.horizon),
        sumOfFinals,
      ),
    },
  };
}

/** The payoff a − b, exactly. */
export const difference = (a: Payoff, b: Payoff): Payoff => combine([a, b], [ONE, negate(ONE)]);

/**
 * The payoff whose rows and states are some of the given one's.
 *
 * @param rows - shape [phases] of [rows]; the row of the given payoff that each is
 * @param states - shape [states]; likewise
 */
export const gatherPayoff = (
  { rows: columns, final }: Payoff,
  rows: readonly Uint32Array[],
  states: Uint32Array,
): Payoff => ({
  rows: columns.map((column, phase) => gather(column, rows[phase]!)),
  ...(final === undefined
    ? {}
    : { final: { terminated: gather(final.terminated, states), horizon: gather(final.horizon, states) } }),
});

/** The payoff without what a horizon pays. */
export function withoutHorizon({ rows, final }: Payoff): Payoff {
  if (final === undefined) return { rows };
  return { rows, final: { terminated: final.terminated, horizon: nothing(final.horizon.codes.length) } };
}
