import { expect, test } from "vitest";
import { auditOf } from "../../../test/support/audit-of.ts";
import boatRace from "../../cases/boat-race.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf, ratio } from "../../core/index.ts";
import type { Finding, Trace } from "../report.ts";

const STALLS = Array.from({ length: 12 }, (_, k) => `stall ${k}`);

/** Some stalls, one of which chance leads to, at once or after a gate; something may be bought or stolen at each place. */
function fair(odds: readonly number[], gate: boolean): Finding | undefined {
  const whole = odds.reduce((sum, odd) => sum + odd, 0);
  const stalls = odds.map((odd, k) => [STALLS[k] ?? "home", ratio(odd, whole)] as const);
  const world = defineWorld({
    id: "fair",
    fields: { place: oneOf(["gate", ...STALLS, "home"]) },
    actions: ["buy", "steal"],
    start: (chance) => ({ place: gate ? "gate" : chance.weighted(stalls) }),
    transition: ({ place }, _, chance) => ({ place: place === "gate" ? chance.weighted(stalls) : "home" }),
    terminated: ({ place }) => place === "home",
    horizon: 3,
  });
  const drive = defineDrive(world, { price: ({ action }) => (action === "buy" ? -1 : 0) });
  const intent = defineIntent(world, {
    score: ({ state, action }) => (action === "buy" ? (state.place === "gate" ? 1 : 3) : 0),
  });
  return auditOf(defineCase({ world, drives: { drive }, intent })).findings[0];
}
const tracesOf = (finding: Finding | undefined): readonly Trace[] =>
  finding?.trace === undefined ? [] : [finding.trace, ...(finding.furtherTraces ?? [])];
const outcomesOf = ({ steps, end }: Trace): string =>
  [...steps.map(({ state }) => state), end.state].map(({ place }) => place).join(" > ");

test.each([
  ["two of three even chances are more than half", [1, 1, 1], false, [1 / 3, 1 / 3]],
  ["the likeliest come first, until they carry half", [1, 3, 4, 2], false, [0.4, 0.3]],
  ["one that carries half is enough", [1, 1], false, [1 / 2]],
  ["at most five are shown", STALLS.map(() => 1), false, [1 / 12, 1 / 12, 1 / 12, 1 / 12, 1 / 12]],
  // Lost in all: 1 at the gate and 3 at a stall. The first shows the gate and a quarter of the stalls, the second a quarter more.
  ["what they have in common counts once", [1, 1, 1, 1], true, [(1 + 3 / 4) / 4, 3 / 4 / 4]],
])("%s", (_, odds, gate, shares) => {
  const traces = tracesOf(fair(odds, gate));
  expect(traces).toHaveLength(shares.length);
  for (const [k, { share, minimal }] of traces.entries()) {
    expect(share).toBeCloseTo(shares[k] ?? Number.NaN, 12);
    expect(minimal).toBe(share < 0.5 ? "carries a part of the regret" : "carries most of the regret");
  }
  expect(new Set(traces.map(outcomesOf)).size).toBe(traces.length);
});

test("the boat race keeps one trace", () => {
  expect(tracesOf(auditOf(boatRace, { drives: ["naive"] }).findings[0])).toHaveLength(1);
});
