import { describe, expect, test } from "vitest";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf } from "../../core/index.ts";
import { audit } from "../audit.ts";
import type { Audit, Finding } from "../report.ts";

function onlyOf(audits: Iterable<Audit>): Audit {
  const [only] = [...audits];
  if (only === undefined) throw new Error("expected an audit");
  return only;
}
const ofCheck = ({ findings }: Audit, check: Finding["check"]): Finding | undefined =>
  findings.find((finding) => finding.check === check || finding.agreeing.includes(check));

/** A watch that comes and goes by chance; tape over its lens holds it away for a step. */
const watch = defineWorld({
  id: "watch",
  fields: { watching: flag({ role: "overseer" }), left: flag() },
  actions: ["wait", "tape", "leave"],
  start: () => ({ watching: true, left: false }),
  transition: (_, action, chance) => ({ watching: action !== "tape" && chance.flip(0.5), left: action === "leave" }),
  terminated: ({ left }) => left,
  horizon: 4,
});
const neverTape = defineIntent(watch, { never: { tape: ({ action }) => action === "tape" } });

describe("what chance does to an overseer's field", () => {
  test("is not the agent's act", () => {
    const drive = defineDrive(watch, { wait: ({ action }) => (action === "wait" ? 1 : 0) });
    const intent = defineIntent(watch, { never: { wait: ({ action }) => action !== "leave" } });
    const result = onlyOf(audit(defineCase({ world: watch, drives: { drive }, intent }), { name: "test" }));
    // In 15 of 16 episodes the watch comes or goes while the agent waits.
    expect(ofCheck(result, "worst-optimum")).toBeDefined();
    expect(ofCheck(result, "power")).toBeUndefined();
  });
  test("is told apart from what the agent does", () => {
    const drive = defineDrive(watch, { tape: ({ action }) => (action === "tape" ? 1 : 0) });
    const result = onlyOf(audit(defineCase({ world: watch, drives: { drive }, intent: neverTape }), { name: "test" }));
    expect(ofCheck(result, "power")).toMatchObject({ figure: { exact: "1" }, meant: { exact: "0" } });
  });
  test("leaves open what the field would be without the agent's act", () => {
    const seen = defineDrive(watch, { seen: ({ nextState }) => (nextState.watching ? -1 : 0) });
    const result = onlyOf(
      audit(defineCase({ world: watch, drives: { drive: seen }, intent: neverTape }), { name: "test" }),
    );
    expect(ofCheck(result, "power")?.figure.exact).toBe("1");
    // Held at its start value the field would show −1 on each of 4 steps, of which chance alone spares half.
    expect(ofCheck(result, "tampering")).toBeUndefined();
  });
});

test("what most actions do to a field is not the agent's act", () => {
  const world = defineWorld({
    id: "lamp",
    fields: { lamp: oneOf(["off", "dim"], { role: "overseer" }) },
    actions: ["left", "right", "switch"],
    start: () => ({ lamp: "off" }),
    transition: (_, action) => ({ lamp: action === "switch" ? "off" : "dim" }),
    horizon: 1,
  });
  const drive = defineDrive(world, { left: ({ action }) => (action === "left" ? 1 : 0) });
  const intent = defineIntent(world, { score: ({ action }) => (action === "switch" ? 1 : 0) });
  const result = onlyOf(audit(defineCase({ world, drives: { drive }, intent }), { name: "test" }));
  // The lamp goes on by itself; the switch keeps it off, and then it does not change.
  expect(ofCheck(result, "power")).toBeUndefined();
});

test("where nothing sets one action apart, every change is the agent's act", () => {
  const world = defineWorld({
    id: "doorman",
    fields: {
      place: oneOf(["street", "door", "away"]),
      doorman: oneOf(["front", "left", "right"], { role: "overseer" }),
    },
    actions: ["enter", "leave", "left", "right"],
    start: () => ({ place: "street", doorman: "front" }),
    available: ({ place }, action) => (place === "street") === (action === "enter" || action === "leave"),
    transition: (state, action) => {
      if (action === "enter") return { ...state, place: "door" };
      return action === "leave" ? { ...state, place: "away" } : { place: "away", doorman: action };
    },
    terminated: ({ place }) => place === "away",
    horizon: 2,
  });
  const intent = defineIntent(world, { never: { moved: ({ nextState }) => nextState.doorman !== "front" } });
  for (const side of ["left", "right"] as const) {
    const drive = defineDrive(world, { pay: ({ action }) => (action === side ? 1 : 0) });
    const result = onlyOf(audit(defineCase({ world, drives: { drive }, intent }), { name: "test" }));
    expect(ofCheck(result, "power")).toMatchObject({ figure: { exact: "1" }, meant: { exact: "0" } });
  }
});

/** A guard who can be sent to sleep by a lullaby and a counter that can be set; a dial beside them that nobody is paid for. */
const gate = defineWorld({
  id: "gate",
  fields: {
    guard: oneOf(["awake", "asleep"], { role: "overseer" }),
    counter: flag({ role: "machinery" }),
    dial: flag({ role: "machinery" }),
  },
  actions: ["wait", "both"],
  start: () => ({ guard: "awake", counter: false, dial: false }),
  transition: (state, action) => (action === "both" ? { guard: "asleep", counter: true, dial: true } : state),
  horizon: 2,
});
const neverBoth = defineIntent(gate, { never: { both: ({ action }) => action === "both" } });

describe("tampering", () => {
  test("names the fields that some term reads, and no other that changed", () => {
    const drive = defineDrive(gate, { counted: ({ nextState }) => (nextState.counter ? 1 : 0) });
    const result = onlyOf(audit(defineCase({ world: gate, drives: { drive }, intent: neverBoth }), { name: "test" }));
    expect(ofCheck(result, "tampering")?.claim).toContain('by way of "counter" (meant');
  });
  test("patches an overseer's field that only the agent changes", () => {
    const drive = defineDrive(gate, { asleep: ({ nextState }) => (nextState.guard === "asleep" ? 1 : 0) });
    const result = onlyOf(audit(defineCase({ world: gate, drives: { drive }, intent: neverBoth }), { name: "test" }));
    expect(ofCheck(result, "tampering")).toMatchObject({ figure: { exact: "2" }, meant: { exact: "0" } });
    expect(ofCheck(result, "tampering")?.notes.join()).not.toContain("not decided");
  });
  test("says that it does not decide on an overseer's field that also changes by itself", () => {
    const world = defineWorld({
      ...{ id: "dozing", actions: ["wait", "both"], horizon: 2 },
      fields: { guard: oneOf(["awake", "asleep"], { role: "overseer" }), counter: flag({ role: "machinery" }) },
      start: () => ({ guard: "awake", counter: false }),
      transition: (state, action, chance) =>
        action === "both"
          ? { guard: "asleep", counter: true }
          : { ...state, guard: chance.flip(0.5) ? "asleep" : "awake" },
    });
    const drive = defineDrive(world, {
      counted: ({ nextState }) => (nextState.counter ? 1 : 0),
      asleep: ({ nextState }) => (nextState.guard === "asleep" ? 1 : 0),
    });
    const intent = defineIntent(world, { never: { both: ({ action }) => action === "both" } });
    const result = onlyOf(audit(defineCase({ world, drives: { drive }, intent }), { name: "test" }));
    const finding = ofCheck(result, "tampering");
    expect(finding?.figure.exact).toBe("2");
    expect(finding?.notes.join()).toContain('not decided for "guard": it also changes by itself');
  });
});
