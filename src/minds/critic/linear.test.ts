import { expect, test } from "vitest";
import { bodyWith, real } from "../../../test/support/bodies.ts";
import type { Percept } from "../../core/mind.ts";
import { createRandom } from "../../core/random.ts";
import { newSituations, wakeSituations } from "../situations.ts";
import { type LinearOptions, linearCritic } from "./linear.ts";

const body = bodyWith([real(0, 1)], ["go"]);
const percept = (place: number): Percept => ({
  features: Float64Array.of(place),
  available: [0],
  left: Infinity,
});

/**
 * A walk over the real numbers from 0 to 1 by steps between −0.2 and 0.2, paid 1 where it leaves at the top: far from both ends the chance
 * of that is nearly the place itself, and exactly 1/2 in the middle.
 */
function walked(options: LinearOptions, walks: number) {
  const situations = wakeSituations(body, newSituations(body));
  const kind = linearCritic(options);
  const critic = kind.wake(body, kind.newborn(body), situations);
  const random = createRandom(1);
  for (let walk = 0; walk < walks; walk++)
    for (let place = 0.5; place > 0 && place < 1; ) {
      const next = place + 0.4 * random() - 0.2;
      const terminated = next <= 0 || next >= 1;
      critic.learn(0, 0, {
        percept: percept(place),
        action: 0,
        reward: next >= 1 ? 1 : 0,
        signals: [],
        next: percept(Math.min(1, Math.max(0, next))),
        terminated,
        truncated: false,
      });
      place = next;
    }
  return { critic, value: (place: number) => critic.value(situations.of(percept(place)), Infinity), situations };
}

test("the value of a random walk is learned, also for places between those that were met", () => {
  const { value } = walked({ stepSize: 0.02, trace: 0.8 }, 4000);
  // The values of 4 000 walks with this step size scatter by about 0.03; with seed 1 all three are within 2 of that.
  expect(Math.abs(value(0.5) - 0.5)).toBeLessThan(0.1);
  expect(value(0.3)).toBeLessThan(value(0.5));
  expect(value(0.7)).toBeGreaterThan(value(0.5));
});

test("a planner's value is adopted whole, where it was worked out", () => {
  const { critic, value, situations } = walked({}, 0);
  critic.adopt(situations.of(percept(0.4)), Infinity, 3);
  expect(value(0.4)).toBeCloseTo(3, 12);
  expect(value(0.9)).toBe(0);
});

test("where nothing cuts episodes off, a value does not depend on what a planner says is left", () => {
  const situations = wakeSituations(body, newSituations(body));
  const kind = linearCritic();
  const critic = kind.wake(body, kind.newborn(body), situations);
  const situation = situations.of(percept(0.5));
  critic.adopt(situation, 0, 3);
  expect([0, 7, Infinity].map((left) => critic.value(situation, left))).toEqual([3, 3, 3]);
});

test("a critic that diverges says so, and one that does not goes on", () => {
  expect(() => walked({ stepSize: 8, trace: 1 }, 200)).toThrow("the linear critic diverges");
  expect(() => walked({ stepSize: 1, trace: 1 }, 200)).not.toThrow();
});
