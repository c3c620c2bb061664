import { expect, test } from "vitest";
import type { Chance } from "../core/chance.ts";
import { list, range } from "../core/field.ts";
import { formatRational, ONE, rational } from "../core/rational.ts";
import { defineWorld } from "../core/world.ts";
import { createBits, setBit } from "./bits.ts";
import { coded } from "./coded.ts";
import { isBetween } from "./enclose.ts";
import { enumerate } from "./enumerate.ts";
import type { Direction, Model, Payoff } from "./model.ts";
import { reachability } from "./reachability.ts";
import { isSolution, solve } from "./solve.ts";

const FLIP = 0;
const WRITE = 1;
const CHECK = 2;
const DONE = 3;

/**
 * Randomised consensus (Aspnes and Herlihy 1990): processes flip coins into a shared counter until it has drifted far enough to
 * either side; the action is the process that moves next. As in the PRISM model `consensus` of the quantitative verification
 * benchmark set, constant K, which plain value iteration gets wrong.
 */
function consensus(processes: number, K: number) {
  const names = ["a", "b", "c", "d"].slice(0, processes);
  const most = 2 * (K + 1) * processes;
  const turned = <T>(items: readonly T[], place: number, item: T): readonly T[] => items.with(place, item);
  return defineWorld({
    id: "consensus",
    fields: {
      at: list(range(FLIP, DONE), processes),
      coin: list(range(0, 1), processes),
      counter: range(0, most),
    },
    actions: names,
    start: () => ({ at: names.map(() => FLIP), coin: names.map(() => 0), counter: (K + 1) * processes }),
    available: ({ at }, action) => at[names.indexOf(action)] !== DONE,
    transition({ at, coin, counter }, action, chance: Chance) {
      const me = names.indexOf(action);
      const go = (next: number, face: number, count = counter) => ({
        at: turned(at, me, next),
        coin: turned(coin, me, face),
        counter: count,
      });
      if (at[me] === FLIP) return go(WRITE, chance.flip(0.5) ? 1 : 0);
      if (at[me] === WRITE) return go(CHECK, 0, counter + (coin[me] === 1 ? 1 : -1));
      if (counter <= processes) return go(DONE, 0);
      if (counter >= most - processes) return go(DONE, 1);
      return go(FLIP, coin[me]!);
    },
    terminated: ({ at }) => at.every((place) => place === DONE),
  });
}

/** The states in which all are done, and a condition on their coins holds. */
function finished(processes: number, K: number, holds: (coin: readonly number[]) => boolean) {
  const enumeration = enumerate(consensus(processes, K));
  const target = createBits(enumeration.model.states);
  for (let index = 0; index < enumeration.model.states; index++) {
    const { at, coin } = enumeration.state(index);
    if (!Array.isArray(at) || !Array.isArray(coin)) throw new Error("expected lists");
    if (at.every((place) => place === DONE) && holds(coin.map(Number))) setBit(target, index);
  }
  return { model: enumeration.model, target };
}
const differ = (coin: readonly number[]): boolean => new Set(coin).size > 1;
const allOne = (coin: readonly number[]): boolean => coin.every((face) => face === 1);

/** 1 for each step. */
const steps = (model: Model): Payoff => ({
  rows: model.phases.map(({ action }) => coded(new Uint8Array(action.length), [ONE])),
});

// State counts and exact values: quantitative verification benchmark set, models consensus.2 and consensus.4 at K = 2.
test("two processes: every published value exactly", () => {
  const { model, target } = finished(2, 2, differ);
  expect(model.states).toBe(272);
  const disagree = reachability(model, target, "maximise");
  expect(isBetween(rational(13n, 120n), disagree.low[0]!, disagree.high[0]!)).toBe(true);
  const ones = reachability(model, finished(2, 2, allOne).target, "minimise");
  expect(isBetween(rational(49n, 128n), ones.low[0]!, ones.high[0]!)).toBe(true);
  const total = (direction: Direction) => {
    const result = solve({ model, payoff: steps(model), criterion: { kind: "total" }, direction });
    return isSolution(result) && result.start.exact !== undefined ? formatRational(result.start.exact) : undefined;
  };
  expect([total("maximise"), total("minimise")]).toEqual(["75", "48"]);
});

test("four processes: the value that naive iteration misses lies within tight bounds", () => {
  const { model, target } = finished(4, 2, differ);
  expect(model.states).toBe(22_656);
  const { low, high } = reachability(model, target, "maximise");
  expect(isBetween(rational(170112531n, 577765376n), low[0]!, high[0]!)).toBe(true);
  // Plain value iteration stops 7.3e-6 off.
  expect(high[0]! - low[0]!).toBeLessThan(1e-6);
});
