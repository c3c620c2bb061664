import { expect, test } from "vitest";
import {
  naive,
  type Plain,
  randomPlain,
  randomTree,
  type Tree,
  toModel,
  toPayoff,
} from "../../test/support/backward.ts";
import { smallModel } from "../../test/support/models.ts";
import { add, multiply, type Rational, toNumber, ZERO } from "../core/rational.ts";
import { createBits, fullBits, hasBit, setBit } from "./bits.ts";
import { solveFinite } from "./finite.ts";
import { type Draw, drawFrom } from "./fuzz.ts";
import { type Event, MOST_EVENTS, productOf } from "./product.ts";

/** The number of the first branch of an act. */
function firstBranch(tree: Tree, phase: number, state: number, act: number): number {
  const acts = tree.acts[phase]!;
  const before = [...acts.slice(0, state).flat(), ...acts[state]!.slice(0, act)];
  return before.reduce((sum, ways) => sum + ways.length, 0);
}

/** The probability that each event ever happens under the only policy, by following every path to the horizon. */
function alongPaths({ tree, horizon }: Plain, events: readonly Event[]): readonly Rational[] {
  const happened = events.map(() => ZERO);
  const step = (set: ReadonlySet<number>, state: number, branch?: readonly [phase: number, branch: number]) => {
    const after = new Set(set);
    for (const [k, { states, branches, unless }] of events.entries()) {
      const onBranch = branch !== undefined && branches !== undefined && hasBit(branches[branch[0]]!, branch[1]);
      const inState = states !== undefined && hasBit(states, state);
      if ((onBranch || inState) && !(unless?.some((other) => set.has(other)) ?? false)) after.add(k);
    }
    return after;
  };
  const follow = (time: number, state: number, mass: Rational, set: ReadonlySet<number>): void => {
    const phase = tree.boundaries.filter((boundary) => boundary <= time).length;
    const act = tree.acts[phase]![state]![0];
    if (time === horizon || act === undefined) {
      for (const k of set) happened[k] = add(happened[k]!, mass);
      return;
    }
    const first = firstBranch(tree, phase, state, 0);
    for (const [k, { to, probability }] of act.entries())
      follow(time + 1, to, multiply(mass, probability), step(set, to, [phase, first + k]));
  };
  for (const { state, probability } of tree.starts) follow(0, state, probability, step(new Set(), state));
  return happened;
}

const randomBits = (draw: Draw, size: number) => {
  const bits = createBits(size);
  for (let k = 0; k < size; k++) if (draw(4) === 0) setBit(bits, k);
  return bits;
};
const randomEvents = (draw: Draw, tree: Tree): readonly Event[] =>
  Array.from({ length: 1 + draw(4) }, (_, k): Event => {
    const states = randomBits(draw, tree.acts[0]!.length);
    const branches = tree.acts.map((phase) => randomBits(draw, phase.flat(2).length));
    const other = draw(k + 1);
    return {
      ...(draw(2) === 0 ? { states } : { branches }),
      ...(other < k && draw(2) === 0 ? { unless: [other] } : {}),
    };
  });

test("on 1000 random models the expected sum of an event is its probability over all paths", () => {
  for (let seed = 0; seed < 1000; seed++) {
    const draw = drawFrom(seed);
    const tree = randomTree(draw, { states: 5, acts: 1 });
    const plain = randomPlain(draw, tree, 1 + draw(5));
    const events = randomEvents(draw, tree);
    const product = productOf(toModel(tree), events);
    const expected = alongPaths(plain, events);
    for (const k of events.keys()) {
      const { start } = solveFinite({
        model: product.model,
        payoff: product.eventPayoff(k),
        horizon: plain.horizon,
        discount: 1,
        direction: "maximise",
      });
      expect(add(start.exact!, product.startProbability(k)), `seed ${seed}, event ${k}`).toEqual(expected[k]);
    }
  }
});

test("memory changes nothing about what is paid: 500 random problems have the same optimum with it", () => {
  for (let seed = 0; seed < 500; seed++) {
    const draw = drawFrom(seed);
    const tree = randomTree(draw);
    const plain = randomPlain(draw, tree, 1 + draw(5));
    const product = productOf(toModel(tree), randomEvents(draw, tree));
    const { start } = solveFinite({
      model: product.model,
      payoff: product.lift(toPayoff(plain.pay)),
      horizon: plain.horizon,
      discount: toNumber(plain.discount),
      direction: plain.direction,
    });
    expect(start.exact, `seed ${seed}`).toEqual(naive(plain).start);
  }
});

const { model } = smallModel([
  [
    {
      to: [
        [1, "1/4"],
        [2, "3/4"],
      ],
    },
  ],
  [{ to: [[2]] }],
  [],
]);
const probability = (events: readonly Event[], k: number) => {
  const product = productOf(model, events);
  const payoff = product.eventPayoff(k);
  const { start } = solveFinite({ model: product.model, payoff, horizon: 3, discount: 1, direction: "maximise" });
  return toNumber(add(start.exact!, product.startProbability(k)));
};

test("an event that has happened at the start is certain and never happens again", () => {
  expect(probability([{ states: fullBits(3) }], 0)).toBe(1);
});

test("an event is blocked by another that happened before it", () => {
  const one: Event = { states: Uint32Array.of(0b010) };
  const two: Event = { states: Uint32Array.of(0b100) };
  expect(probability([one, two], 0)).toBe(1 / 4);
  expect(probability([one, two], 1)).toBe(1);
  // State 2 without state 1 before it: 3/4.
  expect(probability([one, { ...two, unless: [0] }], 1)).toBe(3 / 4);
});

test("states are told apart by what has happened: 0, 1 and 2 with state 1 behind it or not", () => {
  const product = productOf(model, [{ states: Uint32Array.of(0b010) }]);
  expect([...product.base].sort()).toEqual([0, 1, 2, 2]);
  expect([...product.happened].sort()).toEqual([0, 0, 1, 1]);
  expect([...product.baseRow[0]!].sort()).toEqual([0, 1]);
});

test("without events the product is the model; more than 31 are too many", () => {
  const product = productOf(model, []);
  expect(product.model).toBe(model);
  expect([...product.base]).toEqual([0, 1, 2]);
  expect(() => product.eventPayoff(0)).toThrow("there are no events");
  const events = Array.from({ length: MOST_EVENTS + 1 }, () => ({ states: createBits(3) }));
  expect(() => productOf(model, events)).toThrow("productOf: 32 events, expected at most 31");
  // The last bit of a signed 32-bit number is not used, so 31 events are all remembered.
  const last = Array.from({ length: MOST_EVENTS }, () => ({ states: Uint32Array.of(0b010) }));
  expect(probability(last, 30)).toBe(1 / 4);
});
