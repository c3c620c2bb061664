import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { root } from "../../../test/support/cli.ts";
import { hasBit } from "../../exact/index.ts";
import type { LabelledModel } from "../labelled.ts";
import { openModel } from "../open-model.ts";
import { parseProperties } from "./parse-properties.ts";

/** Numbers of states as the Quantitative Verification Benchmark Set publishes them; its models are no part of the repository. */
const { instances, countedUntil } = z
  .object({
    countedUntil: z.record(z.string(), z.string()),
    instances: z.array(
      z.object({ model: z.string(), constants: z.record(z.string(), z.string()), states: z.int().positive() }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(root, "test/fixtures/qvbs.json"), "utf8")));
const FOLDER = join(root, "../shared/qvbs");
const MOST_STATES = 50_000;
const small = instances
  .filter(({ states }) => states <= MOST_STATES)
  .map(({ model, constants, states }) => [model, constants, states] as const);

/** The number of states that are reached when those of a set, which decide all properties of a model, are not gone on from. */
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

if (existsSync(FOLDER))
  test.each(small)("%s %o has %d states", (file, constants, states) => {
    // B of resource-gathering is used by its properties only, and is a constant of the model all the same.
    const model = openModel(join(FOLDER, file), constants);
    const goal = countedUntil[file];
    expect(goal === undefined ? model.model.states : reachedBefore(model, goal)).toBe(states);
  });
else
  test.skip(`${small.length} numbers of states are not compared: the models of ../shared/qvbs are not there`, () => {});
