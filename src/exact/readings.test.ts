import { expect, test } from "vitest";
import { corridorSpec } from "../../test/support/worlds.ts";
import type { AnyDrive } from "../core/case.ts";
import { ratio } from "../core/chance.ts";
import { defineDrive } from "../core/drive.ts";
import { range } from "../core/field.ts";
import type { Moment } from "../core/moment.ts";
import { equals } from "../core/rational.ts";
import { type Reading, readingAt } from "../core/reading.ts";
import { defineWorld, type State } from "../core/world.ts";
import { momentColumn } from "./columns.ts";
import { enumerate } from "./enumerate.ts";
import { drawFrom } from "./fuzz.ts";
import { readingColumns } from "./readings.ts";

/** A random world of up to 6 cells in one or two phases, whose signal and continuation are random too. */
function randomDrive(seed: number): AnyDrive {
  const draw = drawFrom(seed);
  const cells = 2 + draw(5);
  const table = <T>(entry: () => T): readonly T[] => Array.from({ length: 4 * cells }, entry);
  const [to, other, share, signalled, goesOn] = [
    table(() => draw(cells)),
    table(() => draw(cells)),
    table(() => draw(4)),
    table(() => draw(3) === 0),
    table(() => draw(2) === 0),
  ];
  const last = draw(2) === 0 ? cells - 1 : -1;
  const world = defineWorld({
    id: "random",
    fields: { cell: range(0, cells - 1) },
    actions: ["a", "b"],
    start: (chance) => ({ cell: chance.integer(0, cells - 1) }),
    available: ({ cell }, action) => action === "a" || cell % 2 === 0,
    transition({ cell }, action, chance, phase) {
      const k = 4 * cell + 2 * phase + (action === "a" ? 0 : 1);
      return { cell: chance.flip(ratio(share[k]!, 3)) ? to[k]! : other[k]! };
    },
    terminated: ({ cell }) => cell === last,
    signals: { sign: ({ state, nextState }) => signalled[(2 * state.cell + nextState.cell) % (4 * cells)]! },
    horizon: 5,
    ...(draw(2) === 0 ? {} : { phases: [2] }),
  });
  return defineDrive(
    world,
    { pay: ({ thought }) => thought.readings.sign },
    {
      readings: {
        sign: {
          signal: "sign",
          within: 1 + draw(5),
          continuation: ({ cell }) => (goesOn[cell]! && cell % 2 === 0 ? "b" : "a"),
        },
      },
    },
  );
}

test("300 random worlds: the backward steps of the engine give what the world says act by act", () => {
  let [between, rows] = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const drive = randomDrive(seed);
    const enumeration = enumerate(drive.world);
    const { sign } = readingColumns(enumeration, drive);
    enumeration.model.phases.forEach(({ rowStart, action }, phase) => {
      const { codes, exact, values } = sign!.rows[phase]!;
      for (let index = 0; index < enumeration.model.states; index++)
        for (let row = rowStart[index]!; row < rowStart[index + 1]!; row++) {
          const act = { state: enumeration.state(index), action: drive.world.actions[action[row]!]!, phase };
          const expected = readingAt(drive.world, "sign", drive.readings!.sign!, act);
          expect(equals(exact[codes[row]!]!, expected), `seed ${seed}, ${JSON.stringify(act)}`).toBe(true);
          if (values[codes[row]!]! > 0 && values[codes[row]!]! < 1) between++;
          rows++;
        }
    });
  }
  // The worlds are worth the name: thousands of acts, and many neither sure nor impossible.
  expect([rows > 2000, between > 500]).toEqual([true, true]);
});

type Step = Moment<State, string>;
const world = defineWorld({ ...corridorSpec, signals: { out: ({ nextState }) => nextState.cell === 3 } });
const right: Reading<{ readonly cell: number }, "left" | "right"> = {
  signal: "out",
  within: 2,
  continuation: () => "right",
};
const walk = enumerate(world);
const columnsOf = (reading: object = {}) =>
  readingColumns(walk, defineDrive(world, {}, { readings: { out: { ...right, ...reading } } }));
const column = (evaluate: (moment: Step) => number) =>
  momentColumn(walk, 'term "mind"', evaluate, undefined, columnsOf());
const outOf = ({ thought }: Step): number => Reflect.get({ ...thought?.readings }, "out") ?? Number.NaN;

test("a term is paid for what is foreseen, and what it read is known", () => {
  const { payoff, reads } = column(outOf);
  const { codes, values } = payoff.rows[0]!;
  // left and right in cells 0, 1 and 2: out in two steps by going right from cell 1 and from cell 2, and by the second of those.
  expect(Array.from(codes, (code) => values[code])).toEqual([0, 0, 0, 1, 0, 1]);
  expect(reads.readings).toEqual(["out"]);
  expect(columnsOf().out?.fields).toEqual(["cell"]);
  expect(column(({ state }) => Number(state.cell)).reads.readings).toEqual([]);
});

test("what a lens shows of the state does not change what is foreseen", () => {
  const { payoff } = momentColumn(walk, "term", outOf, () => ({ cell: 0 }), columnsOf());
  expect(Array.from(payoff.rows[0]!.codes, (code) => payoff.rows[0]!.values[code])).toEqual([0, 0, 0, 1, 0, 1]);
});

test.each([
  ["plan", ({ thought }: Step) => thought?.plan?.length ?? 0],
  ["value", ({ thought }: Step) => thought?.value ?? 0],
])("a term that reads the %s beside its readings is not decided", (part, term) => {
  const run = () => column((moment) => outOf(moment) + term(moment));
  expect(run).toThrow(
    `corridor: term "mind" at {cell: 0}, "left", {cell: 0}: it reads moment.thought.${part}, which depends on the mind that acts: not audited exactly; use learned`,
  );
  expect(run).toThrow(expect.objectContaining({ fault: "undecided" }));
});

test("a reading that is not declared is an error that names the nearest", () => {
  const run = () => column(({ thought }) => Reflect.get(thought?.readings ?? {}, "uot"));
  expect(run).toThrow("{cell: 0}: it reads thought.readings.uot, which the drive does not declare");
  expect(run).toThrow('(did you mean "out"?); it has out');
});

test("a continuation that cannot go on, or gives two answers, is an error", () => {
  expect(() => columnsOf({ continuation: () => "jump" })).toThrow(
    'corridor: reading "out": continuation({cell: 0}) is "jump", expected an action that can be taken there: left, right',
  );
  let calls = 0;
  expect(() => columnsOf({ continuation: () => (calls++ % 2 === 0 ? "left" : "right") })).toThrow(
    'corridor: reading "out": continuation({cell: 0}) gave two answers',
  );
});

test("looking far ahead costs nothing once nothing changes any more, and is refused where it costs too much", () => {
  // Going right, all is decided after three steps.
  expect(columnsOf({ within: 1e9 }).out?.rows[0]?.codes.length).toBe(6);
  const coin = defineWorld({
    id: "coin",
    fields: { cell: range(0, 1) },
    actions: ["wait"],
    start: () => ({ cell: 0 }),
    transition: ({ cell }, _, chance) => ({ cell: chance.flip(0.1) ? 1 : cell }),
    terminated: ({ cell }) => cell === 1,
    signals: { out: ({ nextState }) => nextState.cell === 1 },
  });
  const far = defineDrive(
    coin,
    {},
    { readings: { out: { signal: "out", within: 1e6, continuation: () => "wait" as const } } },
  );
  expect(() => readingColumns(enumerate(coin), far)).toThrow(
    expect.objectContaining({
      fault: "undecided",
      message: expect.stringContaining(
        'coin: reading "out" looks 1000000 steps ahead, more than can be followed exactly',
      ),
    }),
  );
});
