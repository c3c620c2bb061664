import { describe, expect, test } from "vitest";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf, range } from "../../core/index.ts";
import { breakpoints, goodRanges, sensitivityText } from "../../report/words.ts";
import { audit } from "../audit.ts";
import type { Audit, Sensitivity } from "../report.ts";
import { repairOf } from "./sensitivity.ts";

const ROOMS = ["north", "south"] as const;
type Room = (typeof ROOMS)[number];
/** One choice between two rooms; south is meant. */
const rooms = defineWorld({
  id: "rooms",
  fields: { place: oneOf(["hall", ...ROOMS]) },
  actions: ROOMS,
  start: () => ({ place: "hall" }),
  transition: (_, action) => ({ place: action }),
  terminated: ({ place }) => place !== "hall",
  horizon: 1,
});
const meantSouth = defineIntent(rooms, { score: ({ action }) => (action === "south" ? 1 : 0) });

/** The audit of two terms "a" and "b", by what they pay for north and for south. */
function auditOf(terms: Readonly<Record<string, Readonly<Record<Room, number>>>>): Audit {
  const drive = defineDrive(
    rooms,
    Object.fromEntries(
      Object.entries(terms).map(([name, amounts]) => [name, ({ action }: { action: Room }) => amounts[action]]),
    ),
  );
  const [only] = [...audit(defineCase({ world: rooms, drives: { drive }, intent: meantSouth }), { name: "test" })];
  if (only === undefined) throw new Error("expected an audit");
  return only;
}
const termOf = ({ sensitivity }: Audit, name: string): Sensitivity => {
  const found = sensitivity.find(({ term }) => term === name);
  if (found === undefined) throw new Error(`expected a term "${name}"`);
  return found;
};
const piecesOf = ({ pieces }: Sensitivity) => pieces.map(({ low, high, good }) => [low.exact, high.exact, good]);
const textOf = (result: Audit): string | undefined =>
  result.findings.find(({ repair }) => repair !== undefined)?.repair?.text;

describe("the ends of the interval", () => {
  test("at weight 0 of the only term all policies tie, and that is said", () => {
    const a = termOf(auditOf({ a: { north: 0, south: 1 } }), "a");
    expect(piecesOf(a)).toEqual([
      ["0", "0", false],
      ["0", "10", true],
      ["10", "10", true],
    ]);
    expect(goodRanges(a)).toEqual(["above ×0"]);
    expect(breakpoints(a)).toEqual([]);
    expect(sensitivityText(a)).toBe("the worst optimum does what was meant above ×0");
  });
  test("a tie at both ends of a range is in none of it", () => {
    // South pays 1/3 of what north pays "a" for: the two tie at weight 1/3 of "a".
    const both = auditOf({ a: { north: 3, south: 0 }, b: { north: 0, south: 1 } });
    const a = termOf(both, "a");
    expect(piecesOf(a)).toEqual([
      ["0", "0", true],
      ["0", "1/3", true],
      ["1/3", "1/3", false],
      ["1/3", "10", false],
      ["10", "10", false],
    ]);
    expect(sensitivityText(a)).toBe("the worst optimum does what was meant below ×1/3; it changes at ×1/3");
    // With nothing else paid, weight 0 of "b" ties too.
    const b = termOf(auditOf({ a: { north: 0, south: 0 }, b: { north: 0, south: 1 } }), "b");
    expect(goodRanges(b)).toEqual(["above ×0"]);
  });
  test("a tie at the upper end is not in the range below it", () => {
    const a = termOf(auditOf({ a: { north: 1, south: 0 }, b: { north: 0, south: 10 } }), "a");
    expect(piecesOf(a)).toEqual([
      ["0", "0", true],
      ["0", "10", true],
      ["10", "10", false],
    ]);
    expect(sensitivityText(a)).toBe("the worst optimum does what was meant below ×10");
  });
  test("where the optimum is good at both ends and between, it is good at every weight", () => {
    const a = termOf(auditOf({ a: { north: 0, south: 1 }, b: { north: 0, south: 1 } }), "a");
    expect(sensitivityText(a)).toBe("does what was meant at every weight from ×0 to ×10");
  });
});

describe("the repair", () => {
  test("rounds the ends of its interval inwards", () => {
    // Weight 1/3 of "a" ties, less than that is good; 3 times "b" ties, more is good. 2/3 away is nearer than 2.
    expect(textOf(auditOf({ a: { north: 3, south: 0 }, b: { north: 0, south: 1 } }))).toBe(
      'multiply the weight of "a" by between 0 and 0.3333',
    );
    // Weight 4/3 of "b" ties, more is good; weight 3/4 of "a" ties, less is good, and is nearer.
    const found = auditOf({ a: { north: 4, south: 0 }, b: { north: 0, south: 3 } });
    expect(repairOf(found.sensitivity.filter(({ term }) => term === "b"))).toMatchObject({
      low: { exact: "4/3" },
      high: null,
      text: 'multiply the weight of "b" by more than 1.334 (looked for up to 10)',
    });
  });
  test("gives as many digits as it takes for the interval to have an inside", () => {
    const at = (value: number) => ({ value, low: value, high: value });
    const piece = { low: at(1.500012), high: at(1.500031), good: true, worst: [] };
    const repair = repairOf([{ term: "a", low: 0, high: 10, pieces: [piece], complete: true }]);
    expect(repair?.text).toBe('multiply the weight of "a" by between 1.50002 and 1.50003');
  });
  test("is an open piece, never a single weight", () => {
    const at = (value: number) => ({ value, low: value, high: value });
    const point = { low: at(0), high: at(0), good: true, worst: [] };
    const rest = { low: at(0), high: at(10), good: false, worst: [] };
    expect(repairOf([{ term: "a", low: 0, high: 10, pieces: [point, rest], complete: true }])).toBeUndefined();
  });
});

describe("a search that stops before its end says why", () => {
  /** Staying is free of charge at weight 0 of "time", and then goes on for ever. */
  const street = defineWorld({
    id: "street",
    fields: { place: range(0, 1), coin: flag() },
    actions: ["stay", "on"],
    start: () => ({ place: 0, coin: false }),
    transition: ({ place, coin }, action) => (action === "on" ? { place: place + 1, coin } : { place, coin: !coin }),
    terminated: ({ place }) => place === 1,
  });
  const home = defineIntent(street, { reach: { home: ({ place }) => place === 1 } });
  const timeOf = (pays: number): Sensitivity | undefined => {
    const drive = defineDrive(street, {
      time: () => -2,
      coin: ({ nextState }) => (nextState.coin ? pays : 0),
    });
    const options = { name: "test", discount: 1 };
    const [only] = [...audit(defineCase({ world: street, drives: { drive }, intent: home }), options)];
    return only?.sensitivity[0];
  };
  test("where total reward diverges at a weight", () => {
    const time = timeOf(1);
    expect(time).toMatchObject({ complete: false, pieces: [], reason: "total reward diverges at a weight" });
    expect(time === undefined ? "" : sensitivityText(time)).toBe(
      "not decided from ×0 to ×10: total reward diverges at a weight",
    );
  });
  test("where the time is up", () => {
    const drive = defineDrive(rooms, { a: ({ action }) => (action === "south" ? 1 : 0) });
    const subject = defineCase({ world: rooms, drives: { drive }, intent: meantSouth });
    const [only] = [...audit(subject, { name: "test", isTimeUp: () => true })];
    expect(only?.sensitivity[0]?.reason).toBe("the time allowed was nearly up");
  });
});
