import { expect, test } from "vitest";
import { beginLife, isSavedLife, type Mind, resumeLife } from "../core/index.ts";
import { read, written } from "../core/snapshot.ts";
import { memory } from "../studies/mind-scores/memory.ts";
import { brainLike } from "./brain-like.ts";
import { qLearning } from "./contrasts.ts";
import { withMemory } from "./with-memory.ts";

const { world, drive } = memory(4, 1);

/** The share of right answers in the second half of 1 000 episodes. */
function right(mind: Mind, seed: number): number {
  const life = beginLife(world, drive, mind, { seed });
  life.run(5 * 500);
  return (life.run(5 * 500) / 500 + 1) / 2;
}

// Who cannot remember is right half of the time: 4 standard errors of 500 answers are 0.09.
test.each([
  ["brain-like", 0.95, brainLike],
  ["q-learning", 0.8, qLearning], // which still draws one act in six
] as const)("%s answers with a memory, and guesses without", (_, least, mind) => {
  for (const seed of [1, 2]) {
    expect(right(withMemory(mind()), seed)).toBeGreaterThan(least);
    expect(Math.abs(right(mind(), seed) - 0.5)).toBeLessThan(0.09);
  }
});

test("the memory is of the last other value in the same episode", () => {
  const seen: number[][] = [];
  const spy: Mind = {
    name: "spy",
    newborn: () => ({}),
    wake: ({ features }) => ({
      act(percept) {
        expect(percept.features.length).toBe(features.length);
        seen.push([...percept.features]);
        return { action: 0 };
      },
      learn: ({ next }) => void seen.push([...next.features]),
      greedy: () => 0,
      value: () => 0,
      memory: () => ({}),
    }),
  };
  const { world: longer, drive: same } = memory(2, 1);
  beginLife(longer, same, withMemory(spy), { seed: 1 }).run(6);
  // step, bit (0 hidden, 1 or 2), query; then what each was before, plus 1, 0 where it was never another.
  const [bit, other] = [seen[0]![1]!, seen[6]![1]!];
  const episode = (shown: number) => [
    [0, shown, 0, 0, 0, 0],
    [0, shown, 0, 0, 0, 0],
    [0, shown, 0, 0, 0, 0],
    [1, 0, 0, 1, shown + 1, 0],
    [1, 0, 0, 1, shown + 1, 0],
    [2, 0, 0, 2, shown + 1, 0],
  ];
  expect(seen).toEqual([...episode(bit), ...episode(other)]);
});

test("a life with a memory goes on from what was saved as if it had never stopped", () => {
  const mind = withMemory(brainLike());
  const life = beginLife(world, drive, mind, { seed: 3 });
  life.run(203);
  const saved = read(written(life.save()));
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  expect([...resumeLife(world, drive, mind, saved).live(100)]).toEqual([...life.live(100)]);
});
