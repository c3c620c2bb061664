import { expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { hasChanged, newRuns } from "./change.ts";

/** After which of the values that follow a row's past it is taken to have changed; undefined if after none. */
function changedAfter(past: readonly number[], following: readonly number[]): number | undefined {
  const runs = newRuns();
  const seen: number[] = [];
  const step = (value: number): boolean => {
    const changed = hasChanged(runs, 3, value, seen.length, () => seen.filter((each) => each === value).length);
    seen.push(value);
    return changed;
  };
  for (const value of past) expect(step(value)).toBe(false);
  const at = following.findIndex(step);
  return at < 0 ? undefined : at + 1;
}
const times = (count: number, value: number) => Array.from({ length: count }, () => value);

test.each([
  // ½·1½·2½/(501·502·503) = 1.5e-8, after two 3e-6
  [500, 3],
  // Π (k + ½)/(k + 11) over k = 0 … 9 is 9.7e-7, over k = 0 … 8 2.0e-6
  [10, 10],
])("after %d times the same, another value is a change when it has come %d times", (before, needed) => {
  expect(changedAfter(times(before, 0), times(20, 1))).toBe(needed);
});

test("a value that had come now and then is a change when it comes to be the rule", () => {
  const past = Array.from({ length: 5 }, () => [1, ...times(60, 0)]).flat();
  // Π (k + 5½)/(k + 306) over k = 0 … 3 is 2.6e-7, over k = 0 … 2 9.3e-6
  expect(changedAfter(past, times(20, 1))).toBe(4);
});

test("after a change all that is known are the values of the run", () => {
  const runs = newRuns();
  for (let k = 0; k < 500; k++) hasChanged(runs, 0, 7, k, () => k);
  for (let k = 0; k < 3; k++) hasChanged(runs, 0, 8, 500 + k, () => k);
  expect(runs.length[0]).toBe(3);
  expect(hasChanged(runs, 0, 8, 3, () => 3)).toBe(false);
});

test.each([0.5, 0.1, 0.01])("what has come at random with probability %d has not changed", (probability) => {
  const random = createRandom(1);
  for (let row = 0; row < 20; row++)
    // 20 000 runs at most, each of which is improbable enough about once in a million times: by luck at most 2 in 100 seeds.
    expect(
      changedAfter(
        [],
        Array.from({ length: 1000 }, () => (random() < probability ? 1 : 0)),
      ),
    ).toBeUndefined();
});

test("what never comes twice in a row has not changed", () => {
  expect(changedAfter(times(100, 0), [1, 2, 3, 4, 5, 6, 7, 8])).toBeUndefined();
});
