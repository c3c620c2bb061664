import { expect, test } from "vitest";
import type { AnyWorld } from "../../core/case.ts";
import { createChance } from "../../core/chance.ts";
import type { Drive, World } from "../../core/index.ts";
import { rewardOf, simulate } from "../../core/life.ts";
import { add, multiply, ONE, type Rational, rational, toNumber, ZERO } from "../../core/rational.ts";
import { checkWorld } from "../../testing/world.ts";
import * as bandit from "./bandit.ts";
import * as cartpole from "./cartpole.ts";
import * as catching from "./catch.ts";
import { deepSea } from "./deep-sea.ts";
import * as chain from "./discounting-chain.ts";
import { memory } from "./memory.ts";
import * as mountainCar from "./mountain-car.ts";
import { umbrella } from "./umbrella.ts";

test.each<readonly [string, AnyWorld]>([
  ["bandit", bandit.world],
  ["catch", catching.world],
  ["deep-sea", deepSea(5).world],
  ["deep-sea-stochastic", deepSea(5, true).world],
  ["discounting-chain", chain.world],
  ["umbrella", umbrella(4, 2).world],
  ["memory", memory(4, 3).world],
])("%s keeps to the contract of worlds", (id, world) => {
  expect(world.id).toBe(id);
  expect(checkWorld(world)).toEqual([]);
});

/** Rewards of an episode in which `choose` acts. */
const rewards = <S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  choose: (state: S) => A,
  seed = 0,
): readonly number[] => [...simulate(world, choose, seed)].map((moment) => rewardOf(drive, moment));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test("bandit: the arms pay 0, 0.1, … 1, in another order for another seed", () => {
  const payouts = (seed: number) =>
    bandit.world.actions.map((arm) => sum(rewards(bandit.world, bandit.driveOf(seed), () => arm)));
  expect([...payouts(1)].sort((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, k) => k / 10));
  expect(payouts(1)).not.toEqual(payouts(2));
});

test("catch: following the ball catches it, standing still misses it unless it falls in the middle", () => {
  for (let seed = 0; seed < 20; seed++) {
    const follow = rewards(
      catching.world,
      catching.drive,
      ({ column, paddle }) => (column < paddle ? "left" : column > paddle ? "right" : "stay"),
      seed,
    );
    expect(follow).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const [first] = simulate(catching.world, () => "stay", seed);
    const still = sum(rewards(catching.world, catching.drive, () => "stay", seed));
    expect(still).toBe(first?.state.column === 2 ? 1 : -1);
  }
});

test("deep sea: rights only bring 1 − 0.01, lefts only 0; half of the cells have the acts exchanged", () => {
  const { world, drive, goesRight } = deepSea(10);
  const dive = (right: boolean) =>
    sum(rewards(world, drive, (state) => (goesRight(state, "first") === right ? "first" : "second")));
  expect(dive(true)).toBeCloseTo(0.99, 12);
  expect(dive(false)).toBe(0);
  const cells = Array.from({ length: 100 }, (_, k) => ({ row: Math.floor(k / 10), column: k % 10 }));
  const rights = cells.filter((cell) => goesRight(cell, "first")).length;
  expect(rights).toBeGreaterThan(30); // fewer, or more than 70, of 100 fair flips: once in 20 000 mappings
  expect(rights).toBeLessThan(70);
});

test("deep sea, stochastic: a right fails once in N, and the noise has mean 0 and variance 1, exactly", () => {
  const { world, goesRight } = deepSea(4, true);
  const asked: (readonly Rational[])[] = [];
  const chance = createChance((weights) => {
    asked.push(weights);
    return 0;
  });
  const state = { row: 3, column: 0, noise: 0 };
  world.transition(state, goesRight(state, "first") ? "first" : "second", chance, 0);
  const [fails, noise] = asked;
  expect(toNumber(fails![0]!)).toBe(1 / 4);
  const moment = (power: number) =>
    noise!
      .map((weight, heads) => multiply(weight, rational(BigInt(heads - 18) ** BigInt(power), 3n ** BigInt(power))))
      .reduce(add, ZERO);
  expect([moment(0), moment(1), moment(2)]).toEqual([ONE, ZERO, ONE]);
});

test("discounting chain: each chain pays once, at 1, 3, 10, 30 and 100 steps", () => {
  const drive = chain.driveOf(3);
  const paid = chain.world.actions.map((first) => rewards(chain.world, drive, () => first));
  expect(paid.map((each) => each.findIndex((reward) => reward > 0) + 1)).toEqual([1, 3, 10, 30, 100]);
  expect(paid.map(sum)).toEqual([1, 1, 1, 1.1, 1]);
});

test("umbrella: only what is carried at the end counts, and the rest is luck", () => {
  const { world, drive } = umbrella(3, 1);
  for (let seed = 0; seed < 20; seed++) {
    const right = rewards(world, drive, ({ need }) => (need ? "take" : "leave"), seed);
    const wrong = rewards(world, drive, ({ need }) => (need ? "leave" : "take"), seed);
    expect([right.length, right.at(-1), wrong.at(-1)]).toEqual([3, 1, -1]);
    expect(right.slice(0, -1).every((reward) => Math.abs(reward) === 1)).toBe(true);
  }
});

test("memory: the bits are shown at the first two acts only, and the last act is asked for", () => {
  const { world, drive } = memory(3, 2);
  const start = { acts: 0, bits: [true, false], query: 1 };
  const shown = [0, 1, 2, 3].map((acts) => world.observe!({ ...start, acts }));
  expect(shown).toEqual([
    { step: 0, bits: ["1", "0"], query: 0 },
    { step: 0, bits: ["1", "0"], query: 0 },
    { step: 1, bits: ["hidden", "hidden"], query: 0 },
    { step: 2, bits: ["hidden", "hidden"], query: 1 },
  ]);
  const right = rewards(world, drive, ({ bits, query }) => (bits[query] === true ? "1" : "0"));
  const wrong = rewards(world, drive, ({ bits, query }) => (bits[query] === true ? "0" : "1"));
  expect([right, wrong]).toEqual([
    [0, 0, 0, 1],
    [0, 0, 0, -1],
  ]);
});

const noDraws = createChance(() => {
  throw new Error("a draw");
});
const stepped = <S, A extends string>({ transition }: World<S, A>, start: S, action: (state: S) => A, steps: number) =>
  Array.from({ length: steps }).reduce<S>((state) => transition(state, action(state), noDraws, 0), start);

// The source's equations, stepped in Python 3 with math.sin and math.cos.
test("cartpole moves as the source's equations say", () => {
  const start = { position: 0.01, speed: -0.02, angle: 0.03, spin: 0.04 };
  const near = (state: typeof start, expected: readonly number[]) =>
    Object.values(state).forEach((value, k) => void expect(value).toBeCloseTo(expected[k]!, 12));
  near(
    stepped(cartpole.world, start, () => "right", 20),
    [0.19132399831467561, 1.9338017802923242, -0.2408269205931573, -3.020533899472694],
  );
  near(
    stepped(cartpole.world, start, () => "none", 40),
    [-0.0003162668034040691, -0.034910601878543536, 0.09708859830769054, 0.36969210785406226],
  );
});

test("cartpole stays within its fields, whatever is done", () => {
  for (const policy of [() => "right", () => "left", ({ angle }) => (angle > 0 ? "left" : "right")] satisfies ((
    state: ReturnType<typeof cartpole.world.start>,
  ) => "left" | "right")[])
    for (let seed = 0; seed < 5; seed++)
      for (const { nextState } of simulate(cartpole.world, policy, seed))
        for (const [name, value] of Object.entries(nextState))
          expect(cartpole.world.fields[name]!.encode(value, [], 0)).toBe(true);
});

// As above; the swinging policy pushes along with the velocity.
test("mountain car moves as the source's equations say, and swings up in 124 steps", () => {
  const swing = ({ velocity }: { readonly velocity: number }) => (velocity >= 0 ? "right" : "left");
  const start = { position: -0.5, velocity: 0 };
  const tenth = stepped(mountainCar.world, start, swing, 10);
  expect(tenth.position).toBeCloseTo(-0.4576895848965753, 14);
  expect(tenth.velocity).toBeCloseTo(0.007254692062725155, 14);
  expect([123, 124].map((steps) => stepped(mountainCar.world, start, swing, steps).position >= 0.5)).toEqual([
    false,
    true,
  ]);
});
