import { expect, test } from "vitest";
import type { Percept } from "../../core/index.ts";
import { deepSea } from "./deep-sea.ts";
import { EXPERIMENTS } from "./experiments.ts";
import { isLogged, type Rule, type Run, scoreOf } from "./score.ts";
import { trial } from "./trial.ts";

const run = (meanLoss: number, more: Partial<Run> = {}): Run => ({
  setting: "seed 0",
  seed: 0,
  episodes: 100,
  asked: 100,
  steps: 100,
  meanLoss,
  leastLoss: 0,
  ...more,
});

test("regret: the share of the baseline that was not lost, kept in [0, 1]", () => {
  const rule: Rule = { kind: "regret", baseline: 1.6 };
  expect(scoreOf(rule, [run(0.4), run(0.8)]).value).toBeCloseTo(1 - 0.6 / 1.6, 12);
  expect(scoreOf(rule, [run(2), run(2)]).value).toBe(0);
});

test("cartpole: half for regret, half for the share of runs with a good episode", () => {
  const rule: Rule = { kind: "regret or best", baseline: 1000, best: 500 };
  // ½·(1 − 600/1000) + ½·½
  expect(scoreOf(rule, [run(500, { leastLoss: 499 }), run(700, { leastLoss: 500 })]).value).toBeCloseTo(0.45, 12);
});

test("discounting chain: 1 − 10·(1.1 − mean return), which may be below 0", () => {
  const rule: Rule = { kind: "linear", slope: 10 };
  expect(scoreOf(rule, [run(0.1), run(0.1)])).toEqual({ value: 0, low: 0, high: 0 });
  expect(scoreOf(rule, [run(0.2), run(0.2)]).value).toBe(-1);
});

test("umbrella and memory: the share of settings below the threshold, each with the mean of its runs", () => {
  const rule: Rule = { kind: "share", threshold: 0.5 };
  const runs = [run(0.3, { setting: "a" }), run(0.6, { setting: "a" }), run(0.6, { setting: "b" })];
  expect(scoreOf(rule, runs).value).toBe(0.5);
});

test("deep sea: a setting counts where it was solved before episode 2^N + 100", () => {
  const rule: Rule = { kind: "solved", threshold: 0.8, size: Number };
  const runs = [
    run(0.7, { setting: "5", solvedAt: 131 }),
    run(0.7, { setting: "6", solvedAt: 170 }), // 2⁶ + 100 = 164
    run(0.9, { setting: "50" }),
    run(0.7, { setting: "20", solvedAt: 10_000 }),
  ];
  expect(scoreOf(rule, runs).value).toBe(0.5);
});

test("intervals are Student's for means and Wilson's for shares", () => {
  // Two values 0 and 1: mean ½, standard error ½, t(0.975; 1) = 12.706.
  const { low, high } = scoreOf({ kind: "linear", slope: 1 }, [run(0), run(1)]);
  expect(high - low).toBeCloseTo(12.706, 9);
  // Newcombe 1998, table I: 15 of 148 gives 0.0624 to 0.1605.
  const share = Array.from({ length: 148 }, (_, k) => run(k < 15 ? 0 : 1, { setting: `${k}` }));
  const wilson = scoreOf({ kind: "share", threshold: 0.5 }, share);
  expect([wilson.low, wilson.high].map((end) => Math.round(end * 1e4) / 1e4)).toEqual([0.0624, 0.1605]);
});

test("episodes are logged as bsuite logs them", () => {
  const logged = Array.from({ length: 100 }, (_, k) => k + 1).filter(isLogged);
  expect(logged).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect([1200, 1300, 10_000].map(isLogged)).toEqual([true, false, true]);
});

// From the sweep.py of each experiment: settings and episodes of each.
test.each([
  ["bandit", 20, 10_000],
  ["catch", 20, 10_000],
  ["cartpole", 20, 1000],
  ["mountain-car", 20, 1000],
  ["deep-sea", 16, 10_000],
  ["deep-sea-stochastic", 16, 10_000],
  ["discounting-chain", 20, 1000],
  ["umbrella-length", 23, 10_000],
  ["umbrella-distract", 23, 10_000],
  ["memory-length", 23, 10_000],
  ["memory-size", 17, 10_000],
])("%s has %d settings of %d episodes", (id, settings, episodes) => {
  const experiment = EXPERIMENTS.find((each) => each.id === id)!;
  expect([new Set(experiment.settings.map(({ name }) => name)).size, experiment.episodes]).toEqual([
    settings,
    episodes,
  ]);
});

/** A mind that does as it is told. */
const told = (action: (percept: Percept) => number) => ({
  name: "told",
  newborn: () => ({}),
  wake: () => ({
    act: (percept: Percept) => ({ action: action(percept) }),
    learn: () => {},
    greedy: () => 0,
    value: () => 0,
    memory: () => ({}),
  }),
});
const lastOf = (id: string, at: number, action: (percept: Percept) => number, episodes: number) => {
  const experiment = EXPERIMENTS.find((each) => each.id === id)!;
  return [...trial(experiment, experiment.settings[at]!, told(action), 1, episodes)].at(-1)!;
};

test("a mind that guesses loses what bsuite says of guessing", () => {
  // Memory and umbrella: one answer always is right half of the time; 3 standard errors of 2000 episodes.
  for (const id of ["memory-length", "umbrella-length", "umbrella-distract"])
    expect(Math.abs(lastOf(id, 4, () => 0, 2000).meanLoss - 1)).toBeLessThan(3 * Math.sqrt(1 / 2000));
  // Catch: standing still catches one ball in five, and loses 2 for each other.
  expect(Math.abs(lastOf("catch", 0, () => 1, 2000).meanLoss - 1.6)).toBeLessThan(3 * Math.sqrt(0.64 / 2000));
  // Mountain car: pushing one way only never gets up; 1000 steps against 25.
  expect(lastOf("mountain-car", 0, () => 2, 3).meanLoss).toBe(975);
  // A chain without the bonus loses 0.1.
  expect(lastOf("discounting-chain", 0, () => 4, 10).meanLoss).toBeCloseTo(0.1, 9);
  expect(lastOf("discounting-chain", 4, () => 4, 10).meanLoss).toBeCloseTo(0, 9);
});

test("a trial goes on to the episodes asked for, or to where it is solved", () => {
  // One act always: somewhere on the diagonal of ten cells it is the wrong one, so that every dive is bad.
  expect(lastOf("deep-sea", 5, () => 0, 150)).toMatchObject({ episodes: 150, steps: 1500, meanLoss: 1 });
  expect(lastOf("deep-sea", 5, () => 0, 150).solvedAt).toBeUndefined();
  const { goesRight } = deepSea(10);
  const dives = ({ features: [row = 0, column = 0] }: Percept) => (goesRight({ row, column }, "first") ? 0 : 1);
  expect(lastOf("deep-sea", 5, dives, 150)).toMatchObject({ episodes: 1, meanLoss: 0, solvedAt: 1 });
});
