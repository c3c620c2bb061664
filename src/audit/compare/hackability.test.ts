import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fraction } from "../../../test/support/models.ts";
import { rivalModels, type TwoPayoffs, type TwoRewards, twoPayoffs } from "../../../test/support/rivals.ts";
import { add, compare, equals, fromNumber, multiply, type Rational, subtract, ZERO } from "../../core/rational.ts";
import type { Criterion, Payoff, Rows } from "../../exact/model.ts";
import { type Decision, hackability, type Side, simplestBetween } from "./hackability.ts";
import { outcomesOf } from "./reached.ts";
import type { Strategy } from "./strategy.ts";

const HORIZON = 3;
const FINITE = { kind: "finite", horizon: HORIZON, discount: 0.5 } as const;
const DISCOUNTED = { kind: "discounted", discount: 0.5 } as const;
type Pair = readonly [Rational, Rational];

const decide = ({ model, payoffs }: TwoPayoffs, criterion: Criterion) =>
  hackability({ model, payoffs, criterion, onProgress: () => {} });

const finalOf = ({ final }: Payoff, state: number): Rational =>
  final === undefined ? ZERO : (final.terminated.exact[final.terminated.codes[state] ?? 0] ?? ZERO);
const paidFor = ({ rows: [column] }: Payoff, row: number): Rational => column?.exact[column.codes[row] ?? 0] ?? ZERO;
const rowsOf = ({ model }: TwoPayoffs): Rows => {
  const [rows] = model.phases;
  if (rows === undefined) throw new Error("expected a phase");
  return rows;
};

/** What a policy earns from a state with some steps to go, by going through every outcome. */
function earned(rivals: TwoPayoffs, strategy: Strategy, state: number, left: number): Pair {
  const rows = rowsOf(rivals);
  const [first, second] = rivals.payoffs;
  if (left === 0 || rows.rowStart[state] === rows.rowStart[state + 1])
    return [finalOf(first, state), finalOf(second, state)];
  const row = strategy.row(state);
  let [x, y] = [paidFor(first, row), paidFor(second, row)];
  for (const [next, chance] of outcomesOf(rows, row)) {
    const weight = multiply(chance, fromNumber(0.5));
    const [laterX, laterY] = earned(rivals, strategy.after(next), next, left - 1);
    [x, y] = [add(x, multiply(weight, laterX)), add(y, multiply(weight, laterY))];
  }
  return [x, y];
}

/** Every deterministic policy whose row depends on the state and on the step, as choices of a row for each. */
function* timedPolicies(rivals: TwoPayoffs): Generator<Strategy, void> {
  const { rowStart } = rowsOf(rivals);
  const choices = [0, 1, 2].map((state) => (rowStart[state + 1] ?? 0) - (rowStart[state] ?? 0));
  const each = choices.reduce((product, count) => product * count, 1);
  const rule = (code: number) => (state: number) => {
    let rest = code;
    for (let before = 0; before < state; before++) rest = Math.floor(rest / (choices[before] ?? 1));
    return (rowStart[state] ?? 0) + (rest % (choices[state] ?? 1));
  };
  const strategyOf = (codes: readonly number[]): Strategy => ({
    row: rule(codes[0] ?? 0),
    after: () => strategyOf(codes.slice(1)),
  });
  for (let code = 0; code < each ** HORIZON; code++)
    yield strategyOf([code % each, Math.floor(code / each) % each, Math.floor(code / each ** 2)]);
}

const allPairs = (rivals: TwoPayoffs): readonly Pair[] =>
  [...timedPolicies(rivals)].map((strategy) => earned(rivals, strategy, 0, HORIZON));

const isInverted = (pairs: readonly Pair[]): boolean =>
  pairs.some(([x, y]) => pairs.some(([otherX, otherY]) => compare(x, otherX) > 0 && compare(y, otherY) < 0));

/**
 * Whether mixtures of some pairs are ordered oppositely: not exactly where one is constant, or all lie on one line that rises. The
 * pairs of timed deterministic policies have among them all corners of what randomised policies earn.
 */
function isMixedInverted(pairs: readonly Pair[]): boolean {
  const [origin] = pairs;
  if (origin === undefined) return false;
  const ways = pairs.map(([x, y]): Pair => [subtract(x, origin[0]), subtract(y, origin[1])]);
  if (ways.every(([x]) => equals(x, ZERO)) || ways.every(([, y]) => equals(y, ZERO))) return false;
  const cross = ([x, y]: Pair, [otherX, otherY]: Pair) => subtract(multiply(x, otherY), multiply(y, otherX));
  const isLine = ways.every((one) => ways.every((other) => equals(cross(one, other), ZERO)));
  return !isLine || ways.some(([x, y]) => x.numerator * y.numerator < 0n);
}

/** The exact returns of a side, for a policy by going through its outcomes as well. */
function returnsOf(rivals: TwoPayoffs, side: Side): Pair {
  const [x, y] = (side.kind === "coin" ? side.returns : side.play.returns).map(({ exact }) => exact);
  if (x === undefined || y === undefined) throw new Error("expected exact returns");
  if (side.kind !== "coin") expect(earned(rivals, side.play.begin(0), 0, HORIZON)).toEqual([x, y]);
  return [x, y];
}

/** A witness must be what it says: possible, and ordered oppositely. */
function checkWitness(rivals: TwoPayoffs, decision: Decision): void {
  if (decision.outcome !== "hackable") return;
  const [a, b] = decision.witness.map((side) => returnsOf(rivals, side));
  if (a === undefined || b === undefined) throw new Error("expected two");
  expect(compare(a[0], b[0])).toBeGreaterThan(0);
  expect(compare(a[1], b[1])).toBeLessThan(0);
}

describe("over a finite horizon", () => {
  test.each([
    ["deterministic worlds", false, 300],
    ["worlds with chance", true, 150],
  ])("agrees with going through every policy: %s", (_, branching, numRuns) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(rivalModels(branching), (rivals) => {
        const pairs = allPairs(rivals);
        const { deterministic, all } = decide(rivals, FINITE);
        checkWitness(rivals, deterministic);
        checkWitness(rivals, all);
        seen.add(`${deterministic.outcome} ${all.outcome}`);
        expect(all.outcome).toBe(isMixedInverted(pairs) ? "hackable" : "unhackable");
        // A policy that remembers can do more where something is random, so there only one direction is sure.
        if (!branching || isInverted(pairs))
          expect(deterministic.outcome).toBe(isInverted(pairs) ? "hackable" : "unhackable");
      }),
      { numRuns, seed: 1 },
    );
    // All that can be: the same of both sets, and hackable only by coins.
    expect([...seen].sort()).toEqual(["hackable hackable", "unhackable hackable", "unhackable unhackable"]);
  });
});

// The first numbers of the Stern–Brocot tree that lie strictly between.
test.each([
  ["0", "1", "1/2"],
  ["1/3", "1/2", "2/5"],
  ["2/3", "1", "3/4"],
  ["0", "1/7", "1/8"],
  ["31/100", "32/100", "5/16"],
  ["1/2", "3", "1"],
])("the simplest number between %s and %s is %s", (low, high, expected) => {
  expect(simplestBetween(fraction(low), fraction(high))).toEqual(fraction(expected));
});

/** What every stationary deterministic policy earns with discount ½, in doubles that are right to 10⁻¹⁵. */
function stationaryPairs(rivals: TwoPayoffs): readonly (readonly [number, number])[] {
  const rows = rowsOf(rivals);
  const number = ({ numerator, denominator }: Rational) => Number(numerator) / Number(denominator);
  const states = [0, 1, 2, 3];
  const choices = states.map((state) =>
    Array.from(
      { length: (rows.rowStart[state + 1] ?? 0) - (rows.rowStart[state] ?? 0) },
      (_, k) => (rows.rowStart[state] ?? 0) + k,
    ),
  );
  const policies = choices
    .slice(0, 3)
    .reduce<readonly (readonly number[])[]>(
      (some, own) => some.flatMap((one) => own.map((row) => [...one, row])),
      [[]],
    );
  const value = (payoff: Payoff, policy: readonly number[]): number => {
    let values = states.map((state) => number(finalOf(payoff, state)));
    for (let sweep = 0; sweep < 60; sweep++)
      values = states.map((state) => {
        const row = policy[state];
        if (row === undefined) return values[state] ?? 0;
        const later = [...outcomesOf(rows, row)].reduce((sum, [next, p]) => sum + number(p) * (values[next] ?? 0), 0);
        return number(paidFor(payoff, row)) + 0.5 * later;
      });
    return values[0] ?? 0;
  };
  return policies.map((policy) => [value(rivals.payoffs[0], policy), value(rivals.payoffs[1], policy)]);
}

test("discounted, agrees with going through every stationary policy", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(rivalModels(true), (rivals) => {
      const pairs = stationaryPairs(rivals);
      const isOpposite = pairs.some(([x, y]) =>
        pairs.some(([otherX, otherY]) => x - otherX > 1e-9 && otherY - y > 1e-9),
      );
      const { outcome } = decide(rivals, DISCOUNTED).deterministic;
      seen.add(outcome);
      expect(outcome).toBe(isOpposite ? "hackable" : "unhackable");
    }),
    { numRuns: 300, seed: 1 },
  );
  expect([...seen].sort()).toEqual(["hackable", "unhackable"]);
});

/** Rows that all lead to the end. */
const once = (...pays: readonly (readonly [number, number])[]): TwoPayoffs => {
  const rows = pays.map((pair): TwoRewards => ({ to: [[1]], pays: pair }));
  return twoPayoffs(
    [rows, []],
    [
      [0, 0],
      [0, 0],
    ],
  );
};

// One choice, then the end: the pairs of returns are the pairs of rewards.
describe("without a horizon", () => {
  test.each<[string, TwoPayoffs, string, string]>([
    ["the same up to scale and a constant", once([0, 1], [1, 3], [3, 7]), "unhackable", "unhackable"],
    ["one is constant", once([0, 1], [5, 1]), "unhackable", "unhackable"],
    ["the optima differ", once([0, 1], [1, 0]), "hackable", "hackable"],
    ["the worst differ", once([0, 1], [1, 0], [2, 2]), "hackable", "hackable"],
    ["bent, in one order", once([0, 0], [1, 0], [2, 1]), "unhackable", "hackable"],
    ["off the line on both sides", once([0, 0], [2, 1], [1, 2], [3, 3]), "hackable", "hackable"],
    ["in one order, and rising", once([0, 0], [1, 2], [3, 3]), "unhackable", "hackable"],
  ])("%s", (_, rivals, deterministic, all) => {
    for (const criterion of [DISCOUNTED, { kind: "total" } as const]) {
      const decided = decide(rivals, criterion);
      expect([decided.deterministic.outcome, decided.all.outcome]).toEqual([deterministic, all]);
      checkWitness(rivals, decided.deterministic);
      checkWitness(rivals, decided.all);
    }
  });

  test("an optimum without bound is not decided, and says what to do", () => {
    const rivals = twoPayoffs(
      [
        [
          { to: [[0]], pays: [1, 0] },
          { to: [[1]], pays: [0, 1] },
        ],
        [],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    );
    const { deterministic, all } = decide(rivals, { kind: "total" });
    expect(deterministic).toEqual(all);
    expect(all).toMatchObject({ outcome: "undecided", reason: expect.stringContaining("give --horizon") });
  });
});
