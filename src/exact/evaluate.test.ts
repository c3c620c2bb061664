import { expect, test } from "vitest";
import { fraction, gamblersRuin, smallModel, startingAt } from "../../test/support/models.ts";
import { compare, formatRational } from "../core/rational.ts";
import { fullBits } from "./bits.ts";
import { binaryValue } from "./enclose.ts";
import { evaluate, occupancy } from "./evaluate.ts";
import { drawFrom, randomModel, randomPayoff } from "./fuzz.ts";
import { uniformChain } from "./uniform.ts";

const total = { kind: "total" } as const;
const exactOf = (result: ReturnType<typeof evaluate>): string =>
  "kind" in result ? result.kind : result.start.exact === undefined ? "unknown" : formatRational(result.start.exact);

test("a uniform choice between ending for 3 and paying 1 to try again earns 2", () => {
  // v = ½·3 + ½·(v − 1), so v = 2; two visits in expectation, one use of each row.
  const { model, payoff } = smallModel([
    [
      { pays: "3", to: [[1]] },
      { pays: "-1", to: [[0]] },
    ],
    [],
  ]);
  const policy = { model, rows: fullBits(2), criterion: total };
  expect(exactOf(evaluate(policy, payoff))).toBe("2");
  const visits = occupancy(policy)!;
  expect([visits.states.low[0], visits.states.high[0]]).toEqual([2, 2].map((n) => expect.closeTo(n, 12)));
  expect([visits.states.low[1], visits.states.high[1]]).toEqual([1, 1].map((n) => expect.closeTo(n, 12)));
  expect(visits.row(1).low).toBeCloseTo(1, 12);
});

test("a state's end counts as often as the policy ends there", () => {
  const { model, payoff } = smallModel(
    [
      [
        { pays: "3", to: [[1]] },
        { pays: "-1", to: [[2]] },
      ],
      [],
      [],
    ],
    ["0", "10", "-2"],
  );
  // v = ½·(3 + 10) + ½·(−1 − 2)
  expect(exactOf(evaluate({ model, rows: fullBits(2), criterion: total }, payoff))).toBe("5");
});

test("visits of the gambler's ruin", () => {
  // From the middle of 2m, state s ≤ m is visited s times in expectation: the Green function 2·s·(2m − m)/2m.
  for (const m of [20, 200]) {
    const { model } = gamblersRuin(2 * m);
    const { states } = occupancy({ model: startingAt(model, m), rows: fullBits(2 * m), criterion: total })!;
    for (let s = 1; s <= m; s++) {
      expect(states.low[s]!).toBeLessThanOrEqual(s);
      expect(states.high[s]!).toBeGreaterThanOrEqual(s);
      expect(states.high[s]! - states.low[s]!).toBeLessThan(1e-5);
    }
  }
});

test("visits to a state with thousands of ways out, whose probabilities do not add up in doubles", () => {
  // Each way out is taken with probability 1/3(n + 1), so the state is left after 3(n + 1)/n visits.
  const n = 4000;
  const out = `1/${3 * (n + 1)}`;
  const stay = `${3 * (n + 1) - n}/${3 * (n + 1)}`;
  const { model } = smallModel([
    [{ to: [...Array.from({ length: n }, (_, i): [number, string] => [i + 1, out]), [0, stay]] }],
    ...Array.from({ length: n }, () => []),
  ]);
  const { low, high } = occupancy({ model, rows: fullBits(1), criterion: total })!.states;
  expect(compare(binaryValue(low[0]!), fraction(`${3 * (n + 1)}/${n}`))).toBeLessThanOrEqual(0);
  expect(compare(binaryValue(high[0]!), fraction(`${3 * (n + 1)}/${n}`))).toBeGreaterThanOrEqual(0);
  expect(high[0]! - low[0]!).toBeLessThan(1e-11);
});

test("staying for ever is infinitely many visits, or 1/(1 − γ) discounted ones", () => {
  const { model } = smallModel([[{ to: [[0]] }]]);
  expect(occupancy({ model, rows: fullBits(1), criterion: total })!.states.low[0]).toBe(Infinity);
  const { low, high } = occupancy({
    model,
    rows: fullBits(1),
    criterion: { kind: "discounted", discount: 0.9 },
  })!.states;
  expect(low[0]!).toBeLessThanOrEqual(10);
  expect(high[0]!).toBeGreaterThanOrEqual(10);
});

test("on 1000 random models, visits times rewards add up to the value", () => {
  for (let seed = 0; seed < 1000; seed++) {
    const draw = drawFrom(seed);
    const model = randomModel(draw);
    const { final: _, ...payoff } = randomPayoff(draw, model, "mixed");
    const criterion = { kind: "discounted", discount: 0.9 } as const;
    const rows = fullBits(model.phases[0]!.branchStart.length - 1);
    const value = evaluate({ model, rows, criterion }, payoff);
    if ("kind" in value) throw new Error(value.kind);
    const visits = occupancy({ model, rows, criterion })!;
    let sum = 0;
    payoff.rows[0]!.codes.forEach((code, r) => {
      sum += payoff.rows[0]!.values[code]! * visits.row(r).low;
    });
    expect(sum).toBeCloseTo(value.start.value, 8);
  }
});

test("the chain of a policy has one row for each state that goes on", () => {
  const { model, payoff } = smallModel([
    [
      { pays: "1", to: [[1]] },
      { pays: "2", to: [[1]] },
    ],
    [],
  ]);
  const chain = uniformChain(model, fullBits(2), payoff);
  expect([...chain.model.phases[0]!.rowStart]).toEqual([0, 1, 1]);
  expect(formatRational(chain.payoff.rows[0]!.exact[0]!)).toBe("3/2");
});
