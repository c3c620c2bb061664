import { describe, expect, test } from "vitest";
import {
  atStart,
  branchesOf,
  type Choice,
  chainOf,
  choicesOf,
  extreme,
  gainsOf,
  settledWorth,
} from "../../test/support/chains.ts";
import { gainsByProgram } from "../../test/support/gain-program.ts";
import { type Row, smallModel } from "../../test/support/models.ts";
import {
  add,
  compare,
  equals,
  formatRational,
  multiply,
  ONE,
  type Rational,
  toNumber,
  ZERO,
} from "../core/rational.ts";
import { boundAverage, solveRecurring } from "./average.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { isBetween } from "./enclose.ts";
import { drawFrom, randomModel, randomPayoff } from "./fuzz.ts";
import type { Direction, Model, Payoff, Solution } from "./model.ts";
import { productOf } from "./product.ts";
import { isSolution, type Problem, solve } from "./solve.ts";
import { onePolicy } from "./visits.ts";

const average = { kind: "average" } as const;
type Stationary = Extract<Solution["optimal"], { kind: "stationary" }>;
function solved(problem: Omit<Problem, "criterion">, criterion: Problem["criterion"] = average): Solution {
  const answer = solve({ ...problem, criterion });
  if (!isSolution(answer)) throw new Error(`expected a solution, got ${JSON.stringify(answer)}`);
  return answer;
}
const setOf = ({ optimal }: Solution): Stationary => {
  if (optimal.kind !== "stationary") throw new Error("expected a stationary set");
  return optimal;
};
const members = (bits: Bits | undefined): number[] =>
  Array.from({ length: 32 * (bits?.length ?? 0) }, (_, k) => k).filter((k) => hasBit(bits!, k));
const exactOf = ({ start }: Solution): string => formatRational(start.exact!);

describe("worked examples", () => {
  const ask = (states: readonly (readonly Row[])[], direction: Direction = "maximise") =>
    solved({ ...smallModel(states), direction });

  test("a periodic cycle earns its mean, and is preferred to standing still for less", () => {
    const states = [
      [
        { pays: "1", to: [[1]] },
        { pays: "0.4", to: [[0]] },
      ],
      [{ to: [[0]] }],
    ] as const;
    expect(exactOf(ask(states))).toBe("1/2");
    expect(members(setOf(ask(states)).final)).toEqual([0, 2]);
    // Standing still for a while costs nothing in the long run.
    expect(members(setOf(ask(states)).rows)).toEqual([0, 1, 2]);
    expect(exactOf(ask(states, "minimise"))).toBe("2/5");
  });

  test("the world's end pays 0 a step: better than a cost, worse than a gain", () => {
    const costs: readonly (readonly Row[])[] = [
      [
        { pays: "-1", to: [[0]] },
        { pays: "-9", to: [[1]] },
      ],
      [],
    ];
    expect(exactOf(ask(costs))).toBe("0");
    expect([members(setOf(ask(costs)).rows), members(setOf(ask(costs)).final)]).toEqual([[0, 1], []]);
    const gains: readonly (readonly Row[])[] = [
      [
        { pays: "1", to: [[0]] },
        { pays: "9", to: [[1]] },
      ],
      [],
    ];
    expect(exactOf(ask(gains))).toBe("1");
  });

  test("what ending pays once does not count", () => {
    const { model, payoff } = smallModel([[{ to: [[1]] }], []], ["0", "7"]);
    expect(exactOf(solved({ model, payoff, direction: "maximise" }))).toBe("0");
  });

  test("several components: the chance of the better one is what matters", () => {
    // From 0, one way leads to a gain of 3 with 1/3, else of 0; the other surely to a gain of 1: a tie.
    const states: readonly (readonly Row[])[] = [
      [
        {
          to: [
            [1, "1/3"],
            [2, "2/3"],
          ],
        },
        { to: [[3]] },
      ],
      [{ pays: "3", to: [[1]] }],
      [{ to: [[2]] }],
      [{ pays: "1", to: [[3]] }],
    ];
    const found = ask(states);
    expect([exactOf(found), found.ties]).toEqual(["1", "proved"]);
    expect(members(setOf(found).final)).toEqual([2, 3, 4]);
    expect(found.start.per).toBe("step");
  });

  test("a component that no one row makes random is solved however large it is", () => {
    // A ring of 5 000 states that pays 1 once a round, with a shorter way home from the middle that pays nothing.
    const size = 5000;
    const ring = Array.from({ length: size }, (_, s): Row[] => [
      { pays: s === 0 ? "1" : "0", to: [[(s + 1) % size]] },
      ...(s === size / 2 ? [{ to: [[0]] as const }] : []),
    ]);
    expect(exactOf(ask(ring))).toBe("1/2501");
  });
});

test("as many components as states are gone through in no more than a moment each", () => {
  // Each of 20 000 states may be kept to, for 1 or 2 a step in turn, or left for the next; the last one can only be kept to.
  const size = 20_000;
  const line = Array.from({ length: size }, (_, s): Row[] => [
    { pays: s % 2 === 0 ? "1" : "2", to: [[s]] },
    ...(s + 1 < size ? [{ to: [[s + 1]] as const }] : []),
  ]);
  const found = solved({ ...smallModel(line), direction: "maximise" });
  expect(exactOf(found)).toBe("2");
  expect(members(setOf(found).final).length).toBe(size / 2);
});

/** Random models with few enough deterministic policies to go through, each with two payoffs. */
function* randomModels(count: number, mostPolicies: number) {
  const kinds = ["mixed", "gain", "close", "cost", "mixed"] as const;
  for (let seed = 0, found = 0; found < count; seed++) {
    const draw = drawFrom(seed);
    const model = randomModel(draw);
    const payoff = randomPayoff(draw, model, kinds[seed % kinds.length]!);
    const intent = randomPayoff(draw, model, "mixed");
    const choices = choicesOf(model, mostPolicies);
    if (choices === undefined) continue;
    found++;
    const direction = seed % 2 === 0 ? ("maximise" as const) : ("minimise" as const);
    yield { seed, model, payoff, intent, choices, direction };
  }
}

/** The policies whose gain is optimal from the start, and the best gain from each state. */
function gainOptimal(model: Model, payoff: Payoff, choices: readonly Choice[], direction: Direction) {
  const all = choices.map((choice) => gainsOf(model, payoff, choice));
  const best = all[0]!.map((_, s) =>
    extreme(
      all.map((gains) => gains[s]!),
      direction,
    ),
  );
  const value = atStart(model, best);
  return { value, best, optimal: choices.filter((_, k) => equals(atStart(model, all[k]!), value)) };
}

/** The states that a policy gets to from the start. */
const reachedBy = (model: Model, choice: Choice): Set<number> => {
  const { reach } = chainOf(model, choice);
  return new Set(model.starts.flatMap(({ state }) => [...reach[state]!]));
};

test("on random models: the gain, the final behaviours and the worst and best intent of a search through all policies", () => {
  let several = 0;
  for (const { seed, model, payoff, intent, choices, direction } of randomModels(250, 200)) {
    const { value, optimal } = gainOptimal(model, payoff, choices, direction);
    const found = solved({ model, payoff, direction });
    expect([seed, exactOf(found), found.ties]).toEqual([seed, formatRational(value), "proved"]);
    const set = setOf(found);

    // Every optimal policy is in the set, and each final row is one that an optimal policy uses for ever.
    const lasting = new Set<number>();
    for (const choice of optimal) {
      const reached = reachedBy(model, choice);
      for (const s of reached)
        if (choice[s]! >= 0) expect([seed, s, hasBit(set.rows, choice[s]!)]).toEqual([seed, s, true]);
      for (const states of chainOf(model, choice).classes)
        for (const s of states) if (reached.has(s) && choice[s]! >= 0) lasting.add(choice[s]!);
    }
    const reachable = reachableBy(model, set.rows);
    const final = members(set.final).filter((r) => reachable.has(ownerOf(model, r)));
    expect([seed, final]).toEqual([seed, [...lasting].sort((a, b) => a - b)]);
    if (optimal.length > 1) several++;

    // One policy of the set is optimal.
    const shown = onePolicy(model, set);
    const one = choices.filter((choice) =>
      [...reachedBy(model, choice)].every(
        (s) => choice[s]! < 0 || (shown.kind === "stationary" && hasBit(shown.rows, choice[s]!)),
      ),
    );
    expect(one.length).toBeGreaterThan(0);
    for (const choice of one) expect(equals(atStart(model, gainsOf(model, payoff, choice)), value)).toBe(true);

    for (const way of ["maximise", "minimise"] as const) {
      const second = solved({ model, payoff: intent, direction: way, within: set });
      const expected = extreme(
        optimal.map((choice) => atStart(model, gainsOf(model, intent, choice))),
        way,
      );
      expect([seed, way, exactOf(second)]).toEqual([seed, way, formatRational(expected)]);
    }
  }
  expect(several).toBeGreaterThan(60);
});

const ownerOf = ({ phases }: Model, row: number): number => {
  const { rowStart } = phases[0]!;
  let s = 0;
  while (rowStart[s + 1]! <= row) s++;
  return s;
};

/** The states that some rows lead to from the start. */
function reachableBy(model: Model, rows: Bits): Set<number> {
  const { rowStart } = model.phases[0]!;
  const seen = new Set(model.starts.map(({ state }) => state));
  for (const s of seen)
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++)
      if (hasBit(rows, r)) for (const [t] of branchesOf(model, r)) seen.add(t);
  return seen;
}

/** The probability that a policy ever gets to a state of which `holds` is true, which it does not leave again. */
const chanceOf = (model: Model, choice: Choice, holds: (state: number) => boolean): Rational =>
  atStart(
    model,
    settledWorth(model, choice, (states) => (states.some(holds) ? ONE : ZERO)),
  );

test("an event at any time: the most over all that preserves the gain, the least over all that is optimal", () => {
  let [detours, models] = [0, 0];
  for (let seed = 0; models < 150; seed++) {
    const draw = drawFrom(seed);
    const small = randomModel(draw, 2 + draw(3));
    const target = draw(small.states);
    const states = createBits(small.states);
    setBit(states, target);
    const { model, base, happened, eventPayoff, startProbability, lift, occurrence } = productOf(small, [{ states }]);
    const payoff = lift(randomPayoff(draw, small, "mixed"));
    const choices = choicesOf(model, 400);
    if (choices === undefined) continue;
    models++;
    const { best, optimal } = gainOptimal(model, payoff, choices, "maximise");
    const within = setOf(solved({ model, payoff, direction: "maximise" }));
    const preserves = (row: number, s: number): boolean =>
      row < 0 ||
      equals(
        best[s]!,
        branchesOf(model, row).reduce((sum, [t, p]) => add(sum, multiply(p, best[t]!)), ZERO),
      );
    const preserving = choices.filter((choice) => [...reachedBy(model, choice)].every((s) => preserves(choice[s]!, s)));
    const holds = (state: number): boolean => happened[state] === 1;
    const chances = (all: readonly Choice[]) => all.map((choice) => chanceOf(model, choice, holds));
    const event = { model, payoff: eventPayoff(0), within };
    const most = solved({ ...event, direction: "maximise" }, { kind: "total" });
    const least = solved({ ...event, direction: "minimise" }, { kind: "total" });
    const sum = ({ start }: Solution) => formatRational(add(start.exact!, startProbability(0)));
    expect([seed, sum(most)]).toEqual([seed, formatRational(extreme(chances(preserving), "maximise"))]);
    expect([seed, sum(least)]).toEqual([seed, formatRational(extreme(chances(optimal), "minimise"))]);

    // For ever: whether a recurrent class of an optimal policy enters the target, or is an ended state that is one.
    const recurring = occurrence(0);
    const { codes, exact } = recurring.rows[0]!;
    const recurs = optimal.map((choice) =>
      atStart(
        model,
        settledWorth(model, choice, (members) =>
          members.some((s) => (choice[s]! < 0 ? base[s] === target : exact[codes[choice[s]!]!]!.numerator > 0n))
            ? ONE
            : ZERO,
        ),
      ),
    );
    if (compare(extreme(chances(preserving), "maximise"), extreme(recurs, "maximise")) > 0) detours++;
    for (const direction of ["maximise", "minimise"] as const) {
      const found = solveRecurring({ model, payoff: recurring, within, direction });
      if (!isSolution(found)) throw new Error(found.kind);
      expect([seed, direction, exactOf(found)]).toEqual([seed, direction, formatRational(extreme(recurs, direction))]);
    }
    // An average among the policies that are best for an event, and so may settle wherever that is not put off.
    for (const direction of ["maximise", "minimise"] as const) {
      const first = solved({ model, payoff: eventPayoff(0), direction }, { kind: "total" });
      const all = chances(choices);
      const attaining = choices.filter((_, k) => equals(all[k]!, extreme(all, direction)));
      const then = solved({ model, payoff, direction: "maximise", within: setOf(first) });
      const expected = extreme(
        attaining.map((choice) => atStart(model, gainsOf(model, payoff, choice))),
        "maximise",
      );
      expect([seed, direction, exactOf(then)]).toEqual([seed, direction, formatRational(expected)]);
    }
    // What is left after an event is optimised is still settled on.
    const second = solved({ model, payoff, direction: "minimise", within: setOf(most) });
    expect([seed, exactOf(second)]).toEqual([seed, formatRational(atStart(model, best))]);
  }
  // More happens for a while than for ever.
  expect(detours).toBeGreaterThan(5);
});

test("on random models of 20 to 40 states the gain is that of the linear program for multichain models", () => {
  let models = 0;
  for (let seed = 0; models < 60; seed++) {
    const draw = drawFrom(seed);
    const model = randomModel(draw, 20 + draw(21));
    const payoff = randomPayoff(draw, model, "mixed");
    // Chances near the program's tolerance of 10⁻⁷ are nothing to it.
    if (model.phases[0]!.probability.values.some((p) => p < 0.01)) continue;
    models++;
    const gains = gainsByProgram(model, payoff);
    const expected = model.starts.reduce(
      (sum, { state, probability }) => sum + toNumber(probability) * gains[state]!,
      0,
    );
    const { value } = solved({ model, payoff, direction: "maximise" }).start;
    expect([seed, Math.abs(value - expected) < 1e-6]).toEqual([seed, true]);
  }
});

test("bounds are close, and hold, where chances of leaving are as small as 10^-9", () => {
  // Two states that each keep to themselves but for 10^-9 a step: half of the time in either, so 1/2 a step.
  const rare = [
    [0, "999999999/1000000000"],
    [1, "1/1000000000"],
  ] as const;
  const problem = {
    ...smallModel([
      [{ pays: "1", to: rare }],
      [
        {
          to: [
            [1, rare[0][1]],
            [0, rare[1][1]],
          ],
        },
      ],
    ]),
    direction: "maximise",
  } as const;
  const bounds = boundAverage(problem)!;
  expect(exactOf(solved(problem))).toBe("1/2");
  expect(isBetween(solved(problem).start.exact!, bounds.low, bounds.high)).toBe(true);
});

test("a component with chance that is too large for rationals has bounds, and is not decided", () => {
  // Anywhere on a ring one goes on by 1 or to anywhere of three places, for 0 or 1; paying rows are as good as others elsewhere.
  const size = 2500;
  const states = Array.from({ length: size }, (_, s): Row[] => [
    {
      pays: s % 2 === 0 ? "1" : "0",
      to: [
        [(s + 1) % size, "1/2"],
        [0, "1/2"],
      ],
    },
    { pays: "0", to: [[(s * 7 + 3) % size]] },
  ]);
  const problem = { ...smallModel(states), direction: "maximise" } as const;
  const answer = solve({ ...problem, criterion: average });
  expect(answer).toMatchObject({ kind: "undecided", why: expect.stringMatching(/2500 states; the best lies between/) });
  const bounds = boundAverage(problem)!;
  expect(bounds.high - bounds.low).toBeLessThan(1e-9);
  expect(bounds.per).toBe("step");
});
