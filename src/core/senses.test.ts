import { expect, test } from "vitest";
import { defineWorld, flag, list, oneOf, range, real } from "./index.ts";
import { availabilityOf, sensesOf } from "./senses.ts";

const fields = { colour: oneOf(["red", "blue"]), row: range(2, 5), seen: list(flag(), 2), speed: real(-1, 1) };
const first = { colour: "red" as const, row: 2, seen: [false, false], speed: 0 };
const open = defineWorld({ id: "open", fields, actions: ["go"], start: () => first, transition: (state) => state });
type OpenState = typeof first;

test("declared fields become features, and features observations again", () => {
  const senses = sensesOf(open, first, []);
  expect(senses.features).toEqual([
    { name: "colour", kind: "discrete", size: 2 },
    { name: "row", kind: "discrete", size: 4 },
    { name: "seen[0]", kind: "discrete", size: 2 },
    { name: "seen[1]", kind: "discrete", size: 2 },
    { name: "speed", kind: "real", low: -1, high: 1 },
  ]);
  const state = { colour: "blue", row: 5, seen: [false, true], speed: -0.5 };
  expect([...senses.encode(state, true)]).toEqual([1, 3, 0, 1, -0.5]);
  expect(senses.describe(senses.encode(state, true))).toEqual(state);
});

test.each([
  ["above its range", { ...first, row: 6 }, "row = 6, expected a whole number from 2 to 5"],
  ["not a number", { ...first, speed: Number.NaN }, "speed = NaN, expected a number from -1 to 1"],
  ["a field that is not declared", { ...first, rows: 1 }, '"rows", which is not a field (did you mean "row"?)'],
])("an observation with a value %s is refused", (_, state, message) => {
  expect(() => sensesOf(open, first, []).encode(state, true)).toThrow(message);
});

const hidden = (observe: (state: OpenState) => string | number | { readonly [key: string]: string | number }) =>
  defineWorld({ id: "hidden", fields, actions: ["go"], start: () => first, transition: (state) => state, observe });

test("what is only observed is numbered as it is met, and the numbers are kept", () => {
  const world = hidden(({ colour, row }) => ({ colour, row }));
  const senses = sensesOf(world, first, []);
  expect([...senses.encode({ colour: "blue", row: 4 }, true)]).toEqual([0, 0]);
  expect([...senses.encode({ colour: "red", row: 4 }, true)]).toEqual([1, 0]);
  expect(senses.memory()).toEqual([["blue", "red"], [4]]);
  const again = sensesOf(world, first, senses.memory());
  expect([...again.encode({ colour: "red", row: 5 }, true)]).toEqual([1, 1]);
  expect([...again.encode({ colour: "green", row: 5 }, false)]).toEqual([-1, 1]);
  expect(again.describe(Float64Array.of(1, 1))).toEqual({ colour: "red", row: 5 });
});

test("an observation of another shape, or of real numbers that are not declared, is refused", () => {
  const senses = sensesOf(
    hidden(({ row }) => row),
    first,
    [],
  );
  expect(() => senses.encode({ row: 2 }, true)).toThrow("expected the shape of the first observation, 2");
  expect(() => senses.encode(0.5, true)).toThrow("declare real numbers: observation: { … } in defineWorld");
});

test("where nothing can be done and the world has not ended, it says so", () => {
  const stuck = { ...open, available: () => false };
  expect(() => availabilityOf(stuck)(first)).toThrow("no action can be taken in");
  expect(availabilityOf({ ...stuck, terminated: () => true })(first)).toEqual([]);
});
