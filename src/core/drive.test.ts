import { expect, test } from "vitest";
import { defineDrive, override, rename, scale, sum } from "./drive.ts";
import { range } from "./field.ts";
import { defineIntent } from "./intent.ts";
import { rewardOf } from "./life.ts";
import { formatRational } from "./rational.ts";
import { defineWorld } from "./world.ts";

const spec = {
  fields: { cell: range(0, 3) },
  actions: ["left", "right"],
  start: () => ({ cell: 0 }),
  transition: (state: { readonly cell: number }) => state,
} as const;
const world = defineWorld({ id: "corridor", ...spec });
const elsewhere = defineWorld({ id: "elsewhere", ...spec });
const moment = { state: { cell: 1 }, action: "right", nextState: { cell: 3 }, phase: 0 } as const;

const progress = defineDrive(world, { ahead: ({ state, nextState }) => nextState.cell - state.cell, time: () => -1 });
const names = (drive: typeof progress) => drive.terms.map(({ name }) => name);
const weights = (drive: typeof progress) => drive.terms.map(({ weight }) => formatRational(weight));

test("a drive pays the sum of its terms", () => {
  // 3 − 1 ahead, −1 for time
  expect(rewardOf(progress, moment)).toBe(1);
});

test("terms are added as the decimals that they are, not as doubles", () => {
  const decimal = defineDrive(world, { a: () => 0.1, b: () => 0.2 });
  expect(rewardOf(decimal, moment)).toBe(0.3);
  // One term whose own sum is in doubles is read to 12 digits.
  expect(rewardOf(defineDrive(world, { a: () => 0.1 + 0.2 }), moment)).toBe(0.3);
});

test.each([NaN, Infinity, -Infinity])("a term that is %d is an error", (value) => {
  expect(() => rewardOf(defineDrive(world, { odd: () => value }), moment)).toThrow(
    `corridor: term "odd" is ${value}, expected a finite number`,
  );
});

test("final is a term of its own, not paid for a moment, and no other term has its name", () => {
  const ended = defineDrive(world, { time: () => -1 }, { final: ({ cell }, why) => (why === "horizon" ? cell : 10) });
  expect(names(ended)).toEqual(["time", "final"]);
  expect(rewardOf(ended, moment)).toBe(-1);
  const [, final] = ended.terms;
  const paid = final !== undefined && "final" in final.pays ? final.pays.final : undefined;
  expect([paid?.({ cell: 3 }, "horizon"), paid?.({ cell: 3 }, "terminated")]).toEqual([3, 10]);
  expect(() => defineDrive(world, { final: () => 1 }, { final: () => 1 })).toThrow(
    'corridor: a term cannot be named "final" beside final',
  );
});

test("sum pays what its drives pay together", () => {
  const cell = defineDrive(world, { cell: ({ nextState }) => nextState.cell });
  expect(rewardOf(sum(progress, cell), moment)).toBe(4);
  expect(names(sum(progress, cell))).toEqual(["ahead", "time", "cell"]);
});

test("sum refuses drives of two worlds, two terms of one name, and no drive", () => {
  const other = defineDrive(elsewhere, { cell: () => 1 });
  expect(() => sum(progress, other)).toThrow('sum: drives of two worlds, "corridor" and "elsewhere"');
  expect(() => sum(progress, progress)).toThrow('sum: two terms are named "ahead"; rename one');
  expect(() => sum()).toThrow("sum(): expected at least one drive");
});

test("scale multiplies every term, or the named ones, by a decimal", () => {
  expect(weights(scale(progress, 0.1))).toEqual(["1/10", "1/10"]);
  expect(weights(scale(scale(progress, 0.1), { time: 3 }))).toEqual(["1/10", "3/10"]);
  expect(rewardOf(scale(progress, { ahead: 0.5 }), moment)).toBe(0);
  expect(() => scale(progress, { tmie: 2 })).toThrow(
    'scale: "tmie" is not a term of the drive (did you mean "time"?); it has ahead, time',
  );
  expect(() => scale(progress, NaN)).toThrow('scale: the factor of "ahead" is NaN, expected a finite number');
  expect(() => scale(progress, { time: Infinity })).toThrow('the factor of "time" is Infinity');
});

test("rename changes names alone", () => {
  const renamed = rename(progress, { ahead: "progress" });
  expect(names(renamed)).toEqual(["progress", "time"]);
  expect(rewardOf(renamed, moment)).toBe(1);
  expect(names(rename(progress, { ahead: "time", time: "ahead" }))).toEqual(["time", "ahead"]);
  expect(() => rename(progress, { ahead: "time" })).toThrow('rename: two terms are named "time"; rename one');
  expect(() => rename(progress, { back: "x" })).toThrow('rename: "back" is not a term of the drive');
});

test("override replaces a term in its place and keeps its weight", () => {
  const replaced = override(scale(progress, { time: 10 }), { time: () => -0.5 });
  expect(names(replaced)).toEqual(["ahead", "time"]);
  expect(weights(replaced)).toEqual(["1", "10"]);
  expect(rewardOf(replaced, moment)).toBe(2 - 5);
  expect(() => override(progress, { timer: () => 0 })).toThrow('override: "timer" is not a term of the drive');
});

test("compositions compose: three times the time, summed with another drive under new names", () => {
  const composed = sum(scale(progress, { time: 3 }), rename(progress, { ahead: "again", time: "clock" }));
  expect(rewardOf(override(composed, { clock: () => 100 }), moment)).toBe(2 - 3 + 2 + 100);
});

test("composing leaves alone the drive that it starts from, and remembers what the user wrote", () => {
  const before = progress.terms.map(({ definition }) => definition);
  const after = rename(scale(progress, 2), { ahead: "x" });
  expect(after.terms.map(({ definition }) => definition)).toEqual(before);
  expect(weights(progress)).toEqual(["1", "1"]);
});

test("an intent's items stand in the order in which they are judged", () => {
  const intent = defineIntent(world, {
    score: () => 1,
    reach: { end: ({ cell }) => cell === 3 },
    keepPossible: { back: ({ cell }) => cell === 0 },
    never: { left: ({ action }) => action === "left", jump: () => false },
  });
  expect(intent.items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "never left",
    "never jump",
    "keepPossible back",
    "reach end",
    "score score",
  ]);
});

test("an intent of final alone scores nothing on the way; an intent of nothing is an error", () => {
  const [item, ...others] = defineIntent(world, { final: ({ cell }) => cell }).items;
  expect(others).toEqual([]);
  if (item?.kind !== "score") throw new Error("expected a score");
  expect([item.value(moment), item.final?.({ cell: 2 }, "horizon")]).toEqual([0, 2]);
  expect(() => defineIntent(world, {})).toThrow(
    "corridor: an intent needs a score, never, keepPossible, reach or final",
  );
  expect(() => defineIntent(world, { never: {}, reach: {} })).toThrow("corridor: an intent needs");
});
