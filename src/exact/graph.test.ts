import { describe, expect, test } from "vitest";
import { smallModel } from "../../test/support/models.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { drawFrom, randomModel } from "./fuzz.ts";
import {
  almostSurely,
  canAvoid,
  canReach,
  endComponents,
  everyPolicyTerminates,
  type Graph,
  graphOf,
  NONE,
  stronglyConnected,
} from "./graph.ts";

const members = (bits: Bits, size: number): number[] =>
  Array.from({ length: size }, (_, i) => i).filter((i) => hasBit(bits, i));
const bitsOf = (size: number, ...on: number[]): Bits => {
  const bits = createBits(size);
  for (const i of on) setBit(bits, i);
  return bits;
};

// 0 → 1 or 2 by chance; 1 ⇄ 2 or 1 → 3; 3 has ended.
const { model } = smallModel([
  [
    {
      to: [
        [1, "1/2"],
        [2, "1/2"],
      ],
    },
  ],
  [{ to: [[2]] }, { to: [[3]] }],
  [{ to: [[1]] }],
  [],
]);

test("components come after those that they lead to", () => {
  const parts = stronglyConnected(graphOf(model));
  expect(parts.count).toBe(3);
  expect(parts.of[3]).toBe(0);
  expect([parts.of[1], parts.of[2]]).toEqual([1, 1]);
  expect(parts.of[0]).toBe(2);
});

test("an end component keeps the rows that stay in it", () => {
  const found = endComponents(graphOf(model));
  expect([...found.members].sort()).toEqual([1, 2]);
  expect(found.of[0]).toBe(NONE);
  expect(members(found.rows, 4)).toEqual([1, 3]); // row 2 leads from 1 to 3
});

test("a model with an end component does not always terminate", () => {
  expect(everyPolicyTerminates(model)).toBe(false);
  expect(everyPolicyTerminates(smallModel([[{ to: [[1]] }], []]).model)).toBe(true);
  // A loop left with probability 1/2 at each round is no end component.
  expect(
    everyPolicyTerminates(
      smallModel([
        [
          {
            to: [
              [0, "1/2"],
              [1, "1/2"],
            ],
          },
        ],
        [],
      ]).model,
    ),
  ).toBe(true);
});

describe("on 2000 random models", () => {
  const draws = Array.from({ length: 2000 }, (_, seed) => {
    const draw = drawFrom(seed);
    const random = randomModel(draw);
    return { graph: graphOf(random), target: bitsOf(random.states, draw(random.states)) };
  });

  test("components are the pairs that reach each other", () => {
    for (const { graph } of draws) {
      const reach = Array.from({ length: graph.states }, (_, t) => canReach(graph, bitsOf(graph.states, t)));
      const parts = stronglyConnected(graph);
      for (let s = 0; s < graph.states; s++)
        for (let t = 0; t < graph.states; t++)
          expect(parts.of[s] === parts.of[t]).toBe(hasBit(reach[s]!, t) && hasBit(reach[t]!, s));
    }
  });

  test("what some policy reaches almost surely or avoids agrees with a search through all deterministic policies", () => {
    for (const { graph, target } of draws) {
      const sure = createBits(graph.states);
      const avoid = createBits(graph.states);
      const ends = createBits(graph.states);
      const aims = target.slice();
      for (const policy of policiesOf(graph)) {
        const chain = { ...graph, allowed: policy };
        const forward = Array.from({ length: graph.states }, (_, s) => reachFrom(chain, s, target));
        for (let s = 0; s < graph.states; s++) {
          const states = forward[s]!;
          if (!states.some((t) => hasBit(target, t))) setBit(avoid, s);
          // Reached almost surely: from all that comes before it, it can still be reached.
          if (states.every((t) => forward[t]!.some((u) => hasBit(target, u)))) setBit(sure, s);
        }
        for (const s of endComponents(chain).members) setBit(ends, s);
      }
      const size = graph.states;
      expect(members(almostSurely(graph, aims).states, size)).toEqual(members(sure, size));
      expect(members(canAvoid(graph, aims), size)).toEqual(members(avoid, size));
      // Each state of a maximal end component recurs under some deterministic policy.
      expect([...endComponents(graph).members].sort()).toEqual(members(ends, size));
    }
  });
});

/** The states that a chain visits from one state, going no further than the target. */
function reachFrom(graph: Graph, from: number, target: Bits): number[] {
  const { rowStart, branchStart, successor } = graph.rows;
  const seen = [from];
  for (const s of seen) {
    if (hasBit(target, s)) continue;
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++)
      if (hasBit(graph.allowed, r))
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
          if (!seen.includes(successor[b]!)) seen.push(successor[b]!);
  }
  return seen;
}

function* policiesOf({ states, rows }: Graph): Generator<Bits> {
  const choice = new Array<number>(states).fill(0);
  for (;;) {
    const policy = createBits(rows.branchStart.length - 1);
    for (let s = 0; s < states; s++)
      if (rows.rowStart[s] !== rows.rowStart[s + 1]) setBit(policy, rows.rowStart[s]! + choice[s]!);
    yield policy;
    let s = 0;
    for (; s < states; s++) {
      choice[s]!++;
      if (rows.rowStart[s]! + choice[s]! < rows.rowStart[s + 1]!) break;
      choice[s] = 0;
    }
    if (s === states) return;
  }
}
