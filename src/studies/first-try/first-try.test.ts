import { expect, test } from "vitest";
import { MINDS } from "../../minds/index.ts";
import { firstTries } from "./measure.ts";
import { KEPT, LIVED, PAIRS } from "./rooms.ts";

test("each part of what is kept for the first try was lived with, and no combination of it", () => {
  expect([LIVED.length, KEPT.length, PAIRS.length]).toEqual([8, 8, 16]);
  for (const kept of KEPT) {
    expect(LIVED.some(({ lock }) => lock === kept.lock) && LIVED.some(({ chest }) => chest === kept.chest)).toBe(true);
    expect(LIVED.some(({ lock, chest }) => lock === kept.lock && chest === kept.chest)).toBe(false);
  }
});

// One life each: npm run bench:first-try has more.
test("what was learned of the parts masters what they were never met in", { timeout: 120_000 }, () => {
  const { kept } = firstTries(MINDS["brain-like-factored"]!(), "like", 1500, 1);
  expect(kept).toBeGreaterThanOrEqual(0.9);
});

test("a mind that learns each situation alone does not, though it masters those it lived in", {
  timeout: 60_000,
}, () => {
  const { lived, kept } = firstTries(MINDS["brain-like"]!(), "like", 5000, 1);
  expect(lived).toBeGreaterThanOrEqual(0.9);
  expect(kept).toBeLessThanOrEqual(0.1);
});

test("where lock and chest together decide which key opens, what was learned of them apart does not help", {
  timeout: 120_000,
}, () => {
  const { lived, kept } = firstTries(MINDS["brain-like-factored"]!(), "whim", 1500, 1);
  expect(lived).toBeGreaterThanOrEqual(0.9);
  // One key of four opens by luck: 8 tries, of which at most 4 with probability 0.97 (binomial).
  expect(kept).toBeLessThanOrEqual(0.5);
});
