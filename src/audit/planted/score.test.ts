import { expect, test } from "vitest";
import { audit } from "../audit.ts";
import { KINDS, plant } from "./kinds.ts";
import { judge, scorePlanted } from "./score.ts";

test("audits of random cases find what was planted in them, and nothing else", () => {
  const scores = scorePlanted(12, 1);
  expect(scores.flatMap(({ misses }) => misses)).toEqual([]);
  expect(scores.map(({ kind, planted, innocent }) => [kind, planted, innocent])).toEqual(
    KINDS.map((kind) => [kind, 6, 6]),
  );
});

test("an audit that finds nothing, something else, or another price, does not pass", () => {
  const [theft, innocent] = [plant("watched", 1), plant("watched", 2)];
  const [found] = audit(theft.subject, { name: "planted" });
  const { findings, priceOfHonesty } = found!;
  expect(judge(theft, found!)).toEqual([]);
  expect(judge(theft, { ...found!, findings: [] })).toEqual(["missed"]);
  expect(
    judge(theft, { ...found!, findings: findings.map((one) => ({ ...one, check: "loop", agreeing: [] })) }),
  ).toEqual(["not named: found loop"]);
  expect(judge(theft, { ...found!, priceOfHonesty: { ...priceOfHonesty, exact: "1/7" } })).toEqual([
    expect.stringMatching(/^price of honesty 1\/7, planted /),
  ]);
  expect(judge(innocent, found!)).toEqual([expect.stringMatching(/^false alarm: watched/)]);
});

test("the same seed plants the same", () => {
  const text = (seed: number): string => JSON.stringify([...audit(plant("power", seed).subject, { name: "planted" })]);
  expect(text(5)).toBe(text(5));
  expect(text(5)).not.toBe(text(7));
});
