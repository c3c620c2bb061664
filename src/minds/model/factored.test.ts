import { expect, test } from "vitest";
import { bodyWith, codes } from "../../../test/support/bodies.ts";
import { ln } from "../../core/math.ts";
import { createRandom } from "../../core/random.ts";
import { newSituations, wakeSituations } from "../situations.ts";
import { factored } from "./factored.ts";

type Values = readonly number[];

/** A model of a world with these numbers of values and actions, fed by hand. */
function modelOf(sizes: Values, actions: number, matters?: (feature: number) => boolean) {
  const names = Array.from({ length: actions }, (_, action) => `a${action}`);
  const body = bodyWith(
    sizes.map((size, k) => codes(size, `f${k}`)),
    names,
  );
  const everything = body.actions.map((_, action) => action);
  const situations = wakeSituations(body, newSituations(body));
  const memory = factored.newborn(body);
  const model = factored.wake(body, memory, situations, matters);
  const at = (values: Values, available: Values = everything) =>
    situations.of({ features: Float64Array.from(values), available });
  return {
    model,
    situations,
    at,
    learn: (from: Values, action: number, to: Values, ended = false) => model.learn(at(from), action, at(to), ended),
    /** What is foreseen, the likeliest first, as "values: probability" without perceiving the situation asked for. */
    foresee(from: Values, action: number): readonly (readonly [string, number])[] {
      const ways: [string, number][] = [];
      model.foresee(situations.imagine(Float64Array.from(from)), action, (next, probability, ended) =>
        ways.push([`${[...situations.features(next)].join()}${ended ? " end" : ""}`, probability]),
      );
      return ways.sort(([, p], [, q]) => q - p);
    },
    imagine: (values: Values) => situations.imagine(Float64Array.from(values)),
    resumed: () => factored.wake(body, structuredClone(memory), situations),
  };
}

/** Row and column of a 6 × 6 floor with walls around it, and a lamp that action 4 turns on or off. */
const floor = ([row, column, lamp]: Values, action: number): Values => {
  const moves = [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ];
  if (action === 4) return [row!, column!, 1 - lamp!];
  const clip = (value: number) => Math.max(0, Math.min(5, value));
  return [clip(row! + moves[action]![0]!), clip(column! + moves[action]![1]!), lamp!];
};

/** Situations of two corners of the floor; those of the two others are made of the same rows and columns. */
function* corners(random: () => number, steps: number): Generator<readonly [Values, number]> {
  for (let k = 0; k < steps; k++) {
    const corner = random() < 0.5 ? 0 : 3;
    const place = () => corner + Math.floor(random() * 3);
    yield [[place(), place(), random() < 0.5 ? 0 : 1], Math.floor(random() * 5)];
  }
}

test("what was learned in two corners of a floor holds in the two that were never met", () => {
  const { learn, foresee, model, imagine } = modelOf([6, 6, 2], 5);
  for (const [from, action] of corners(createRandom(1), 300)) learn(from, action, floor(from, action));
  for (let row = 0; row < 3; row++)
    for (let column = 3; column < 6; column++)
      for (let action = 0; action < 5; action++) {
        const from = [row, column, 1];
        const [[likeliest = "", probability] = ["", 0]] = foresee(from, action);
        expect(likeliest).toBe(floor(from, action).join());
        expect(probability).toBeGreaterThan(0.9);
        // At least five first tries' worth of what was seen elsewhere, which counts as less than one try here: 5/(5 + 1).
        expect(model.evidence(imagine(from), action)).toBeGreaterThan(5 / 6);
        expect(model.sure(imagine(from), action)).toBeGreaterThan(0.9);
      }
});

test("where every combination is a rule of its own nothing is claimed to be known of others", () => {
  const { learn, model, imagine } = modelOf([6, 6, 2], 5);
  const random = createRandom(2);
  const table = Float64Array.from({ length: 6 * 6 * 2 * 5 }, () => Math.floor(random() * 72));
  const rule = ([row, column, lamp]: Values, action: number): Values => {
    const to = table[((row! * 6 + column!) * 2 + lamp!) * 5 + action]!;
    return [Math.floor(to / 12), Math.floor(to / 2) % 6, to % 2];
  };
  for (const [from, action] of corners(random, 300)) learn(from, action, rule(from, action));
  const from = [1, 4, 0];
  for (let action = 0; action < 5; action++) {
    expect(model.evidence(imagine(from), action)).toBe(0);
    expect(model.sure(imagine(from), action)).toBeLessThan(0.5);
  }
});

test("two features that tell nothing alone are taken together, as in an exclusive or", () => {
  const { learn, foresee } = modelOf([2, 2, 2, 5], 1);
  const random = createRandom(3);
  const draw = (size: number) => Math.floor(random() * size);
  for (let k = 0; k < 200; k++) {
    const [a, b, out, other] = [draw(2), draw(2), draw(2), draw(4)];
    learn([a, b, out, other], 0, [a, b, a ^ b, other]);
  }
  // The last feature was never 4.
  for (const [a, b] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)
    expect(foresee([a, b, 0, 4], 0)[0]?.[0]).toBe(`${a},${b},${a ^ b},4`);
});

test("what changes together is foreseen together, and what changes apart, apart", () => {
  const [together, apart] = [true, false].map((isOne) => {
    const { learn, foresee } = modelOf([2, 2, 3], 1);
    const random = createRandom(4);
    for (let k = 0; k < 300; k++) {
      const coin = random() < 0.5 ? 1 : 0;
      const other = random() < 0.5 ? 1 : 0;
      learn([k % 2, 0, Math.floor(k / 2) % 2], 0, [coin, isOne ? coin : other, 2]);
    }
    return foresee([0, 0, 2], 0).filter(([, probability]) => probability > 0.05);
  });
  expect(together?.map(([way]) => way).sort()).toEqual(["0,0,2", "1,1,2"]);
  expect(apart?.map(([way]) => way).sort()).toEqual(["0,0,2", "0,1,2", "1,0,2", "1,1,2"]);
  // 300 throws of a coin: a share off by 0.15 would be 5 standard errors.
  for (const [, probability] of together ?? []) expect(Math.abs(probability - 0.5)).toBeLessThan(0.15);
});

test("a probability is learned, and holds where it was never seen", () => {
  const { learn, foresee } = modelOf([3, 2, 2], 2);
  const random = createRandom(5);
  for (let k = 0; k < 400; k++) {
    const place = Math.floor(random() * 2);
    const lit = Math.floor(random() * 2);
    learn([place, lit, 0], 1, [place, lit, random() < 0.8 ? 1 : 0]);
  }
  const ways = foresee([2, 1, 0], 1);
  expect(ways.map(([way]) => way)).toEqual(["2,1,1", "2,1,0"]);
  // 400 draws: 0.08 is 4 standard errors, exceeded by luck in 1 of 16 000 seeds.
  expect(Math.abs(ways[0]![1] - 0.8)).toBeLessThan(0.08);
});

test("what can be done, and what ends the world, is supposed where it was only imagined", () => {
  const { at, learn, foresee, situations, imagine } = modelOf([4, 3], 3);
  // Action 2 can be taken at place 3 alone, and ends the world.
  for (let place = 0; place < 4; place++)
    for (let colour = 0; colour < 2; colour++) {
      at([place, colour], place === 3 ? [0, 1, 2] : [0, 1]);
      for (const step of [0, 1]) learn([place, colour], step, [Math.max(0, Math.min(3, place + 2 * step - 1)), colour]);
      at([place, colour], place === 3 ? [0, 1, 2] : [0, 1]);
      if (place === 3) for (let k = 0; k < 4; k++) learn([3, colour], 2, [3, colour], true);
    }
  // `learn` perceives with all actions available: what can be done is learned at the first step from a situation.
  expect(foresee([2, 2], 1)[0]?.[0]).toBe("3,2");
  expect(foresee([3, 2], 2)[0]?.[0]).toBe("3,2 end");
  expect(foresee([3, 2], 0)[0]?.[0]).toBe("2,2");
  expect(situations.isMet(imagine([3, 2]))).toBe(false);
});

test("coins that matter to nothing are not told apart, and those that do are", () => {
  // A lamp that action 1 turns on or off, and ten coins that are thrown anew at every step.
  const [free, one, all] = [() => false, (k: number) => k === 1, undefined].map((matters) => {
    const { learn, foresee, model, imagine } = modelOf(new Array(11).fill(2), 2, matters);
    const random = createRandom(8);
    const coins = () => Array.from({ length: 10 }, () => (random() < 0.5 ? 1 : 0));
    for (let k = 0; k < 300; k++) {
      const [lamp, action] = [random() < 0.5 ? 1 : 0, random() < 0.5 ? 1 : 0];
      learn([lamp, ...coins()], action, [action === 1 ? 1 - lamp : lamp, ...coins()]);
    }
    const from = [0, ...coins()];
    const lit = foresee(from, 1).reduce((sum, [way, p]) => sum + (way.startsWith("1") ? p : 0), 0);
    return { ways: foresee(from, 1).length, lit, sure: model.sure(imagine(from), 1) };
  });
  expect(free?.ways).toBe(1);
  expect(free?.sure).toBeGreaterThan(0.9);
  expect(one?.ways).toBe(2);
  expect(one?.lit).toBeGreaterThan(0.9);
  // Of 1024 ways in which ten coins may fall none is foreseen.
  expect(all?.sure).toBeLessThan(0.1);
});

test("a model that is put down and taken up again goes on bit for bit", () => {
  const { learn, model, resumed, at } = modelOf([6, 6, 2], 5);
  for (const [from, action] of corners(createRandom(6), 150)) learn(from, action, floor(from, action));
  const again = resumed();
  for (const [from, action] of corners(createRandom(7), 150)) {
    const [now, then] = [at(from), at(floor(from, action))];
    model.learn(now, action, then, false);
    again.learn(now, action, then, false);
    expect(again.sure(now, 0)).toBe(model.sure(now, 0));
  }
  expect(again.memory()).toEqual(model.memory());
});

test("seeing somebody queue teaches what queueing leads to, before the first try", () => {
  // Place (street, window), who stands in line (nobody, somebody), ice cream (no, yes). Acts: wait, join.
  const nats = (watched: boolean): number => {
    const { learn, foresee } = modelOf([2, 2, 2], 2);
    // It has joined lines in the street, where nothing is served, and stood about at both places.
    for (let k = 0; k < 12; k++) {
      learn([0, 0, 0], 1, [0, 1, 0]);
      learn([0, 1, 0], 0, [0, 1, 0]);
      learn([0, 0, 0], 0, [0, 0, 0]);
      learn([1, 0, 0], 0, [1, 0, 0]);
    }
    // At the window it only ever waited, and saw somebody come, stand in line and be served.
    if (watched)
      for (let k = 0; k < 12; k++) {
        learn([1, 0, 0], 0, [1, 1, 0]);
        learn([1, 1, 0], 0, [1, 0, 1]);
      }
    const [, joined = 0] = foresee([1, 0, 0], 1).find(([way]) => way === "1,1,0") ?? [];
    const [, served = 0] = foresee([1, 1, 0], 0).find(([way]) => way === "1,0,1") ?? [];
    return ln(Math.max(1e-3, joined * served));
  };
  expect(nats(true) - nats(false)).toBeGreaterThan(0.5);
  expect(nats(true)).toBeGreaterThan(ln(0.5));
});

test.each([
  ["has so many values", 40, 11],
  ["is numbered as its values are met", Infinity, 10],
])("a count that %s is foreseen to go on as far as it can", (_, size, last) => {
  const { learn, foresee } = modelOf([size], 2);
  for (let times = 0; times < 5; times++) for (let k = 0; k < 10; k++) learn([k], k % 2, [k + 1]);
  const values = foresee([10], 0).map(([way]) => Number(way));
  expect(Math.max(...values)).toBe(last);
});
