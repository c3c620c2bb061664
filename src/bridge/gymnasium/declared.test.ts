import { expect, test } from "vitest";
import { range } from "../../core/field.ts";
import { defineWorld, type State } from "../../core/world.ts";
import { declaredBy, declaredDrives, declaredIntent, defineGymnasium } from "./declared.ts";
import type { View } from "./moment.ts";

/** A counter that "up" raises, as if Gymnasium showed it and paid 1 for each step. */
const world = defineWorld({
  id: "counter",
  fields: { count: range(0, 3) },
  actions: ["stay", "up"],
  start: () => ({ count: 0 }),
  transition: ({ count }, action) => ({ count: action === "up" ? Math.min(3, count + 1) : count }),
});
const seen = (state: State): number => Number(state.count);
const view: View = {
  observation: seen,
  moment: ({ state, action, nextState }) => ({
    observation: seen(state),
    action: action === "up" ? 1 : 0,
    nextObservation: seen(nextState),
    reward: 1,
    terminated: seen(nextState) === 3,
    truncated: false,
    info: {},
  }),
};
const moment = { state: { count: 1 }, action: "up", nextState: { count: 2 }, phase: 0 };

test("drives and an intent read what Gymnasium shows", () => {
  const file = defineGymnasium<number, number>({
    drives: { naive: { up: ({ action }) => action, paid: ({ reward }) => reward } },
    intent: {
      never: { far: ({ nextObservation }) => nextObservation > 1 },
      reach: { end: (count) => count === 3 },
      keepPossible: { start: (count) => count < 2 },
      score: ({ observation, nextObservation }) => nextObservation - observation,
    },
  });
  for (const exported of [{ default: file }, file]) {
    const declared = declaredBy(exported, "file.ts");
    const terms = declaredDrives(world, view, declared).naive!.terms;
    expect(terms.map(({ pays }) => ("each" in pays ? pays.each(moment) : undefined))).toEqual([1, 1]);
    // What reports show is the function in the file.
    expect(terms[0]!.definition).toBe(file.drives?.naive?.up);
    const items = declaredIntent(world, view, declared)?.items ?? [];
    const values = items.map((item) =>
      item.kind === "score"
        ? item.value(moment)
        : item.kind === "never"
          ? item.holds(moment)
          : item.holds(moment.nextState),
    );
    expect(items.map(({ kind, name }, k) => [kind, name, values[k]])).toEqual([
      ["never", "far", true],
      ["keepPossible", "start", false],
      ["reach", "end", false],
      ["score", "score", 1],
    ]);
  }
});

const intent = (parts: object) => ({ default: { intent: parts } });
test.each([
  [{}, "file.ts: expected export default defineGymnasium({ drives: { … }, intent: { … } }), or exports named drives"],
  [{ default: 3 }, "or exports named drives and intent, got 3"],
  [{ default: { drives: {}, intend: {} } }, 'file.ts: defineGymnasium: "intend" is not known (did you mean "intent"?)'],
  [{ drives: [] }, "file.ts: drives is [], expected drives by name"],
  [{ drives: { naive: {} } }, "file.ts: drives.naive has no term"],
  [{ drives: { naive: { up: 1 } } }, "file.ts: drives.naive.up is 1, expected a function of a moment"],
  [intent({ nevr: {} }), 'file.ts: intent: "nevr" is not known (did you mean "never"?)'],
  [intent({ reach: { end: 3 } }), "file.ts: intent.reach.end is 3, expected a function of an observation"],
  [intent({ score: {} }), "file.ts: intent.score is {}, expected a function of a moment"],
])("%j is refused", (exported, message) => {
  expect(() => declaredBy(exported, "file.ts")).toThrow(message);
});

test.each([
  [
    () => undefined,
    "is undefined, expected a finite number, given observation 1, action 1, nextObservation 2, reward 1",
  ],
  [() => Number.NaN, "is NaN, expected a finite number"],
  [() => true, "is true, expected a finite number"],
  [
    () => {
      throw new RangeError("too far");
    },
    "RangeError: too far, given observation 1",
  ],
])("a term that gives no number is shown with what it was given: %s", (term, message) => {
  const [found] = declaredDrives(world, view, declaredBy({ drives: { naive: { term } } }, "file.ts")).naive!.terms;
  const pays = found!.pays;
  expect(() => ("each" in pays ? pays.each(moment) : 0)).toThrow(`counter: term "term" of drive "naive"`);
  expect(() => ("each" in pays ? pays.each(moment) : 0)).toThrow(message);
});
