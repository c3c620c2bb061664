import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { corridor, dice } from "../../test/support/worlds.ts";
import { flag, list, range } from "../core/field.ts";
import type { Moment } from "../core/moment.ts";
import { formatRational, parseDecimal, rational } from "../core/rational.ts";
import { defineWorld, type State } from "../core/world.ts";
import { hasBit } from "./bits.ts";
import { type Coded, codedFrom } from "./coded.ts";
import { branchCodes, finalColumn, momentColumn, momentLabels, stateCodes, stateLabels } from "./columns.ts";
import { enumerate } from "./enumerate.ts";
import { combine, difference } from "./payoffs.ts";
import { NO_READS } from "./pointer.ts";

type Step = Moment<State, string>;
const thrown = enumerate(dice);
const walk = enumerate(corridor);
const values = (column: Coded): readonly string[] =>
  Array.from(column.codes, (code) => formatRational(column.exact[code]!));
const number = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);

test("a column is the expectation of each row", () => {
  const eyes = ({ action, nextState }: Step) =>
    action === "throw" ? number(nextState.first) + number(nextState.second) : 0;
  const { payoff, reads, rounded } = momentColumn(thrown, 'term "eyes"', eyes);
  // Two dice show 7 on average.
  expect(new Set(values(payoff.rows[0]!))).toEqual(new Set(["7", "0"]));
  expect(reads).toEqual({ state: [], nextState: ["first", "second"], action: true, readings: [] });
  expect(rounded).toBeUndefined();
  // Both dice show six once in 36 throws.
  const sixes = ({ nextState }: Step) => (nextState.first === 6 && nextState.second === 6 ? 1 : 0);
  const column = momentColumn(thrown, 'term "sixes"', ({ action, ...rest }) =>
    action === "throw" ? sixes({ action, ...rest }) : 0,
  );
  expect(new Set(values(column.payoff.rows[0]!))).toEqual(new Set(["1/36", "0"]));
});

test("reading one field, spreading a state, and reading nothing are told apart", () => {
  const readsOf = (term: (moment: Step) => number) => momentColumn(thrown, "term", term).reads;
  expect(readsOf(() => 1)).toEqual(NO_READS);
  expect(readsOf(({ state }) => (state.light === true ? 1 : 0))).toMatchObject({ state: ["light"], nextState: [] });
  const spread = ({ state }: Step) => (Object.keys({ ...state }).length === 3 ? 1 : 0);
  expect(readsOf(spread)).toMatchObject({ state: ["first", "second", "light"] });
  // Cell 0 is where a step left leads nowhere; what is read only there is read of the state.
  const stayed = momentColumn(walk, "term", ({ state, nextState }) => (state === nextState ? number(state.cell) : 1));
  expect(stayed.reads).toMatchObject({ state: ["cell"], nextState: [] });
  expect(readsOf(({ phase }) => phase)).toEqual(NO_READS);
});

test("a double is read to 12 digits, and the column says when that mattered", () => {
  const column = (value: number) => momentColumn(walk, "term", () => value);
  const exact = (value: number) => column(value).payoff.rows[0]!.exact.at(-1);
  expect(exact(0.1 + 0.2)).toEqual(rational(3n, 10n));
  expect(column(0.1 + 0.2).rounded).toBe(0.1 + 0.2);
  expect(exact(1 / 3)).toEqual(parseDecimal("0.333333333333"));
  expect(column(1 / 3).rounded).toBe(1 / 3);
  expect(exact(1e-7)).toEqual(rational(1n, 10n ** 7n));
  expect(column(0.123456789012).rounded).toBeUndefined();
  expect(exact(5e-324)).toEqual(rational(5n, 10n ** 324n));
});

test.each([
  ["NaN", () => Number.NaN, "is NaN, expected a finite number"],
  ["infinity", () => Infinity, "is Infinity, expected a finite number"],
  ["minus infinity", () => -Infinity, "is -Infinity"],
  ["a random number", () => Math.random(), "it uses Math.random"],
  ["a counter", () => counter++, "gave two answers for the same moment"],
  ["the time", () => Date.now() % 2, "it uses the clock (Date.now())"],
  ["a promise", vi.fn().mockResolvedValue(1), "is a promise (remove async), expected a finite number"],
  ["a field that is not declared", ({ state }: Step) => number(state.cel), 'no field "cel" (did you mean "cell"?)'],
  ["what is thrown", () => JSON.parse("{"), "it threw: "],
])("a term that pays %s is an error that names where", (_, term, message) => {
  const run = () => momentColumn(walk, 'term "odd"', term);
  expect(run).toThrow('corridor: term "odd" at {cell: 0}, "left", {cell: 0}');
  expect(run).toThrow(message);
  expect(run).toThrow(expect.objectContaining({ fault: "case" }));
});

test("a counter that shows late is found: each moment is run on twice at first, and the first ones once more at the end", () => {
  const late = () => {
    let calls = 0;
    return () => calls++ >= 8;
  };
  const twice = 'corridor: f at {cell: 0}, "left", {cell: 0} gave two answers for the same moment';
  const [pays, holds] = [late(), late()];
  expect(() => momentColumn(walk, "f", () => (pays() ? 1 : 0))).toThrow(twice);
  expect(() => momentLabels(walk, "f", holds)).toThrow(twice);
  const shows = late();
  expect(() => branchCodes(walk, "f", () => (shows() ? 1 : 0))).toThrow(twice);
});
let counter = 0;

test("a term that changes the state is an error", () => {
  const spoil = ({ state }: Step) => Object.keys(Object.assign(state, { cell: 3 })).length;
  expect(() => momentColumn(walk, 'term "spoil"', spoil)).toThrow("it changes its argument");
});

test("a term that reads the thought is not decided; spreading a moment does not read it", () => {
  const run = () => momentColumn(walk, 'term "mind"', ({ thought }) => thought?.value ?? 0);
  expect(run).toThrow(
    'corridor: term "mind" at {cell: 0}, "left", {cell: 0}: it reads moment.thought, which depends on the mind',
  );
  expect(run).toThrow(expect.objectContaining({ fault: "undecided" }));
  expect(() => momentColumn(walk, "term", (moment) => ({ ...moment }).phase)).not.toThrow();
});

test("a lens shows other states to a term, whose reads are then not noted", () => {
  const cell = ({ state }: Step) => number(state.cell);
  const { payoff, reads } = momentColumn(walk, "term", cell, () => ({ cell: 2 }));
  expect(new Set(values(payoff.rows[0]!))).toEqual(new Set(["2"]));
  expect(reads).toEqual(NO_READS);
});

test("final pays for the reason: cells 0 to 2 at the horizon, cell 3 where the world has ended", () => {
  const pay = (state: State, why: string) => number(state.cell) + (why === "terminated" ? 10 : 0.5);
  const { payoff, reads } = finalColumn(walk, "final", pay);
  expect(values(payoff.final!.horizon)).toEqual(["1/2", "3/2", "5/2", "0"]);
  expect(values(payoff.final!.terminated)).toEqual(["0", "0", "0", "13"]);
  expect(new Set(values(payoff.rows[0]!))).toEqual(new Set(["0"]));
  expect(reads.state).toEqual(["cell"]);
  expect(() => finalColumn(walk, "final", () => Number.NaN)).toThrow(
    'corridor: final at {cell: 3}, "terminated" is NaN',
  );
  expect(() => finalColumn(walk, "final", () => counter++)).toThrow("gave two answers for the same state");
});

test("labels hold on branches and states, and are true or false", () => {
  const { branches, reads } = momentLabels(
    walk,
    "never",
    ({ action, nextState }) => action === "left" && nextState.cell === 1,
  );
  // Branches: 0 left, 0 right, 1 left, 1 right, 2 left, 2 right.
  expect([0, 1, 2, 3, 4, 5].filter((branch) => hasBit(branches[0]!, branch))).toEqual([4]);
  expect(reads).toEqual({ state: [], nextState: ["cell"], action: true, readings: [] });
  const { states } = stateLabels(walk, "reach", (state) => number(state.cell) >= 2);
  expect([0, 1, 2, 3].filter((state) => hasBit(states, state))).toEqual([2, 3]);
  const loose: () => boolean = () => JSON.parse("1");
  expect(() => momentLabels(walk, "never", loose)).toThrow("is 1, expected true or false");
  expect(() => stateLabels(walk, "reach", loose)).toThrow("corridor: reach at {cell: 0} is 1, expected true or false");
  const changing = () => counter++ % 2 === 0;
  expect(() => momentLabels(walk, "never", changing)).toThrow("gave two answers");
  expect(() => stateLabels(walk, "reach", changing)).toThrow("gave two answers");
});

test("codes of states and branches are equal exactly where the values are", () => {
  const room = enumerate(
    defineWorld({
      id: "room",
      fields: { at: range(0, 5), bits: list(flag(), 1) },
      actions: ["on"],
      start: () => ({ at: 0, bits: [false] }),
      transition: ({ at, bits }) => ({ at: (at + 1) % 6, bits }),
    }),
  );
  const codes = (read: Parameters<typeof stateCodes>[2]) => [...stateCodes(room, "observe", read)];
  expect(codes(({ at }) => number(at) % 3)).toEqual([0, 1, 2, 0, 1, 2]);
  // Records are equal whatever the order of their fields; numbers and strings are told apart.
  expect(codes(({ at }) => (number(at) % 2 === 0 ? { a: 1, b: 2 } : { b: 2, a: 1 }))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(codes(({ at }) => (number(at) < 3 ? "1" : 1))).toEqual([0, 0, 0, 1, 1, 1]);
  expect(codes(({ bits, at }) => (number(at) < 3 ? bits! : [true]))).toEqual([0, 0, 0, 1, 1, 1]);
  const nothing: () => State = () => JSON.parse('{"x":1}').y;
  expect(() => stateCodes(room, "observe", nothing)).toThrow("room: observe at {at: 0, bits: [false]} is undefined");
  expect([...branchCodes(room, "the drive", ({ nextState }) => (nextState.at === 0 ? 5 : 0.5))[0]!]).toEqual([
    0, 0, 0, 0, 0, 1,
  ]);
});

test("payoffs combine exactly with any weights, finals too", () => {
  const cell = momentColumn(walk, "cell", ({ nextState }) => number(nextState.cell) * 0.1).payoff;
  const left = momentColumn(walk, "left", ({ action }) => (action === "left" ? 0.2 : 0)).payoff;
  const end = finalColumn(walk, "end", () => 0.7).payoff;
  const third = rational(1n, 3n);
  const all = combine([cell, left, end], [rational(1n), third, rational(-2n)]);
  // cells 0 1 0 2 1 3 arrived at, times 1/10; left, right, left, … times 1/5 · 1/3.
  expect(values(all.rows[0]!)).toEqual(["1/15", "1/10", "1/15", "1/5", "1/6", "3/10"]);
  expect(values(all.final!.horizon)).toEqual(["-7/5", "-7/5", "-7/5", "0"]);
  expect(new Set(values(difference(all, all).rows[0]!))).toEqual(new Set(["0"]));
  expect(combine([cell], [third]).final).toBeUndefined();
  expect(() => combine([], [])).toThrow("expected at least one column");
});

test("any columns combine entry by entry", () => {
  const amount = fc.integer({ min: -20, max: 20 });
  const columns = fc.integer({ min: 1, max: 40 }).chain((size) =>
    fc.array(fc.tuple(amount, fc.array(amount, { minLength: size, maxLength: size })), {
      minLength: 1,
      maxLength: 4,
    }),
  );
  fc.assert(
    fc.property(columns, (parts) => {
      const payoffs = parts.map(([, entries]) => ({ rows: [codedFrom(entries)] }));
      const { rows } = combine(
        payoffs,
        parts.map(([weight]) => rational(BigInt(weight))),
      );
      const sums = parts[0]![1].map((_, k) => parts.reduce((sum, [weight, entries]) => sum + weight * entries[k]!, 0));
      expect(values(rows[0]!)).toEqual(sums.map((sum) => `${sum + 0}`));
    }),
  );
});
