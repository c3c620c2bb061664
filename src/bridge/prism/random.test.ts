import fc from "fast-check";
import { expect, test } from "vitest";
import { type NaiveState, naiveStates, randomModel, rowText } from "../../../test/support/prism-models.ts";
import { createRandom, sampled } from "../../core/random.ts";
import { add, formatRational, type Rational, toNumber } from "../../core/rational.ts";
import { type Coded, enumerate, momentColumn } from "../../exact/index.ts";
import type { LabelledModel } from "../labelled.ts";
import { describeValues } from "./commands.ts";
import { drivesOf } from "./drives.ts";
import { explore } from "./explore.ts";
import { readModel } from "./read.ts";
import { worldOf } from "./world.ts";

const at = ({ codes, exact }: Coded, index: number): Rational => exact[codes[index]!]!;

/** The states of an explored model as the naive walk writes them. */
function writtenStates({ model, rewards, describe }: LabelledModel): ReadonlyMap<string, NaiveState> {
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const [structure] = rewards;
  const found = new Map<string, NaiveState>();
  for (let state = 0; state < model.states; state++) {
    const rows: string[] = [];
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
      const branches: [string, Rational][] = [];
      for (let b = branchStart[row]!; b < branchStart[row + 1]!; b++)
        branches.push([describe(successor[b]!), at(probability, b)]);
      rows.push(rowText(at(structure!.rows, row), branches));
    }
    found.set(describe(state), { paid: formatRational(at(structure!.states, state)), rows: rows.sort() });
  }
  return found;
}

test("random models have the states, steps, probabilities and rewards that a naive walk finds", () => {
  const sizes: number[] = [];
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = randomModel(sampled(createRandom(seed)));
      const model = explore(readModel(random.text, "random.prism"));
      const naive = naiveStates(random);
      sizes.push(naive.size);
      expect(Object.fromEntries(writtenStates(model)), random.text).toEqual(Object.fromEntries(naive));
      expect(model.model.starts.length).toBe(random.starts.length);
    }),
    { numRuns: 150, seed: 1 },
  );
  // Models of one state would agree on nothing.
  expect(sizes.filter((size) => size > 4).length).toBeGreaterThan(50);
});

test("a random model's world enumerates to what is explored", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const program = readModel(randomModel(sampled(createRandom(seed))).text, "random.prism");
      const model = explore(program);
      const { world, values } = worldOf(program, "random");
      const enumeration = enumerate(world);
      const all = program.model.variables.map(({ index }) => index);
      const describe = (state: number): string =>
        describeValues(program.model.variables, values(enumeration.state(state), all));
      const rowsOf = (
        { phases, actions, states }: LabelledModel["model"],
        name: (state: number) => string,
      ): readonly string[] => {
        const { rowStart, action, branchStart, successor, probability } = phases[0]!;
        const rows: string[] = [];
        for (let state = 0; state < states; state++)
          for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
            const branches: string[] = [];
            for (let b = branchStart[row]!; b < branchStart[row + 1]!; b++)
              branches.push(`${formatRational(at(probability, b))} ${name(successor[b]!)}`);
            rows.push(`${name(state)} ${actions[action[row]!]}: ${branches.sort().join(" ")}`);
          }
        return rows.sort();
      };
      // In the world a deadlock is its end, and has no step.
      const ends = new Set<string>();
      for (let state = 0; state < model.model.states; state++)
        if (((model.deadlocks[state >>> 5]! >>> (state & 31)) & 1) === 1) ends.add(model.describe(state));
      const explored = rowsOf(model.model, model.describe).filter(
        (row) => !ends.has(row.slice(0, row.indexOf(")") + 1)),
      );
      expect(rowsOf(enumeration.model, describe)).toEqual(explored);
      expect(enumeration.model.starts).toEqual(model.model.starts);
    }),
    { numRuns: 80, seed: 2 },
  );
});

test("the drive of a random model pays in each state what its reward structure does there", () => {
  let paying = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { text } = randomModel(sampled(createRandom(seed)));
      const program = readModel(text, "random.prism");
      const model = explore(program);
      const made = worldOf(program, "random");
      const enumeration = enumerate(made.world);
      const columns = drivesOf(program, made).r!.terms.map(({ name, weight, pays }) => {
        const { payoff } = momentColumn(enumeration, name, "each" in pays ? pays.each : () => Number.NaN);
        return { weight: toNumber(weight), paid: payoff.rows[0]! };
      });
      const { rowStart } = enumeration.model.phases[0]!;
      const all = program.model.variables.map(({ index }) => index);
      const nameOf = (state: number): string =>
        describeValues(program.model.variables, made.values(enumeration.state(state), all));
      const sums = (
        states: number,
        start: Uint32Array,
        name: (state: number) => string,
        paid: (state: number, row: number) => number,
      ) =>
        Object.fromEntries(
          Array.from({ length: states }, (_, state) => {
            const rows = Array.from({ length: start[state + 1]! - start[state]! }, (_, k) =>
              paid(state, start[state]! + k),
            );
            return [name(state), rows.map((value) => value.toFixed(9)).sort()];
          }).filter(([, rows]) => rows!.length > 0),
        );
      const drive = sums(enumeration.model.states, rowStart, nameOf, (_, row) =>
        columns.reduce((sum, { weight, paid }) => sum + weight * paid.values[paid.codes[row]!]!, 0),
      );
      const [structure] = model.rewards;
      const { rowStart: explored } = model.model.phases[0]!;
      const known = sums(model.model.states, explored, model.describe, (state, row) =>
        toNumber(add(at(structure!.states, state), at(structure!.rows, row))),
      );
      // The world has no step in a deadlock.
      for (const name of Object.keys(known)) if (!(name in drive)) delete known[name];
      paying += Object.values(known)
        .flat()
        .filter((value) => Number(value) !== 0).length;
      expect(drive, text).toEqual(known);
    }),
    { numRuns: 60, seed: 5 },
  );
  expect(paying).toBeGreaterThan(100);
});
