import { expect, test } from "vitest";
import { labelledModel, setOf, to, toss } from "../../test/support/labelled.ts";
import { createRandom } from "../core/random.ts";
import { rational } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { lump } from "./lump.ts";
import { reachability } from "./reachability.ts";

const ENOUGH = 1e6;

test("twins become one state, and what differs by a colour or a mark does not", () => {
  // Two copies of the same coin below a first throw: 0 → 1 or 2, each → 3 (goal) or 4.
  const { model } = labelledModel({ rows: [[toss([1, 2])], [toss([3, 4])], [toss([3, 4])], [to(3)], [to(4)]] });
  const colours = [0, 0, 0, 1, 0];
  const lumped = lump(model, colours, undefined, ENOUGH)!;
  expect(lumped.model.states).toBe(4);
  expect(lumped.block[1]).toBe(lumped.block[2]);
  // 1/2 to each of the twins is 1 to what they have become.
  const [start] = lumped.model.starts;
  const { rowStart, branchStart, probability } = lumped.model.phases[0]!;
  const first = rowStart[start!.state]!;
  expect(branchStart[first + 1]! - branchStart[first]!).toBe(1);
  expect(probability.exact[probability.codes[branchStart[first]!]!]).toEqual(rational(1n));
  expect(lump(model, colours, [0, 0, 7, 0, 0], ENOUGH)!.model.states).toBe(5);
  expect(lump(model, [0, 0, 2, 1, 0], undefined, ENOUGH)!.model.states).toBe(5);
  expect(lump(model, colours, undefined, 5)).toBeUndefined();
});

test("random models: every state has the chance that its block has", () => {
  for (let seed = 0; seed < 80; seed++) {
    const random = createRandom(seed);
    const below = (most: number): number => Math.floor(random() * most);
    const states = 4 + below(10);
    const rows = Array.from({ length: states }, () =>
      Array.from({ length: 1 + below(2) }, () => toss([...new Set([below(states), below(states), below(states)])])),
    );
    const target = setOf(states, [0]);
    const { model } = labelledModel({ rows });
    const lumped = lump(
      model,
      Array.from({ length: states }, (_, s) => (hasBit(target, s) ? 1 : 0)),
      undefined,
      ENOUGH,
    )!;
    const smaller = reachability(lumped.model, setOf(lumped.model.states, [lumped.block[0]!]), "maximise");
    const full = reachability(model, target, "maximise");
    for (let s = 0; s < states; s++) {
      expect(Math.abs(full.value[s]! - smaller.value[lumped.block[s]!]!)).toBeLessThan(1e-9);
      expect(smaller.low[lumped.block[s]!]!).toBeLessThanOrEqual(full.high[s]!);
      expect(smaller.high[lumped.block[s]!]!).toBeGreaterThanOrEqual(full.low[s]!);
    }
  }
});
