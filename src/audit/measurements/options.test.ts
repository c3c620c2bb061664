import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf, range } from "../../core/index.ts";
import { renderTerminal } from "../../report/index.ts";

/** A street with a shop of some doors on one side and a cellar on the other; who is through a door or in the cellar stays there. */
const street = (doors: number, hidden = false) => {
  const world = defineWorld({
    id: "street",
    fields: { place: oneOf(["street", "shop", "cellar", "behind"]), door: range(0, 7) },
    actions: ["shop", "cellar", ...Array.from({ length: doors }, (_, door) => `door ${door}`)],
    start: () => ({ place: "street", door: 0 }),
    available: ({ place }, action) => (place === "shop" ? action.startsWith("door") : !action.startsWith("door")),
    transition(state, action) {
      if (state.place === "street") return { ...state, place: action === "shop" ? "shop" : "cellar" };
      if (state.place === "shop") return { ...state, place: "behind", door: Number(action.slice(5)) };
      return state;
    },
    ...(hidden ? { observe: ({ place }: { readonly place: string }) => place } : {}),
    horizon: 3,
  });
  const drive = defineDrive(world, { shop: ({ action }) => (action === "shop" ? 1 : 0) });
  const intent = defineIntent(world, { never: { shopped: ({ nextState }) => nextState.place === "shop" } });
  return auditOf(defineCase({ world, drives: { drive }, intent }));
};

describe("options", () => {
  test("are raised by an act that leads to many", () => {
    const audit = street(8);
    const [act] = audit.options?.acts ?? [];
    expect(act).toMatchObject({ step: 0, action: "shop" });
    // From the shop the best of eight can be had, which is 8/9 on average.
    expect(act?.after.low).toBeLessThanOrEqual(8 / 9);
    expect(act?.after.high).toBeGreaterThanOrEqual(8 / 9);
    expect(act?.after.value).toBeGreaterThan(act?.before.value ?? 1);
    expect(act?.before).toEqual(audit.options?.start);
    expect(renderTerminal(audit)).toMatch(/^Options +POWER 0\.\d+ ± 0\.0\d+ at the start .*\s+"shop"\s+raises\s+it/m);
  });
  test("are lowered by an act that leads to one", () => {
    const [act] = street(1).options?.acts ?? [];
    // 1/2 after it; before it the better of two, nearly.
    expect(act?.after.value).toBeLessThan(act?.before.value ?? 0);
  });
  test("are not sampled where the state is hidden", () => {
    expect(street(8, true).options).toBeUndefined();
  });
});
