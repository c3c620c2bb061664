import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rivalModels, type TwoPayoffs } from "../../../test/support/rivals.ts";
import {
  add,
  fromNumber,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import { coded, createTable } from "../../exact/coded.ts";
import type { Criterion, Payoff } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { angleOf } from "./distance.ts";
import { outcomesOf } from "./reached.ts";
import { starcMoments } from "./starc.ts";

const FINITE = { kind: "finite", horizon: 4, discount: 0.9 } as const;
const DISCOUNTED = { kind: "discounted", discount: 0.9 } as const;

const momentsOf = ({ model, payoffs }: TwoPayoffs, criterion: Criterion) =>
  starcMoments(model, payoffs, criterion, () => {});

/** The distance of two payoffs where neither is nothing once it is canonical. */
function distanceOf(rivals: TwoPayoffs, criterion: Criterion): number | undefined {
  const moments = momentsOf(rivals, criterion);
  const isNothing = moments.first.numerator === 0n || moments.second.numerator === 0n;
  return isNothing ? undefined : angleOf(moments).distance.value;
}

/** γ E Φ(s′) − Φ(s) for every row, and −Φ at every end, so that what is added along an episode is the same for all of one start. */
function shaping({ model }: TwoPayoffs, heights: readonly number[], discount: number): Payoff {
  const height = (state: number): Rational => fromNumber(heights[state] ?? 0);
  const [rows] = model.phases;
  if (rows === undefined) throw new Error("expected a phase");
  const column = (values: readonly Rational[]) => {
    const table = createTable();
    const codes = values.map((value) => table.code(value));
    return coded(Uint32Array.from(codes), table.exact);
  };
  const states = Array.from({ length: model.states }, (_, state) => state);
  const added = states.flatMap((state) =>
    Array.from({ length: (rows.rowStart[state + 1] ?? 0) - (rows.rowStart[state] ?? 0) }, (_, k): Rational => {
      const outcomes = [...outcomesOf(rows, (rows.rowStart[state] ?? 0) + k)];
      const next = outcomes.reduce((sum, [to, chance]) => add(sum, multiply(chance, height(to))), ZERO);
      return subtract(multiply(fromNumber(discount), next), height(state));
    }),
  );
  const final = column(states.map((state) => negate(height(state))));
  return { rows: [column(added)], final: { terminated: final, horizon: final } };
}

const heights = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 });

describe.each([
  ["over a finite horizon", FINITE],
  ["discounted", DISCOUNTED],
])("STARC %s", (_, criterion) => {
  test("does not see potential shaping and positive scale, and is 1 for the negation", () => {
    fc.assert(
      fc.property(rivalModels(true), heights, fc.integer({ min: 1, max: 7 }), (rivals, potential, factor) => {
        const [given] = rivals.payoffs;
        const shape = shaping(rivals, potential, criterion.discount);
        const scale = rational(BigInt(factor), 3n);
        const same = { ...rivals, payoffs: [given, combine([given, shape], [scale, ONE])] as const };
        const opposite = { ...rivals, payoffs: [given, combine([given, shape], [negate(scale), ONE])] as const };
        const [near, far] = [distanceOf(same, criterion), distanceOf(opposite, criterion)];
        expect([near, far]).toEqual(near === undefined ? [undefined, undefined] : [0, 1]);
      }),
    );
  });

  test("is nothing exactly for a reward that is shaping and no more", () => {
    fc.assert(
      fc.property(rivalModels(true), heights, (rivals, potential) => {
        const shape = shaping(rivals, potential, criterion.discount);
        expect(momentsOf({ ...rivals, payoffs: [shape, shape] }, criterion)).toEqual({
          first: ZERO,
          second: ZERO,
          product: ZERO,
        });
      }),
    );
  });
});

/** Advantages over the uniform policy by the definition, in doubles, for each step, state that is met by then, and row. */
function advantages({ model }: TwoPayoffs, { rows: [column], final }: Payoff): readonly number[] {
  const [rows] = model.phases;
  if (rows === undefined || column === undefined || final === undefined) throw new Error("expected a phase and finals");
  const { rowStart } = rows;
  const rowsFrom = (state: number) =>
    Array.from({ length: (rowStart[state + 1] ?? 0) - (rowStart[state] ?? 0) }, (_, k) => (rowStart[state] ?? 0) + k);
  const outcomes = (row: number) =>
    [...outcomesOf(rows, row)].map(([to, p]) => [to, Number(p.numerator) / Number(p.denominator)] as const);
  const action = (row: number, left: number): number =>
    (column.values[column.codes[row] ?? 0] ?? 0) +
    FINITE.discount * outcomes(row).reduce((sum, [to, p]) => sum + p * value(to, left - 1), 0);
  const value = (state: number, left: number): number => {
    const own = rowsFrom(state);
    if (left === 0 || own.length === 0) return final.terminated.values[final.terminated.codes[state] ?? 0] ?? 0;
    return own.reduce((sum, row) => sum + action(row, left), 0) / own.length;
  };
  const found: number[] = [];
  let met = new Set([0]);
  for (let time = 0; time < FINITE.horizon; time++) {
    const left = FINITE.horizon - time;
    const next = new Set<number>();
    for (const state of met)
      for (const row of rowsFrom(state)) {
        found.push(action(row, left) - value(state, left));
        for (const [to] of outcomes(row)) next.add(to);
      }
    met = next;
  }
  return found;
}

test("STARC over a finite horizon is the angle between advantages", () => {
  fc.assert(
    fc.property(rivalModels(true), (rivals) => {
      const [x, y] = rivals.payoffs.map((payoff) => advantages(rivals, payoff));
      const found = distanceOf(rivals, FINITE);
      if (x === undefined || y === undefined || found === undefined) return;
      const dot = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
      expect(found ** 2).toBeCloseTo((1 - dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))) / 2, 10);
    }),
  );
});
