import fc from "fast-check";
import { expect, test } from "vitest";
import { type Chance, ratio, rest } from "../core/chance.ts";
import { add, formatRational, multiply, ONE, type Rational, rational, ZERO } from "../core/rational.ts";
import { createBrancher } from "./branches.ts";

/** Every result of a function with its probability, in the order in which they come. */
function resultsOf<T>(run: (chance: Chance) => T, brancher = createBrancher()): readonly (readonly [T, Rational])[] {
  const results: (readonly [T, Rational])[] = [];
  brancher.each(
    () => "draw()",
    run,
    (result, code) => results.push([result, brancher.probabilities.exact[code]!]),
  );
  return results;
}
const asText = <T>(results: readonly (readonly [T, Rational])[]) =>
  results.map(([r, p]) => `${r} ${formatRational(p)}`);

test("a function that does not draw has one branch", () => {
  expect(asText(resultsOf(() => "sure"))).toEqual(["sure 1"]);
});

test("every branch of draws that depend on draws, depth first, their probabilities multiplied", () => {
  const run = (chance: Chance) => {
    if (chance.flip(0.25)) return `win ${chance.pick(["a", "b", "c"])}`;
    return chance.weighted([
      ["lose", 0.4],
      ["never", 0],
      ["draw", rest],
    ]);
  };
  // 1/4 · 1/3 each; 3/4 · 2/5 = 3/10; 3/4 · 3/5 = 9/20.
  expect(asText(resultsOf(run))).toEqual(["win a 1/12", "win b 1/12", "win c 1/12", "lose 3/10", "draw 9/20"]);
});

test("the number of heads in 10 flips is binomial", () => {
  const results = resultsOf(
    (chance) => Array.from({ length: 10 }, () => chance.flip(ratio(1, 3))).filter(Boolean).length,
  );
  expect(results.length).toBe(1024);
  const choose = [1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1];
  for (const [heads, ways] of choose.entries()) {
    const total = results.filter(([k]) => k === heads).reduce((sum, [, p]) => add(sum, p), ZERO);
    // C(10, k) · 2^(10 − k) / 3^10
    expect(total).toEqual(rational(BigInt(ways) * 2n ** BigInt(10 - heads), 3n ** 10n));
  }
});

/** A tree of draws: a leaf, or the probabilities of some branches and what follows each. */
type Tree = { readonly weights: readonly number[]; readonly next: readonly Tree[] } | { readonly leaf: string };
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.string().map((leaf) => ({ leaf })),
    fc
      .array(fc.tuple(fc.nat(5), tie("tree")), { minLength: 1, maxLength: 4 })
      .filter((ways) => ways.some(([weight]) => weight > 0))
      .map((ways) => ({ weights: ways.map(([weight]) => weight), next: ways.map(([, after]) => after) })),
  ),
}));

const leaves = (node: Tree, probability: Rational): readonly (readonly [string, Rational])[] => {
  if ("leaf" in node) return [[node.leaf, probability]];
  const whole = node.weights.reduce((sum, weight) => sum + weight, 0);
  return node.weights.flatMap((weight, k) =>
    weight === 0 ? [] : leaves(node.next[k]!, multiply(probability, rational(BigInt(weight), BigInt(whole)))),
  );
};
const walk = (node: Tree, chance: Chance): string => {
  if ("leaf" in node) return node.leaf;
  const whole = node.weights.reduce((sum, weight) => sum + weight, 0);
  return walk(chance.weighted(node.weights.map((weight, k) => [node.next[k]!, ratio(weight, whole)] as const)), chance);
};

test("random trees of draws: each leaf that is possible once, with its probability; they sum to 1", () => {
  const brancher = createBrancher();
  fc.assert(
    fc.property(tree, (root) => {
      const results = resultsOf((chance) => walk(root, chance), brancher);
      expect(results).toEqual(leaves(root, ONE));
      expect(results.reduce((sum, [, p]) => add(sum, p), ZERO)).toEqual(ONE);
      const first = brancher.first(
        () => "draw()",
        (chance) => walk(root, chance),
      );
      expect(first).toBe(results[0]![0]);
    }),
    { numRuns: 500 },
  );
});

test("64 draws are allowed, one more is not, and 4096 branches, and no more", () => {
  const flips = (count: number, probability: number) => (chance: Chance) => {
    let heads = 0;
    // The draws after the first head are of no consequence, so the branches are few.
    for (let k = 0; k < count && heads === 0; k++) if (chance.flip(probability)) heads++;
    return heads;
  };
  expect(resultsOf(flips(64, 0.5)).length).toBe(65);
  expect(() => resultsOf(flips(65, 0.5))).toThrow("draw() draws more than 64 times, the last time by chance.flip");
  expect(resultsOf((chance) => chance.integer(1, 4096)).length).toBe(4096);
  const most = () => resultsOf((chance) => chance.integer(1, 4097));
  expect(most).toThrow("draw() has more than 4096 branches");
  expect(most).toThrow(expect.objectContaining({ fault: "undecided" }));
});

test("a function that draws otherwise when it is run again is caught", () => {
  let count = 0;
  const otherWeights = (chance: Chance) => chance.flip(count++ === 0 ? 0.5 : 0.25);
  expect(() => resultsOf(otherWeights)).toThrow("draw() drew differently when it was run again, at chance.flip");
  count = 0;
  const fewer = (chance: Chance) => (count++ === 0 ? chance.flip(0.5) : false);
  expect(() => resultsOf(fewer)).toThrow("draw() drew fewer times when it was run again");
  count = 0;
  const moreWays = (chance: Chance) => chance.integer(0, 1 + Math.min(1, count++));
  expect(() => resultsOf(moreWays)).toThrow("drew differently");
});

test("a chance that is kept until after its call is of no use", () => {
  const kept: Chance[] = [];
  resultsOf((chance) => kept.push(chance));
  expect(() => kept[0]!.flip(0.5)).toThrow(
    "chance.flip was called after the function that it was passed to had returned",
  );
  expect(() => kept[0]!.pick([1, 2])).toThrow("chance.pick was called after");
});

test("what a run throws comes through, and the next function starts anew", () => {
  const brancher = createBrancher();
  const fail = (chance: Chance) => {
    if (!chance.flip(0.5)) throw new Error("tails");
    return "heads";
  };
  expect(() => resultsOf(fail, brancher)).toThrow("tails");
  expect(asText(resultsOf((chance) => chance.pick(["a", "b"]), brancher))).toEqual(["a 1/2", "b 1/2"]);
});
