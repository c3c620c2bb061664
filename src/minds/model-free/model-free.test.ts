import { expect, test } from "vitest";
import {
  beginLife,
  defineDrive,
  defineWorld,
  flag,
  isSavedLife,
  type Mind,
  oneOf,
  range,
  resumeLife,
} from "../../core/index.ts";
import { copied, read, written } from "../../core/snapshot.ts";
import * as mountainCar from "../../studies/mind-scores/mountain-car.ts";
import { cloning, dynaQ, qLearning, sarsa } from "../contrasts.ts";
import { actionValues } from "./action-values.ts";
import { actorCritic } from "./actor-critic.ts";

/** A corridor of six cells that begins in the first or the last; the far end is worth 1, the near one 0.2, and both end it. */
const corridor = defineWorld({
  id: "corridor",
  fields: { cell: range(0, 7) },
  actions: ["left", "right"],
  start: (chance) => ({ cell: chance.pick([1, 6]) }),
  transition: ({ cell }, action) => ({ cell: cell + (action === "right" ? 1 : -1) }),
  terminated: ({ cell }) => cell === 0 || cell === 7,
  discount: 0.9,
});
const ends = defineDrive(corridor, {
  end: ({ nextState }) => (nextState.cell === 7 ? 1 : nextState.cell === 0 ? 0.2 : 0),
});
const PATIENT = { tilings: 1, bins: 1, clock: false, discount: 0.9 } as const;
const LEARNERS: readonly (readonly [string, () => Mind])[] = [
  ["q-learning", qLearning],
  ["sarsa", sarsa],
  // More patient than the registered one, which may settle for the near end.
  ["actor-critic", () => actorCritic({ ...PATIENT, actorRate: 0.05, criticRate: 0.1, trace: 0.9 })],
  ["dyna", dynaQ],
];

/** The greedy acts in cells 1 … 6, and the value of cell 1. */
function learnt(mind: Mind, seed: number, steps: number) {
  const life = beginLife(corridor, ends, mind, { seed });
  life.run(steps);
  const percepts = [1, 2, 3, 4, 5, 6].map((cell) => life.perceive({ cell }, 0));
  return {
    acts: percepts.map((percept) => life.body.actions[life.agent.greedy(percept)]).join(" "),
    value: life.agent.value(percepts[0]!),
  };
}

test.each(LEARNERS)("%s finds that the far end is worth more than the near one", (_, mind) => {
  for (let seed = 0; seed < 5; seed++) {
    const { acts, value } = learnt(mind(), seed, 5000);
    expect(acts).toBe("right right right right right right");
    // 0.9⁵ for who always goes right, less for one who counts on exploring.
    expect(value).toBeGreaterThan(0.4);
    expect(value).toBeLessThan(0.6);
  }
});

test("while acts are drawn evenly, Q-learning values the best acts and Sarsa its own", () => {
  const even = {
    tilings: 1,
    bins: 1,
    clock: false,
    discount: 1,
    rate: 1,
    power: 0.75,
    least: 0,
    trace: 0,
    exploration: 1e12,
  } as const;
  const meanOf = (method: "q-learning" | "sarsa") => {
    const life = beginLife(corridor, ends, actionValues(method, even), { seed: 1 });
    life.run(60_000);
    return life.agent.value(life.perceive({ cell: 6 }, 0)) - life.agent.value(life.perceive({ cell: 5 }, 0));
  };
  // Best acts: 1 − 0.9. Even acts, v(0) = 0.2/0.9 and v(7) = 1/0.9 in v(c) = 0.45·(v(c−1) + v(c+1)): the value of the better act is
  // 1 in cell 6 and 0.9·v(6) in cell 5, with v(6) = 0.70307, by elimination.
  expect(Math.abs(meanOf("q-learning") - 0.1)).toBeLessThan(0.04);
  expect(Math.abs(meanOf("sarsa") - (1 - 0.9 * 0.70307))).toBeLessThan(0.04);
});

test.each([...LEARNERS, ["imitator", cloning] as const])(
  "%s goes on from what was saved as if it had never stopped",
  (_, mind) => {
    const life = beginLife(corridor, ends, mind(), { seed: 3 });
    life.run(301);
    const saved = read(written(life.save()));
    if (!isSavedLife(saved)) throw new Error("not a saved life");
    expect([...resumeLife(corridor, ends, mind(), saved).live(200)]).toEqual([...life.live(200)]);
  },
);

test.each(LEARNERS)("%s is asked for its greedy act and its value without a trace", (_, mind) => {
  const life = beginLife(corridor, ends, mind(), { seed: 3 });
  life.run(7);
  const before = copied(life.agent.memory());
  for (let cell = 1; cell < 7; cell++) {
    life.agent.greedy(life.perceive({ cell }, 0));
    life.agent.value(life.perceive({ cell }, 0));
  }
  expect(life.agent.memory()).toEqual(before);
});

/** Which of two acts pays changes with the step; the world shows neither. */
const twoSteps = defineWorld({
  id: "two-steps",
  fields: { last: oneOf(["none", "a", "b"]), time: range(0, 2) },
  actions: ["a", "b"],
  start: () => ({ last: "none", time: 0 }),
  transition: ({ time }, action) => ({ last: action, time: time + 1 }),
  observe: () => "nothing",
  horizon: 2,
});
const alternating = defineDrive(twoSteps, {
  right: ({ state, action }) => (action === (state.time === 0 ? "a" : "b") ? 1 : 0),
});

test("only a learner with the clock learns what depends on the steps left", () => {
  const acts = (clock: boolean) => {
    const mind = actionValues("q-learning", {
      tilings: 1,
      bins: 1,
      clock,
      discount: 1,
      rate: 1,
      power: 0.75,
      least: 0.01,
      trace: 0,
      exploration: 20,
    });
    const life = beginLife(twoSteps, alternating, mind, { seed: 1 });
    life.run(2000);
    return [0, 1].map((time) => life.body.actions[life.agent.greedy(life.perceive({ last: "none", time }, time))]);
  };
  expect(acts(true)).toEqual(["a", "b"]);
  expect(new Set(acts(false)).size).toBe(1);
});

test("with tiles, Sarsa(λ) learns to swing up the hill", () => {
  const life = beginLife(mountainCar.world, mountainCar.drive, sarsa(), { seed: 1 });
  const lengths: number[] = [];
  while (lengths.length < 60) {
    const { step, episode } = life;
    while (life.episode === episode) life.run(1);
    lengths.push(life.step - step);
  }
  const late = lengths.slice(40).reduce((sum, length) => sum + length, 0) / 20;
  // Swinging by rule takes about 124 steps; who cannot do it takes 1 000.
  expect(late).toBeLessThan(250);
});

test("Dyna goes on where one situation stands for states in which the world has ended and others in which it has not", () => {
  const hidden = defineWorld({
    id: "hidden-end",
    fields: { over: flag() },
    actions: ["wait", "end"],
    start: () => ({ over: false }),
    transition: (state, action, chance) => (action === "end" ? { over: chance.flip(0.5) } : state),
    terminated: ({ over }) => over,
    observe: () => "nothing",
    discount: 0.9,
  });
  const waits = defineDrive(hidden, { wait: ({ action }) => (action === "wait" ? 1 : 0) });
  const life = beginLife(hidden, waits, dynaQ(), { seed: 1 });
  life.run(2000);
  // Waiting for ever is worth 1/(1 − 0.9); that it may end at once is taken for 0 while it was what was last seen.
  expect(life.agent.value(life.perceive({ over: false }, 0))).toBeGreaterThan(5);
});
