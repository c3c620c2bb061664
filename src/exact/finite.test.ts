import { expect, test } from "vitest";
import {
  type Allowed,
  type Answer,
  eachRow,
  naive,
  type Plain,
  randomPlain,
  randomTree,
  toModel,
  toPayoff,
  toRows,
  tryAll,
} from "../../test/support/backward.ts";
import { fraction, smallModel } from "../../test/support/models.ts";
import { compare, equals, formatRational, toNumber } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { binaryValue } from "./enclose.ts";
import { type FiniteProblem, solveFinite, solveInDoubles } from "./finite.ts";
import { drawFrom } from "./fuzz.ts";
import type { Figure, Policies, Solution } from "./model.ts";

const problemOf = (plain: Plain, within?: Policies): FiniteProblem => ({
  model: toModel(plain.tree),
  payoff: toPayoff(plain.pay),
  horizon: plain.horizon,
  discount: toNumber(plain.discount),
  direction: plain.direction,
  within,
  keepValues: true,
});

const isIn = (rows: Policies, time: number, row: number): boolean =>
  rows.kind === "timed" && hasBit(rows.rows[time]!, row);

const contains = ({ low, high }: Figure, exact: Parameters<typeof compare>[0]): boolean =>
  Number.isFinite(low) &&
  Number.isFinite(high) &&
  compare(exact, binaryValue(low)) >= 0 &&
  compare(exact, binaryValue(high)) <= 0;

const largestPay = ({ pay }: Plain): number =>
  Math.max(...[...pay.acts.flat(2), ...pay.terminated, ...pay.horizon].map((amount) => Math.abs(toNumber(amount))));

/** What a solution has wrong about a problem. */
function compareWith(plain: Plain, answer: Answer, solution: Solution): readonly string[] {
  const faults: string[] = [];
  const proved = solution.ties === "proved";
  if (proved) {
    if (solution.start.exact === undefined || !equals(solution.start.exact, answer.start))
      faults.push(`is ${formatRational(answer.start)}, not ${solution.start.value}`);
    for (let time = 0; time <= plain.horizon; time++)
      for (const [state] of plain.tree.acts[0]!.entries())
        if (answer.reached(time, state) && solution.value!(time, state) !== toNumber(answer.value(time, state)))
          faults.push(`state ${state} at ${time} is ${toNumber(answer.value(time, state))}`);
  } else if (!contains(solution.start, answer.start))
    faults.push(`${formatRational(answer.start)} is outside [${solution.start.low}, ${solution.start.high}]`);
  eachRow(plain.tree, plain.horizon, (time, state, act, row) => {
    if (!answer.reached(time, state)) return;
    const mine = isIn(solution.optimal, time, row);
    const theirs = answer.optimal(time, state, act);
    if (proved ? mine !== theirs : theirs && !mine) faults.push(`act ${act} of state ${state} at ${time}`);
  });
  return faults;
}

/** Whether the rows of a solution are exactly the optimal ones wherever an optimal policy gets to. */
function isExact(plain: Plain, answer: Answer, { optimal }: Solution): boolean {
  let same = true;
  eachRow(plain.tree, plain.horizon, (time, state, act, row) => {
    if (answer.reached(time, state) && isIn(optimal, time, row) !== answer.optimal(time, state, act)) same = false;
  });
  return same;
}

test("4000 random problems, with second and third optimisations among their optimal policies, as by naive induction", () => {
  const faults: string[] = [];
  let apart = 0;
  let widest = 0;
  for (let seed = 0; seed < 4000; seed++) {
    const draw = drawFrom(seed);
    const tree = randomTree(draw);
    const horizon = 1 + draw(6);
    let allowed: Allowed = () => true;
    let within: Policies | undefined;
    for (let depth = 0; depth < 3; depth++) {
      const plain = randomPlain(draw, tree, horizon, allowed);
      const answer = naive(plain);
      const problem = { ...problemOf(plain, within), fromStarts: draw(2) === 0 };
      const exact = solveFinite(problem);
      const doubles = solveInDoubles(problem);
      for (const [mode, solution] of Object.entries({ exact, doubles }))
        for (const fault of compareWith(plain, answer, solution))
          faults.push(`seed ${seed}, optimisation ${depth + 1}, ${mode}: ${fault}`);
      if (exact.ties !== "proved") faults.push(`seed ${seed}: not solved exactly`);
      if (isExact(plain, answer, doubles)) apart++;
      const { low, high } = doubles.start;
      widest = Math.max(widest, (high - low) / (horizon + 1) / (largestPay(plain) || 1));
      // Where an optimal policy does not get to, a set of policies may say anything; now and then it says nothing. The set is the
      // solution's own, or written by hand.
      const isSaid = draw(2) === 0 ? () => true : answer.reached;
      const { optimal } = answer;
      allowed = (time, state, act) => isSaid(time, state) && optimal(time, state, act);
      within = draw(2) === 0 ? exact.optimal : { kind: "timed", rows: toRows(tree, horizon, allowed) };
    }
  }
  expect(faults.slice(0, 5)).toEqual([]);
  // The bounds in doubles are narrow and tell nearly all ties apart, so that they are tested and not only wide.
  expect(apart).toBeGreaterThan(0.95 * 12_000);
  expect(widest).toBeLessThan(1e-12);
});

test("on tiny models the optimum and its acts are those of the best of all deterministic policies", () => {
  for (let seed = 0; seed < 400; seed++) {
    const draw = drawFrom(seed);
    const tree = randomTree(draw, { states: 3, acts: 2 });
    const plain = randomPlain(draw, tree, 1 + draw(3));
    const solution = solveFinite(problemOf(plain));
    const { best, used } = tryAll(plain);
    expect(solution.start.exact, `seed ${seed}`).toEqual(best);
    const { reached } = naive(plain);
    eachRow(tree, plain.horizon, (time, state, act, row) => {
      const isUsed = used.has(`${time} ${state} ${act}`);
      expect(reached(time, state) && isIn(solution.optimal, time, row), `seed ${seed}`).toBe(isUsed);
    });
  }
});

test("a problem too long for big integers is solved within bounds, and its ties are not said to be proved", () => {
  // Leave state 0 with 0.3 and state 1 with 0.1: started in its stationary distribution (1/4, 3/4), state 0 pays 1/4 a step.
  const { model, payoff } = smallModel([
    [
      {
        pays: "1",
        to: [
          [0, "0.7"],
          [1, "0.3"],
        ],
      },
    ],
    [
      {
        pays: "0",
        to: [
          [0, "0.1"],
          [1, "0.9"],
        ],
      },
    ],
  ]);
  const starts = [
    { state: 0, probability: fraction("1/4") },
    { state: 1, probability: fraction("3/4") },
  ];
  const solution = solveFinite({
    model: { ...model, starts },
    payoff,
    horizon: 10_000,
    discount: 1,
    direction: "maximise",
  });
  const { start, ties } = solution;
  expect(start.exact).toBeUndefined();
  expect([start.low <= 2500, start.high >= 2500]).toEqual([true, true]);
  expect(start.high - start.low).toBeLessThan(1e-6);
  expect(ties === "proved" ? 0 : ties.gap).toBeGreaterThan(0);
});

test("what is told of the progress ends the solve when it throws", () => {
  const { model, payoff } = smallModel([[{ pays: "1/3", to: [[0]] }]]);
  const problem = { model, payoff, horizon: 5, discount: 1, direction: "maximise" } as const;
  for (const discount of [1, 0.5]) {
    const told: string[] = [];
    solveFinite({ ...problem, discount, onStep: (done, of) => told.push(`${done}/${of}`) });
    expect(told).toEqual(["1/5", "2/5", "3/5", "4/5", "5/5"]);
    const stop = () => {
      throw new Error("enough");
    };
    expect(() => solveFinite({ ...problem, discount, onStep: stop })).toThrow("enough");
  }
});
