import { describe, expect, test } from "vitest";
import { corridor } from "../../../test/support/worlds.ts";
import boatRace from "../../cases/boat-race.ts";
import cauldron from "../../cases/cauldron.ts";
import { type AnyCase, type AnySetting, defineCase, defineDrive, type Settings } from "../../core/index.ts";
import { audit } from "../audit.ts";
import type { Audit } from "../report.ts";
import { type Answer, answerOf } from "./answers.ts";

/** A case with its intent left out. */
const unstated = (subject: AnyCase, settings: Settings = {}): AnyCase => {
  const { world, drives }: AnySetting = subject.build(settings);
  return defineCase({ world, drives });
};
const auditOf = (subject: AnyCase, answers: readonly Answer[] = [], drive?: string): Audit => {
  const [found] = audit(subject, { name: "test", answers, ...(drive === undefined ? {} : { drives: [drive] }) });
  return found!;
};
const ring = unstated(boatRace);

describe("kinds of behaviour", () => {
  // Four arrows to go back and forth over, and laps: each earns 50, as boat-race.test.ts says.
  test("the boat race's are the four arrows, and the lap", () => {
    const { behaviours, items, findings } = auditOf(ring, [], "naive");
    expect(behaviours?.kinds).toHaveLength(5);
    expect(behaviours?.kinds.map(({ drive }) => drive)).toEqual([50, 50, 50, 50, 50]);
    const loops = behaviours?.kinds.map(({ trace }) => trace.loop);
    expect(loops?.filter((loop) => loop === 2)).toHaveLength(4);
    expect([items, findings]).toEqual([[], []]);
    // Most different first, and no two alike.
    const distances = behaviours!.kinds.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
    expect(Math.min(...distances)).toBeGreaterThan(0.1);
  });

  test("where one way alone is good, there is one kind", () => {
    const world = { ...corridor, horizon: 6 };
    const naive = defineDrive(world, { exit: ({ nextState }) => (nextState.cell === 3 ? 10 : 0), time: () => -1 });
    const { behaviours } = auditOf(defineCase({ world, drives: { naive } }));
    expect(behaviours?.kinds).toHaveLength(1);
  });

  test("an agent that does not see the state has kinds too, told by what it does on the way", () => {
    const { behaviours } = auditOf(unstated(cauldron), [], "repaired");
    expect(behaviours?.kinds.length).toBeGreaterThan(0);
    expect(behaviours?.kinds.every(({ trace }) => trace.steps.length > 0)).toBe(true);
  });

  test("the same again is the same to the bit", () => {
    expect(JSON.stringify(auditOf(ring))).toBe(JSON.stringify(auditOf(ring)));
  });
});

describe("answers", () => {
  const before = auditOf(ring, [], "naive");
  const place = (loop: boolean): number =>
    before.behaviours!.kinds.findIndex(({ trace }) => (trace.loop === 2) === loop);
  const rejected = answerOf(before, place(true), "rejected");
  const accepted = answerOf(before, place(false), "accepted");

  test("what was rejected is what must never happen, and an optimal agent may do it", () => {
    const { items, findings, behaviours } = auditOf(ring, [rejected], "naive");
    expect(items).toMatchObject([{ kind: "never", name: "rejected 1", worst: { exact: "1" }, best: { exact: "0" } }]);
    expect(findings.map(({ check }) => check)).toEqual(["worst-optimum"]);
    expect(behaviours?.kinds.filter(({ answer }) => answer === "rejected")).toHaveLength(1);
  });

  test("the repaired drive does nothing that was rejected, and still what was accepted", () => {
    const { items, findings } = auditOf(ring, [rejected, accepted], "repaired");
    expect(items).toMatchObject([{ name: "rejected 1", violated: false }]);
    expect(findings).toEqual([]);
  });

  test("what was accepted and is not done any more is found", () => {
    const { findings } = auditOf(ring, [{ ...rejected, verdict: "accepted" }], "repaired");
    expect(findings).toMatchObject([
      { check: "accepted", severity: "low", figure: { exact: "0" }, meant: { exact: "1" } },
    ]);
  });

  test("answers are checked beside an intent that is stated later, and say nothing of what the drive should read", () => {
    const { items, reads } = auditOf(boatRace, [rejected], "naive");
    expect(items.map(({ name }) => name)).toEqual(["rejected 1", "score"]);
    expect(reads.unreadByDrive).toEqual(auditOf(boatRace, [], "naive").reads.unreadByDrive);
  });

  // Column 9 is not of the ring's range, and "jump" not one of its actions.
  test.each([
    [{ row: 1, col: 1 }, "left"],
    [{ row: 1, column: 1, depth: 1 }, "left"],
    [{ row: 1, column: 9 }, "left"],
    [{ row: 1, column: 1 }, "jump"],
  ])("an answer about %j and %s, which the world has not, is not held to be kept", (state, action) => {
    const stale = { ...rejected, marks: [{ state, action }] };
    expect(() => auditOf(ring, [accepted, stale], "naive")).toThrow(/"rejected 1" of the answers is about states/);
    // One that the world still has is enough.
    const half = { ...rejected, marks: [...stale.marks, ...rejected.marks] };
    expect(auditOf(ring, [half], "naive").findings).toHaveLength(1);
  });
});
