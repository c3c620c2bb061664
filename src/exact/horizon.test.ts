import { expect, test } from "vitest";
import { labelledModel, setOf, to, toss } from "../../test/support/labelled.ts";
import { ONE, rational, toNumber, ZERO } from "../core/rational.ts";
import { codedFrom } from "./coded.ts";
import { isBetween } from "./enclose.ts";
import { exactlyAfter, indicator, valuesAfter } from "./horizon.ts";

/** 0 → 0 with 2/3, else 1, where it stays. */
const { model } = labelledModel({
  rows: [
    [
      {
        to: [
          [rational(2n, 3n), 0],
          [rational(1n, 3n), 1],
        ],
      },
    ],
    [to(1)],
  ],
});
const target = setOf(2, [0]);

test.each([0, 1, 2, 50, 400])("(2/3)^%d lies within bounds, to a share of 10⁻¹³ of itself", (steps) => {
  const { low, high } = valuesAfter({ model, direction: "maximise", steps }, indicator(2, target));
  const value = rational(2n ** BigInt(steps), 3n ** BigInt(steps));
  expect(isBetween(value, low[0]!, high[0]!)).toBe(true);
  expect(high[0]! - low[0]!).toBeLessThanOrEqual(2e-12 * toNumber(value));
  const exact = exactlyAfter({ model, direction: "maximise", steps }, (s) => (s === 0 ? ONE : ZERO), 1e6);
  expect(exact?.(0)).toEqual(value);
});

test("bounds are none where they are taken of another horizon", () => {
  const { high } = valuesAfter({ model, direction: "maximise", steps: 50 }, indicator(2, target));
  expect(isBetween(rational(2n ** 49n, 3n ** 49n), 0, high[0]!)).toBe(false);
});

test("what is below the range of doubles is not taken for 0, and 0 is", () => {
  // (2/3)^5000 is about 10⁻⁸⁸⁰.
  const { low, high } = valuesAfter({ model, direction: "maximise", steps: 5000 }, indicator(2, target));
  expect(low[0]).toBe(0);
  expect(high[0]).toBeGreaterThan(0);
  expect([low[1], high[1]]).toEqual([0, 0]);
});

test("where nothing changes any more, the steps that are left are not gone through", () => {
  let last = 0;
  const steps = 1e9;
  const { low, high } = valuesAfter(
    {
      model,
      direction: "maximise",
      steps,
      onStep: (done) => {
        last = done;
      },
    },
    indicator(2, setOf(2, [1])),
  );
  expect(last).toBeLessThan(1000);
  expect(low[0]).toBeLessThanOrEqual(1);
  expect(high[0]).toBeGreaterThanOrEqual(1);
});

test("asked of the start alone, it finds the same there", () => {
  const line = labelledModel({ rows: [[toss([0, 1], 1)], [toss([1, 2], 2)], [toss([2, 3], 4)], [to(3, 8)]] });
  const rewards = codedFrom([1, 2, 4, 8]);
  const question = { model: line.model, direction: "maximise", steps: 6, rewards } as const;
  const nothing = { low: new Float64Array(4), high: new Float64Array(4) };
  const [full, part] = [false, true].map((startsOnly) => valuesAfter({ ...question, startsOnly }, nothing));
  expect([part!.low[0], part!.high[0]]).toEqual([full!.low[0], full!.high[0]]);
  const exact = exactlyAfter({ ...question, startsOnly: true }, () => ZERO, 1e6)!;
  expect(isBetween(exact(0), full!.low[0]!, full!.high[0]!)).toBe(true);
});
