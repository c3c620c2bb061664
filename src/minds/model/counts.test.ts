import { expect, test } from "vitest";
import { bodyWith, codes } from "../../../test/support/bodies.ts";
import { createRandom } from "../../core/random.ts";
import { newSituations, wakeSituations } from "../situations.ts";
import { counts } from "./counts.ts";

const body = bodyWith([codes(100)], ["one", "two"]);
const fresh = () => counts.wake(body, counts.newborn(body), wakeSituations(body, newSituations(body)));

test("what is foreseen are the observed shares, ends apart", () => {
  const model = fresh();
  for (const [next, ended] of [
    [1, false],
    [1, false],
    [1, true],
    [2, false],
  ] as const)
    model.learn(0, 1, next, ended);
  const foreseen: unknown[] = [];
  model.foresee(0, 1, (...outcome) => foreseen.push(outcome));
  expect(foreseen).toHaveLength(3);
  expect(foreseen).toEqual(
    expect.arrayContaining([
      [1, 0.5, false],
      [1, 0.25, true],
      [2, 0.25, false],
    ]),
  );
  expect(model.evidence(0, 1)).toBe(4);
  expect(model.evidence(0, 0)).toBe(0);
  expect(model.sample(0, 0, () => 0)).toBe(-1);
});

test("samples follow the shares", () => {
  const model = fresh();
  for (let k = 0; k < 4; k++) model.learn(0, 0, k === 0 ? 1 : 2, false);
  const random = createRandom(1);
  let ones = 0;
  for (let k = 0; k < 4000; k++) if (model.sample(0, 0, random) === 2) ones++;
  // 4 000 draws of ¼: 1 000 ± 5·27.4.
  expect(Math.abs(ones - 1000)).toBeLessThan(137);
});

test("one try comes to be enough where the world turns out to be deterministic, and not where it does not", () => {
  const random = createRandom(1);
  const [sure, unsure] = [fresh(), fresh()];
  for (let place = 0; place < 50; place++)
    for (let times = 0; times < 2; times++) {
      sure.learn(place, 0, (place + 1) % 100, false);
      unsure.learn(place, 0, Math.floor(100 * random()), false);
    }
  sure.learn(99, 1, 0, false);
  unsure.learn(99, 1, 0, false);
  // 50 rows were tried a second time; none, or nearly all, gave something new: (0 + ½)/51, (50 + ½)/51.
  expect(1 - sure.sure(99, 1)).toBeCloseTo(0.5 / 51, 12);
  expect(1 - unsure.sure(99, 1)).toBeGreaterThan(0.9);
  expect(sure.sure(98, 1)).toBe(0);
});
