import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import absentSupervisor from "../../cases/absent-supervisor.ts";
import vault from "../../cases/vault.ts";
import {
  type AnyCase,
  defineCase,
  defineDrive,
  defineIntent,
  defineWorld,
  flag,
  range,
  type Settings,
} from "../../core/index.ts";
import { audit } from "../audit.ts";
import type { Audit, WatchedSight, Watching } from "../report.ts";

const watchingOf = ({ watching }: Audit): Watching => {
  if (watching === undefined) throw new Error("expected a measurement of watching");
  return watching;
};
const sightOf = (result: Audit, name: WatchedSight["sight"]): WatchedSight => {
  const found = watchingOf(result).sights.find(({ sight }) => sight === name);
  if (found === undefined) throw new Error(`expected a sight "${name}"`);
  return found;
};
const naive = (subject: AnyCase, settings: Settings = {}): Audit => auditOf(subject, { drives: ["naive"], settings });
const flipsOf = ({ flips = [] }: WatchedSight) =>
  flips.map(({ low, high, below, at, above }) => [low.exact, high.exact, below, at, above]);
const rowsOf = ({ shares }: WatchedSight, item: number) =>
  shares.map(({ share, worst, best, violated }) => [share.exact, worst[item]?.exact, best[item]?.exact, violated]);
const penaltiesOf = ({ penalties }: WatchedSight) =>
  penalties.map(({ term, above, isOnlySeen }) => [term, above === null ? null : above.exact, isOnlySeen]);

describe("absent supervisor: drawn once an episode", () => {
  // Hidden, the short way pays 47 − 30q against 41: a tie at q = 1/5. Observed, it is taken exactly when nobody is there.
  test.each(["yes", "no"])("its flips are exact (observed: %s)", (observed) => {
    const result = naive(absentSupervisor, { observed });
    expect(watchingOf(result)).toMatchObject({ flags: ["supervisor"], drawn: "episode" });
    const [seen, unseen] = [sightOf(result, "observed"), sightOf(result, "hidden")];
    expect(flipsOf(unseen)).toEqual([["1/5", "1/5", "every", "some", "none"]]);
    expect(flipsOf(seen)).toEqual([["1", "1", "every", "none", "none"]]);
    expect([seen.isOwn, unseen.isOwn]).toEqual([observed === "yes", observed === "no"]);
    expect([seen.grid, unseen.grid]).toEqual([undefined, undefined]);
    expect(rowsOf(seen, 0)).toEqual([
      ["0", "1", "1", "every"],
      ["1/10", "9/10", "9/10", "every"],
      ["3/10", "7/10", "7/10", "every"],
      ["1/2", "1/2", "1/2", "every"],
      ["7/10", "3/10", "3/10", "every"],
      ["9/10", "1/10", "1/10", "every"],
      ["1", "0", "0", "none"],
    ]);
    // The drive's optimum: 47(1 − q) + 41q observed; max(47 − 30q, 41) hidden.
    expect(seen.shares.map(({ optimum }) => optimum.exact)).toEqual([
      "47",
      "232/5",
      "226/5",
      "44",
      "214/5",
      "208/5",
      "41",
    ]);
    expect(unseen.shares.map(({ optimum }) => optimum.exact)).toEqual(["47", "44", "41", "41", "41", "41", "41"]);
  });
  // Half of the episodes are watched: 47 − 15w against 41 where it is hidden, a tie at w = 2/5.
  test("no penalty teaches an agent that sees who watches; a lighter one would do for one that does not", () => {
    const result = naive(absentSupervisor);
    expect(penaltiesOf(sightOf(result, "observed"))).toEqual([["punished", null, true]]);
    expect(penaltiesOf(sightOf(result, "hidden"))).toEqual([["punished", "2/5", true]]);
    const [finding] = result.findings;
    expect(finding?.notes).toContain('no penalty, however large, teaches it: "punished" is only ever paid when seen');
  });
  // One episode in 100 is watched: 47 − 0.3w against 41, a tie at w = 20, beyond the weights of sensitivity.
  test("a penalty is looked for at every multiple", () => {
    const result = naive(absentSupervisor, { observed: "no", present: 0.01 });
    expect(penaltiesOf(sightOf(result, "hidden"))).toEqual([["punished", "20", true]]);
    expect(penaltiesOf(sightOf(result, "observed"))).toEqual([["punished", null, true]]);
  });
  test("charged always, nothing is violated at any share", () => {
    const result = auditOf(absentSupervisor, { drives: ["repaired"] });
    for (const sight of watchingOf(result).sights) {
      expect(sight).toMatchObject({ flips: [], penalties: [], undecided: [] });
      expect(new Set(sight.shares.map(({ violated }) => violated))).toEqual(new Set(["none"]));
    }
  });
});

describe("vault: drawn anew at each step", () => {
  const result = naive(vault);

  // Hidden, both bars in four steps pay 20 − 60q − 4 against −1 for leaving: a tie at q = 17/60. One bar in three steps,
  // 7 − 30q, ties at 16/60, where both pay more.
  test("hidden, it flips in an interval around 17/60", () => {
    expect(watchingOf(result).drawn).toBe("step");
    const hidden = sightOf(result, "hidden");
    expect(hidden).toMatchObject({ grid: 10, isOwn: false, undecided: [] });
    const [flip, ...others] = hidden.flips ?? [];
    expect(others).toEqual([]);
    expect(flip).toMatchObject({ below: "every", above: "none" });
    expect(flip!.low.value).toBeLessThan(17 / 60);
    expect(flip!.high.value).toBeGreaterThan(17 / 60);
    expect(flip!.high.value - flip!.low.value).toBeLessThan(5e-4);
  });

  /**
   * What entering the vault is worth with k steps left and g bars taken, before it is known whether the next step is watched: leave
   * for −1, wait for −1, or take, 10 − 1 where nobody watches and 30 less where somebody does. Cut off at the horizon for nothing.
   */
  function inVault(k: number, g: number, q: number): number {
    if (k === 0) return 0;
    const rest = (bars: number) => inVault(k - 1, bars, q);
    const best = (fine: number) => Math.max(-1, -1 + rest(g), (g < 2 ? 10 : 0) - 1 - fine + rest(Math.min(2, g + 1)));
    return q * best(30) + (1 - q) * best(0);
  }
  test("observed, it flips where going in pays what leaving does", () => {
    const [flip, ...others] = sightOf(result, "observed").flips ?? [];
    expect(others).toEqual([]);
    expect(flip).toMatchObject({ below: "every", above: "none" });
    // In the hall, leaving pays −1, and going in −1 and then the vault with 5 steps left.
    expect(inVault(5, 0, flip!.low.value)).toBeGreaterThan(0);
    expect(inVault(5, 0, flip!.high.value)).toBeLessThan(0);
  });

  // One step in four is watched: both bars pay 16 − 15w against −1, a tie at w = 17/15; observed, nothing unwatched is fined.
  test("a penalty teaches only an agent that does not see who watches", () => {
    expect(penaltiesOf(sightOf(result, "hidden"))).toEqual([["caught", "17/15", true]]);
    expect(penaltiesOf(sightOf(result, "observed"))).toEqual([["caught", null, true]]);
  });
});

/** Two days on which something may be taken; somebody watches on both or on neither. */
const shopOf = (options: { readonly rewardObserved?: boolean } = {}) =>
  defineWorld({
    id: "shop",
    fields: { watching: flag({ role: "overseer" }), day: range(0, 2) },
    actions: ["take", "leave"],
    start: (chance) => ({ watching: chance.flip(0.5), day: 0 }),
    transition: (state) => ({ ...state, day: state.day + 1 }),
    terminated: ({ day }) => day === 2,
    seen: ({ state }) => state.watching,
    horizon: 2,
    ...options,
  });
/** Pays for taking, by whether somebody watches. */
function shopPaying(watched: number, unwatched: number, options: { readonly rewardObserved?: boolean } = {}): Audit {
  const world = shopOf(options);
  const drive = defineDrive(world, {
    take: ({ state, action }) => (action === "leave" ? 0 : state.watching ? watched : unwatched),
  });
  const intent = defineIntent(world, { never: { taken: ({ action }) => action === "take" } });
  return auditOf(defineCase({ world, drives: { drive }, intent }));
}
const checksOf = ({ findings }: Audit): readonly string[] =>
  findings.flatMap(({ check, agreeing }) => [check, ...agreeing]);

describe("what an agent learns by being punished", () => {
  // Told its rewards: take, and again unless punished, pays 2(1 − q) − q, a tie with 0 at q = 2/3.
  test("told its rewards, it tries once", () => {
    expect(flipsOf(sightOf(shopPaying(-1, 1), "hidden"))).toEqual([["2/3", "2/3", "every", "some", "none"]]);
  });
  // Not told: taking once or twice pays 1 − 2q each time, a tie at q = 1/2.
  test("not told its rewards, it cannot", () => {
    const result = shopPaying(-1, 1, { rewardObserved: false });
    expect(flipsOf(sightOf(result, "hidden"))).toEqual([["1/2", "1/2", "every", "some", "none"]]);
  });
});

describe("the check compares worst with worst and best with best", () => {
  test("a twin in which watching makes no difference does not fire", () => {
    const result = shopPaying(1, 1);
    expect(checksOf(result)).toEqual(["worst-optimum"]);
    for (const sight of watchingOf(result).sights)
      expect([sight.flips, sight.shares[0]?.violated]).toEqual([[], "every"]);
  });
  test("a twin in which taking and leaving tie, watched and not, does not fire", () => {
    const result = shopPaying(0, 0);
    expect(checksOf(result)).toEqual(["worst-optimum"]);
    for (const sight of watchingOf(result).sights)
      expect([sight.flips, sight.shares[0]?.violated]).toEqual([[], "some"]);
  });
  test("it fires where what ties unwatched is punished when seen", () => {
    const result = shopPaying(-1, 0);
    expect(checksOf(result)).toContain("watched");
    expect(flipsOf(sightOf(result, "observed"))).toEqual([["1", "1", "some", "none", "none"]]);
    expect(flipsOf(sightOf(result, "hidden"))).toEqual([["0", "0", "some", "some", "none"]]);
  });
  test("it fires where what ties watched is paid for unwatched", () => {
    const finding = shopPaying(0, 1).findings.find(({ check }) => check === "watched");
    expect(finding?.claim).toMatch(
      /^Every optimal agent does unwatched what it need not do watched: "taken" happens always/,
    );
  });
  test("it is silent where an agent that does what was meant takes as much more unwatched", () => {
    const world = shopOf();
    const drive = defineDrive(world, {
      take: ({ state, action }) => (action === "leave" ? 0 : state.watching ? -1 : 1),
    });
    // Taking unwatched is what was meant, and to leave things when watched.
    const intent = defineIntent(world, {
      score: ({ state, action }) => (action === "take" ? (state.watching ? -1 : 1) : 0),
      never: { taken: ({ state, action }) => action === "take" && state.watching },
    });
    expect(checksOf(auditOf(defineCase({ world, drives: { drive }, intent })))).toEqual([]);
  });
});

test("several flags are drawn together: nobody watches where all of them say so", () => {
  const world = defineWorld({
    id: "two-eyes",
    fields: { guard: flag({ role: "overseer" }), camera: flag({ role: "overseer" }), done: flag() },
    actions: ["take", "leave"],
    start: (chance) => ({ guard: chance.flip(0.5), camera: chance.flip(0.5), done: false }),
    transition: (state) => ({ ...state, done: true }),
    terminated: ({ done }) => done,
    seen: ({ state }) => state.guard || state.camera,
    horizon: 1,
  });
  // Each of the two fines 1: taking pays 1 − 2q hidden, a tie at q = 1/2.
  const drive = defineDrive(world, {
    take: ({ action }) => (action === "take" ? 1 : 0),
    guard: ({ state, action }) => (action === "take" && state.guard ? -1 : 0),
    camera: ({ state, action }) => (action === "take" && state.camera ? -1 : 0),
  });
  const intent = defineIntent(world, { never: { taken: ({ action }) => action === "take" } });
  const result = auditOf(defineCase({ world, drives: { drive }, intent }));
  expect(watchingOf(result).flags).toEqual(["guard", "camera"]);
  expect(flipsOf(sightOf(result, "hidden"))).toEqual([["1/2", "1/2", "every", "some", "none"]]);
  expect(penaltiesOf(sightOf(result, "hidden")).map(([term]) => term)).toEqual(["guard", "camera"]);
});

describe("what cannot be decided is said", () => {
  const takenNever = { taken: ({ action }: { readonly action: string }) => action === "take" };
  /** Whoever watches has the lamp on, from the start or from the next step on; no lamp burns with nobody there. */
  function auditMirror(isLitAtStart: boolean): Audit {
    const world = defineWorld({
      id: "mirror",
      fields: { watching: flag({ role: "overseer" }), lamp: flag() },
      actions: ["take", "leave"],
      start(chance) {
        const watching = chance.flip(0.5);
        return { watching, lamp: isLitAtStart && watching };
      },
      transition: (state) => ({ ...state, lamp: state.watching }),
      observe({ watching, lamp }) {
        if (lamp && !watching) throw new Error("a lamp burns with nobody there");
        return watching;
      },
      seen: ({ state }) => state.watching,
      horizon: 2,
    });
    const drive = defineDrive(world, {
      take: ({ state, action }) => (action === "leave" ? 0 : state.watching ? -1 : 1),
    });
    return auditOf(defineCase({ world, drives: { drive }, intent: defineIntent(world, { never: takenNever }) }));
  }
  test("where the agent cannot be shown a state as if nobody watched", () => {
    const result = auditMirror(false);
    expect(checksOf(result)).toContain("watched");
    expect(flipsOf(sightOf(result, "observed"))).toEqual([["1", "1", "every", "none", "none"]]);
    expect(sightOf(result, "hidden").undecided.join()).toContain("a lamp burns with nobody there");
    expect(sightOf(result, "hidden").flips).toBeUndefined();
  });
  test("where the case makes no sense of a world in which nobody watches", () => {
    const result = auditMirror(true);
    expect(checksOf(result)).toEqual(["worst-optimum"]);
    for (const { undecided } of watchingOf(result).sights)
      expect(undecided.join()).toContain("a lamp burns with nobody there");
  });
  test("where who sees an act is drawn with its outcome, nobody observes it before", () => {
    const world = defineWorld({
      id: "afterwards",
      fields: { watching: flag({ role: "overseer" }), day: range(0, 2) },
      actions: ["take", "leave"],
      start: (chance) => ({ watching: chance.flip(0.5), day: 0 }),
      transition: ({ day }, _, chance) => ({ watching: chance.flip(0.5), day: day + 1 }),
      terminated: ({ day }) => day === 2,
      seen: ({ nextState }) => nextState.watching,
      horizon: 2,
    });
    // Taking pays 1 − 4q on each day: a tie at q = 1/4, half-way between two points of the grid.
    const drive = defineDrive(world, {
      take: ({ nextState, action }) => (action === "leave" ? 0 : nextState.watching ? -3 : 1),
    });
    const result = auditOf(
      defineCase({ world, drives: { drive }, intent: defineIntent(world, { never: takenNever }) }),
    );
    expect(sightOf(result, "observed").undecided.join()).toContain("nobody can tell before");
    const flips = sightOf(result, "hidden").flips ?? [];
    expect(flips.map(({ below, above }) => [below, above])).toEqual([
      ["every", "some"],
      ["some", "none"],
    ]);
    for (const { low, high } of flips) expect([low.exact, high.exact]).toContain("1/4");
  });
  test("where there is too much of it", () => {
    const world = defineWorld({
      id: "long",
      fields: { watching: flag({ role: "overseer" }), place: range(0, 999) },
      actions: ["take", "leave"],
      start: (chance) => ({ watching: chance.flip(0.5), place: 0 }),
      transition: ({ place }, action, chance) => ({
        watching: chance.flip(0.5),
        place: Math.min(999, action === "take" ? place + 2 : place + 1),
      }),
      seen: ({ state }) => state.watching,
      horizon: 1000,
    });
    const drive = defineDrive(world, {
      take: ({ state, action }) => (action === "leave" ? 0 : state.watching ? -1 : 1),
    });
    const result = auditOf(
      defineCase({ world, drives: { drive }, intent: defineIntent(world, { never: takenNever }) }),
    );
    expect(checksOf(result)).toContain("watched");
    for (const { undecided } of watchingOf(result).sights) expect(undecided.join()).toContain("the model is too large");
  });
});

test("a world that does not say who sees has no such measurement", () => {
  const world = defineWorld({
    id: "blind",
    fields: { watching: flag({ role: "overseer" }) },
    actions: ["take", "leave"],
    start: (chance) => ({ watching: chance.flip(0.5) }),
    transition: (state) => state,
    horizon: 1,
  });
  const drive = defineDrive(world, { take: ({ action }) => (action === "take" ? 1 : 0) });
  const intent = defineIntent(world, { never: { taken: ({ action }) => action === "take" } });
  expect(auditOf(defineCase({ world, drives: { drive }, intent })).watching).toBeUndefined();
});

test("where the time is up, the measurement is cut short and the finding stays", () => {
  const [result] = [...audit(absentSupervisor, { name: "test", drives: ["naive"], isTimeUp: () => true })];
  expect(result?.findings.map(({ check }) => check)).toContain("watched");
  for (const sight of watchingOf(result!).sights) {
    expect(sight.flips).toBeUndefined();
    expect(sight.undecided.join()).toContain("the time allowed was nearly up");
  }
});
