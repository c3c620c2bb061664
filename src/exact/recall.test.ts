import { expect, test } from "vitest";
import { randomPlain, randomTree, toModel, toPayoff } from "../../test/support/backward.ts";
import { compare, subtract, toNumber } from "../core/rational.ts";
import { appearance, beliefsOf } from "./belief.ts";
import { solveFinite } from "./finite.ts";
import { drawFrom } from "./fuzz.ts";
import { type Memory, memoryOf } from "./memory.ts";
import { policyOf, searchRecall } from "./recall.ts";

/** A random hidden model with a question about it. */
function randomHidden(seed: number) {
  const draw = drawFrom(seed);
  const tree = randomTree(draw, { states: 5, acts: 2 });
  const plain = randomPlain(draw, tree, 1 + draw(4));
  const model = toModel(tree);
  const seen = Array.from({ length: model.states }, () => draw(2));
  const rewards = draw(2) === 0 ? undefined : tree.acts.map((phase) => phase.flat(2).map(() => draw(2)));
  const senses = { look: appearance(model, seen), ...(rewards === undefined ? {} : { rewards }) };
  const { horizon, direction } = plain;
  return { model, senses, payoff: toPayoff(plain.pay), horizon, direction, discount: toNumber(plain.discount) };
}

const memoryFor = ({ model, senses, horizon }: ReturnType<typeof randomHidden>, window: number): Memory =>
  memoryOf(model, senses, window, horizon, 100_000)!;

test("500 random hidden models: no memory beats the optimum over beliefs, and one of the whole past attains it", () => {
  let short = 0;
  for (let seed = 0; seed < 500; seed++) {
    const hidden = randomHidden(seed);
    const { model, senses, payoff, ...question } = hidden;
    const beliefs = beliefsOf(model, senses.look, senses.rewards, question.horizon, "random");
    const optimum = solveFinite({ model: beliefs.model, payoff: beliefs.lift(payoff), ...question }).start.exact!;
    for (let window = 1; window <= question.horizon; window++) {
      const memory = memoryFor(hidden, window);
      const own = { ...question, model: memory.model, payoff: memory.lift(payoff) };
      const goals = [{ payoff: own.payoff, direction: question.direction, discount: question.discount }];
      const { choices, values } = searchRecall({ memory, horizon: question.horizon, goals });
      const exact = solveFinite({ ...own, within: policyOf(memory, choices) }).start.exact!;
      expect(Math.abs(values[0]! - toNumber(exact)), `seed ${seed}`).toBeLessThan(1e-9 * (1 + Math.abs(values[0]!)));
      const gap = question.direction === "maximise" ? compare(exact, optimum) : compare(optimum, exact);
      expect(gap, `seed ${seed}, window ${window}`).toBeLessThanOrEqual(0);
      if (gap < 0) short++;
      // The search is in doubles, and takes sums for equal that differ by 1e-12 of what is at stake: at most 5 amounts in 4 steps.
      const amounts = [...payoff.rows, ...Object.values(payoff.final ?? {})].flatMap(({ values }) => [...values]);
      const largest = Math.max(1, ...amounts.map(Math.abs));
      const lost = Math.abs(toNumber(subtract(exact, optimum)));
      if (window === question.horizon) expect(lost, `seed ${seed}`).toBeLessThan(1e-10 * largest);
    }
  }
  // Shorter memories are worth less in some of them.
  expect(short).toBeGreaterThan(20);
});
