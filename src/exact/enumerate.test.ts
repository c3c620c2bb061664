import { expect, test, vi } from "vitest";
import { corridor, corridorSpec, dice } from "../../test/support/worlds.ts";
import type { AnyWorld } from "../core/case.ts";
import type { Chance } from "../core/chance.ts";
import { flag, list, range, real } from "../core/field.ts";
import { add, formatRational, ZERO } from "../core/rational.ts";
import { defineWorld, type State } from "../core/world.ts";
import { type Enumeration, enumerate } from "./enumerate.ts";

/** For each row of a phase "state action", where it leads with which probability. */
function rowsOf({ model, state }: Enumeration, phase = 0): Readonly<Record<string, readonly string[]>> {
  const { rowStart, branchStart, action, successor, probability } = model.phases[phase]!;
  const text = (index: number) => Object.values(state(index)).join("/");
  const rows: Record<string, readonly string[]> = {};
  for (let s = 0; s < model.states; s++)
    for (let row = rowStart[s]!; row < rowStart[s + 1]!; row++)
      rows[`${text(s)} ${model.actions[action[row]!]}`] = Array.from(
        successor.subarray(branchStart[row]!, branchStart[row + 1]!),
        (next, k) => {
          const share = probability.exact[probability.codes[branchStart[row]! + k]!]!;
          return `${text(next)}: ${formatRational(share)}`;
        },
      );
  return rows;
}

test("a corridor: its states breadth-first, its rows, and none where it has ended", () => {
  const enumeration = enumerate(corridor);
  expect(Array.from({ length: 4 }, (_, k) => ({ ...enumeration.state(k) }))).toEqual(
    [0, 1, 2, 3].map((cell) => ({ cell })),
  );
  expect(rowsOf(enumeration)).toEqual({
    "0 left": ["0: 1"],
    "0 right": ["1: 1"],
    "1 left": ["0: 1"],
    "1 right": ["2: 1"],
    "2 left": ["1: 1"],
    "2 right": ["3: 1"],
  });
  expect(enumeration.model.starts.map(({ state, probability }) => [state, formatRational(probability)])).toEqual([
    [0, "1"],
  ]);
});

test("a step that returns the very state it was given stays there", () => {
  const world = defineWorld({
    ...corridorSpec,
    transition: (state, action) => (action === "left" ? state : { cell: state.cell + 1 }),
  });
  expect(rowsOf(enumerate(world))).toMatchObject({ "0 left": ["0: 1"], "1 left": ["1: 1"], "2 left": ["2: 1"] });
});

test("two dice and a light have 6 · 6 · 2 states, and each throw 36 branches of 1/36", () => {
  const enumeration = enumerate(dice);
  expect(enumeration.model.states).toBe(72);
  const rows = Object.entries(rowsOf(enumeration));
  expect(rows.length).toBe(144);
  for (const [name, branches] of rows) {
    expect(branches.length).toBe(name.endsWith("throw") ? 36 : 1);
    expect(branches.every((branch) => branch.endsWith(name.endsWith("throw") ? ": 1/36" : ": 1"))).toBe(true);
  }
});

test("equal successors become one branch, and equal starts one start, with their probabilities added", () => {
  const total = defineWorld({
    id: "total",
    fields: { total: range(0, 12) },
    actions: ["throw"],
    start: (chance) => ({ total: chance.flip(0.5) ? chance.pick([0, 1]) : 0 }),
    transition: (_, __, chance) => ({ total: chance.integer(1, 6) + chance.integer(1, 6) }),
  });
  const { model } = enumerate(total);
  const shares = model.starts.map(({ probability }) => formatRational(probability));
  expect(shares.sort()).toEqual(["1/4", "3/4"]);
  const rows = rowsOf(enumerate(total));
  // The sum of two dice: 2 with 1/36, 7 with 6/36, and so on.
  expect(rows["0 throw"]).toEqual(
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((sum) => {
      const ways = 6 - Math.abs(sum - 7);
      return `${sum}: ${["1/36", "1/18", "1/12", "1/9", "5/36", "1/6"][ways - 1]}`;
    }),
  );
});

test("the probabilities of each row and of the starts sum to exactly 1", () => {
  const drunk = defineWorld({
    id: "drunk",
    fields: { cell: range(0, 9), mood: flag() },
    actions: ["walk", "rest"],
    start: (chance) => ({ cell: chance.integer(0, 9), mood: chance.flip(0.3) }),
    transition: ({ cell, mood }, action, chance) => ({
      cell:
        action === "walk"
          ? Math.min(
              9,
              Math.max(
                0,
                cell +
                  chance.weighted([
                    [-1, 0.1],
                    [0, 0.2],
                    [1, 0.7],
                  ]),
              ),
            )
          : cell,
      mood: chance.flip(1e-7) ? !mood : mood,
    }),
  });
  const { model } = enumerate(drunk);
  expect(model.states).toBe(20);
  const sums = [model.starts.reduce((sum, { probability }) => add(sum, probability), ZERO)];
  const { branchStart, probability } = model.phases[0]!;
  for (let row = 0; row + 1 < branchStart.length; row++) {
    const codes = Array.from(probability.codes.subarray(branchStart[row]!, branchStart[row + 1]!));
    sums.push(codes.reduce((sum, code) => add(sum, probability.exact[code]!), ZERO));
  }
  expect(new Set(sums.map(formatRational))).toEqual(new Set(["1"]));
});

test("only reachable states are enumerated, in a space of 2⁵⁰ described ones", () => {
  const wide = defineWorld({
    id: "wide",
    fields: { bits: list(flag(), 50), at: range(0, 49) },
    actions: ["flip"],
    start: () => ({ bits: new Array(50).fill(false), at: 0 }),
    transition: ({ bits, at }) => ({ bits: bits.map((bit, k) => (k === at ? !bit : bit)), at: (at + 1) % 50 }),
  });
  // All bits are set one after another and then cleared one after another.
  expect(enumerate(wide).model.states).toBe(100);
});

test("each phase has its own rows over the same states", () => {
  const phased = defineWorld({
    ...corridorSpec,
    horizon: 4,
    phases: [2],
    transition: ({ cell }, action, _, phase) => ({
      cell: phase === 0 ? cell : corridorSpec.transition({ cell }, action).cell,
    }),
  });
  const enumeration = enumerate(phased);
  expect(enumeration.model.boundaries).toEqual([2]);
  expect(rowsOf(enumeration, 0)["1 right"]).toEqual(["1: 1"]);
  expect(rowsOf(enumeration, 1)["1 right"]).toEqual(["2: 1"]);
});

test("an action that is not available has no row", () => {
  const world = defineWorld({ ...corridorSpec, available: ({ cell }, action) => action === "right" || cell > 0 });
  expect(Object.keys(rowsOf(enumerate(world)))).toEqual(["0 right", "1 left", "1 right", "2 left", "2 right"]);
});

let counter = 0;
const call = 'corridor: transition({cell: 0}, "left")';
/** A world as a user without a type checker may write it. */
const loose = (change: Partial<AnyWorld>): AnyWorld => ({
  id: "corridor",
  fields: { cell: range(0, 3) },
  actions: ["left", "right"],
  start: () => ({ cell: 0 }),
  transition: (state) => state,
  ...change,
});
/** A step to the right that stays from its nth call on. */
const late = (calls: number): AnyWorld["transition"] => {
  let count = 0;
  return ({ cell }) => ({ cell: ++count > calls ? cell! : Math.min(3, Number(cell) + 1) });
};
let [lateDraws, ends, asked] = [0, 0, 0];
/** An async function as a user without a type checker may write it. */
const later = vi.fn().mockResolvedValue({ cell: 0 });
const change = (state: State): State => {
  Object.assign(state, { cell: 1 });
  return state;
};

test.each<[string, Partial<AnyWorld>, string]>([
  ["an extra field", { transition: (s) => ({ ...s, speed: 1 }) }, `${call} returned a state with "speed"`],
  ["a misspelt field", { transition: (s) => ({ ...s, cel: 1 }) }, '(did you mean "cell"?)'],
  ["a field too few", { transition: () => ({}) }, `${call} returned a state without the field "cell"`],
  ["a value of another type", { transition: () => ({ cell: "0" }) }, `${call} returned cell = "0", expected a whole`],
  ["a value out of range", { transition: () => ({ cell: 4 }) }, `${call} returned cell = 4`],
  ["a start out of range", { start: () => ({ cell: -1 }) }, "corridor: start() returned cell = -1"],
  ["a changed argument", { transition: change }, `${call}: it changes its argument: states are frozen`],
  ["Math.random", { transition: () => ({ cell: Math.floor(Math.random() * 4) }) }, `${call}: it uses Math.random`],
  ["Math.random at the start", { start: () => ({ cell: Math.random() }) }, "corridor: start(): it uses Math.random"],
  ["a hidden counter", { transition: () => ({ cell: counter++ % 4 }) }, "depends on something beside its arguments"],
  ["a hidden counter at the start", { start: () => ({ cell: counter++ % 4 }) }, "corridor: start() gave {cell: "],
  [
    "performance.now",
    { transition: () => ({ cell: Math.floor(performance.now()) % 4 }) },
    `${call}: it uses the clock (performance.now())`,
  ],
  ["Date.now", { transition: () => ({ cell: Date.now() % 2 }) }, `${call}: it uses the clock (Date.now())`],
  ["new Date()", { transition: () => ({ cell: new Date().getMilliseconds() % 4 }) }, `${call}: it uses the clock (new`],
  ["Date()", { start: () => ({ cell: Date().length % 4 }) }, "corridor: start(): it uses the clock (Date())"],
  [
    "the clock in available",
    { available: () => Date.now() > 0 },
    'corridor: available({cell: 0}, "left"): it uses the',
  ],
  ["a counter that shows late", { transition: late(8) }, "depends on something beside its arguments"],
  [
    "a counter of probabilities that shows late",
    { transition: (_, __, chance) => ({ cell: chance.flip(++lateDraws > 12 ? 0.25 : 0.5) ? 1 : 0 }) },
    "had other probabilities when it was run again",
  ],
  [
    "a counter in terminated",
    { terminated: () => ++ends > 1 },
    "corridor: terminated({cell: 0}) gave false and then true",
  ],
  [
    "a counter in available",
    { available: (_, action) => action === "left" || ++asked > 1 },
    'corridor: available({cell: 0}, "right") gave false and then true',
  ],
  ["an async transition", { transition: later }, `${call} returned a promise: remove async`],
  ["an async start", { start: later }, "corridor: start() returned a promise: remove async"],
  [
    "an end that is neither true nor false",
    { terminated: later },
    "corridor: terminated({cell: 0}) is a promise (remove async), expected true or false",
  ],
  [
    "draws that come and go",
    { transition: (_, __, c) => ({ cell: counter++ % 2 ? c.integer(0, 1) : c.integer(0, 2) }) },
    "drew differently",
  ],
  ["an undeclared field read", { transition: (s) => ({ cell: s.cells! }) }, `${call}: a state has no field "cells"`],
  [
    "an undeclared field read by terminated",
    { terminated: (s) => s.end === 1 },
    "corridor: terminated({cell: 0}): a state",
  ],
  [
    "an undeclared field read by available",
    { available: (s) => s.end === 1 },
    'corridor: available({cell: 0}, "left"): a',
  ],
  [
    "a bad probability",
    { transition: (s, _, c) => (c.flip(2) ? s : s) },
    `${call}: chance.flip(2): expected a probability`,
  ],
  [
    "no action left",
    { available: () => false },
    "corridor: no action is available in {cell: 0}, and it has not terminated",
  ],
])("%s is an error of the case", (_, change, message) => {
  const run = () => enumerate(loose(change));
  // Run once: a counter gives another answer to a second run.
  expect(run).toThrow(expect.objectContaining({ fault: "case", message: expect.stringContaining(message) }));
});

test("a world with a real field is sound, but not decided", () => {
  const run = () => enumerate(loose({ fields: { cell: real(0, 1) } }));
  expect(run).toThrow('corridor: field "cell" is real, so the states cannot be enumerated');
  expect(run).toThrow("declare it as a range of steps");
  expect(run).toThrow(expect.objectContaining({ fault: "undecided" }));
});

test("a chance that is kept is an error inside a later call too, its functions on their own as well", () => {
  const used = (use: (first: Chance) => boolean) => () => {
    let first: Chance | undefined;
    const transition: AnyWorld["transition"] = (state, _, chance) => {
      first ??= chance;
      return { cell: use(first) ? 1 : state.cell! };
    };
    return enumerate(loose({ transition }));
  };
  expect(used((first) => first.flip(0.5))).toThrow(`${call}: chance.flip was called after the function`);
  expect(used(({ pick }) => pick([true, false]))).toThrow("chance.pick was called after the function");
  let kept: Chance["integer"] | undefined;
  const transition: AnyWorld["transition"] = (_, __, chance) => {
    kept ??= chance.integer;
    return { cell: kept(0, 3) };
  };
  expect(() => enumerate(loose({ transition }))).toThrow("chance.integer was called after the function");
  const apart = loose({ transition: (_, __, { integer }) => ({ cell: integer(0, 3) }) });
  expect(enumerate(apart).model.states).toBe(4);
});

test("a kept chance is an error where it is used", () => {
  const kept: Chance[] = [];
  const start = (chance: Chance) => {
    kept.push(chance);
    return { cell: 0 };
  };
  const terminated = () => kept[0]!.flip(0.5);
  expect(() => enumerate(loose({ start, terminated }))).toThrow(
    "corridor: terminated({cell: 0}): chance.flip was called after the function that it was passed to had returned",
  );
});

test("what a world throws names the call, the message and the place", () => {
  const transition = (): State => {
    throw new RangeError("no bridge here");
  };
  expect(() => enumerate(loose({ transition }))).toThrow(
    /^corridor: transition\(\{cell: 0\}, "left"\): it threw: no bridge here \(enumerate\.test\.ts:\d+:\d+\)$/,
  );
});

const globals = () => [Math.random, Date, Date.now, performance.now, Object.hasOwn(performance, "now")];

test("Math.random and the clock are as before after an enumeration, also after one that failed, and while progress is told", () => {
  const before = globals();
  const told: unknown[] = [];
  enumerate(corridor, {}, () => told.push(...globals(), performance.now() > 0));
  expect(told).toEqual([...before, true]);
  expect(globals()).toEqual(before);
  for (const draw of [() => Math.random(), () => Date.now()]) {
    expect(() => enumerate(loose({ transition: () => ({ cell: draw() }) }))).toThrow("it uses");
    expect(globals()).toEqual(before);
  }
  const stop = () => {
    throw new Error("enough");
  };
  expect(() => enumerate(corridor, {}, stop)).toThrow("enough");
  expect(globals()).toEqual(before);
});

test("a date that is given is no clock", () => {
  const transition = () => {
    const date = new Date(2026, 0, 2);
    return { cell: date instanceof Date ? date.getDate() : 0 };
  };
  expect(enumerate(loose({ transition })).model.states).toBe(2);
});

const counters = defineWorld({
  id: "counters",
  fields: { high: range(0, 999), low: range(0, 9), lamp: flag() },
  actions: ["high", "low", "lamp"],
  start: () => ({ high: 0, low: 0, lamp: false }),
  transition: ({ high, low, lamp }, action) => ({
    high: action === "high" ? Math.min(999, high + 1) : high,
    low: action === "low" ? Math.min(9, low + 1) : low,
    lamp: action === "lamp" ? !lamp : lamp,
  }),
});

test("a limit on states says how far it got and which fields make the world large", () => {
  // 1000 · 10 · 2 states in all.
  expect(enumerate(counters, { states: 20_000 }).model.states).toBe(20_000);
  const small = () => enumerate(counters, { states: 5000 });
  expect(small).toThrow(
    /^counters: not enumerated: the limit of 5000 states reached after \d+ of at least 500\d states/,
  );
  expect(small).toThrow(
    /states, at most 20000; the fields that make it large, by the values that occur: high \d+ of 1000, low 10 of 10, lamp 2 of 2$/,
  );
  expect(small).toThrow(expect.objectContaining({ fault: "undecided" }));
});

test("values are counted over all states, also in lists and in fields of very many values; fields with one value are left out", () => {
  const world = defineWorld({
    id: "wide",
    fields: { big: range(0, 2 ** 31), list: list(range(0, 9), 3), fixed: range(0, 99) },
    actions: ["count", "turn"],
    start: () => ({ big: 0, list: [0, 0, 0], fixed: 0 }),
    transition: (state, action) =>
      action === "count"
        ? { ...state, big: state.big + 1 }
        : { ...state, list: state.list.map((value) => (value + 1) % 10) },
  });
  // Breadth-first from (0, 0): after n steps of both kinds all pairs whose sum is at most n, the turns modulo 10.
  expect(() => enumerate(world, { states: 2000 })).toThrow(
    /at most 2\.1 · 10\^14; the fields .*: list 10 of 10 in each of its 3 items, big 20\d of 2147483649$/,
  );
});

test("a limit on memory is in MiB", () => {
  expect(() => enumerate(counters, { bytes: 2 ** 16 })).toThrow("counters: not enumerated: the limit of 0 MiB reached");
});

test("what is told of the progress ends the enumeration when it throws", () => {
  const told: (readonly [number, number])[] = [];
  enumerate(counters, {}, (found, done) => told.push([found, done]));
  expect(told.map(([, done]) => done)).toEqual(Array.from({ length: 20 }, (_, k) => 1024 * k));
  expect(told.every(([found, done]) => found > done && found <= 20_000)).toBe(true);
  const stop = () => {
    throw new Error("enough");
  };
  expect(() => enumerate(counters, {}, stop)).toThrow("enough");
});

test("too many draws or branches name the call", () => {
  const many = (run: (chance: Chance) => number) => () =>
    enumerate(loose({ transition: (_, __, c) => ({ cell: run(c) }) }));
  expect(many((c) => Math.min(0, c.integer(0, 5000)))).toThrow(`${call} has more than 4096 branches`);
  const heads = (c: Chance) => Array.from({ length: 100 }, () => c.flip(0.5)).filter(Boolean).length;
  expect(many(heads)).toThrow(`${call} draws more than 64 times, the last time by chance.flip`);
});
