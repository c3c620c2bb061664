import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineCase, defineDrive, defineWorld, oneOf, range, scale } from "../../core/index.ts";
import { compare } from "./compare.ts";

const CELLS = 3;
/** Three cells in a row with an end beyond the last; a step to the right slips one time in four. */
const world = defineWorld({
  id: "slippery",
  fields: { cell: range(0, CELLS), kind: oneOf(["only"]) },
  actions: ["left", "right"],
  start: () => ({ cell: 0, kind: "only" }),
  transition({ cell, kind }, action, chance) {
    if (action === "left") return { cell: Math.max(0, cell - 1), kind };
    return { cell: chance.flip(0.25) ? cell : cell + 1, kind };
  },
  terminated: ({ cell }) => cell === CELLS,
  discount: 0.9,
});
type Table = (cell: number, action: number, next: number) => number;
const ACTIONS = world.actions;

const drive = (table: Table) =>
  defineDrive(world, {
    table: ({ state, action, nextState }) => table(state.cell, ACTIONS.indexOf(action), nextState.cell),
  });

const epicOf = (first: ReturnType<typeof drive>, second: ReturnType<typeof drive>) => {
  const subject = defineCase({ world, drives: { first, second } });
  const { distances } = compare(subject, { name: "slippery", drives: ["first", "second"] });
  return distances.find(({ name }) => name === "EPIC");
};

/** Canonically shaped rewards and their correlation, straight from the definition, in doubles. */
function correlation(tables: readonly [Table, Table], discount: number): number {
  const states = Array.from({ length: CELLS + 1 }, (_, cell) => cell);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shaped = tables.map((table): Table => {
    const m = (state: number) => mean(states.flatMap((next) => [0, 1].map((action) => table(state, action, next))));
    const overall = mean(states.map(m));
    return (state, action, next) => table(state, action, next) + discount * m(next) - m(state) - discount * overall;
  });
  const coverage = states.slice(0, CELLS).flatMap((state) => [
    { weight: 1, of: [state, 0, Math.max(0, state - 1)] as const },
    { weight: 0.25, of: [state, 1, state] as const },
    { weight: 0.75, of: [state, 1, state + 1] as const },
  ]);
  const total = coverage.reduce((sum, { weight }) => sum + weight, 0);
  const expected = (f: (at: readonly [number, number, number]) => number) =>
    coverage.reduce((sum, { weight, of }) => sum + weight * f(of), 0) / total;
  const [x, y] = shaped.map((table) => {
    const centre = expected((at) => table(...at));
    return (at: readonly [number, number, number]) => table(...at) - centre;
  });
  if (x === undefined || y === undefined) throw new Error("expected two");
  return expected((at) => x(at) * y(at)) / Math.sqrt(expected((at) => x(at) ** 2) * expected((at) => y(at) ** 2));
}

const numbers = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 32, maxLength: 32 });
const tableOf =
  (values: readonly number[]): Table =>
  (cell, action, next) =>
    values[(cell * 2 + action) * (CELLS + 1) + next] ?? 0;
const potential = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: CELLS + 1, maxLength: CELLS + 1 });

describe("EPIC", () => {
  test("is the correlation of the canonically shaped rewards", () => {
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const found = epicOf(drive(tableOf(first)), drive(tableOf(second)));
        if (!found?.isDecided) return; // a reward that is constant once canonical: below
        const expected = correlation([tableOf(first), tableOf(second)], 0.9);
        expect(found.correlation?.value).toBeCloseTo(expected, 10);
        expect(found.distance.value).toBeCloseTo(Math.sqrt((1 - expected) / 2), 6);
      }),
      { numRuns: 40 },
    );
  });

  test("is exactly 0 up to potential shaping and positive scale, and exactly 1 for the negation", () => {
    fc.assert(
      fc.property(numbers, potential, fc.constantFrom(0.5, 3, 10), (values, heights, factor) => {
        const table = tableOf(values);
        const given = drive(table);
        const shaped = drive(
          (cell, action, next) => table(cell, action, next) + 0.9 * (heights[next] ?? 0) - (heights[cell] ?? 0),
        );
        const [same, opposite] = [epicOf(given, scale(shaped, factor)), epicOf(given, scale(shaped, -factor))];
        if (!same?.isDecided || !opposite?.isDecided) return;
        expect([same.distance.exact, opposite.distance.exact]).toEqual(["0", "1"]);
      }),
      { numRuns: 40 },
    );
  });

  test("counts a final with the step that ends the world, one discount later", () => {
    const ending = (pays: number) =>
      defineDrive(
        world,
        { back: ({ action }) => (action === "left" ? -1 : 0) },
        { final: (_, why) => (why === "terminated" ? pays : 0) },
      );
    const arriving = drive((_, action, next) => (action === 0 ? -1 : 0) + (next === CELLS ? 9 : 0));
    expect(epicOf(ending(10), arriving)).toMatchObject({ isDecided: true, distance: { exact: "0" } });
    expect(epicOf(ending(9), arriving)).not.toMatchObject({ distance: { exact: "0" } });
  });

  test.each([
    ["a constant reward", drive(() => 1), /^second is constant once it is canonical/],
    [
      "a reward without an answer to what cannot happen",
      drive((cell, _, next) => {
        if (Math.abs(next - cell) > 1) throw new Error("no such step");
        return next;
      }),
      /term "table" of second has no answer to one: no such step/,
    ],
    ["a reward that is NaN there", drive((cell, _, next) => (next - cell > 1 ? Number.NaN : 1)), /no finite number/],
  ])("says why there is none: %s", (_, second, reason) => {
    const found = epicOf(
      drive((_, action) => action),
      second,
    );
    expect(found).toMatchObject({ isDecided: false, reason: expect.stringMatching(reason) });
  });
});
