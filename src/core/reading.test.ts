import { expect, test } from "vitest";
import { defineDrive, override, rename, scale, sum } from "./drive.ts";
import { flag, range } from "./field.ts";
import { rewardOf, rewardsAlong } from "./life.ts";
import { formatRational } from "./rational.ts";
import { type Reading, readingAt } from "./reading.ts";
import { defineWorld } from "./world.ts";

/** A fuse of three cells that burns on with probability 0.5 a step; a bang at its end, once; water puts it out. */
const spec = {
  id: "fuse",
  fields: { cell: range(0, 3), lit: flag() },
  actions: ["wait", "pour"],
  start: () => ({ cell: 0, lit: true }),
  terminated: ({ cell }: { readonly cell: number }) => cell === 3,
} as const;
const fuse = defineWorld({
  ...spec,
  transition: ({ cell, lit }, action, chance) => ({
    cell: lit && action === "wait" && chance.flip(0.5) ? cell + 1 : cell,
    lit: lit && action === "wait",
  }),
  signals: { bang: ({ nextState }) => nextState.cell === 3, burning: ({ state }) => state.lit },
});
type FuseReading = Reading<{ readonly cell: number; readonly lit: boolean }, "wait" | "pour">;
const bang = (within: number): FuseReading => ({ signal: "bang", within, continuation: () => "wait" });
const at = (cell: number, action: "wait" | "pour" = "wait") => ({ state: { cell, lit: true }, action, phase: 0 });

// From cell 2 one more half: 1 − 0.5^k. From cell 1 two halves of k steps: 1 − (k + 1)/2^k. From cell 0 three: 1/8 in three steps.
test.each([
  [2, 1, "1/2"],
  [2, 3, "7/8"],
  [1, 1, "0"],
  [1, 3, "1/2"],
  [0, 2, "0"],
  [0, 3, "1/8"],
])("from cell %d within %d steps the bang comes with probability %s", (cell, within, probability) => {
  expect(formatRational(readingAt(fuse, "bang", bang(within), at(cell)))).toBe(probability);
});

test("the act is its own, and the continuation that of the steps after it", () => {
  expect(formatRational(readingAt(fuse, "bang", bang(9), at(2, "pour")))).toBe("0");
  const poured: FuseReading = { ...bang(9), continuation: () => "pour" };
  expect(formatRational(readingAt(fuse, "bang", poured, at(2)))).toBe("1/2");
});

test("a state that has ended gives no more signals, though its own may come with the end", () => {
  // Burning is read of the state before: at once.
  const burning: FuseReading = { ...bang(5), signal: "burning" };
  expect(formatRational(readingAt(fuse, "burning", burning, at(0)))).toBe("1");
  const after = defineWorld({
    ...spec,
    transition: (state) => ({ ...state, cell: 3 }),
    signals: { next: () => false },
  });
  const next = { signal: "next", within: 5, continuation: () => "wait" as const };
  expect(formatRational(readingAt(after, "next", next, at(0)))).toBe("0");
});

test("the rules are those of the phase in which the act is taken", () => {
  const phased = defineWorld({
    ...spec,
    transition: ({ cell, lit }, _, __, phase) => ({ cell: Math.min(3, cell + phase), lit }),
    signals: { bang: ({ nextState }) => nextState.cell === 3 },
    horizon: 10,
    phases: [1],
  });
  const probability = (phase: number) => formatRational(readingAt(phased, "bang", bang(3), { ...at(0), phase }));
  expect([probability(0), probability(1)]).toEqual(["0", "1"]);
});

const dread = defineDrive(
  fuse,
  { dread: ({ thought }) => -8 * thought.readings.bang },
  { readings: { bang: bang(3) } },
);

test("rewards along letters read what is foreseen, from the world alone", () => {
  // −8/8 before waiting at cell 0; nothing once it is poured.
  expect(rewardsAlong(fuse, dread, "wpw", 0)[0]).toBe(-1);
  expect(rewardsAlong(fuse, dread, "ppp")).toEqual([0, 0, 0]);
});

test("a mind that has taken the reading is asked for its own", () => {
  const thought = { readings: { bang: 0.25 } };
  expect(rewardOf(dread, { ...at(0), nextState: { cell: 0, lit: true }, thought })).toBe(-2);
});

test("composition keeps readings", () => {
  const moment = { ...at(0), nextState: { cell: 0, lit: true } };
  const time = defineDrive(fuse, { time: () => -1 });
  expect(rewardOf(sum(time, scale(dread, 2)), moment)).toBe(-1 - 2);
  expect(rewardOf(rename(sum(dread, time), { dread: "fear" }), moment)).toBe(-2);
  expect(Object.keys(sum(time, rename(dread, { dread: "fear" }), dread).readings ?? {})).toEqual(["bang"]);
  const later = override(
    sum(dread, time),
    { time: ({ thought }) => -thought.readings.soon },
    { readings: { soon: bang(1) } },
  );
  expect(rewardOf(later, { ...moment, ...at(2) })).toBe(-8 * 0.875 - 0.5);
  expect(Object.keys(later.readings ?? {})).toEqual(["bang", "soon"]);
});

test("two readings of one name are an error", () => {
  const other = defineDrive(fuse, { other: ({ thought }) => thought.readings.bang }, { readings: { bang: bang(4) } });
  const message = 'two readings are named "bang"; give one of them another name';
  expect(() => sum(dread, other)).toThrow(`sum: ${message}`);
  expect(() => override(dread, {}, { readings: { bang: bang(4) } })).toThrow(`override: ${message}`);
});

const declare = (reading: object) => () => defineDrive(fuse, {}, { readings: { bang: { ...bang(3), ...reading } } });
test.each([
  [{ signal: "bnag" }, '"bnag" is not a signal of the world (did you mean "bang"?); it has bang, burning'],
  [{ within: 0 }, "within 0: expected a whole number of steps, at least 1"],
  [{ within: 2.5 }, "within 2.5: expected a whole number of steps, at least 1"],
  [{ continuation: "wait" }, 'continuation is "wait", expected a function of the state'],
  [{ steps: 3 }, '"steps" is not known; expected only signal, within and continuation'],
])("a reading of %j is an error", (reading, message) => {
  expect(declare(reading)).toThrow(`fuse: reading "bang": ${message}`);
});

test("a world without signals says how one is declared", () => {
  const silent = defineWorld({ ...spec, transition: (state) => state });
  expect(() => defineDrive(silent, {}, { readings: { bang: bang(3) } })).toThrow(
    'fuse: reading "bang": "bang" is not a signal of the world; it declares none: signals: { … } in defineWorld',
  );
});

test("an action that cannot be taken, and a signal that is neither true nor false, are errors", () => {
  const dry = defineWorld({
    ...spec,
    available: (_, action) => action === "wait",
    transition: (state) => state,
    signals: { bang: () => false },
  });
  const pour: FuseReading = { ...bang(2), continuation: () => "pour" };
  expect(() => readingAt(dry, "bang", pour, at(1))).toThrow(
    'fuse: reading "bang": continuation({cell: 1, lit: true}) is "pour", expected an action that can be taken there: wait',
  );
  const odd = { ...fuse, signals: { bang: () => JSON.parse("3") } };
  expect(() => readingAt(odd, "bang", bang(2), at(1))).toThrow(
    'fuse: signal "bang" at {cell: 1, lit: true}, "wait", {cell: 2, lit: true} is 3, expected true or false',
  );
});
