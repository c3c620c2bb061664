import fc from "fast-check";
import { expect, test } from "vitest";
import { type Row, smallModel } from "../../test/support/models.ts";
import type { Criterion } from "./model.ts";
import { softOptimal } from "./soft.ts";
import { isSolution, solve } from "./solve.ts";

const MOST = 10_000_000;
const total: Criterion = { kind: "total" };
const steps = (horizon: number): Criterion => ({ kind: "finite", horizon, discount: 1 });

// Two acts that pay 1 and 0, then the end.
const bandit = smallModel([[{ pays: "1", to: [[1]] }, { to: [[1]] }], []]);

test.each([[steps(1)], [total], [{ kind: "discounted", discount: 0.5 } as const]])(
  "Boltzmann's choice between 1 and 0, %j",
  (criterion) => {
    // At T = 1/ln 3 the better act is taken three times as often: 3/4. KL from (1/2, 1/2) is 3/4·ln(3/2) + 1/4·ln(1/2).
    const own = { payoff: bandit.payoff, criterion };
    const found = softOptimal(bandit.model, own, [own], 1 / Math.log(3), MOST);
    expect(found?.own).toBeCloseTo(3 / 4, 12);
    expect(found?.judged[0]).toBeCloseTo(3 / 4, 12);
    expect(found?.divergence).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 12);
  },
);

test("what a choice leads to counts by its soft value, not by its best or its mean", () => {
  // State 0 chooses between 1/2 now and state 1; state 1 chooses between 1 and 0. At T = 1/ln 3 state 1 is worth
  // T·ln((3 + 1)/2) = ln 2/ln 3, so that it is chosen with odds 2 : √3.
  const { model, payoff } = smallModel([
    [{ pays: "1/2", to: [[2]] }, { to: [[1]] }],
    [{ pays: "1", to: [[2]] }, { to: [[2]] }],
    [],
  ]);
  const own = { payoff, criterion: steps(2) };
  const share = 2 / (2 + Math.sqrt(3));
  expect(softOptimal(model, own, [], 1 / Math.log(3), MOST)?.own).toBeCloseTo(share * 0.75 + (1 - share) * 0.5, 12);
});

test("it is uniform at temperature Infinity, and nothing overflows next to 0", () => {
  const own = { payoff: bandit.payoff, criterion: steps(1) };
  expect(softOptimal(bandit.model, own, [], Infinity, MOST)).toEqual({ own: 0.5, judged: [], divergence: 0 });
  const cold = softOptimal(bandit.model, own, [], 1e-300, MOST);
  expect(cold?.own).toBe(1);
  expect(cold?.divergence).toBeCloseTo(Math.log(2), 12);
});

test("values that never settle are no answer", () => {
  // A loop that pays 1 for ever.
  const { model, payoff } = smallModel([[{ pays: "1", to: [[0]] }]]);
  expect(softOptimal(model, { payoff, criterion: total }, [], 1, 1000)).toBeUndefined();
});

/** Layers of states, each of which leads to the next: over so many steps a horizon makes no difference. */
const layered = fc
  .array(
    fc.array(fc.record({ pays: fc.integer({ min: -3, max: 3 }), to: fc.tuple(fc.boolean(), fc.boolean()) }), {
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: 6, maxLength: 6 },
  )
  .map((acts) => {
    const rows = acts.map((act, state): Row[] => {
      const layer = state === 0 ? 0 : 1 + Math.floor((state - 1) / 2);
      const next = (second: boolean): number => Math.min(7, 1 + 2 * layer + Number(second));
      return act.map(({ pays, to: [a, b] }) => ({
        pays: String(pays),
        to:
          a === b
            ? [[next(a)]]
            : [
                [next(a), "1/3"],
                [next(b), "2/3"],
              ],
      }));
    });
    return smallModel([...rows, [{ pays: "1", to: [[7]] }], []]);
  });
const temperature = fc.constantFrom(Infinity, 5, 1, 0.2, 0.01);

test("sweeps without a horizon give what backward induction gives where a horizon makes no difference", () => {
  fc.assert(
    fc.property(layered, temperature, ({ model, payoff }, at) => {
      const found = [total, steps(12)].map((criterion) => {
        const own = { payoff, criterion };
        const values = softOptimal(model, own, [own], at, MOST);
        return values === undefined ? [] : [values.own, ...values.judged, values.divergence];
      });
      expect(found[0]).toHaveLength(3);
      for (const [k, value] of (found[0] ?? []).entries()) expect(value).toBeCloseTo(found[1]?.[k] ?? Number.NaN, 9);
    }),
  );
});

test("a lower temperature pays more and diverges more, up to the optimum", () => {
  fc.assert(
    fc.property(layered, ({ model, payoff }) => {
      const own = { payoff, criterion: steps(6) };
      const found = [Infinity, 8, 2, 0.5, 0.05, 1e-4].map((at) => softOptimal(model, own, [], at, MOST));
      const best = solve({ model, payoff, criterion: own.criterion, direction: "maximise" });
      found.slice(1).forEach((values, k) => {
        expect(values?.own).toBeGreaterThanOrEqual((found[k]?.own ?? Number.NaN) - 1e-9);
        expect(values?.divergence).toBeGreaterThanOrEqual((found[k]?.divergence ?? Number.NaN) - 1e-9);
      });
      expect(found.at(-1)?.own).toBeCloseTo(isSolution(best) ? best.start.value : Number.NaN, 6);
    }),
  );
});
