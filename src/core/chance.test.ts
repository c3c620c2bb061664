import fc from "fast-check";
import { expect, test } from "vitest";
import { type Chance, createChance, type Probability, ratio, rest } from "./chance.ts";
import { createRandom, sampled } from "./random.ts";
import { formatRational } from "./rational.ts";

/** What a draw returns on each of its branches, with the branch's probability. */
function branchesOf<T>(draw: (chance: Chance) => T): readonly (readonly [T, string])[] {
  let count = 1;
  const outcomes: (readonly [T, string])[] = [];
  for (let way = 0; way < count; way++) {
    let weight = "1";
    const chance = createChance((weights) => {
      count = weights.length;
      weight = formatRational(weights[way]!);
      return way;
    });
    const value = draw(chance);
    outcomes.push([value, weight]);
  }
  return outcomes;
}

test("a flip is true with its probability, read as a decimal", () => {
  expect(branchesOf((chance) => chance.flip(0.05))).toEqual([
    [true, "1/20"],
    [false, "19/20"],
  ]);
  expect(branchesOf((chance) => chance.flip(ratio(1, 3)))).toEqual([
    [true, "1/3"],
    [false, "2/3"],
  ]);
});

test("what is sure is not drawn", () => {
  const chance = createChance(() => {
    throw new Error("drawn");
  });
  expect([chance.flip(0), chance.flip(1), chance.flip(ratio(0, 5)), chance.flip(ratio(5, 5))]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(chance.pick(["only"])).toBe("only");
  expect(chance.integer(4, 4)).toBe(4);
  expect(
    chance.weighted([
      ["never", 0],
      ["always", 1],
      ["neither", rest],
    ]),
  ).toBe("always");
});

test("picks and whole numbers are equally likely", () => {
  expect(branchesOf((chance) => chance.pick(["a", "b", "c"]))).toEqual([
    ["a", "1/3"],
    ["b", "1/3"],
    ["c", "1/3"],
  ]);
  expect(branchesOf((chance) => chance.integer(-1, 2))).toEqual([
    [-1, "1/4"],
    [0, "1/4"],
    [1, "1/4"],
    [2, "1/4"],
  ]);
});

test("weights stand beside their values, and the rest is what they leave over", () => {
  // As binary fractions 0.1 + 0.2 + 0.7 is not 1.
  const draw = (chance: Chance) =>
    chance.weighted([
      ["a", 0.1],
      ["b", 0.2],
      ["none", 0],
      ["c", 0.7],
    ]);
  expect(branchesOf(draw)).toEqual([
    ["a", "1/10"],
    ["b", "1/5"],
    ["c", "7/10"],
  ]);
  const withRest = (chance: Chance) =>
    chance.weighted([
      ["a", ratio(1, 3)],
      ["b", rest],
      ["c", 0.5],
    ]);
  expect(branchesOf(withRest)).toEqual([
    ["a", "1/3"],
    ["b", "1/6"],
    ["c", "1/2"],
  ]);
});

const anyChance = createChance(() => 0);

test.each([-0.1, 1.1, NaN, Infinity, -Infinity])("%d is no probability", (probability) => {
  expect(() => anyChance.flip(probability)).toThrow(`chance.flip(${probability}): expected a probability from 0 to 1`);
  const weighted = () =>
    anyChance.weighted([
      ["a", probability],
      ["b", rest],
    ]);
  expect(weighted).toThrow(
    `chance.weighted([["a", ${probability}], ["b", "rest"]]): expected a probability from 0 to 1`,
  );
});

test("a ratio outside 0 to 1 is no probability", () => {
  expect(() => anyChance.flip(ratio(4, 3))).toThrow("chance.flip(4/3): expected a probability from 0 to 1");
  expect(() => anyChance.flip(ratio(-1, 3))).toThrow("chance.flip(-1/3)");
});

test.each([
  [1, 0],
  [1, -3],
  [0.5, 1],
  [1, 1.5],
  [NaN, 2],
  [2 ** 53, 1],
])("ratio(%d, %d) is an error", (numerator, denominator) => {
  expect(() => ratio(numerator, denominator)).toThrow(
    `ratio(${numerator}, ${denominator}): expected two whole numbers, the second above 0`,
  );
});

test("probabilities that do not sum to 1, two rests, and rests below 0 are errors", () => {
  const weigh = (...probabilities: readonly (Probability | typeof rest)[]) => {
    anyChance.weighted(probabilities.map((probability, k) => [k, probability]));
  };
  expect(() => weigh(0.5, 0.4)).toThrow("the probabilities sum to 0.9, expected 1");
  expect(() => weigh(0.5, 0.6)).toThrow("the probabilities sum to 1.1, expected 1");
  expect(() => weigh(0.5, 0.6, rest)).toThrow("the probabilities sum to 1.1, expected 1");
  expect(() => weigh()).toThrow("chance.weighted([]): the probabilities sum to 0, expected 1");
  expect(() => weigh(rest, 0.5, rest)).toThrow("only one branch may have the rest");
  // 0.3333333333333333 + 0.6666666666666666 is 1e-16 below 1, and the doubles' own sum is 1.
  expect(() => weigh(1 / 3, 2 / 3)).toThrow(
    "the probabilities sum to 1 − 1e-16, expected 1: a number is read as the decimal that it writes " +
      "(0.3333333333333333); write ratio(1, 3), or rest for one of them",
  );
  expect(() => weigh(1 / 7, 6 / 7)).toThrow("sum to 1 − 5e-17, expected 1");
  expect(() => weigh(5 / 6, 1 / 6)).toThrow("write ratio(5, 6), or rest");
  // A ten-billionth too little is not rounded away.
  expect(() => weigh(0.5, 0.4999999999)).toThrow("expected 1");
});

test("nothing to pick from, and a range that is none, are errors", () => {
  expect(() => anyChance.pick([])).toThrow("chance.pick([]): expected at least one value");
  expect(() => anyChance.integer(3, 1)).toThrow("chance.integer(3, 1): expected two whole numbers");
  expect(() => anyChance.integer(0.5, 2)).toThrow("chance.integer(0.5, 2)");
  expect(() => anyChance.integer(0, NaN)).toThrow("chance.integer(0, NaN)");
});

test("a draw among more values than anybody lists is an error, not an endless list", () => {
  expect(() => anyChance.integer(0, 1e9)).toThrow("chance.integer(0, 1000000000): expected at most 1048576 values");
});

test("the probabilities of every draw sum to 1", () => {
  const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }).filter((parts) => parts.some((n) => n > 0));
  fc.assert(
    fc.property(weights, fc.boolean(), (parts, last) => {
      const whole = parts.reduce((sum, n) => sum + n, 0);
      const chance = createChance((given) => {
        const sum = given.reduce(
          (total, { numerator, denominator }) => total + Number(numerator) / Number(denominator),
          0,
        );
        expect(sum).toBeCloseTo(1, 12);
        expect(given.every(({ numerator }) => numerator > 0n)).toBe(true);
        return given.length - 1;
      });
      const k = chance.weighted(
        parts.map((n, at) => [at, last && at === parts.length - 1 ? rest : ratio(n, whole)] as const),
      );
      expect(k).toBe(parts.findLastIndex((n) => n > 0));
    }),
  );
});

test("sampling follows the probabilities, and the same seed gives the same draws", () => {
  const draw = (seed: number) => {
    const chance = sampled(createRandom(seed));
    return Array.from({ length: 10_000 }, () =>
      chance.weighted([
        ["a", 0.5],
        ["b", 0.3],
        ["c", rest],
      ]),
    );
  };
  const drawn = draw(1);
  const count = (value: string) => drawn.filter((other) => other === value).length;
  // Within 5 standard deviations, √(n·p·(1 − p)) ≤ 50: by luck once in a million.
  expect(Math.abs(count("a") - 5000)).toBeLessThan(250);
  expect(Math.abs(count("b") - 3000)).toBeLessThan(250);
  expect(Math.abs(count("c") - 2000)).toBeLessThan(250);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
