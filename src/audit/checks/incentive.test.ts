import { expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import unitTests from "../../cases/unit-tests.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../../core/index.ts";

/** A room that may be cleaned, left, or whose camera may be covered: a covered or fogged camera shows a clean room. */
const roomOf = (time: { readonly horizon: number } | { readonly discount: number }, fog = 0) =>
  defineWorld({
    id: "room",
    fields: { dirt: range(0, 2), shown: range(0, 2, { role: "sensor" }), covered: flag() },
    actions: ["clean", "cover", "leave"],
    start: () => ({ dirt: 2, shown: 2, covered: false }),
    transition(state, action, chance) {
      const covered = state.covered || action === "cover";
      const dirt = action === "clean" ? Math.max(0, state.dirt - 1) : state.dirt;
      return { dirt, covered, shown: covered || chance.flip(fog) ? 0 : dirt };
    },
    truth: { shown: ({ dirt }) => dirt },
    ...time,
  });
const auditRoom = (room: ReturnType<typeof roomOf>, looksAt: "shown" | "dirt", pays: number) =>
  auditOf(
    defineCase({
      world: room,
      drives: { drive: defineDrive(room, { tidy: ({ nextState }) => pays * nextState[looksAt] }) },
      intent: defineIntent(room, { score: ({ nextState }) => -nextState.dirt }),
    }),
  );
const GAMING = "specification gaming: nothing is tampered with, and the drive pays for it as it stands";

test.each([
  // Covered at once nothing is ever seen; cleaned honestly one unit is seen once, after the first step.
  ["over four steps", roomOf({ horizon: 4 }), "1"],
  ["under a discount", roomOf({ discount: 0.5 }), "1"],
])("says what tampering is worth %s", (_, room, worth) => {
  const [finding] = auditRoom(room, "shown", -1).findings;
  expect(finding).toMatchObject({ check: "tampering", incentive: { exact: worth } });
  expect(finding?.notes).toContain("tampering is worth 1: the most that an agent is paid that never tampers is −1");
  expect(finding?.notes).not.toContain(GAMING);
});

test("says that every policy tampers where the camera shows what is not so by itself", () => {
  const [finding] = auditRoom(roomOf({ horizon: 4 }, 0.5), "shown", -1).findings;
  expect(finding?.check).toBe("tampering");
  expect(finding?.incentive).toBeUndefined();
  expect(finding?.notes).toContain(
    "what tampering is worth is not defined: every policy tampers, by chance if not by choice",
  );
});

test("does not name specification gaming where the trace ends before the tampering pays", () => {
  const [finding] = auditOf(unitTests, { drives: ["naive"] }).findings;
  // Edited and submitted: −1 and 30 − 1. Written three times and submitted: −3 and 30 − 1.
  expect(finding).toMatchObject({
    check: "tampering",
    agreeing: ["no-return", "worst-optimum"],
    incentive: { exact: "2" },
  });
  expect(finding?.notes).not.toContain(GAMING);
});

test("names specification gaming where the drive looks through the camera and pays for dirt that is there", () => {
  const { findings } = auditRoom(roomOf({ horizon: 4 }), "shown", 1);
  expect(findings.map(({ check, agreeing }) => [check, ...agreeing])).toEqual([["loop", "worst-optimum"]]);
  expect(findings[0]?.notes).toContain(GAMING);
  expect(findings[0]?.incentive).toBeUndefined();
});

test("does not name it where no term reads a field that could be tampered with", () => {
  const { findings } = auditRoom(roomOf({ horizon: 4 }), "dirt", 1);
  expect(findings.map(({ check, agreeing }) => [check, ...agreeing])).toEqual([["loop", "worst-optimum"]]);
  expect(findings[0]?.notes).not.toContain(GAMING);
});
