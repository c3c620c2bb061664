import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  agree,
  answered,
  type Figures,
  fromWorld,
  readBack,
  type Subject,
  subjectOf,
} from "../../../test/support/exported.ts";
import { randomCase } from "../../../test/support/small-cases.ts";
import { formatRational } from "../../core/rational.ts";
import { drawFrom } from "../../exact/fuzz.ts";
import { hasBit } from "../../exact/index.ts";
import { isSolution, solve } from "../../exact/solve.ts";
import type { Writable } from "../labelled.ts";
import { FORMATS } from "./formats.ts";

/** A case of one to four places, whose drive pays at the end as well, under a horizon or until it ends. */
const randomSetting = (seed: number) => {
  const draw = drawFrom(seed);
  return randomCase(draw, { places: 1 + draw(4), actions: 1 + draw(3), items: 1 + draw(4) });
};

const differing = (expected: Figures, found: Figures): readonly string[] =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter((name) => !agree(expected[name], found[name]));

/** All that files say of a model, as text; states are described by name, as formats order variables each in its way. */
function contents({ model, labels, rewards }: Writable): unknown {
  const { rowStart, action, branchStart, successor, probability } = model.phases[0]!;
  return {
    starts: model.starts.map(({ state }) => state),
    rowStart: [...rowStart],
    actions: [...action].map((code) => model.actions[code]),
    branchStart: [...branchStart],
    successor: [...successor],
    probabilities: [...probability.codes].map((code) => formatRational(probability.exact[code]!)),
    labels: Object.fromEntries(
      [...labels].map(([name, bits]) => [
        name,
        Array.from({ length: model.states }, (_, state) => hasBit(bits, state)),
      ]),
    ),
    rewards: rewards.map(({ name, states, rows }) => [
      name,
      ...[states, rows].map(({ codes, exact }) => [...codes].map((code) => formatRational(exact[code]!))),
    ]),
  };
}

/** A label that no state has is not in a DRN file, which names labels where states have them. */
function withoutUnused({ labels, ...rest }: Writable): Writable {
  const used = [...labels].filter(([name, bits]) => bits.some((word) => word !== 0) || name === "deadlock");
  return { ...rest, labels: new Map(used) };
}

describe("random cases", () => {
  test("have the states, optima and probabilities of their worlds in every format", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), (seed, horizon) => {
        const exported = subjectOf(randomSetting(seed), { horizon });
        const expected = fromWorld(exported);
        for (const format of FORMATS)
          readBack(exported, format, (model, properties) => {
            expect(model.model.states).toBe(exported.model.model.states);
            expect(differing(expected, answered(model, properties))).toEqual([]);
            compared += Object.keys(expected).length;
          });
      }),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  test("are the same, number for number, when they are read back from explicit files", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const exported = subjectOf(randomSetting(seed), { horizon: 2 });
        for (const format of ["drn", "tra"] as const)
          readBack(exported, format, (model) => {
            const sorted = (writable: Writable) => contents({ ...withoutUnused(writable) });
            expect(sorted(model)).toEqual(sorted(exported.model));
          });
      }),
      { numRuns: 40 },
    );
  });

  test("are worth the same without a horizon: with a discount, which the first step takes off too, and in total", () => {
    const worthOf = ({ model, asked: { criterion } }: Subject, name: string): number | string => {
      const rows = model.rewards.find((reward) => reward.name === name)?.rows;
      if (rows === undefined) throw new Error(`expected a reward structure ${name}`);
      const result = solve({ model: model.model, payoff: { rows: [rows] }, criterion, direction: "maximise" });
      return isSolution(result) ? result.start.value : result.kind;
    };
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0.5, 0.9, 1), (seed, discount) => {
        const exported = subjectOf(randomSetting(seed), { discount });
        const late = exported.model.started === undefined ? 1 : discount;
        const expected = fromWorld(exported);
        for (const { total } of exported.model.drives) {
          const [world, model] = [expected[total], worthOf(exported, total)];
          if (typeof world === "string" || world === undefined || typeof model === "string") expect(model).toBe(world);
          else expect(model).toBeCloseTo(late * world.value, 9);
        }
      }),
      { numRuns: 40 },
    );
  });
});
