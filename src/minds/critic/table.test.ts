import { expect, test } from "vitest";
import { bodyWith, codes } from "../../../test/support/bodies.ts";
import type { Percept } from "../../core/mind.ts";
import { createRandom } from "../../core/random.ts";
import { newSituations, wakeSituations } from "../situations.ts";
import { tableCritic } from "./table.ts";

const body = bodyWith([codes(7)], ["step"]);
const at = (place: number): Percept => ({ features: Float64Array.of(place), available: [0], left: Infinity });

/** Sutton & Barto 2018, example 6.2: a walk over five places, paid 1 at its right end; the values are 1/6 … 5/6. */
function walked(rate: number, trace: number, episodes: number): readonly number[] {
  const kind = tableCritic({ rate, trace });
  const critic = kind.wake(body, kind.newborn(body), wakeSituations(body, newSituations(body)));
  const random = createRandom(1);
  for (let episode = 0; episode < episodes; episode++)
    for (let place = 3; place > 0 && place < 6; ) {
      const next = place + (random() < 0.5 ? -1 : 1);
      const terminated = next === 0 || next === 6;
      critic.learn(place, next, {
        percept: at(place),
        action: 0,
        reward: next === 6 ? 1 : 0,
        signals: [],
        next: at(next),
        terminated,
        truncated: false,
      });
      place = next;
    }
  return [1, 2, 3, 4, 5].map((place) => critic.value(place, Infinity));
}

test.each([0, 0.8, 1])("temporal differences with traces of %d find the values of a random walk", (trace) => {
  const values = walked(0.005, trace, 4000);
  for (const [k, value] of values.entries()) expect(Math.abs(value - (k + 1) / 6)).toBeLessThan(0.08);
});

test("a trace carries one reward to all places on the way, and without one it stays at the last", () => {
  // The first episode that ends on the right has paid only the places that it passed.
  const [far, near] = [walked(0.5, 1, 2), walked(0.5, 0, 2)];
  expect(near.filter((value) => value !== 0).length).toBeLessThan(far.filter((value) => value !== 0).length);
});

test("a planner's value is adopted whole, and with rate 0 nothing else is", () => {
  const kind = tableCritic({ rate: 0, trace: 0 });
  const critic = kind.wake(body, kind.newborn(body), wakeSituations(body, newSituations(body)));
  critic.adopt(4, Infinity, 2.5);
  critic.learn(4, 5, {
    percept: at(4),
    action: 0,
    reward: 9,
    signals: [],
    next: at(5),
    terminated: false,
    truncated: false,
  });
  expect(critic.value(4, Infinity)).toBe(2.5);
  expect(critic.value(5, Infinity)).toBe(0);
});
