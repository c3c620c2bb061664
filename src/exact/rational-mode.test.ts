import { expect, test } from "vitest";
import { add, compare, multiply, ONE, type Rational, subtract, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { drawFrom, randomModel, randomPayoff } from "./fuzz.ts";
import { addTo, type Equation, solveEquations } from "./rational-linear.ts";
import { solveRational } from "./rational-mode.ts";
import { isOver, prepare, rewardOf, type Task } from "./task.ts";

const budget = { left: Infinity };

/** What a search through all deterministic policies says: how recurrent classes pay, and the best value from state 0. */
function searchPolicies(task: Task): string | Rational | undefined {
  let best: Rational | undefined;
  const seen = new Set<string>();
  for (const policy of policiesOf(task)) {
    const outcome = outcomeOf(task, policy);
    if (typeof outcome === "string") seen.add(outcome);
    else if (best === undefined || compare(outcome, best) > 0) best = outcome;
  }
  return seen.has("diverges") ? "diverges" : seen.has("no limit") ? "no limit" : best;
}

/** Each policy as the row of each state, −1 where there is none. */
function* policiesOf({ graph }: Task): Generator<number[]> {
  const rows = Array.from({ length: graph.states }, (_, s) => {
    const all = Array.from(
      { length: graph.rows.rowStart[s + 1]! - graph.rows.rowStart[s]! },
      (_, i) => graph.rows.rowStart[s]! + i,
    );
    const allowed = all.filter((r) => hasBit(graph.allowed, r));
    return allowed.length === 0 ? [-1] : allowed;
  });
  const count = rows.reduce((product, { length }) => product * length, 1);
  for (let n = 0; n < count; n++) {
    let rest = n;
    yield rows.map((choices) => {
      const r = choices[rest % choices.length]!;
      rest = Math.floor(rest / choices.length);
      return r;
    });
  }
}

function outcomeOf(task: Task, policy: readonly number[]): string | Rational {
  const { rows } = task.graph;
  const branches = (s: number): { to: number; p: Rational }[] => {
    const r = policy[s]!;
    if (r < 0) return [];
    return Array.from({ length: rows.branchStart[r + 1]! - rows.branchStart[r]! }, (_, i) => {
      const b = rows.branchStart[r]! + i;
      return { to: rows.successor[b]!, p: rows.probability.exact[rows.probability.codes[b]!]! };
    });
  };
  const reach = policy.map((_, s) => closure(s, branches));
  const goesOn = (s: number): boolean => branches(s).length > 0;
  const recurs = (s: number): boolean => goesOn(s) && [...reach[s]!].every((t) => goesOn(t) && reach[t]!.has(s));
  let loses = false;
  for (const s of reach[0]!) {
    if (!recurs(s)) continue;
    const members = [...reach[s]!];
    // h − P h + gain = r, h = 0 at s, whose place in the unknowns the gain takes.
    const equations = members.map((t): Equation => {
      const left = new Map<number, Rational>([[s, ONE]]);
      if (t !== s) addTo(left, t, ONE);
      for (const { to, p } of branches(t)) if (to !== s) addTo(left, to, subtract(ZERO, p));
      return { left, right: rewardOf(task, policy[t]!) };
    });
    const gain = solveEquations(equations, budget)!.get(s)!.numerator;
    if (gain > 0n) return "diverges";
    if (gain < 0n) loses = true;
    else if (members.some((t) => rewardOf(task, policy[t]!).numerator !== 0n)) return "no limit";
  }
  if (loses) return "loses";
  const equations = [...reach[0]!].map((s): Equation => {
    const left = new Map<number, Rational>([[s, ONE]]);
    if (recurs(s)) return { left, right: ZERO };
    if (isOver(task, s)) return { left, right: task.finals?.table.exact[task.finals.codes[s]!] ?? ZERO };
    for (const { to, p } of branches(s)) addTo(left, to, subtract(ZERO, p));
    return { left, right: rewardOf(task, policy[s]!) };
  });
  return solveEquations(equations, budget)!.get(0)!;
}

function closure(from: number, branches: (s: number) => readonly { to: number }[]): Set<number> {
  const seen = new Set([from]);
  for (const s of seen) for (const { to } of branches(s)) seen.add(to);
  return seen;
}

test.each(["zero", "cost", "gain", "mixed", "close"] as const)(
  "on random models with %s rewards it finds what a search through all deterministic policies finds",
  (kind) => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const draw = drawFrom(seed);
      const random = randomModel(draw);
      const model = { ...random, starts: [{ state: 0, probability: ONE }] };
      const payoff = randomPayoff(draw, model, kind);
      const task = prepare({
        model,
        payoff,
        criterion: { kind: "total" },
        direction: seed % 2 === 0 ? "maximise" : "minimise",
      });
      const found = solveRational(task);
      const expected = searchPolicies(task);
      kinds.add(found.kind);
      if (found.kind === "solved") expect([seed, found.values[0]]).toEqual([seed, expected]);
      else expect([seed, found.kind]).toEqual([seed, expected]);
    }
    expect(kinds.has("solved")).toBe(true);
  },
);

test("an optimal row promises exactly the value of its state, and any other less", () => {
  for (let seed = 0; seed < 300; seed++) {
    const draw = drawFrom(seed);
    const model = randomModel(draw);
    const payoff = randomPayoff(draw, model, "cost");
    const task = prepare({ model, payoff, criterion: { kind: "discounted", discount: 0.9 }, direction: "maximise" });
    const found = solveRational(task);
    if (found.kind !== "solved") throw new Error(found.kind);
    const optimal: Bits = createBits(task.graph.reverse.owner.length);
    const { branchStart, successor, probability } = task.graph.rows;
    task.graph.reverse.owner.forEach((s, r) => {
      if (!hasBit(task.graph.allowed, r)) return;
      let value = rewardOf(task, r);
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
        value = add(
          value,
          multiply(multiply(task.discount, probability.exact[probability.codes[b]!]!), found.values[successor[b]!]!),
        );
      expect(compare(value, found.values[s]!)).toBeLessThanOrEqual(0);
      if (compare(value, found.values[s]!) === 0) setBit(optimal, r);
    });
    expect(found.optimal).toEqual(optimal);
  }
});
