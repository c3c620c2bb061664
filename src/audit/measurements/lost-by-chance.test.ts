import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf } from "../../core/index.ts";
import { renderHtml, renderTerminal } from "../../report/index.ts";

/** A walk of two steps with a vase: along the wall, in the middle, where it falls one time in ten, or thrown away at once. */
const walk = (slip: number) => {
  const world = defineWorld({
    id: "walk",
    fields: { place: oneOf(["start", "half", "end"]), vase: oneOf(["whole", "broken"]) },
    actions: ["wall", "middle", "throw"],
    start: () => ({ place: "start", vase: "whole" }),
    transition: ({ place, vase }, action, chance) => ({
      place: place === "start" ? "half" : "end",
      vase: vase === "broken" || action === "throw" || (action === "middle" && chance.flip(slip)) ? "broken" : "whole",
    }),
    terminated: ({ place }) => place === "end",
    horizon: 2,
  });
  return (paid: "wall" | "middle" | "throw", meant: "keepPossible" | "reach") =>
    auditOf(
      defineCase({
        world,
        drives: { drive: defineDrive(world, { pace: ({ action }) => (action === paid ? 1 : 0) }) },
        intent: defineIntent(
          world,
          meant === "reach"
            ? { reach: { home: ({ place, vase }) => place === "end" && vase === "whole" } }
            : { keepPossible: { vase: ({ vase }) => vase === "whole" } },
        ),
      }),
    );
};

describe("losses by chance alone", () => {
  test.each(["keepPossible", "reach"] as const)("are counted where the way through the middle is paid: %s", (meant) => {
    const audit = walk(0.1)("middle", meant);
    // Two steps, each of which breaks it one time in ten: 1 − 0.81. No act of it lowers the odds by a half.
    expect(audit.lostByChance).toEqual([
      { item: 0, worst: expect.objectContaining({ exact: "19/100" }), meant: expect.objectContaining({ exact: "0" }) },
    ]);
    expect(audit.findings.map(({ check }) => check)).toEqual(["worst-optimum"]);
    const said = /is lost without any act of no return in at most 19% of episodes/;
    expect(renderTerminal(audit).replace(/\s+/g, " ")).toMatch(said);
    expect(renderHtml([audit])).toMatch(said);
  });
  test("are not what is thrown away", () => {
    const audit = walk(0.1)("throw", "keepPossible");
    expect(audit.lostByChance).toEqual([]);
    expect(audit.findings.map(({ check }) => check)).toEqual(["no-return"]);
  });
  test("are not where nothing slips", () => {
    const audit = walk(0)("middle", "keepPossible");
    expect(audit.lostByChance).toEqual([]);
    expect(audit.findings).toEqual([]);
    expect(renderTerminal(audit)).not.toContain("By chance");
  });
  test("count for the intent-optimal agent too, where it has no way without them", () => {
    const world = defineWorld({
      id: "bridge",
      fields: { place: oneOf(["here", "there", "river"]) },
      actions: ["cross"],
      start: () => ({ place: "here" }),
      transition: (_, __, chance) => ({ place: chance.flip(0.25) ? "river" : "there" }),
      terminated: ({ place }) => place !== "here",
      horizon: 1,
    });
    const intent = defineIntent(world, { reach: { there: ({ place }) => place === "there" } });
    const drive = defineDrive(world, { nothing: () => 0 });
    expect(auditOf(defineCase({ world, drives: { drive }, intent })).lostByChance).toEqual([
      { item: 0, worst: expect.objectContaining({ exact: "1/4" }), meant: expect.objectContaining({ exact: "1/4" }) },
    ]);
  });
});
