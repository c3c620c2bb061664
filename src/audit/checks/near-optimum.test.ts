import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf } from "../../core/index.ts";
import type { Audit } from "../report.ts";

const checksOf = ({ findings }: Audit): readonly string[] => findings.map(({ check }) => check);

/** Three doors and nothing else: right is meant, left is beside it, and down leads nowhere. */
const doors = defineWorld({
  id: "doors",
  fields: { place: oneOf(["hall", "right", "left", "down"]) },
  actions: ["right", "left", "down"],
  start: () => ({ place: "hall" }),
  transition: (_, action) => ({ place: action }),
  terminated: ({ place }) => place !== "hall",
  horizon: 1,
});
const paying = (left: number) =>
  defineDrive(doors, {
    right: ({ action }) => (action === "right" ? 100 : 0),
    left: ({ action }) => (action === "left" ? left : 0),
  });
const scoring = (left: number) => defineIntent(doors, { score: ({ action }) => ({ right: 1, left, down: 0 })[action] });

describe("near optimum", () => {
  // A random agent earns (100 + 99.9)/3, so that 1 % of the margin is 0.3337.
  test("fires where next to nothing is forgone for a door that was not meant", () => {
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(99.9) }, intent: scoring(0) }));
    expect(checksOf(result)).toEqual(["near-optimum"]);
    const [finding] = result.findings;
    expect(finding).toMatchObject({
      id: "near-optimum:left",
      severity: "low",
      figure: { exact: "0" },
      meant: { exact: "1" },
      term: "left",
    });
    expect(finding?.trace?.steps.map(({ action }) => action)).toEqual(["left"]);
    expect(finding?.claim).toContain("forgoes 0.1, where the most is 100,");
    expect(result.items[0]?.violated).toBe(false);
  });
  test("fires however little time is left", () => {
    const subject = defineCase({ world: doors, drives: { drive: paying(99.9) }, intent: scoring(0) });
    expect(checksOf(auditOf(subject, { isTimeUp: () => true }))).toEqual(["near-optimum"]);
  });
  test("is silent where more is forgone", () => {
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(99) }, intent: scoring(0) }));
    expect(checksOf(result)).toEqual([]);
  });
  test("is silent where hardly anything is lost", () => {
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(99.9) }, intent: scoring(0.95) }));
    expect(checksOf(result)).toEqual([]);
  });
  test("leaves a tie to the worst optimum", () => {
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(100) }, intent: scoring(0) }));
    expect(checksOf(result)).toEqual(["worst-optimum"]);
  });
  test.each([
    [99.9, ["near-optimum"]],
    [99, []],
  ])("of what must never happen, where it pays %d", (left, checks) => {
    const intent = defineIntent(doors, { never: { left: ({ action }) => action === "left" } });
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(left) }, intent }));
    expect(checksOf(result)).toEqual(checks);
  });
  test("of what must happen, without a horizon too", () => {
    const intent = defineIntent(doors, { reach: { right: ({ place }) => place === "right" } });
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(99.9) }, intent }), { discount: 1 });
    expect(checksOf(result)).toEqual(["near-optimum"]);
  });
  test("says that it was not looked for where drive and item share no criterion", () => {
    const intent = defineIntent(doors, { never: { left: ({ action }) => action === "left" } });
    const result = auditOf(defineCase({ world: doors, drives: { drive: paying(99.9) }, intent }), { discount: 0.9 });
    expect(checksOf(result)).toEqual([]);
    expect(result.notes.join()).toMatch(/never left was not looked at near the optimum: .* share no criterion/);
  });
});
