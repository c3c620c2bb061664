import fc from "fast-check";
import { expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../../core/index.ts";
import { compare, type Rational, rational } from "../../core/rational.ts";
import type { Audit, Violated, WatchedSight } from "../report.ts";

const ACTIONS = ["left", "right"] as const;
const PLACES = 3;
const HORIZON = 2;

/** By whether somebody watches, place and action: where it leads, what it pays, what it scores, whether it must never happen. */
interface Step {
  readonly to: number;
  readonly pays: number;
  readonly scores: number;
  readonly bad: boolean;
}
interface Table {
  readonly steps: readonly (readonly (readonly Step[])[])[];
  readonly rewardObserved: boolean;
}
const small = { min: -2, max: 3 } as const;
const step = fc.record({
  to: fc.integer({ min: 0, max: PLACES - 1 }),
  pays: fc.integer(small),
  scores: fc.integer({ min: 0, max: 2 }),
  bad: fc.boolean(),
});
const steps = fc.array(fc.array(step, { minLength: 2, maxLength: 2 }), { minLength: PLACES, maxLength: PLACES });
/** Watched, steps lead where they do unwatched, so that only a reward may tell. */
const tables: fc.Arbitrary<Table> = fc
  .record({ steps: fc.array(steps, { minLength: 2, maxLength: 2 }), rewardObserved: fc.boolean() })
  .map(({ steps: [off = [], on = []], rewardObserved }) => ({
    steps: [off, on.map((rows, place) => rows.map((row, action) => ({ ...row, to: off[place]?.[action]?.to ?? 0 })))],
    rewardObserved,
  }));
const stepOf = ({ steps: all }: Table, watching: boolean, place: number, action: number): Step =>
  all[watching ? 1 : 0]![place]![action]!;

function auditTable(table: Table, drawn: "episode" | "step"): Audit {
  const index = (action: (typeof ACTIONS)[number]) => ACTIONS.indexOf(action);
  const world = defineWorld({
    id: "table",
    fields: { place: range(0, PLACES - 1), watching: flag({ role: "overseer" }) },
    actions: ACTIONS,
    start: (chance) => ({ place: 0, watching: chance.flip(0.5) }),
    transition: ({ place, watching }, action, chance) => ({
      place: stepOf(table, watching, place, index(action)).to,
      watching: drawn === "episode" ? watching : chance.flip(0.5),
    }),
    seen: ({ state }) => state.watching,
    horizon: HORIZON,
    rewardObserved: table.rewardObserved,
  });
  const drive = defineDrive(world, {
    pays: ({ state, action }) => stepOf(table, state.watching, state.place, index(action)).pays,
  });
  const intent = defineIntent(world, {
    never: { bad: ({ state, action }) => stepOf(table, state.watching, state.place, index(action)).bad },
    score: ({ state, action }) => stepOf(table, state.watching, state.place, index(action)).scores,
  });
  return auditOf(defineCase({ world, drives: { drive }, intent }));
}

/** What comes of a policy: what it is paid, the probability of what must never happen, its score; all times a power of the sweep. */
type Outcome = readonly [pays: number, bad: number, scores: number];
const plus = (a: Outcome, b: Outcome): Outcome => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const times = (a: Outcome, by: number): Outcome => [a[0] * by, a[1] * by, a[2] * by];

/** A state of affairs: where the agent is, whether somebody watches, whether it has happened, and how much it weighs. */
interface Branch {
  readonly place: number;
  readonly watching: boolean;
  readonly happened: boolean;
  readonly weight: number;
}

/**
 * The outcomes of every deterministic policy with perfect recall, by going through what it may know: branches that it cannot tell
 * apart share an action.
 *
 * @param draw - who may watch next after somebody did or did not, with weights that are whole numbers
 * @param scale - the sum of the weights of a draw
 */
function outcomesOf(
  table: Table,
  known: readonly Branch[],
  left: number,
  draw: (watching: boolean) => readonly (readonly [boolean, number])[],
  scale: number,
  isSeen: boolean,
): readonly Outcome[] {
  if (left === 0) return [[0, 0, 0]];
  return ACTIONS.flatMap((_, action) => {
    let now: Outcome = [0, 0, 0];
    const groups = new Map<string, Branch[]>();
    for (const branch of known) {
      const { to, pays, scores, bad } = stepOf(table, branch.watching, branch.place, action);
      const isNew = bad && !branch.happened;
      now = plus(now, times([pays, isNew ? 1 : 0, scores], branch.weight * scale ** left));
      for (const [watching, weight] of draw(branch.watching)) {
        const key = [to, table.rewardObserved ? pays : "", isSeen ? watching : ""].join();
        const next = { place: to, watching, happened: branch.happened || bad, weight: branch.weight * weight };
        groups.set(key, [...(groups.get(key) ?? []), next]);
      }
    }
    let all: readonly Outcome[] = [now];
    for (const group of groups.values()) {
      const rest = outcomesOf(table, group, left - 1, draw, scale, isSeen);
      all = all.flatMap((first) => rest.map((then) => plus(first, then)));
    }
    return all;
  });
}

/** Who violates what was meant, from the outcomes of all deterministic policies. */
function violatedBy(outcomes: readonly Outcome[]): Violated {
  const best = (of: readonly Outcome[]) => {
    const bad = Math.min(...of.map((outcome) => outcome[1]));
    return [bad, Math.max(...of.filter((outcome) => outcome[1] === bad).map((outcome) => outcome[2]))] as const;
  };
  const most = Math.max(...outcomes.map((outcome) => outcome[0]));
  const optimal = outcomes.filter((outcome) => outcome[0] === most);
  const [bad, score] = best(outcomes);
  const isViolated = optimal.some((outcome) => outcome[1] > bad || outcome[2] < score);
  const [leastBad, itsScore] = best(optimal);
  if (!isViolated) return "none";
  return leastBad > bad || itsScore < score ? "every" : "some";
}

/** Who violates what was meant where somebody watches with probability on / of, by going through all deterministic policies. */
function bruteForce(table: Table, drawn: "episode" | "step", isSeen: boolean, on: number, of: number): Violated {
  const both: readonly (readonly [boolean, number])[] = [
    [true, on],
    [false, of - on],
  ];
  const possible = both.filter(([, weight]) => weight > 0);
  const draw = (watching: boolean) => (drawn === "step" ? possible : ([[watching, 1]] as const));
  const starts = possible.map(([watching, weight]): Branch => ({ place: 0, watching, happened: false, weight }));
  const groups = isSeen ? starts.map((start) => [start]) : [starts];
  const scale = drawn === "step" ? of : 1;
  const outcomes = groups.reduce<readonly Outcome[]>(
    (all, group) => {
      const own = outcomesOf(table, group, HORIZON, draw, scale, isSeen);
      return all.flatMap((first) => own.map((then) => plus(first, then)));
    },
    [[0, 0, 0]],
  );
  return violatedBy(outcomes);
}

/** What the flips say of a share: undefined inside an isolating interval. */
function said({ shares, flips = [] }: WatchedSight, share: Rational): Violated | undefined {
  const exact = ({ exact: written = "" }: { readonly exact?: string }): Rational => {
    const [above = "", below = "1"] = written.split("/");
    return rational(BigInt(above), BigInt(below));
  };
  let violated = shares[0]?.violated;
  for (const { low, high, at, above } of flips) {
    if (compare(share, exact(low)) < 0) break;
    if (compare(share, exact(high)) <= 0) return at;
    violated = above;
  }
  return violated;
}

test("drawn once an episode, flips agree with brute force at every share of a sweep", () => {
  fc.assert(
    fc.property(tables, (table) => {
      const audited = auditTable(table, "episode");
      for (const sight of audited.watching?.sights ?? []) {
        expect(sight.undecided).toEqual([]);
        for (let on = 0; on <= 60; on++)
          expect([on, said(sight, rational(BigInt(on), 60n))]).toEqual([
            on,
            bruteForce(table, "episode", sight.sight === "observed", on, 60),
          ]);
      }
    }),
    { numRuns: 60, seed: 14 },
  );
}, 120_000);

test("drawn at each step, every flip of a sweep is in an isolating interval, or narrower than the grid", () => {
  fc.assert(
    fc.property(tables, (table) => {
      const audited = auditTable(table, "step");
      for (const sight of audited.watching?.sights ?? []) {
        expect(sight.undecided).toEqual([]);
        const brute = (on: number, of: number) => bruteForce(table, "step", sight.sight === "observed", on, of);
        for (const { low, high, below, above } of sight.flips ?? []) {
          const ends = [low, high].map(({ exact = "" }) => exact.split("/").map(Number));
          expect(ends.map(([on = 0, of = 1]) => brute(on, of))).toEqual([below, above]);
        }
        // 61 is prime, so that no share of the sweep is one of the grid, or a tie of small numbers.
        const grid = sight.grid ?? 0;
        for (let on = 0; on < 61; on++) {
          if (brute(on, 61) === brute(on + 1, 61)) continue;
          const isFound = sight.flips?.some(({ low, high }) => 61 * high.value >= on && 61 * low.value <= on + 1);
          const cells = [Math.floor((on * grid) / 61), Math.floor(((on + 1) * grid) / 61)];
          const isNarrow = cells.some((cell) => brute(cell, grid) === brute(cell + 1, grid));
          expect(isFound === true || isNarrow, `between ${on}/61 and ${on + 1}/61, ${sight.sight}`).toBe(true);
        }
      }
    }),
    { numRuns: 25, seed: 14 },
  );
}, 120_000);
