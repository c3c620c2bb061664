import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import { least, occupancyOf, written } from "../../../test/support/occupancy.ts";
import { analysed, randomCase } from "../../../test/support/small-cases.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf } from "../../core/index.ts";
import {
  add,
  compare,
  divide,
  formatRational,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "../../core/rational.ts";
import { drawFrom } from "../../exact/fuzz.ts";
import type { Model, Payoff } from "../../exact/model.ts";
import type { Context } from "../analysis.ts";
import type { Audit, Quantity } from "../report.ts";
import { frontiers, type Vertex } from "./frontier.ts";

/** One choice among four doors, and nothing else: what each pays and scores is the whole model. */
const doors = defineWorld({
  id: "doors",
  fields: { place: oneOf(["hall", "beyond"]) },
  actions: ["a", "b", "c", "d"],
  start: () => ({ place: "hall" }),
  transition: () => ({ place: "beyond" }),
  terminated: ({ place }) => place === "beyond",
  horizon: 1,
});
type Doors = Readonly<Record<"a" | "b" | "c" | "d", number>>;
const auditDoors = (pays: Doors, scores: Doors, options = {}): Audit =>
  auditOf(
    defineCase({
      world: doors,
      drives: { drive: defineDrive(doors, { pays: ({ action }) => pays[action] }) },
      intent: defineIntent(doors, { score: ({ action }) => scores[action] }),
    }),
    options,
  );
const exact = ({ exact: written = "" }: Quantity): string => written;

describe("the frontier of four doors", () => {
  // (drive, score): a (10, 5), b (9, 3), c (4, 0), d (0, 9). b lies above the line from a to c, which at 9 is at 25/6.
  const { frontier, priceOfHonesty, uniform } = auditDoors({ a: 10, b: 9, c: 4, d: 0 }, { a: 5, b: 3, c: 0, d: 9 });
  const [only] = frontier;
  const pairs = (edge: "worst" | "best") => only?.[edge].vertices.map(({ drive, item }) => [exact(drive), exact(item)]);
  test("has the vertices of both edges", () => {
    expect(pairs("worst")).toEqual([
      ["10", "5"],
      ["9", "3"],
      ["4", "0"],
    ]);
    expect(pairs("best")).toEqual([
      ["10", "5"],
      ["0", "9"],
    ]);
    expect([only?.worst.gaps, only?.best.gaps, only?.worst.reason]).toEqual([[], [], undefined]);
  });
  test("ends at the price of honesty, and begins with a slope of two of score for one of return", () => {
    expect(exact(only!.price!)).toBe("10");
    expect(exact(priceOfHonesty)).toBe("10");
    expect(exact(only!.slope!)).toBe("2");
  });
  test("says what a budget buys, with coins and without", () => {
    // A random agent earns 23/4: 10 % of 17/4 is 17/40, which buys 17/20 of score.
    expect(uniform.value).toBe(5.75);
    const tenth = only?.within.at(-1);
    expect([tenth?.share, exact(tenth!.budget), exact(tenth!.mixed), exact(tenth!.vertex.item)]).toEqual([
      0.1,
      "17/40",
      "83/20",
      "5",
    ]);
    expect(only?.within.map(({ share }) => share)).toEqual([0, 0.001, 0.01, 0.05, 0.1]);
  });
});

test("a tie of optima is a jump before the worst edge, not a slope of it", () => {
  const [only] = auditDoors({ a: 1, b: 1, c: 0, d: 0 }, { a: 5, b: 2, c: 1, d: 0 }).frontier;
  expect(only?.best.vertices.map(({ item }) => exact(item))).toEqual(["5"]);
  expect(only?.worst.vertices.map(({ drive, item }) => [exact(drive), exact(item)])).toEqual([
    ["1", "2"],
    ["0", "0"],
  ]);
  expect([exact(only!.slope!), exact(only!.price!)]).toEqual(["2", "0"]);
});

test("where every policy earns the same there is no budget but none", () => {
  const [only] = auditDoors({ a: 1, b: 1, c: 1, d: 1 }, { a: 5, b: 2, c: 1, d: 0 }).frontier;
  expect(only?.within.map(({ share, mixed }) => [share, exact(mixed)])).toEqual([[0, "0"]]);
});

test("a probability has no frontier under a discounted drive, and a score has", () => {
  const intent = defineIntent(doors, { never: { d: ({ action }) => action === "d" }, score: () => 1 });
  const drives = { drive: defineDrive(doors, { pays: ({ action }) => (action === "d" ? 1 : 0) }) };
  const { frontier } = auditOf(defineCase({ world: doors, drives, intent }), { discount: 0.9 });
  expect(frontier[0]).toMatchObject({ worst: { vertices: [] }, best: { vertices: [] }, within: [] });
  expect(frontier[0]?.worst.reason).toMatch(/share no criterion/);
  expect(frontier[1]?.worst.reason).toBeUndefined();
});

/** What every deterministic policy over a horizon earns of two payoffs; undefined where there are more than 3 000 of them. */
function allPolicies(model: Model, horizon: number, payoffs: readonly [Payoff, Payoff]): readonly Vertex[] | undefined {
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const hasEnded = (state: number): boolean => rowStart[state] === rowStart[state + 1];
  // Only where a policy may get to: elsewhere its choice changes nothing.
  let here = new Set(model.starts.map(({ state }) => state));
  const places: { readonly time: number; readonly state: number }[] = [];
  for (let time = 0; time < horizon; time++) {
    const next = new Set<number>();
    for (const state of here) {
      if (!hasEnded(state)) places.push({ time, state });
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) next.add(successor[branch]!);
    }
    here = next;
  }
  const choices = places.map(({ state }) => rowStart[state + 1]! - rowStart[state]!);
  const count = choices.reduce((product, choice) => product * choice, 1);
  if (count > 3000) return undefined;
  const placeOf = new Map(places.map(({ time, state }, k) => [`${time} ${state}`, k]));
  const amount = (column: Payoff["rows"][number], k: number): Rational => column.exact[column.codes[k]!]!;
  const earned = (payoff: Payoff, taken: readonly number[]): Rational => {
    const value = (time: number, state: number): Rational => {
      if (hasEnded(state)) return payoff.final === undefined ? ZERO : amount(payoff.final.terminated, state);
      if (time === horizon) return payoff.final === undefined ? ZERO : amount(payoff.final.horizon, state);
      const row = rowStart[state]! + taken[placeOf.get(`${time} ${state}`)!]!;
      let sum = amount(payoff.rows[0]!, row);
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
        sum = add(sum, multiply(amount(probability, branch), value(time + 1, successor[branch]!)));
      return sum;
    };
    return model.starts.map(({ state, probability: p }) => multiply(p, value(0, state))).reduce(add, ZERO);
  };
  return Array.from({ length: count }, (_, number) => {
    let left = number;
    const taken = choices.map((choice) => {
      const act = left % choice;
      left = Math.floor(left / choice);
      return act;
    });
    return { drive: earned(payoffs[0], taken), item: earned(payoffs[1], taken) };
  });
}

/** The corners of the convex hull of some points from the highest return (there the greatest item) down to the greatest item. */
function corners(points: readonly Vertex[]): readonly Vertex[] {
  const order = (a: Vertex, b: Vertex): number => compare(b.drive, a.drive) || compare(b.item, a.item);
  let at = [...points].sort(order)[0]!;
  const found = [at];
  for (;;) {
    // The next corner is the one towards which the item rises most for each unit of return, the farthest of those.
    const beyond = points.filter(({ item }) => compare(item, at.item) > 0);
    const cost = ({ drive, item }: Vertex): Rational => divide(subtract(at.drive, drive), subtract(item, at.item));
    const next = beyond.sort((a, b) => compare(cost(a), cost(b)) || compare(b.item, a.item))[0];
    if (next === undefined) return found;
    found.push(next);
    at = next;
  }
}

const asText = (vertices: readonly Vertex[]): readonly string[] =>
  vertices.map(({ drive, item }) => `${formatRational(drive)} ${formatRational(item)}`);

test("both edges have exactly the corners of the hull of all deterministic policies", () => {
  const wrong: string[] = [];
  const seen = { items: 0, corners: 0 };
  for (let seed = 0; seed < 150; seed++) {
    const draw = drawFrom(seed);
    const horizon = 1 + draw(3);
    const setting = randomCase(draw, { places: 2 + draw(2), actions: 2 + draw(3), items: 2 });
    const { context, analysis } = analysed(setting, { kind: "finite", horizon, discount: 1 });
    frontiers(context, analysis, 0).forEach(({ worst, best }, k) => {
      const { objective } = analysis.items[k]!;
      const policies = allPolicies(context.arena.model, horizon, [context.payoff, objective.payoff]);
      if (policies === undefined) return;
      const sign = rational(objective.meant === "maximise" ? 1n : -1n);
      const turned = (vertices: readonly Vertex[], by: Rational) =>
        vertices.map(({ drive, item }) => ({ drive, item: multiply(by, item) }));
      const shifted = policies.map(({ drive, item }) => ({ drive, item: add(item, objective.atStart) }));
      const [good, bad] = [sign, multiply(sign, rational(-1n))];
      const isRight = ([by, edge]: readonly [Rational, typeof worst]): boolean => {
        const expected = asText(turned(corners(turned(shifted, by)), by));
        seen.corners += expected.length;
        return edge.reason === undefined && asText(edge.vertices).join() === expected.join();
      };
      seen.items++;
      if (
        !(
          [
            [good, best],
            [bad, worst],
          ] as const
        ).every(isRight)
      )
        wrong.push(`seed ${seed}, item ${k}`);
    });
  }
  expect(wrong).toEqual([]);
  expect(seen.items).toBeGreaterThan(150);
  // More corners than edges: that of the optimum is on each.
  expect(seen.corners).toBeGreaterThan(2 * seen.items);
}, 60_000);

/** The worst of an item within a budget, by a linear program over occupation measures. */
function worstByProgram(
  { arena, payoff }: Context,
  horizon: number,
  objective: Context["objectives"][number],
  floor: number,
) {
  const occupancy = occupancyOf(arena.model, horizon);
  const [drive, item] = [payoff, objective.payoff].map((one) => occupancy.form(one, 1));
  const sign = objective.meant === "maximise" ? 1 : -1;
  const turned = { ...item!, of: new Map([...item!.of].map(([name, value]) => [name, sign * value])) };
  const value = least(occupancy, written(turned), [`${written(drive!)} >= ${floor - drive!.constant}`]);
  return sign * value + item!.constant + toNumber(objective.atStart);
}

test("the worst within a budget is that of a linear program", () => {
  const wrong: string[] = [];
  let compared = 0;
  for (let seed = 0; seed < 100; seed++) {
    const draw = drawFrom(1000 + seed);
    const horizon = 1 + draw(3);
    const setting = randomCase(draw, { places: 2 + draw(3), actions: 2 + draw(3), items: 2 });
    const { context, analysis } = analysed(setting, { kind: "finite", horizon, discount: 1 });
    const most = analysis.optimum.start.value;
    // Any return does for a random agent's: the budgets become shares of 2 units.
    frontiers(context, analysis, most - 2).forEach(({ marks }, k) => {
      const { objective } = analysis.items[k]!;
      expect(marks.length).toBe(5);
      for (const { budget, mixed } of marks) {
        const program = worstByProgram(context, horizon, objective, most - toNumber(budget));
        compared++;
        // HiGHS holds constraints to 1e-7; a unit of return buys at most some tens of an item here.
        if (Math.abs(program - toNumber(mixed)) > 1e-5) wrong.push(`seed ${seed}, item ${k}, ${toNumber(budget)}`);
      }
    });
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(900);
}, 60_000);
