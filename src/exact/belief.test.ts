import { expect, test } from "vitest";
import { type Plain, randomPlain, randomTree, toModel, toPayoff } from "../../test/support/backward.ts";
import { flag, oneOf } from "../core/field.ts";
import type { Moment } from "../core/moment.ts";
import { add, compare, formatRational, multiply, type Rational, toNumber, ZERO } from "../core/rational.ts";
import { defineWorld, type State } from "../core/world.ts";
import { beliefsOf } from "./belief.ts";
import { branchCodes, momentColumn, stateCodes } from "./columns.ts";
import { enumerate } from "./enumerate.ts";
import { solveFinite } from "./finite.ts";
import { drawFrom } from "./fuzz.ts";

/** A tiger behind one of two doors: listening costs 1 and is right with 0.85; a door pays 10, or costs 20 with the tiger. */
const tiger = defineWorld({
  id: "tiger",
  fields: { tiger: oneOf(["left", "right"]), heard: oneOf(["nothing", "left", "right"]), open: flag() },
  actions: ["listen", "left", "right"],
  start: (chance) => ({ tiger: chance.pick(["left", "right"]), heard: "nothing", open: false }),
  transition(state, action, chance) {
    if (action !== "listen") return { ...state, heard: "nothing", open: true };
    const wrong = state.tiger === "left" ? "right" : "left";
    return { ...state, heard: chance.flip(0.85) ? state.tiger : wrong };
  },
  terminated: (state) => state.open,
});
const pay = ({ state, action }: Moment<State, string>) =>
  action === "listen" ? -1 : action === state.tiger ? -20 : 10;
const enumeration = enumerate(tiger);
const observation = stateCodes(enumeration, "observe", ({ heard, open }) => [heard!, open!]);
const payoff = momentColumn(enumeration, 'term "pay"', pay).payoff;
const told = branchCodes(enumeration, "the drive", pay);

function tigerValue(horizon: number, depth = horizon, rewards: typeof told | undefined = told): string {
  const beliefs = beliefsOf(enumeration.model, observation, rewards, depth, "tiger");
  const { start } = solveFinite({
    model: beliefs.model,
    payoff: beliefs.lift(payoff),
    horizon,
    discount: 1,
    direction: "maximise",
  });
  return formatRational(start.exact!);
}

// One step: a door blindly is (10 − 20)/2 = −5, so listen, −1. Two: listen, then the other door: −1 + 0.85·10 − 0.15·20 = 4.5.
// Three: after one hint, 5.5 at once or 0.745 times the same hint again, worth (0.7225·10 − 0.0225·20)/0.745, and 0.255 times a
// hint that leaves nothing known and a last −1: −1 + 7.225 − 0.45 − 0.255 = 5.52; so −1 + 5.52 = 4.52 = 113/25.
test.each([
  [1, "-1"],
  [2, "9/2"],
  [3, "113/25"],
])("the tiger in %d steps is worth %s", (horizon, value) => {
  expect(tigerValue(horizon)).toBe(value);
  // More depth than the horizon asks for, and rewards that come too late to be of use, change nothing.
  expect(tigerValue(horizon, horizon + 2)).toBe(value);
  expect(tigerValue(horizon, horizon, undefined)).toBe(value);
});

test("beliefs are those of Bayes' rule, and equal ones are one", () => {
  const beliefs = beliefsOf(enumeration.model, observation, undefined, 2, "tiger");
  const texts = beliefs.beliefs.map((belief) =>
    belief
      .map(({ state, probability }) => {
        const { tiger, heard, open } = enumeration.state(state);
        return `${tiger}/${heard}${open ? "/open" : ""} ${formatRational(probability)}`;
      })
      .sort()
      .join(", "),
  );
  expect(new Set(texts).size).toBe(texts.length);
  // 0.85/(0.85 + 0.15) = 17/20 after one hint, 0.7225/0.745 = 289/298 after two that agree, 1/2 after two that do not.
  expect(texts.filter((text) => !text.includes("open")).sort()).toEqual(
    [
      "left/nothing 1/2, right/nothing 1/2",
      "left/left 17/20, right/left 3/20",
      "left/right 3/20, right/right 17/20",
      "left/left 289/298, right/left 9/298",
      "left/right 9/298, right/right 289/298",
      "left/left 1/2, right/left 1/2",
      "left/right 1/2, right/right 1/2",
    ].sort(),
  );
  // Behind an open door lies what was believed before it was opened, whichever door: 1/2, 17/20 or 3/20.
  expect(texts.filter((text) => text.includes("open")).length).toBe(3);
  // A mind that is told what it was paid knows where the tiger was.
  const knowing = beliefsOf(enumeration.model, observation, told, 2, "tiger");
  const ended = knowing.beliefs.filter((belief) => belief.every(({ state }) => enumeration.state(state).open === true));
  expect(ended.map((belief) => belief.length)).toEqual([1, 1]);
});

test("beliefs first met after the last step that is asked about lead back to themselves", () => {
  const { model } = beliefsOf(enumeration.model, observation, undefined, 1, "tiger");
  const { rowStart, branchStart, successor } = model.phases[0]!;
  const loops = Array.from({ length: model.states }, (_, s) =>
    Array.from(successor.subarray(branchStart[rowStart[s]!]!, branchStart[rowStart[s + 1]!]!)).every(
      (next) => next === s,
    ),
  );
  // Nothing heard leads on; one hint left or right, and a door that stands open, do not.
  expect(loops).toEqual([false, ...new Array(model.states - 1).fill(true)]);
  expect(model.states).toBe(4);
});

test("where a hidden branch leads is known", () => {
  const beliefs = beliefsOf(enumeration.model, observation, undefined, 3, "tiger");
  const base = enumeration.model.phases[0]!;
  const own = beliefs.model.phases[0]!;
  for (const [index, belief] of beliefs.beliefs.entries())
    for (const { state } of belief)
      for (let k = 0; k < own.rowStart[index + 1]! - own.rowStart[index]!; k++) {
        const row = base.rowStart[state]! + k;
        for (let branch = base.branchStart[row]!; branch < base.branchStart[row + 1]!; branch++) {
          const next = beliefs.next(0, own.rowStart[index]! + k, branch);
          if (next === undefined) continue; // beyond the depth
          expect(beliefs.beliefs[next]!.map((part) => part.state)).toContain(base.successor[branch]);
        }
      }
});

/** The optimum for an agent with perfect recall: by trying every act after every history, with weights instead of beliefs. */
function byHistories(
  plain: Plain,
  look: readonly number[],
  rewards: readonly (readonly number[])[] | undefined,
): Rational {
  const { tree, pay: pays, horizon, discount, direction } = plain;
  const total = (parts: readonly Rational[]) => parts.reduce(add, ZERO);
  const better = (a: Rational, b: Rational) => (compare(a, b) > 0 === (direction === "maximise") ? a : b);
  const firsts = tree.acts.map((phase) => {
    let next = 0;
    return phase.map((acts) =>
      acts.map((act) => {
        next += act.length;
        return next - act.length;
      }),
    );
  });
  const group = (parts: readonly { readonly state: number; readonly mass: Rational; readonly sight: string }[]) => {
    const groups = new Map<string, { readonly state: number; readonly mass: Rational }[]>();
    for (const part of parts) groups.set(part.sight, [...(groups.get(part.sight) ?? []), part]);
    return [...groups.values()];
  };
  const sightOf = (state: number) => `${look[state]} ${tree.acts[0]![state]!.length}`;
  const worth = (time: number, parts: readonly { readonly state: number; readonly mass: Rational }[]): Rational => {
    const phase = tree.boundaries.filter((boundary) => boundary <= time).length;
    const acts = tree.acts[phase]!;
    const count = acts[parts[0]!.state]!.length;
    if (count === 0 || time === horizon) {
      const amounts = count === 0 ? pays.terminated : pays.horizon;
      return total(parts.map(({ state, mass }) => multiply(mass, amounts[state]!)));
    }
    const values = Array.from({ length: count }, (_, k) => {
      const now = total(parts.map(({ state, mass }) => multiply(mass, pays.acts[phase]![state]![k]!)));
      const outcomes = parts.flatMap(({ state, mass }) =>
        acts[state]![k]!.map(({ to, probability }, j) => ({
          state: to,
          mass: multiply(mass, probability),
          sight: `${sightOf(to)} ${rewards?.[phase]?.[firsts[phase]![state]![k]! + j] ?? ""}`,
        })),
      );
      return add(now, multiply(discount, total(group(outcomes).map((part) => worth(time + 1, part)))));
    });
    return values.reduce(better);
  };
  const starts = tree.starts.map(({ state, probability }) => ({ state, mass: probability, sight: sightOf(state) }));
  return total(group(starts).map((part) => worth(0, part)));
}

test("500 random hidden models: the optimum over beliefs is that over all histories, and knowing more is never worse", () => {
  for (let seed = 0; seed < 500; seed++) {
    const draw = drawFrom(seed);
    const tree = randomTree(draw, { states: 5, acts: 2 });
    const plain = { ...randomPlain(draw, tree, 1 + draw(4)), direction: "maximise" } as const;
    const model = toModel(tree);
    const some = Array.from({ length: model.states }, () => draw(2));
    const rewards = draw(2) === 0 ? undefined : tree.acts.map((phase) => phase.flat(2).map(() => draw(2)));
    const value = (look: readonly number[], seen: typeof rewards): Rational => {
      const beliefs = beliefsOf(model, look, seen, plain.horizon, "random");
      return solveFinite({
        model: beliefs.model,
        payoff: beliefs.lift(toPayoff(plain.pay)),
        horizon: plain.horizon,
        discount: toNumber(plain.discount),
        direction: plain.direction,
      }).start.exact!;
    };
    const partial = value(some, rewards);
    expect(partial, `seed ${seed}`).toEqual(byHistories(plain, some, rewards));
    const informed = solveFinite({
      model,
      payoff: toPayoff(plain.pay),
      horizon: plain.horizon,
      discount: toNumber(plain.discount),
      direction: plain.direction,
    }).start.exact!;
    const identity = some.map((_, state) => state);
    expect(value(identity, undefined)).toEqual(informed);
    expect(compare(partial, informed)).toBeLessThanOrEqual(0);
    expect(
      compare(
        value(
          some.map(() => 0),
          undefined,
        ),
        partial,
      ),
    ).toBeLessThanOrEqual(0);
  }
});
