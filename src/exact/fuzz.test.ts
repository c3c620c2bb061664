import { expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";

test("on 10 000 random models and second optimisations within them, doubles and rationals agree, on averages on 2 500", () => {
  const table = fuzz(10_000, 1);
  expect(table.faults).toEqual([]);
  // Not for want of questions: most are answered, and by far the most ties are told apart by bounds alone.
  expect(table.same).toBeGreaterThan(15_000);
  expect(table.second).toBeGreaterThan(7000);
  expect(table.proved).toBeGreaterThan(0.9 * table.same);
  expect(table.undecided).toBeLessThan(100);
  expect(table.averages).toBeGreaterThan(7400);
}, 180_000);
