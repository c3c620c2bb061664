import { expect, test } from "vitest";
import { smallModel } from "../../test/support/models.ts";
import { solveAverage } from "./average.ts";
import { fullBits } from "./bits.ts";
import { drawFrom, randomModel, randomPayoff } from "./fuzz.ts";
import { longRun } from "./long-run.ts";
import { isSolution } from "./solve.ts";
import { uniformChain } from "./uniform.ts";

test("what a uniform policy earns by how often it takes each row is the exact average of its chain", () => {
  for (let seed = 0; seed < 300; seed++) {
    const draw = drawFrom(seed);
    const model = randomModel(draw);
    const payoff = randomPayoff(draw, model, "mixed");
    const rows = fullBits(model.phases[0]!.action.length);
    const found = longRun({ model, rows })!;
    const column = payoff.rows[0]!;
    const mean = found.rows[0]!.reduce((sum, share, row) => sum + share * column.values[column.codes[row]!]!, 0);
    const exact = solveAverage({ ...uniformChain(model, rows, payoff), direction: "maximise" });
    if (!isSolution(exact)) throw new Error(exact.kind);
    expect([seed, Math.abs(mean - exact.start.value) < 1e-6]).toEqual([seed, true]);
    const all = [...found.rows[0]!, ...found.last].reduce((sum, share) => sum + share, 0);
    expect(all).toBeCloseTo(1, 6);
  }
});

// 1/4 of the time in 0, from which all go to 1; from 1 on a third goes back, else it stays: 1/(1 + 3); or it ends at once.
test("shares of a chain with known answer, and of one that may end", () => {
  const third = [
    [0, "1/3"],
    [1, "2/3"],
  ] as const;
  const { model } = smallModel([[{ to: [[1]] }], [{ to: third }]]);
  expect([...longRun({ model, rows: fullBits(2) })!.rows[0]!]).toEqual([expect.closeTo(1 / 4), expect.closeTo(3 / 4)]);
  const ending = smallModel([
    [
      {
        to: [
          [1, "1/5"],
          [2, "4/5"],
        ],
      },
    ],
    [{ to: [[1]] }],
    [],
  ]).model;
  const found = longRun({ model: ending, rows: fullBits(2) })!;
  expect([...found.rows[0]!, ...found.last]).toEqual([0, expect.closeTo(1 / 5), 0, 0, expect.closeTo(4 / 5)]);
});
