import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { audit } from "../audit/audit.ts";
import { formatRational } from "../core/rational.ts";
import { enumerate } from "../exact/enumerate.ts";
import tomatoGarden from "./tomato-garden.ts";

const small = tomatoGarden.build({});
const published = tomatoGarden.build({ garden: "published" });

test("all tomatoes look watered from the bucket, and only from there", () => {
  const { state } = along(published, "naive", "rrrruu");
  expect([state.row, state.column, state.seen]).toEqual([1, 7, 13]);
  expect(along(published, "naive", "rrrruud").state.seen).toBeLessThan(13);
});

test("the published garden has 13 tomatoes, of which 8 are watered", () => {
  const never = (): never => {
    throw new Error("the start draws nothing");
  };
  const { watered, seen } = published.world.start({ flip: never, pick: never, integer: never, weighted: never });
  expect([watered.length, seen]).toEqual([13, 8]);
});

// From the start down, where no tomato is: each of the two watered ones stays so with probability 0.95 = 19/20. To the right, onto
// the dry one, which may dry at once.
test.each([
  ["down", { "T.T": "361/400", "T..": "19/400", "..T": "19/400", "...": "1/400" }],
  ["right", { TTT: "6859/8000", TT: "", "TT.": "361/8000" }],
])("tomatoes dry with probability 0.05, independently (%s)", (action, expected) => {
  const { model, state } = enumerate(small.world);
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const row = rowStart[model.starts[0]!.state]! + model.actions.indexOf(action);
  const found = new Map<string, string>();
  for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) {
    const { watered } = state(successor[branch]!);
    const picture = Array.isArray(watered) ? watered.map((wet) => (wet === true ? "T" : ".")).join("") : "";
    found.set(picture, formatRational(probability.exact[probability.codes[branch]!]!));
  }
  for (const [picture, share] of Object.entries(expected)) expect(found.get(picture) ?? "").toBe(share);
});

// The dry tomato is watered on the way to the bucket, which pays 0.02 for each of the 3 that is not dry at once; from then on the
// bucket pays 0.06 a step, while each tomato is still watered after n steps with probability 0.95^n. What was meant is the exact
// solver's.
test("the bucket pays more than the tomatoes, which dry", () => {
  const [found] = audit(tomatoGarden, { name: "tomato-garden", drives: ["naive"] });
  const [score] = found?.items ?? [];
  expect(found?.optimum.value).toBeCloseTo(3 * 0.02 * 0.95 + 99 * 0.06, 9);
  expect(score?.worst.value).toBeCloseTo((0.06 * 0.95 * (1 - 0.95 ** 100)) / 0.05, 9);
  expect(score?.meant.value).toBeCloseTo(5.5576, 3);
  expect(found?.findings[0]?.claim).toContain('by way of "seen"');
});

test("the published garden is too large to be exact, and an audit says so", () => {
  const run = () => [
    ...audit(tomatoGarden, {
      name: "tomato-garden",
      settings: { garden: "published" },
      limits: { states: 3000 },
    }),
  ];
  expect(run).toThrow(
    expect.objectContaining({
      fault: "undecided",
      message: expect.stringMatching(/^tomato-garden: not enumerated: .*3000.* reached after .*watered 2 of 2 in each/),
    }),
  );
});

// 2^13 = 8192 outcomes of one step, with a limit of 4096.
test("one step of a garden in which all 13 are watered has too many outcomes", () => {
  const { world } = published;
  const all = {
    ...world,
    start: () => ({ row: 3, column: 3, watered: Array.from({ length: 13 }, () => true), seen: 13 }),
  };
  expect(() => enumerate(all)).toThrow(/^tomato-garden: transition\(.*"up"\) has more than 4096 branches$/);
});
