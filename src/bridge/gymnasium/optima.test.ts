import { describe, expect, test } from "vitest";
import { optimumOf } from "../../../test/support/optimum.ts";
import { hasGymnasium, python as interpreter } from "../../../test/support/python.ts";
import { lakeForEver, lakeWithin, taxiOptimum } from "../../../test/support/toy-text.ts";
import type { AnyDrive } from "../../core/case.ts";
import { formatRational, rational } from "../../core/rational.ts";
import { openEnvironment } from "./open.ts";

/** The drive that an environment pays. */
async function paidBy(id: string, settings: Readonly<Record<string, string>> = {}): Promise<AnyDrive> {
  const { subject, close } = await openEnvironment({ id, settings, python: interpreter });
  await close();
  const [drive] = Object.values(subject.build(Object.fromEntries(Object.entries(settings))).drives);
  if (drive === undefined) throw new Error("no drive");
  return drive;
}

describe.skipIf(!hasGymnasium)("the optimum of", () => {
  // The value of the slippery 4×4 lake without a time limit is well known as 0.8235.
  test("a slippery lake without a time limit is the probability 14/17 of reaching the goal", async () => {
    expect(formatRational(lakeForEver("4x4"))).toBe("14/17");
    const { exact, low, high } = optimumOf(await paidBy("FrozenLake-v1"));
    expect(exact === undefined ? "" : formatRational(exact)).toMatch(/^(14\/17)?$/); // left out where it costs too much
    expect(low).toBeLessThanOrEqual(14 / 17);
    expect(high).toBeGreaterThanOrEqual(14 / 17);
    expect(high - low).toBeLessThan(1e-9);
  });

  test.each([
    ["4x4", true, 100],
    ["4x4", false, 100],
    ["8x8", true, 200],
    ["8x8", false, 200],
  ] as const)(
    "the lake %s (slippery %s) in %d steps is that of backward induction",
    async (size, isSlippery, horizon) => {
      const settings = { map_name: size, is_slippery: `${isSlippery}` };
      const { value } = optimumOf(await paidBy("FrozenLake-v1", settings), horizon);
      expect(value).toBeCloseTo(lakeWithin(size, isSlippery, horizon), 12);
      if (!isSlippery) expect(value).toBe(1);
    },
  );

  test("Taxi is that of breadth-first searches over its map, 7.93", async () => {
    const { exact, value } = optimumOf(await paidBy("Taxi"));
    expect(exact).toEqual(taxiOptimum());
    expect(value).toBeCloseTo(7.93, 12);
  });

  // Sutton & Barto 2018, example 6.6: the optimal path along the cliff earns −13.
  test("the walk along the cliff is −13", async () => {
    expect(optimumOf(await paidBy("CliffWalking-v1")).exact).toEqual(rational(-13n));
  });
});
