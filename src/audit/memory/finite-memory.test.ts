import { expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { statusOf } from "../../cli/audit.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf, range } from "../../core/index.ts";

/** A vault with a guard who walks about out of sight, and is heard more often when near; every sequence of sounds is a belief of its own. */
const vault = defineWorld({
  id: "listening",
  fields: { guard: range(0, 2), heard: oneOf(["near", "far"]), gold: range(0, 2), out: flag() },
  actions: ["wait", "take", "leave"],
  start: () => ({ guard: 1, heard: "far", gold: 0, out: false }),
  available: ({ gold }, action) => action !== "take" || gold < 2,
  transition(state, action, chance) {
    const guard = chance.weighted([
      [Math.max(0, state.guard - 1), 0.3],
      [state.guard, 0.4],
      [Math.min(2, state.guard + 1), 0.3],
    ]);
    const heard = chance.flip([0.9, 0.5, 0.2][guard]!) ? "near" : "far";
    return { guard, heard, gold: state.gold + (action === "take" ? 1 : 0), out: action === "leave" };
  },
  terminated: ({ out }) => out,
  observe: ({ heard, gold, out }) => ({ heard, gold, out }),
  rewardObserved: false,
  horizon: 7,
});
const takes = { gold: ({ action }: { readonly action: string }) => (action === "take" ? 10 : 0) };
const naive = defineDrive(vault, {
  ...takes,
  caught: ({ state, action }) => (action === "take" && state.guard === 0 ? -30 : 0),
});
const repaired = defineDrive(vault, {
  ...takes,
  theft: ({ action }) => (action === "take" ? -30 : 0),
  left: ({ nextState }) => (nextState.out ? 1 : 0),
});
const intent = defineIntent(vault, {
  never: { theft: ({ action }) => action === "take" },
  reach: { out: ({ out }) => out },
});
const mutant = defineCase({ world: vault, drives: { naive }, intent });
const twin = defineCase({ world: vault, drives: { repaired }, intent });
/** Few steps, so that there are few enough beliefs for the exact audit too, and a limit that they are above. */
const SHORT = { horizon: 4 };
const FEW = { ...SHORT, limits: { states: 40 } };

test("too many beliefs: the exploit is found as a lower bound, within a bracket of the drive's optimum", () => {
  const found = auditOf(mutant, FEW);
  const exact = auditOf(mutant, SHORT);
  expect(exact.exactness).toEqual({ exact: true });
  expect(found.exactness).toMatchObject({ exact: false, reason: expect.stringContaining("more than 40 beliefs") });
  // What is earned never exceeds the optimum over beliefs; the present one is enough here to attain it.
  expect(found.optimum.low).toBeLessThanOrEqual(exact.optimum.low + 1e-12);
  expect(found.optimum.low).toBeCloseTo(exact.optimum.value, 9);
  expect(found.optimum.high).toBeGreaterThan(exact.optimum.high);
  const [finding] = found.findings;
  expect(finding).toMatchObject({ check: "worst-optimum", severity: "high", term: "gold", figure: { exact: "1" } });
  expect(finding?.meant.exact).toBe("0");
  expect(finding?.claim).toMatch(
    /^An agent that acts on its present observation alone may .* it earns 15\.52 of at most 18\.53\.$/,
  );
  expect(finding?.notes[0]).toMatch(/^lower bound: /);
  expect(finding?.trace?.steps.at(-1)).toMatchObject({ action: "take", events: ["never theft"] });
  expect(statusOf(found, "high")).toBe(1);
});

test("where the first item may be met better, that may cost any amount of the next", () => {
  // Leaving is wanted exactly where the guard is near: who sees the guard always manages, who hears it does not.
  const timely = defineIntent(vault, {
    never: { untimely: ({ state, action }) => (action === "leave") !== (state.guard === 0) },
    score: ({ action }) => (action === "take" ? 1 : 0),
  });
  const { items } = auditOf(defineCase({ world: vault, drives: { naive }, intent: timely }), FEW);
  expect(items[0]?.meant).toMatchObject({ low: 0, high: items[0]?.meant.value });
  expect(items[0]?.meant.value).toBeGreaterThan(0);
  // What there is to take is two.
  expect(items[1]?.meant).toMatchObject({ low: 0, high: 2 });
});

test("too many beliefs and nothing found is not decided, and nothing else is said", () => {
  const found = auditOf(twin, FEW);
  expect(found.findings).toEqual([]);
  expect(found.verdict).toMatch(/^Not decided: more than 40 beliefs/);
  expect(found.items.map(({ violated }) => violated)).toEqual([false, false]);
  expect(statusOf(found, "low")).toBe(3);
  expect([found.pressure, found.sensitivity, found.heat]).toEqual([[], [], undefined]);
});

test("without a horizon there are infinitely many beliefs, and policies that know no time are searched", () => {
  const endless = { discount: 0.9, limits: { states: 40 } };
  const found = auditOf(mutant, endless);
  expect(found.findings[0]).toMatchObject({ check: "worst-optimum", figure: { value: 1 }, meant: { exact: "0" } });
  expect(found.optimum.low).toBeGreaterThan(10);
  expect(found.optimum.low).toBeLessThan(found.optimum.high);
  expect(auditOf(twin, endless)).toMatchObject({ findings: [], exactness: { exact: false } });
});
