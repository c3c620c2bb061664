import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf, range, scale } from "../../core/index.ts";
import { audit } from "../audit.ts";

const ROOMS = ["north", "east", "south"] as const;
/** One choice between three rooms. */
const rooms = defineWorld({
  id: "rooms",
  fields: { place: oneOf(["hall", ...ROOMS]) },
  actions: ROOMS,
  start: () => ({ place: "hall" }),
  transition: (_, action) => ({ place: action }),
  terminated: ({ place }) => place !== "hall",
  horizon: 1,
});
type Room = (typeof ROOMS)[number];
const pays =
  (amounts: Readonly<Record<Room, number>>) =>
  ({ action }: { readonly action: Room }) =>
    amounts[action];
const meantSouth = defineIntent(rooms, { score: ({ action }) => (action === "south" ? 1 : 0) });

describe("sensitivity", () => {
  test("finds every breakpoint, exactly, and how the worst optimum fares between and at them", () => {
    // Returns as the weight w of "a" moves: north 3, east 2 + w, south 3w. They cross at w = 1 and w = 1 all three.
    // With north 4: north 4, east 2 + w, south 3w: north and south cross at 4/3, where east has 10/3 only.
    const drive = defineDrive(rooms, {
      a: pays({ north: 0, east: 1, south: 3 }),
      b: pays({ north: 4, east: 2, south: 0 }),
    });
    const [a] = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth })).sensitivity;
    expect(a?.complete).toBe(true);
    expect(a?.pieces.map(({ low, high, good }) => [low.exact, high.exact, good])).toEqual([
      ["0", "0", false],
      ["0", "4/3", false],
      ["4/3", "4/3", false],
      ["4/3", "10", true],
      ["10", "10", true],
    ]);
  });
  test("finds a line that is best in between only", () => {
    // north 4, east 3 + w, south 3w: north to east at w = 1, east to south at w = 3/2.
    const drive = defineDrive(rooms, {
      a: pays({ north: 0, east: 1, south: 3 }),
      b: pays({ north: 4, east: 3, south: 0 }),
    });
    const [a] = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth })).sensitivity;
    expect(a?.pieces.map(({ low, high, good }) => [low.exact, high.exact, good])).toEqual([
      ["0", "0", false],
      ["0", "1", false],
      ["1", "1", false],
      ["1", "3/2", false],
      ["3/2", "3/2", false],
      ["3/2", "10", true],
      ["10", "10", true],
    ]);
  });
  test("gives the nearest good piece as the repair", () => {
    const drive = defineDrive(rooms, {
      a: pays({ north: 0, east: 1, south: 3 }),
      b: pays({ north: 4, east: 3, south: 0 }),
    });
    const [finding] = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth })).findings;
    // Weight 3/2 of "a" is as good as weight 2/3 of "b"; 1/3 away is nearer than 1/2.
    expect(finding?.repair).toMatchObject({ term: "b", low: { exact: "0" }, high: { exact: "2/3" } });
  });
  test("says of every weight what an audit at that weight says", () => {
    const amount = fc.integer({ min: -4, max: 4 });
    const amounts = fc.record({ north: amount, east: amount, south: amount });
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 0, max: 100 }), (first, second, tenth) => {
        const drive = defineDrive(rooms, { a: pays(first), b: pays(second) });
        const weight = tenth / 10;
        const [a] = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth })).sensitivity;
        const piece =
          a?.pieces.find(({ low, high }) => low.value === weight && high.value === weight) ??
          a?.pieces.find(({ low, high }) => low.value < weight && weight < high.value);
        const moved = scale(drive, { a: weight });
        const there = auditOf(defineCase({ world: rooms, drives: { moved }, intent: meantSouth }));
        expect(piece?.good).toBe(there.items.every(({ violated }) => !violated));
      }),
    );
  });
});

describe("pressure", () => {
  test("goes from a uniformly random agent to the optimum, whose worst and best it gives apart", () => {
    const drive = defineDrive(rooms, { a: pays({ north: 2, east: 0, south: 2 }) });
    const { pressure, uniform } = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth }));
    expect(uniform.value).toBeCloseTo(4 / 3, 12);
    expect(pressure).toHaveLength(2);
    expect(pressure[0]).toMatchObject({ lookahead: 0, competence: 0 });
    expect(pressure[0]?.worst[0]).toBeCloseTo(1 / 3, 12);
    expect(pressure[1]).toMatchObject({ lookahead: "optimal", competence: 1, drive: 2, worst: [0], best: [1] });
  });
  test("shows an agent that looks too short ahead to see a reward", () => {
    const corridor = defineWorld({
      id: "corridor",
      fields: { place: range(-1, 4) },
      actions: ["left", "right"],
      start: () => ({ place: 0 }),
      transition: ({ place }, action) => ({ place: place + (action === "left" ? -1 : 1) }),
      terminated: ({ place }) => place === -1 || place === 4,
      horizon: 12,
    });
    const drive = defineDrive(corridor, {
      ends: ({ nextState }) => (nextState.place === 4 ? 10 : nextState.place === -1 ? 1 : 0),
    });
    const intent = defineIntent(corridor, { reach: { far: ({ place }) => place === 4 } });
    const { pressure } = auditOf(defineCase({ world: corridor, drives: { drive }, intent }));
    const at = (lookahead: number | "optimal") => pressure.find((point) => point.lookahead === lookahead);
    // Two steps ahead the near end is all that is in sight; four steps ahead the far one is.
    expect(at(2)?.worst[0]).toBe(0);
    expect(at(4)?.worst[0]).toBe(1);
    expect(at("optimal")?.worst[0]).toBe(1);
  });
});

describe("price of honesty and reads", () => {
  test("the price is what an agent forgoes that does what was meant", () => {
    const drive = defineDrive(rooms, { a: pays({ north: 5, east: 1, south: 2 }) });
    const result = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth }));
    expect(result.priceOfHonesty.exact).toBe("3");
  });
  test("says what each term read, and which fields the intent reads and no term does", () => {
    const world = defineWorld({
      id: "reads",
      fields: { seen: range(0, 1), unseen: range(0, 1) },
      actions: ["go"],
      start: () => ({ seen: 0, unseen: 0 }),
      transition: (state) => state,
      horizon: 1,
    });
    const drive = defineDrive(world, {
      before: ({ state }) => state.seen,
      after: ({ nextState }) => ({ ...nextState }).seen,
      act: ({ action }) => action.length,
    });
    const intent = defineIntent(world, { reach: { it: ({ unseen }) => unseen === 0 } });
    const partly = defineDrive(world, { before: ({ state }) => state.seen });
    const [all, part] = [...audit(defineCase({ world, drives: { drive, partly }, intent }), { name: "test" })];
    // The world stands still, so that the two states of a moment are one, and reading either reads the first.
    expect(all?.reads.terms).toEqual([
      { term: "before", state: ["seen"], nextState: [], action: false },
      { term: "after", state: ["seen", "unseen"], nextState: [], action: false },
      { term: "act", state: [], nextState: [], action: true },
    ]);
    expect(all?.reads.unreadByDrive).toEqual([]);
    expect(part?.reads.unreadByDrive).toEqual(["unseen"]);
  });
});

test("the heat map gives every state's value at the start, and the visits of the worst drive-optimal policy", () => {
  const drive = defineDrive(rooms, { a: pays({ north: 2, east: 0, south: 1 }) });
  const { heat } = auditOf(defineCase({ world: rooms, drives: { drive }, intent: meantSouth }));
  expect(heat).toEqual([
    { state: { place: "hall" }, value: 2, visits: 1 },
    { state: { place: "north" }, value: 0, visits: 1 },
    { state: { place: "east" }, value: 0, visits: 0 },
    { state: { place: "south" }, value: 0, visits: 0 },
  ]);
});
