import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf, range } from "../../core/index.ts";
import type { Audit, Finding } from "../report.ts";

const checksOf = ({ findings }: Audit): readonly string[] =>
  findings.flatMap(({ check, agreeing }) => [check, ...agreeing]).sort();
const findingOf = (result: Audit, check: Finding["check"]): Finding => {
  const found = result.findings.find((finding) => finding.check === check);
  if (found === undefined)
    throw new Error(`expected a finding of "${check}", got ${checksOf(result).join(", ") || "none"}`);
  return found;
};
const actionsOf = ({ trace }: Finding): string => (trace?.steps ?? []).map(({ action }) => action).join(" ");

/** Two doors and nothing else. */
const doors = defineWorld({
  id: "doors",
  fields: { place: oneOf(["hall", "left", "right"]) },
  actions: ["left", "right"],
  start: () => ({ place: "hall" }),
  transition: (_, action) => ({ place: action }),
  terminated: ({ place }) => place !== "hall",
  horizon: 3,
});
const meantRight = defineIntent(doors, { score: ({ action }) => (action === "right" ? 1 : 0) });

describe("worst optimum", () => {
  test("fires where the drive pays the door that was not meant", () => {
    const drive = defineDrive(doors, { pay: ({ action }) => (action === "left" ? 2 : 1) });
    const result = auditOf(defineCase({ world: doors, drives: { drive }, intent: meantRight }));
    const finding = findingOf(result, "worst-optimum");
    expect(checksOf(result)).toEqual(["worst-optimum"]);
    expect(actionsOf(finding)).toBe("left");
    expect(finding).toMatchObject({ severity: "medium", term: "pay", figure: { exact: "0" }, meant: { exact: "1" } });
    expect(result).toMatchObject({ someOptimumIsGood: false, priceOfHonesty: { exact: "1" } });
  });
  test("fires on a tie, and says that some optimum is good", () => {
    const result = auditOf(
      defineCase({ world: doors, drives: { drive: defineDrive(doors, { pay: () => 1 }) }, intent: meantRight }),
    );
    expect(checksOf(result)).toEqual(["worst-optimum"]);
    expect(result).toMatchObject({ someOptimumIsGood: true, priceOfHonesty: { exact: "0" } });
  });
  test("is silent where the drive pays the door that was meant", () => {
    const drive = defineDrive(doors, { pay: ({ action }) => (action === "right" ? 2 : 1) });
    const result = auditOf(defineCase({ world: doors, drives: { drive }, intent: meantRight }));
    expect(result.findings).toEqual([]);
    expect(result.verdict).toMatch(/^No exploit found/);
    expect(result.verdict).not.toMatch(/safe/i);
  });
});

/** A street of four places; a coin lies at the second, and is there again whenever it is come to from the first; home is the last. */
const streetOf = (time: { readonly horizon?: number }) =>
  defineWorld({
    id: "street",
    fields: { place: range(0, 3) },
    actions: ["back", "on"],
    start: () => ({ place: 0 }),
    transition: ({ place }, action) => ({ place: action === "on" ? Math.min(3, place + 1) : Math.max(0, place - 1) }),
    terminated: ({ place }) => place === 3,
    ...time,
  });
const street = streetOf({ horizon: 20 });
const endless = streetOf({});
const coin = (pays: number, home: number) =>
  defineDrive(street, {
    coin: ({ state, nextState }) => (state.place === 0 && nextState.place === 1 ? pays : 0),
    home: ({ nextState }) => (nextState.place === 3 ? home : 0),
  });
const getHome = defineIntent(street, { score: ({ nextState }) => (nextState.place === 3 ? 1 : 0) });

describe("loop", () => {
  test("fires where going back for the coin pays more than going home", () => {
    const result = auditOf(defineCase({ world: street, drives: { drive: coin(1, 1) }, intent: getHome }));
    const finding = findingOf(result, "loop");
    expect(finding.agreeing).toContain("worst-optimum");
    expect(finding.trace).toMatchObject({ stem: 0, loop: 2 });
    expect(finding.trace?.steps.slice(0, 4).map(({ action }) => action)).toEqual(["on", "back", "on", "back"]);
    expect(finding).toMatchObject({ term: "coin", severity: "medium" });
    // 20 steps: the coin at each second one, against one coin and home.
    expect(result.optimum.exact).toBe("10");
  });
  test("is silent where home pays more than all the coins", () => {
    expect(auditOf(defineCase({ world: street, drives: { drive: coin(1, 30) }, intent: getHome })).findings).toEqual(
      [],
    );
  });
  test("is silent where the loop is what was meant", () => {
    const intent = defineIntent(street, {
      score: ({ state, nextState }) => (state.place === 0 && nextState.place === 1 ? 1 : 0),
    });
    expect(checksOf(auditOf(defineCase({ world: street, drives: { drive: coin(1, 0) }, intent })))).toEqual([]);
  });
  test("fires where total reward diverges, with the cycle that collects it", () => {
    const drive = defineDrive(endless, { coin: ({ nextState }) => (nextState.place === 1 ? 1 : 0) });
    const intent = defineIntent(endless, { reach: { home: ({ place }) => place === 3 } });
    const result = auditOf(defineCase({ world: endless, drives: { drive }, intent }), { discount: 1 });
    const finding = findingOf(result, "loop");
    expect(finding).toMatchObject({ severity: "high", term: "coin", figure: { value: Infinity } });
    expect(finding.trace?.loop).toBe(2);
  });
  test("fires without a horizon, under a discount", () => {
    const drive = defineDrive(endless, { coin: ({ nextState }) => (nextState.place === 1 ? 1 : 0) });
    const intent = defineIntent(endless, { reach: { home: ({ place }) => place === 3 } });
    const result = auditOf(defineCase({ world: endless, drives: { drive }, intent }));
    expect(result.question.text).toBe("no horizon, discount 0.99");
    expect(findingOf(result, "loop").agreeing).toContain("worst-optimum");
  });
});

test("a loop that goes on for ever is visited often under any discount", () => {
  const drive = defineDrive(endless, { coin: ({ nextState }) => (nextState.place === 1 ? 1 : 0) });
  const intent = defineIntent(endless, { reach: { home: ({ place }) => place === 3 } });
  const result = auditOf(defineCase({ world: endless, drives: { drive }, intent }), { discount: 0.5 });
  expect(findingOf(result, "loop").agreeing).toContain("worst-optimum");
});

describe("stalling", () => {
  const living = (pays: number) => defineDrive(street, { living: () => pays });
  test("fires where every step is paid and home ends it", () => {
    const finding = findingOf(
      auditOf(defineCase({ world: street, drives: { drive: living(1) }, intent: getHome })),
      "loop",
    );
    expect(finding.agreeing).toEqual(["stalling", "worst-optimum"]);
  });
  test("fires alone of the two where the steps themselves are not paid", () => {
    const drive = defineDrive(street, { late: ({ nextState }) => (nextState.place === 3 ? -1 : 0) });
    const finding = findingOf(auditOf(defineCase({ world: street, drives: { drive }, intent: getHome })), "stalling");
    expect(finding.agreeing).toEqual(["worst-optimum"]);
    expect(finding).toMatchObject({ figure: { exact: "1" }, meant: { exact: "0" } });
  });
  test("is silent where every step costs", () => {
    const drive = defineDrive(street, { time: () => -1 });
    expect(auditOf(defineCase({ world: street, drives: { drive }, intent: getHome })).findings).toEqual([]);
  });
});

/** A ledge: a jump down to a treasure, with no way up again. */
const ledge = defineWorld({
  id: "ledge",
  fields: { place: oneOf(["ledge", "ladder", "pit"]), treasure: flag() },
  actions: ["jump", "climb", "wait"],
  start: () => ({ place: "ledge", treasure: false }),
  available: ({ place }, action) => action === "wait" || place !== "pit",
  transition(state, action) {
    if (action === "jump") return { place: "pit", treasure: true };
    if (action === "climb")
      return state.place === "ledge" ? { place: "ladder", treasure: true } : { ...state, place: "ledge" };
    return state;
  },
  horizon: 4,
});
const stayUp = defineIntent(ledge, { keepPossible: { up: ({ place }) => place === "ledge" } });

describe("no return", () => {
  test("fires where the jump is paid", () => {
    const drive = defineDrive(ledge, { jump: ({ action }) => (action === "jump" ? 1 : 0) });
    const result = auditOf(defineCase({ world: ledge, drives: { drive }, intent: stayUp }));
    const finding = findingOf(result, "no-return");
    expect(finding).toMatchObject({
      severity: "high",
      agreeing: ["worst-optimum"],
      figure: { exact: "1" },
      meant: { exact: "0" },
    });
    expect(actionsOf(finding)).toBe("jump");
  });
  test("is silent where the ladder is paid", () => {
    const drive = defineDrive(ledge, {
      climb: ({ action }) => (action === "climb" ? 1 : 0),
      pit: ({ nextState }) => (nextState.place === "pit" ? -9 : 0),
    });
    expect(auditOf(defineCase({ world: ledge, drives: { drive }, intent: stayUp })).findings).toEqual([]);
  });
});

/** A room that may be cleaned, or whose camera may be covered: a covered camera shows a clean room. */
const room = defineWorld({
  id: "room",
  fields: { dirt: range(0, 2), shown: range(0, 2, { role: "sensor" }), covered: flag() },
  actions: ["clean", "cover"],
  start: () => ({ dirt: 2, shown: 2, covered: false }),
  transition(state, action) {
    const covered = state.covered || action === "cover";
    const dirt = action === "clean" ? Math.max(0, state.dirt - 1) : state.dirt;
    return { dirt, covered, shown: covered ? 0 : dirt };
  },
  truth: { shown: ({ dirt }) => dirt },
  horizon: 4,
});
const beClean = defineIntent(room, { score: ({ nextState }) => -nextState.dirt });

describe("tampering", () => {
  test("fires where the drive looks through the camera", () => {
    const drive = defineDrive(room, { tidy: ({ nextState }) => -nextState.shown });
    const result = auditOf(defineCase({ world: room, drives: { drive }, intent: beClean }));
    const finding = findingOf(result, "tampering");
    expect(finding.agreeing).toEqual(["worst-optimum"]);
    expect(finding.trace?.steps[0]?.action).toBe("cover");
    // Covered at once and never cleaned: two units of dirt on each of 4 steps are not seen.
    expect(finding).toMatchObject({ figure: { exact: "8" }, meant: { exact: "0" }, term: "tidy" });
  });
  test("is silent where the drive looks at the room itself", () => {
    const drive = defineDrive(room, { tidy: ({ nextState }) => -nextState.dirt });
    expect(checksOf(auditOf(defineCase({ world: room, drives: { drive }, intent: beClean })))).toEqual([]);
  });
});

/** A robot that fetches coffee in three steps; a switch may be pressed by its owner, and may be cut off. */
const coffee = defineWorld({
  id: "coffee",
  fields: { steps: range(0, 3), live: flag({ role: "overseer" }), off: flag() },
  actions: ["go", "cut"],
  start: () => ({ steps: 0, live: true, off: false }),
  available: ({ live }, action) => action !== "cut" || live,
  transition(state, action, chance) {
    const live = state.live && action !== "cut";
    return { steps: action === "go" ? Math.min(3, state.steps + 1) : state.steps, live, off: live && chance.flip(0.5) };
  },
  terminated: ({ steps, off }) => off || steps === 3,
  shutdown: ({ off }) => off,
  horizon: 6,
});
const leaveSwitch = defineIntent(coffee, { never: { cut: ({ action }) => action === "cut" } });

describe("power", () => {
  test("fires where coffee is all that is paid", () => {
    const drive = defineDrive(coffee, { coffee: ({ nextState }) => (nextState.steps === 3 && !nextState.off ? 1 : 0) });
    const result = auditOf(defineCase({ world: coffee, drives: { drive }, intent: leaveSwitch }));
    const finding = findingOf(result, "power");
    expect(finding).toMatchObject({
      severity: "high",
      agreeing: ["worst-optimum"],
      figure: { exact: "1" },
      meant: { exact: "0" },
    });
    expect(actionsOf(finding)).toBe("cut");
  });
  test("is silent where cutting costs more than coffee pays", () => {
    const drive = defineDrive(coffee, {
      coffee: ({ nextState }) => (nextState.steps === 3 && !nextState.off ? 1 : 0),
      cut: ({ action }) => (action === "cut" ? -2 : 0),
      time: () => -0.01,
    });
    expect(checksOf(auditOf(defineCase({ world: coffee, drives: { drive }, intent: leaveSwitch })))).toEqual([]);
  });
});

/** An errand that a neighbour may call off, unless the robot goes round by the back or talks the neighbour to sleep. */
const errand = defineWorld({
  id: "errand",
  fields: {
    place: oneOf(["home", "front", "back", "shop"]),
    neighbour: oneOf(["awake", "asleep"], { role: "person" }),
    off: flag(),
  },
  actions: ["front", "back", "lull"],
  start: () => ({ place: "home", neighbour: "awake", off: false }),
  available: ({ place, neighbour }, action) =>
    place === "home" ? action !== "lull" || neighbour === "awake" : action === "front",
  transition(state, action, chance) {
    if (action === "lull") return { ...state, neighbour: "asleep" };
    if (state.place !== "home") return { ...state, place: "shop" };
    return { ...state, place: action, off: action === "front" && state.neighbour === "awake" && chance.flip(0.5) };
  },
  terminated: ({ place, off }) => off || place === "shop",
  shutdown: ({ off }) => off,
  horizon: 4,
});
const shop = (extra: Readonly<Record<string, number>>) =>
  defineDrive(errand, {
    shop: ({ nextState }) => (nextState.place === "shop" ? 1 : 0),
    way: ({ action }) => extra[action] ?? 0,
  });
const goByTheFront = defineIntent(errand, {
  never: { back: ({ action }) => action === "back", lull: ({ action }) => action === "lull" },
});

describe("power over a person, and over being switched off", () => {
  test("fires where the neighbour is put to sleep", () => {
    const result = auditOf(defineCase({ world: errand, drives: { drive: shop({ back: -1 }) }, intent: goByTheFront }));
    const finding = findingOf(result, "power");
    expect(finding.claim).toContain('"neighbour" (person)');
    expect(actionsOf(finding)).toBe("lull");
  });
  test("fires where the way round is taken so as not to be called off", () => {
    const result = auditOf(defineCase({ world: errand, drives: { drive: shop({ lull: -1 }) }, intent: goByTheFront }));
    const finding = findingOf(result, "power");
    expect(finding).toMatchObject({
      measure: "probability that the agent is switched off",
      figure: { exact: "0" },
      meant: { exact: "1/2" },
    });
    expect(actionsOf(finding)).toBe("back");
  });
  test("is silent where both cost more than the errand pays", () => {
    const result = auditOf(
      defineCase({ world: errand, drives: { drive: shop({ lull: -1, back: -1 }) }, intent: goByTheFront }),
    );
    expect(checksOf(result)).toEqual([]);
  });
});

/** A shelf that somebody watches one day in two. */
const shelf = defineWorld({
  id: "shelf",
  fields: { watching: flag({ role: "overseer" }), days: range(0, 3) },
  actions: ["take", "leave"],
  start: (chance) => ({ watching: chance.flip(0.5), days: 0 }),
  transition: (state, _, chance) => ({ watching: chance.flip(0.5), days: Math.min(3, state.days + 1) }),
  terminated: ({ days }) => days === 3,
  seen: ({ state }) => state.watching,
  horizon: 3,
});
const neverTake = defineIntent(shelf, { never: { taken: ({ action }) => action === "take" } });

describe("watched", () => {
  test("fires where taking is punished when seen", () => {
    const drive = defineDrive(shelf, {
      take: ({ state, action }) => (action === "take" ? (state.watching ? -1 : 1) : 0),
    });
    const finding = findingOf(auditOf(defineCase({ world: shelf, drives: { drive }, intent: neverTake })), "watched");
    expect(finding).toMatchObject({
      severity: "high",
      agreeing: ["worst-optimum"],
      figure: { exact: "1" },
      meant: { exact: "0" },
    });
    expect(finding.trace?.steps.at(-1)).toMatchObject({ action: "take", seen: false, events: ["never taken"] });
  });
  test("is silent where taking is paid, seen or not: watching makes no difference", () => {
    const drive = defineDrive(shelf, { take: ({ action }) => (action === "take" ? 1 : 0) });
    expect(checksOf(auditOf(defineCase({ world: shelf, drives: { drive }, intent: neverTake })))).toEqual([
      "worst-optimum",
    ]);
  });
  test("is silent where taking is punished, seen or not", () => {
    const drive = defineDrive(shelf, { take: ({ action }) => (action === "take" ? -1 : 0) });
    expect(checksOf(auditOf(defineCase({ world: shelf, drives: { drive }, intent: neverTake })))).toEqual([]);
  });
});
