import { add, compare, divide, multiply, ONE, type Rational, subtract, ZERO } from "../../src/core/rational.ts";
import type { Direction, Model, Payoff } from "../../src/exact/model.ts";

/** The row that a deterministic policy takes in each state; −1 in ended states. */
export type Choice = readonly number[];

/** Every deterministic policy of a model; undefined where there are more than `most`. */
export function choicesOf({ states, phases }: Model, most: number): readonly Choice[] | undefined {
  const { rowStart } = phases[0]!;
  let all: number[][] = [[]];
  for (let s = 0; s < states; s++) {
    const [first, end] = [rowStart[s]!, rowStart[s + 1]!];
    const rows = first === end ? [-1] : Array.from({ length: end - first }, (_, k) => first + k);
    all = all.flatMap((choice) => rows.map((row) => [...choice, row]));
    if (all.length > most) return undefined;
  }
  return all;
}

/** Where a row leads, with its probabilities. */
export function branchesOf({ phases }: Model, row: number): readonly (readonly [number, Rational])[] {
  const { branchStart, successor, probability } = phases[0]!;
  if (row < 0) return [];
  return Array.from({ length: branchStart[row + 1]! - branchStart[row]! }, (_, k) => {
    const b = branchStart[row]! + k;
    return [successor[b]!, probability.exact[probability.codes[b]!]!] as const;
  });
}

/** The solution x of A x = b by Gauss and Jordan; the matrix must be regular. */
export function linear(matrix: readonly (readonly Rational[])[], right: readonly Rational[]): readonly Rational[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  rows.forEach((_, k) => {
    const p = rows.findIndex((row, i) => i >= k && row[k]!.numerator !== 0n);
    const pivot = rows[p]!;
    [rows[k], rows[p]] = [pivot, rows[k]!];
    rows.forEach((row, i) => {
      if (i === k || row[k]!.numerator === 0n) return;
      const factor = divide(row[k]!, pivot[k]!);
      for (let j = k; j < row.length; j++) row[j] = subtract(row[j]!, multiply(factor, pivot[j]!));
    });
  });
  return rows.map((row, k) => divide(row.at(-1)!, row[k]!));
}

/** A policy's chain: the states that it gets to from each state, and its recurrent classes, an ended state being one. */
export function chainOf(model: Model, choice: Choice) {
  const reach = choice.map((_, from) => {
    const seen = new Set([from]);
    for (const s of seen) for (const [t] of branchesOf(model, choice[s]!)) seen.add(t);
    return seen;
  });
  const classes: number[][] = [];
  reach.forEach((seen, s) => {
    const recurs = [...seen].every((t) => reach[t]!.has(s));
    if (recurs && Math.min(...seen) === s) classes.push([...seen]);
  });
  return { reach, classes };
}

/** What a class earns a step, from its stationary distribution. */
function gainOfClass(model: Model, payoff: Payoff, choice: Choice, members: readonly number[]): Rational {
  const column = payoff.rows[0]!;
  if (choice[members[0]!]! < 0) return ZERO;
  // π (I − P) = 0 for all members but the first, whose place Σ π = 1 takes.
  const matrix = members.map((t, i) =>
    members.map((s): Rational => {
      if (i === 0) return ONE;
      const moved = branchesOf(model, choice[s]!)
        .filter(([to]) => to === t)
        .reduce((sum, [, p]) => add(sum, p), ZERO);
      return subtract(s === t ? ONE : ZERO, moved);
    }),
  );
  const shares = linear(
    matrix,
    members.map((_, i) => (i === 0 ? ONE : ZERO)),
  );
  return members.reduce((sum, s, i) => add(sum, multiply(shares[i]!, column.exact[column.codes[choice[s]!]!]!)), ZERO);
}

/** The expected worth, from each state, of the recurrent class that a policy ends up in. */
export function settledWorth(model: Model, choice: Choice, worth: (members: readonly number[]) => Rational) {
  const { classes } = chainOf(model, choice);
  const known = new Map(classes.flatMap((members) => members.map((s) => [s, worth(members)] as const)));
  const matrix = choice.map((row, s) =>
    choice.map((_, t): Rational => {
      const own = s === t ? ONE : ZERO;
      if (known.has(s)) return own;
      return branchesOf(model, row).reduce((sum, [to, p]) => (to === t ? subtract(sum, p) : sum), own);
    }),
  );
  return linear(
    matrix,
    choice.map((_, s) => known.get(s) ?? ZERO),
  );
}

/** The long-run average that a policy earns from each state. */
export const gainsOf = (model: Model, payoff: Payoff, choice: Choice): readonly Rational[] =>
  settledWorth(model, choice, (members) => gainOfClass(model, payoff, choice, members));

/** The mean of some values over a model's start distribution. */
export const atStart = ({ starts }: Model, values: readonly Rational[]): Rational =>
  starts.reduce((sum, { state, probability }) => add(sum, multiply(probability, values[state]!)), ZERO);

/** The largest or smallest of some numbers. */
export const extreme = (values: readonly Rational[], direction: Direction): Rational =>
  values.reduce((best, value) => (compare(value, best) > 0 === (direction === "maximise") ? value : best));
