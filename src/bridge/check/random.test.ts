import { describe, expect, test } from "vitest";
import { type Described, label, labelledModel, number, type Row } from "../../../test/support/labelled.ts";
import {
  average,
  best,
  type Chain,
  chainsOf,
  earn,
  reach,
  recurrentClasses,
  type Value,
} from "../../../test/support/naive.ts";
import { createRandom } from "../../core/random.ts";
import {
  add,
  compare,
  formatRational,
  fromNumber,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import { isBetween } from "../../exact/enclose.ts";
import type { Asked, Expression, Path, RewardPath, Within } from "../prism/syntax.ts";
import { check } from "./check.ts";

/*
 * Random small models against what every memoryless policy is worth, one after another, and for bounded questions against plain
 * recursion: for each operator the bounds hold the true value, and the rational asked for is the true value.
 */
const CASES = 60;
const at = { line: 1, column: 1 };

/** A model of up to five states with up to two rows each; self-loops, cycles without reward and dead corners are frequent. */
function randomModel(
  seed: number,
  mostRows = 2,
): Described & { readonly goal: readonly number[]; readonly safe: readonly number[] } {
  const random = createRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const states = 2 + below(4);
  const row = (): Row => {
    const count = 1 + below(Math.min(3, states));
    const weights = Array.from({ length: count }, () => 1 + below(3));
    const total = weights.reduce((a, b) => a + b, 0);
    const reward = below(2) === 0 ? 0 : below(4);
    const shares = new Map<number, number>();
    for (const weight of weights) {
      const target = below(states);
      shares.set(target, (shares.get(target) ?? 0) + weight);
    }
    return { reward, to: [...shares].map(([t, weight]) => [rational(BigInt(weight), BigInt(total)), t] as const) };
  };
  const subset = (odds: number): number[] =>
    Array.from({ length: states }, (_, s) => s).filter(() => below(odds) === 0);
  const goal = subset(3);
  const safe = subset(1).filter(() => below(4) > 0);
  return {
    rows: Array.from({ length: states }, () => Array.from({ length: 1 + below(mostRows) }, row)),
    stateRewards: Array.from({ length: states }, () => (below(3) === 0 ? 1 : 0)),
    labels: { goal, safe },
    starts: [below(states)],
    goal,
    safe,
  };
}

const optima = ["min", "max"] as const;
const eventually = (within?: Within): Path => ({
  kind: "eventually",
  formula: label("goal"),
  ...(within === undefined ? {} : { within }),
});
const probability = (path: Path, asked: Asked): Expression => ({ kind: "probability", path, at, ...asked });
const reward = (path: RewardPath, asked: Asked): Expression => ({ kind: "reward", path, at, ...asked });

/** Holds a property's value at the start, bounds and rational, against the truth. */
function agree(described: Described, formula: Expression, truth: Value, what: string): void {
  const model = labelledModel(described);
  for (const exact of [false, true]) {
    const { outcome } = check(model, { formula, text: what, at }, [], { exact });
    if (outcome.kind !== "value") throw new Error(`${what}: ${JSON.stringify(outcome)}`);
    const { low, high, exact: found } = outcome.figure;
    if (truth === undefined) expect([low, high], what).toEqual([Infinity, Infinity]);
    else {
      expect(isBetween(truth, low, high), `${what}: ${formatRational(truth)} in [${low}, ${high}]`).toBe(true);
      expect(high - low, what).toBeLessThanOrEqual(1e-9 * Math.max(1, high));
      if (exact)
        expect(found === undefined ? outcome.inexact : formatRational(found), what).toBe(formatRational(truth));
    }
  }
}

const seeds = Array.from({ length: CASES }, (_, seed) => seed);
const start = ({ starts }: Described): number => starts![0]!;
const payOf =
  (described: Described, chain: Chain) =>
  (s: number): Rational =>
    fromNumber((described.stateRewards?.[s] ?? 0) + (chain[s]!.reward ?? 0));
const over = (described: Described, optimum: "min" | "max", value: (chain: Chain) => readonly Value[]): Value =>
  best(
    chainsOf(described).map((chain) => value(chain)[start(described)]),
    optimum === "max",
  );

describe.each(optima)("%s over all policies", (optimum) => {
  test("reaching, with and without a condition on the way", () => {
    for (const seed of seeds) {
      const described = randomModel(seed);
      const goal = new Set(described.goal);
      const safe = new Set(described.safe);
      agree(
        described,
        probability(eventually(), { optimum }),
        over(described, optimum, (chain) => reach(chain, goal)),
        `F, seed ${seed}`,
      );
      agree(
        described,
        probability({ kind: "until", left: label("safe"), right: label("goal") }, { optimum }),
        over(described, optimum, (chain) => reach(chain, goal, (s) => safe.has(s))),
        `U, seed ${seed}`,
      );
    }
  });

  test("staying: G, W and R are what their definitions say of each policy", () => {
    for (const seed of seeds) {
      const described = randomModel(seed);
      const [goal, safe] = [described.goal, described.safe].map((members) => new Set(members));
      const outside = (set: ReadonlySet<number>) => new Set(described.rows.map((_, s) => s).filter((s) => !set.has(s)));
      const never = (chain: Chain, bad: ReadonlySet<number>, through?: (s: number) => boolean) =>
        reach(chain, bad, through).map((p) => subtract(ONE, p));
      agree(
        described,
        probability({ kind: "globally", formula: label("safe") }, { optimum }),
        over(described, optimum, (chain) => never(chain, outside(safe!))),
        `G, seed ${seed}`,
      );
      // safe W goal: either safe U goal or G safe, which exclude each other once goal is taken out of safe.
      const weak = (chain: Chain): Rational[] => {
        const until = reach(chain, goal!, (s) => safe!.has(s));
        const safeOnly = new Set([...safe!].filter((s) => !goal!.has(s)));
        return never(chain, outside(safeOnly)).map((p, s) => add(p, until[s]!));
      };
      agree(
        described,
        probability({ kind: "weak-until", left: label("safe"), right: label("goal") }, { optimum }),
        over(described, optimum, weak),
        `W, seed ${seed}`,
      );
      // goal R safe: safe W (goal and safe).
      const release = (chain: Chain): Rational[] => {
        const end = new Set([...goal!].filter((s) => safe!.has(s)));
        const until = reach(chain, end, (s) => safe!.has(s));
        const safeOnly = new Set([...safe!].filter((s) => !end.has(s)));
        return never(chain, outside(safeOnly)).map((p, s) => add(p, until[s]!));
      };
      agree(
        described,
        probability({ kind: "release", left: label("goal"), right: label("safe") }, { optimum }),
        over(described, optimum, release),
        `R, seed ${seed}`,
      );
    }
  });

  test("what is earned on the way to a goal, and for ever", () => {
    for (const seed of seeds) {
      const described = randomModel(seed);
      const goal = new Set(described.goal);
      agree(
        described,
        reward({ kind: "reach", formula: label("goal") }, { optimum }),
        over(described, optimum, (chain) => earn(chain, goal, payOf(described, chain))),
        `R F, seed ${seed}`,
      );
      // What is earned for ever: until a class that earns nothing is entered; without end in another.
      const forEver = (chain: Chain): Value[] => {
        const pay = payOf(described, chain);
        const idle = recurrentClasses(chain).filter((members) =>
          members.every((s) => pay(s) === ZERO || pay(s).numerator === 0n),
        );
        return earn(chain, new Set(idle.flat()), pay);
      };
      agree(described, reward({ kind: "total" }, { optimum }), over(described, optimum, forEver), `R C, seed ${seed}`);
    }
  });

  test("the long-run average, and the share of time", () => {
    for (const seed of seeds) {
      const described = randomModel(seed);
      const goal = new Set(described.goal);
      agree(
        described,
        reward({ kind: "long-run" }, { optimum }),
        over(described, optimum, (chain) => average(chain, payOf(described, chain))),
        `R S, seed ${seed}`,
      );
      agree(
        described,
        { kind: "long-run", formula: label("goal"), at, optimum },
        over(described, optimum, (chain) => average(chain, (s) => (goal.has(s) ? ONE : ZERO))),
        `S, seed ${seed}`,
      );
    }
  });

  /** The best value over all that may be done in some steps, by plain recursion. */
  const recurse = (
    described: Described,
    worth: (s: number, left: number) => Value | "go on",
    pay: (s: number, row: Row) => Rational,
    steps: number,
  ): Rational => {
    const value = (s: number, left: number): Rational => {
      const known = worth(s, left);
      if (known !== "go on") return known!;
      const choices = described.rows[s]!.map((row) =>
        row.to.reduce((sum, [p, t]) => add(sum, multiply(p, value(t, left - 1))), pay(s, row)),
      );
      return choices.reduce((a, b) => (compare(a, b) > 0 === (optimum === "max") ? a : b));
    };
    return value(start(described), steps);
  };
  const nothing = (): Rational => ZERO;

  test("within numbers of steps", () => {
    for (const seed of seeds) {
      const described = randomModel(seed);
      const [goal, safe] = [described.goal, described.safe].map((members) => new Set(members));
      for (const [from, to] of [
        [0, 0],
        [0, 4],
        [2, 4],
        [3, 3],
      ] as const) {
        const truth = recurse(
          described,
          (s, left) => {
            const now = to - left;
            if (now >= from && goal!.has(s)) return ONE;
            return left === 0 || !safe!.has(s) ? ZERO : "go on";
          },
          nothing,
          to,
        );
        const within = { lower: { value: number(from), strict: false }, upper: { value: number(to), strict: false } };
        agree(
          described,
          probability({ kind: "until", left: label("safe"), right: label("goal"), within }, { optimum }),
          truth,
          `U[${from},${to}], seed ${seed}`,
        );
        const strict = {
          lower: { value: number(from - 1), strict: true },
          upper: { value: number(to + 1), strict: true },
        };
        if (from > 0)
          agree(
            described,
            probability({ kind: "until", left: label("safe"), right: label("goal"), within: strict }, { optimum }),
            truth,
            `U(${from},${to}), seed ${seed}`,
          );
      }
      // After two steps within what is safe the target may be reached at whatever step.
      const chains = chainsOf(described).map((chain) => reach(chain, goal!, (s) => safe!.has(s)));
      const late = (s: number): Value =>
        best(
          chains.map((values) => values[s]),
          optimum === "max",
        );
      agree(
        described,
        probability(
          {
            kind: "until",
            left: label("safe"),
            right: label("goal"),
            within: { lower: { value: number(2), strict: false } },
          },
          { optimum },
        ),
        recurse(described, (s, left) => (left === 0 ? late(s) : safe!.has(s) ? "go on" : ZERO), nothing, 2),
        `U>=2, seed ${seed}`,
      );
      const next = recurse(described, (s, left) => (left === 0 ? (goal!.has(s) ? ONE : ZERO) : "go on"), nothing, 1);
      agree(described, probability({ kind: "next", formula: label("goal") }, { optimum }), next, `X, seed ${seed}`);
      const stays = recurse(described, (s, left) => (safe!.has(s) ? (left === 0 ? ONE : "go on") : ZERO), nothing, 3);
      const within = { upper: { value: number(3), strict: false } };
      agree(
        described,
        probability({ kind: "globally", formula: label("safe"), within }, { optimum }),
        stays,
        `G<=3, seed ${seed}`,
      );
    }
  });

  test("what is earned in some steps, and after them", () => {
    for (const seed of seeds) {
      const described = randomModel(seed);
      const pay = (s: number, row: Row): Rational => fromNumber(described.stateRewards![s]! + (row.reward ?? 0));
      const earned = recurse(described, (_, left) => (left === 0 ? ZERO : "go on"), pay, 4);
      agree(described, reward({ kind: "cumulative", steps: number(4) }, { optimum }), earned, `C<=4, seed ${seed}`);
      const then = recurse(
        described,
        (s, left) => (left === 0 ? fromNumber(described.stateRewards![s]!) : "go on"),
        nothing,
        4,
      );
      agree(described, reward({ kind: "instantaneous", step: number(4) }, { optimum }), then, `I=4, seed ${seed}`);
    }
  });

  test("within a reward: as in the product with what was collected, whose policies are gone through", () => {
    for (const seed of seeds) {
      const described = randomModel(seed, 1 + (seed % 2));
      const goal = new Set(described.goal);
      const most = 1 + (seed % 3);
      const states = described.rows.length;
      // State s with c collected is s · (most + 1) + c; one more state, the last, has collected too much.
      const place = (s: number, collected: number): number =>
        collected > most ? states * (most + 1) : s * (most + 1) + collected;
      const lost: Row = { to: [[ONE, states * (most + 1)]] };
      const product = described.rows.flatMap((rows, s) =>
        Array.from({ length: most + 1 }, (_, collected) =>
          goal.has(s)
            ? [lost]
            : rows.map(
                (row): Row => ({
                  to: row.to.map(
                    ([p, t]) => [p, place(t, collected + described.stateRewards![s]! + (row.reward ?? 0))] as const,
                  ),
                }),
              ),
        ),
      );
      const reached = reachable([...product, [lost]], place(start(described), 0));
      const choices = reached.reduce((count, s) => count * [...product, [lost]][s]!.length, 1);
      if (choices > 600) continue;
      // Rows of states that are not reached make no difference: the first of each will do.
      const pruned = [...product, [lost]].map((rows, s) => (reached.includes(s) ? rows : rows.slice(0, 1)));
      const target = new Set([...goal].flatMap((s) => Array.from({ length: most + 1 }, (_, c) => place(s, c))));
      const truth = best(
        chainsOf({ rows: pruned }).map((chain) => reach(chain, target)[place(start(described), 0)]),
        optimum === "max",
      );
      const within = { reward: "", upper: { value: number(most), strict: false } };
      agreeLoosely(described, probability(eventually(within), { optimum }), truth, `F reward <= ${most}, seed ${seed}`);
    }
  });
});

/** As `agree`, for what is given in rationals only where no free steps make a cycle. */
function agreeLoosely(described: Described, formula: Expression, truth: Value, what: string): void {
  const { outcome } = check(labelledModel(described), { formula, text: what, at }, [], { exact: true });
  if (outcome.kind !== "value" || truth === undefined) throw new Error(`${what}: ${JSON.stringify(outcome)}`);
  const { low, high, exact } = outcome.figure;
  expect(isBetween(truth, low, high), `${what}: ${formatRational(truth)} in [${low}, ${high}]`).toBe(true);
  expect(high - low, what).toBeLessThanOrEqual(1e-9);
  if (exact !== undefined) expect(formatRational(exact), what).toBe(formatRational(truth));
}

function reachable(rows: readonly (readonly Row[])[], from: number): readonly number[] {
  const found = new Set([from]);
  for (const s of found) for (const { to } of rows[s]!) for (const [, t] of to) found.add(t);
  return [...found];
}
