import fc from "fast-check";
import { expect, test } from "vitest";
import { type Row, smallModel } from "../../test/support/models.ts";
import { avoiding, type Forbidden } from "./avoid.ts";
import { createBits, setBit } from "./bits.ts";
import type { Criterion, Model } from "./model.ts";
import { isSolution, solve } from "./solve.ts";

const finite: Criterion = { kind: "finite", horizon: 4, discount: 1 };
const discounted: Criterion = { kind: "discounted", discount: 0.5 };

const bitsOf = (size: number, members: readonly number[]) => {
  const bits = createBits(size);
  for (const member of members) setBit(bits, member);
  return bits;
};
const forbid = (
  model: Model,
  rows: readonly number[],
  ends: { readonly terminated?: readonly number[]; readonly horizon?: readonly number[] } = {},
): Forbidden => ({
  rows: model.phases.map(({ action }) => bitsOf(action.length, rows)),
  terminated: bitsOf(model.states, ends.terminated ?? []),
  horizon: bitsOf(model.states, ends.horizon ?? []),
});

// State 0: row 0 pays 9 and leads to 1, row 1 pays 1 and stays. State 1: row 2 pays 9 and ends. State 2 has ended.
const { model, payoff } = smallModel([
  [
    { pays: "9", to: [[1]] },
    { pays: "1", to: [[0]] },
  ],
  [{ pays: "9", to: [[2]] }],
  [],
]);
const best = (criterion: Criterion, forbidden: Forbidden): string | undefined => {
  const within = avoiding(model, criterion, forbidden);
  if (within === undefined) return undefined;
  const solution = solve({ model, payoff, criterion, direction: "maximise", within });
  return isSolution(solution) ? `${solution.start.value}` : solution.kind;
};

test.each([
  // Three steps of 1, then 9: the step after it, which is forbidden, lies beyond the horizon. Without one there is no end to it.
  ["a forbidden row is not walked into", forbid(model, [2]), "12", "2"],
  ["a forbidden end is not walked into", forbid(model, [], { terminated: [2] }), "12", "2"],
  ["no row is left", forbid(model, [0, 1]), undefined, undefined],
  // Four steps are 1, 1, 9 and 9, or 1, 1, 1 and 9; without a horizon 9 + 9/2 is best.
  ["where the horizon may not be met", forbid(model, [], { horizon: [0] }), "20", "13.5"],
])("%s", (_, forbidden, overFour, underDiscount) => {
  expect(best(finite, forbidden)).toBe(overFour);
  expect(best(discounted, forbidden)).toBe(underDiscount);
});

test("the best that avoids something is what is best where it costs a fortune", () => {
  const target = fc.integer({ min: 0, max: 4 });
  const branches = fc.oneof(
    fc.tuple(target).map(([to]): Row["to"] => [[to]]),
    fc.tuple(target, target).map(([a, b]): Row["to"] => [
      [a, "1/2"],
      [b, "1/2"],
    ]),
  );
  const row = fc.record({ pays: fc.integer({ min: -3, max: 3 }).map(String), to: branches, isBad: fc.boolean() });
  const states = fc.array(fc.array(row, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(states, fc.constantFrom<Criterion>(finite, discounted), (rows, criterion) => {
      const plainly = smallModel([...rows, []]);
      const bad = rows.flat().flatMap(({ isBad }, index) => (isBad ? [index] : []));
      const dearly = smallModel([
        ...rows.map((acts) => acts.map(({ isBad, pays, to }) => ({ to, pays: isBad ? "-1000000000" : pays }))),
        [],
      ]);
      const within = avoiding(plainly.model, criterion, forbid(plainly.model, bad));
      const dear = solve({ ...dearly, criterion, direction: "maximise" });
      // A forbidden row taken for sure at a time below 30 costs more than all that the others pay.
      const isAvoidable = isSolution(dear) && dear.start.value > -10;
      if (within === undefined) expect(isAvoidable).toBe(false);
      else {
        const found = solve({ ...plainly, criterion, direction: "maximise", within });
        expect(isSolution(found) && isSolution(dear) ? found.start.value : Number.NaN).toBeCloseTo(
          isSolution(dear) ? dear.start.value : Number.NaN,
          9,
        );
      }
    }),
  );
});
