import { expect, test } from "vitest";
import { randomPlain, randomTree, toModel, toPayoff } from "../../test/support/backward.ts";
import { smallModel } from "../../test/support/models.ts";
import { rational, toNumber } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { solveFinite } from "./finite.ts";
import { drawFrom } from "./fuzz.ts";
import type { Model, Policies } from "./model.ts";
import { expectedPayoff, onePolicy, visitsOver } from "./visits.ts";

/** The rows that are allowed in a state at a time. */
function rowsOf(model: Model, policies: Policies, time: number, phase: number, state: number): readonly number[] {
  if (policies.kind !== "timed") return [];
  const { rowStart } = model.phases[phase]!;
  const rows = Array.from({ length: rowStart[state + 1]! - rowStart[state]! }, (_, k) => rowStart[state]! + k);
  return rows.filter((row) => hasBit(policies.rows[time]!, row));
}

test("on 600 random problems, visits times payoffs add up to the value: of the only policy, and of every optimal one", () => {
  for (let seed = 0; seed < 600; seed++) {
    const draw = drawFrom(seed);
    const acts = 1 + (seed % 2) * 2;
    const tree = randomTree(draw, { states: 6, acts });
    const horizon = 1 + draw(8);
    const plain = randomPlain(draw, tree, horizon);
    const [model, payoff, discount] = [toModel(tree), toPayoff(plain.pay), toNumber(plain.discount)];
    const { start, optimal } = solveFinite({ model, payoff, horizon, discount, direction: plain.direction });
    const close = (value: number) => {
      const amounts = [...plain.pay.acts.flat(2), ...plain.pay.terminated, ...plain.pay.horizon].map(toNumber);
      const size = Math.max(...amounts.map(Math.abs), 0) * (horizon + 1);
      expect(Math.abs(value - start.value), `seed ${seed}`).toBeLessThanOrEqual(1e-12 * size);
    };
    const single = onePolicy(model, optimal);
    const sets = acts === 1 ? [undefined, optimal, single] : [optimal, single];
    for (const policies of sets) close(expectedPayoff(model, visitsOver(model, policies, horizon, discount), payoff));
    for (let time = 0; time < horizon; time++) {
      const phase = tree.boundaries.filter((boundary) => boundary <= time).length;
      for (let state = 0; state < model.states; state++) {
        const [only, ...others] = rowsOf(model, single, time, phase, state);
        expect(others).toEqual([]);
        const among = rowsOf(model, optimal, time, phase, state);
        if (only === undefined) expect(among).toEqual([]);
        else expect(among).toContain(only);
      }
    }
  }
});

test("visits of a fair coin that ends: 1 + 1/2 + 1/4 rows in 3 steps, 7/8 ended", () => {
  const { model } = smallModel([
    [
      {
        to: [
          [0, "1/2"],
          [1, "1/2"],
        ],
      },
    ],
    [],
  ]);
  const { rows, last } = visitsOver(model, undefined, 3);
  expect([...rows[0]!]).toEqual([1.75]);
  expect([...last]).toEqual([1 / 8, 7 / 8]);
  // Each visit at time t, and the end, weighs 0.5^t: 1 + 1/4 + 1/16; ended at times 1, 2, 3 with 1/4 + 1/16 + 1/64.
  const discounted = visitsOver(model, undefined, 3, 0.5);
  expect([...discounted.rows[0]!]).toEqual([1.3125]);
  expect([...discounted.last]).toEqual([1 / 64, 21 / 64]);
});

test("all allowed rows are taken with equal probability", () => {
  const { model, payoff } = smallModel([
    [
      { pays: "3", to: [[1]] },
      { pays: "5", to: [[1]] },
      { pays: "100", to: [[1]] },
    ],
    [],
  ]);
  const policies: Policies = { kind: "stationary", rows: Uint32Array.of(0b011) };
  const visits = visitsOver(model, policies, 1);
  expect([...visits.rows[0]!]).toEqual([1 / 2, 1 / 2, 0]);
  expect(expectedPayoff(model, visits, payoff)).toBe(4);
});

test("one policy does not idle where it need not, and repeats itself", () => {
  // State 0: stay, or go to 1; state 1: back to 0 by either of two rows.
  const { model } = smallModel([
    [{ to: [[0]] }, { to: [[1]] }],
    [{ to: [[0]] }, { to: [[0]] }],
  ]);
  const all = Uint32Array.of(0b1111);
  expect(onePolicy(model, { kind: "stationary", rows: all })).toEqual({
    kind: "stationary",
    rows: Uint32Array.of(0b0110),
  });
  // The second row of state 1 is kept at time 1 although the first is allowed again.
  const timed: Policies = { kind: "timed", rows: [Uint32Array.of(0b1011), all] };
  expect(onePolicy(model, timed)).toEqual({
    kind: "timed",
    rows: [Uint32Array.of(0b1010), Uint32Array.of(0b1010)],
  });
});

test("starts are weighed by their probability", () => {
  const { model } = smallModel([[{ to: [[0]] }], [{ to: [[1]] }]]);
  const starts = [
    { state: 0, probability: rational(1n, 4n) },
    { state: 1, probability: rational(3n, 4n) },
  ];
  expect([...visitsOver({ ...model, starts }, undefined, 2).rows[0]!]).toEqual([0.5, 1.5]);
});
