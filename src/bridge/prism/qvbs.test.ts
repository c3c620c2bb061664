import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../test/support/cli.ts";
import { hasBit } from "../../exact/index.ts";
import type { LabelledModel } from "../labelled.ts";
import { openModel } from "../open-model.ts";
import { parseProperties } from "./parse-properties.ts";

/** Models of the Quantitative Verification Benchmark Set with the numbers of states that it publishes; they are no part of the repository. */
const FOLDER = join(root, "../shared/qvbs");
const isThere = existsSync(join(FOLDER, "answers.json"));

interface Instance {
  readonly model: string;
  readonly constants: Readonly<Record<string, unknown>>;
  readonly states: number;
}

/**
 * What the set counts of these is less than what the model reaches: what it counts is found when the states that decide all properties of
 * the instance, F goal each, are not gone on from.
 */
const GOALS: readonly (readonly [RegExp, string])[] = [
  [/^firewire.*true/, "(s1=8 & s2=7) | (s1=7 & s2=8)"],
  [/^crowds/, "observe0>1"],
  [/^rabin/, "p1=2|p2=2|p3=2"],
];

/** The number of states that are reached when those of a set are not gone on from. */
function reachedBefore({ model, satisfying }: LabelledModel, text: string): number {
  const goal = satisfying(parseProperties(text, "goal").properties[0]!.formula);
  const { rowStart, branchStart, successor } = model.phases[0]!;
  const found = new Set(model.starts.map(({ state }) => state));
  for (const state of found) {
    if (hasBit(goal, state)) continue;
    for (let branch = branchStart[rowStart[state]!]!; branch < branchStart[rowStart[state + 1]!]!; branch++)
      found.add(successor[branch]!);
  }
  return found.size;
}

const all: readonly Instance[] = isThere ? JSON.parse(readFileSync(join(FOLDER, "answers.json"), "utf8")) : [];
const small = all.filter(({ states }) => states <= 50_000);

describe.skipIf(!isThere)("numbers of states as the benchmark set publishes them", () => {
  test.each(small.map((one) => [one.model, one.constants, one.states] as const))(
    "%s %o: %d",
    (file, constants, states) => {
      const given = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, String(value)]));
      const model = openModel(join(FOLDER, file), given);
      const goal = GOALS.find(([pattern]) => pattern.test(file))?.[1];
      expect(goal === undefined ? model.model.states : reachedBefore(model, goal)).toBe(states);
    },
  );
});
