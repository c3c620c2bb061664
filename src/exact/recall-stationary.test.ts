import { expect, test } from "vitest";
import { randomTree, toModel } from "../../test/support/backward.ts";
import { appearance } from "./belief.ts";
import { codedFrom } from "./coded.ts";
import { drawFrom } from "./fuzz.ts";
import { memoryOf } from "./memory.ts";
import { rowsOf } from "./recall.ts";
import { searchEndless } from "./recall-stationary.ts";
import { isSolution, solve } from "./solve.ts";

// Where all is seen, one choice for each state is enough; small models are gone through, the others searched from several starts.
test("60 random models: who sees the state and remembers nothing else finds the optimum, who sees less never exceeds it", () => {
  let [ascents, less] = [0, 0];
  for (let seed = 0; seed < 60; seed++) {
    const draw = drawFrom(seed);
    const model = toModel({ ...randomTree(draw, { states: 9, acts: 3 }), boundaries: [] });
    const first = { ...model, phases: [model.phases[0]!] };
    const payoff = { rows: [codedFrom(Array.from(first.phases[0]!.action, () => draw(7) - 3))] };
    const question = { criterion: { kind: "discounted", discount: 0.8 }, direction: "maximise" } as const;
    const optimum = solve({ ...question, model: first, payoff });
    const earned = (seen: readonly number[]): number => {
      const memory = memoryOf(first, { look: appearance(first, seen) }, 1, Infinity, 1000)!;
      const own = { ...question, model: memory.model, payoff: memory.lift(payoff) };
      const goals = [{ payoff: own.payoff, direction: "maximise", discount: 0.8 }] as const;
      const { places, values } = searchEndless(memory, goals, undefined, true, () => {});
      const exact = solve({ ...own, within: { kind: "stationary", rows: rowsOf(memory, places) } });
      if (!isSolution(exact)) throw new Error("expected a solution");
      // Sums in doubles are cut off where 1e-9 is left of them.
      expect(Math.abs(exact.start.value - values[0]!)).toBeLessThan(1e-7);
      return exact.start.value;
    };
    if (!isSolution(optimum)) throw new Error("expected a solution");
    const { rowStart } = first.phases[0]!;
    const policies = Array.from(rowStart.subarray(1), (end, state) => Math.max(1, end - rowStart[state]!));
    if (policies.reduce((product, count) => product * count, 1) > 512) ascents++;
    const states = Array.from({ length: first.states }, (_, state) => state);
    expect(earned(states), `seed ${seed}`).toBeCloseTo(optimum.start.value, 6);
    const partial = earned(states.map((state) => state % 2));
    expect(partial).toBeLessThan(optimum.start.high + 1e-9);
    if (partial < optimum.start.low - 1e-6) less++;
  }
  expect(ascents).toBeGreaterThan(0);
  expect(less).toBeGreaterThan(10);
});
