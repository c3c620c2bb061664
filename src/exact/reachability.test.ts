import { expect, test } from "vitest";
import { gamblersRuin, smallModel } from "../../test/support/models.ts";
import { InnateError } from "../core/errors.ts";
import { createBits, setBit } from "./bits.ts";
import { reachability } from "./reachability.ts";

const only = (size: number, ...states: number[]) => {
  const bits = createBits(size);
  for (const s of states) setBit(bits, s);
  return bits;
};

test("the graph alone gives 0 and 1", () => {
  // 0 chooses between a fair coin for 2 or 3 and waiting; 1 tries again until 2; 2 and 3 have ended.
  const { model } = smallModel([
    [
      {
        to: [
          [2, "1/2"],
          [3, "1/2"],
        ],
      },
      { to: [[0]] },
    ],
    [
      {
        to: [
          [1, "1/2"],
          [2, "1/2"],
        ],
      },
    ],
    [],
    [],
  ]);
  const most = reachability(model, only(4, 2), "maximise");
  expect([...most.low]).toEqual([0.5, 1, 1, 0].map((p, s) => (s === 0 ? most.low[0] : p)));
  expect(most.low[0]).toBeLessThanOrEqual(0.5);
  expect(most.high[0]).toBeGreaterThanOrEqual(0.5);
  const least = reachability(model, only(4, 2), "minimise");
  expect([...least.high]).toEqual([0, 1, 1, 0]);
});

test("every state of the gambler's ruin lies within its bounds", () => {
  // From s the stake reaches 400 before 0 with probability s/400.
  const { model } = gamblersRuin(400);
  const { low, high } = reachability(model, only(401, 400), "maximise");
  for (let s = 0; s <= 400; s++) {
    expect(low[s]! * 400).toBeLessThanOrEqual(s * (1 + 1e-15));
    expect(high[s]! * 400).toBeGreaterThanOrEqual(s * (1 - 1e-15));
    expect(high[s]! - low[s]!).toBeLessThan(1e-6);
  }
});

test("where bounds cannot be had in doubles the question is undecided, which is no fault of the program", () => {
  // Round and round, with two ways out that are rarer than rounding errors.
  const rare = `1/1${"0".repeat(30)}`;
  const { model } = smallModel([
    [{ to: [[1]] }],
    [
      {
        to: [
          [0, `${10n ** 30n - 2n}/${10n ** 30n}`],
          [2, rare],
          [3, rare],
        ],
      },
    ],
    [],
    [],
  ]);
  const ask = () => reachability(model, only(4, 2), "maximise");
  expect(ask).toThrow(InnateError);
  expect(ask).toThrow("the largest probability of reaching a set of states: its bounds did not pass their check");
});
