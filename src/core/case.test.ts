import { expect, test } from "vitest";
import { defineCase, settingsOf } from "./case.ts";
import { defineDrive } from "./drive.ts";
import { InnateError } from "./errors.ts";
import { range } from "./field.ts";
import { defineIntent } from "./intent.ts";
import { defineWorld } from "./world.ts";

const corridor = (id: string, length = 4) =>
  defineWorld({
    id,
    fields: { cell: range(0, length - 1) },
    actions: ["left", "right"],
    start: () => ({ cell: 0 }),
    transition: (state) => state,
  });
const world = corridor("corridor");
const naive = defineDrive(world, { cell: ({ nextState }) => nextState.cell });
const intent = defineIntent(world, { score: ({ nextState }) => nextState.cell });
const elsewhere = corridor("elsewhere");
const strange = defineDrive(elsewhere, { cell: () => 1 });

test("a plain case has no parameters and builds itself", () => {
  const setting = { world, drives: { naive }, intent, expects: { naive: ["loop"] } };
  const made = defineCase(setting);
  expect(made.parameters).toEqual({});
  expect(made.build({})).toEqual(setting);
});

test("drives and intents of another world, no drives, and expectations of no drive are errors", () => {
  expect(() => defineCase({ world, drives: { naive, strange } })).toThrow(
    'corridor: drive "strange" is of another world, "elsewhere"; define it with this world',
  );
  const strangeIntent = defineIntent(elsewhere, { score: () => 1 });
  expect(() => defineCase({ world, drives: { naive }, intent: strangeIntent })).toThrow(
    'corridor: the intent is of another world, "elsewhere"',
  );
  expect(() => defineCase({ world, drives: {} })).toThrow("corridor: a case needs at least one drive");
  expect(() => defineCase({ world, drives: { naive }, expects: { niave: [] } })).toThrow(
    'corridor: expects names "niave", which is not a drive (did you mean "naive"?)',
  );
});

test("misspelt keys are errors that name the nearest known one", () => {
  const expects = { naive: ["loop"] };
  expect(() => defineCase({ world, drives: { naive }, ...{ expect: expects } })).toThrow(
    'corridor: defineCase: "expect" is not known (did you mean "expects"?); expected only world, drives, intent, expects and basis',
  );
  const built = { parameters: {}, build: () => ({ world, drives: { naive }, ...{ intnt: intent } }) };
  expect(() => defineCase(built).build({})).toThrow(
    'corridor: defineCase: "intnt" is not known (did you mean "intent"?)',
  );
  expect(() => defineCase({ ...built, ...{ paramters: {} } })).toThrow('defineCase: "paramters" is not known');
  const number = { default: 1, low: 0, high: 2, ...{ hihg: 3 } };
  expect(() => defineCase({ ...built, parameters: { length: number } })).toThrow(
    'parameter length: "hihg" is not known (did you mean "high"?); expected only default, low, high and about',
  );
  const choice = { default: "a", options: ["a", "b"], ...{ option: ["c"] } };
  expect(() => defineCase({ ...built, parameters: { guard: choice } })).toThrow(
    'parameter guard: "option" is not known (did you mean "options"?)',
  );
  expect(() => defineIntent(world, { score: () => 1, ...{ nevr: {} } })).toThrow(
    'corridor: defineIntent: "nevr" is not known (did you mean "never"?)',
  );
  expect(() => defineDrive(world, {}, { final: () => 0, ...{ fnal: () => 1 } })).toThrow(
    'corridor: defineDrive\'s options: "fnal" is not known (did you mean "final"?); expected only final',
  );
});

const parameters = {
  length: { default: 4, low: 2, high: 10 },
  guard: { default: "asleep", options: ["asleep", "awake"] },
} as const;

test("a case is built from its parameters' values, defaults where none is given", () => {
  const built: unknown[] = [];
  const made = defineCase({
    parameters,
    build(values) {
      built.push(values);
      const longer = corridor(values.guard, values.length);
      return { world: longer, drives: { naive: defineDrive(longer, { cell: () => 1 }) } };
    },
  });
  expect(made.build({}).world.id).toBe("asleep");
  expect(made.build({ guard: "awake", length: 7 }).world.fields.cell?.size).toBe(7);
  expect(built).toEqual([
    { length: 4, guard: "asleep" },
    { length: 7, guard: "awake" },
  ]);
});

test("what a case with parameters builds is checked as a plain case is", () => {
  const made = defineCase({ parameters, build: () => ({ world, drives: {} }) });
  expect(() => made.build({})).toThrow("corridor: a case needs at least one drive");
});

test.each([
  [{ lenght: 3 }, '"lenght" is not a parameter (did you mean "length"?); it has length, guard'],
  [{ length: 1 }, "parameter length = 1: expected a number from 2 to 10"],
  [{ length: NaN }, "parameter length = NaN: expected a number from 2 to 10"],
  [{ length: "4" }, 'parameter length = "4": expected a number from 2 to 10'],
  [{ guard: "drunk" }, 'parameter guard = "drunk": expected one of asleep, awake'],
  [{ guard: 1 }, "parameter guard = 1: expected one of asleep, awake"],
])("the settings %j are refused", (given, message) => {
  expect(() => settingsOf(parameters, given)).toThrow(message);
  expect(() => settingsOf(parameters, given)).toThrow(expect.objectContaining({ fault: "usage" }));
});

test("the ends of a range are in it, and a case without parameters says so", () => {
  expect(settingsOf(parameters, { length: 2 })).toEqual({ length: 2, guard: "asleep" });
  expect(settingsOf(parameters, { length: 10 })).toEqual({ length: 10, guard: "asleep" });
  expect(() => settingsOf({}, { length: 3 })).toThrow('"length" is not a parameter; the case has none');
  expect(() => settingsOf({}, { length: 3 })).toThrow(InnateError);
  expect(() => settingsOf(parameters, { toString: 3 })).toThrow('"toString" is not a parameter');
});
