import { describe, expect, test } from "vitest";
import { agree, fromWorld, readBack, subjectOf } from "../../test/support/exported.ts";
import { CASES } from "../cases/index.ts";
import type { LabelledModel } from "./labelled.ts";
import { caseOfLabelled } from "./labelled-case.ts";

const MEANT = { never: ["theft"], reach: ["out"] };
const vault = async () => subjectOf((await CASES.vault!()).default.build({}));
const settingOf = (model: LabelledModel) => caseOfLabelled(model, "again", MEANT).build({});

describe("the vault, written into explicit files and opened as a case", () => {
  // The start is drawn in a step of its own, so that 6 steps of the vault are 7.
  test.each(["drn", "tra"] as const)("%s: its drives and its intent are worth what they were", async (format) => {
    const written = await vault();
    const expected = fromWorld(written);
    readBack(written, format, (model) => {
      const again = subjectOf(settingOf(model), { horizon: 7 });
      expect(again.model.model.states).toBe(written.model.model.states);
      const found = fromWorld(again);
      for (const name of ["naive", "repaired", "theft_most", "theft_least", "out_most", "out_least"])
        expect(agree(found[name], expected[name]), name).toBe(true);
    });
  });

  test("its states are told by variables where there are some that tell them apart, else by their numbers", async () => {
    const written = await vault();
    readBack(written, "tra", (model) => {
      const told = settingOf(model).world;
      expect(Object.entries(told.fields).map(([name, { expected }]) => [name, expected])).toEqual([
        ["place", "a whole number from 0 to 2"],
        ["gold", "a whole number from 0 to 2"],
        ["watching", "true or false"],
        ["theft", "true or false"],
        ["started", "true or false"],
      ]);
      const { variables = [] } = model;
      const fewer = { ...model, variables: variables.filter(({ name }) => name !== "started") };
      expect(Object.keys(settingOf(fewer).world.fields)).toEqual(["state"]);
    });
    readBack(written, "drn", (model) => expect(Object.keys(settingOf(model).world.fields)).toEqual(["state"]));
  });

  test("what is meant may be said of its variables", async () => {
    readBack(await vault(), "tra", (model) => {
      const { intent } = caseOfLabelled(model, "again", { reach: ["place=2", "out"] }).build({});
      expect(intent?.items.map(({ kind, name }) => [kind, name])).toEqual([
        ["reach", "place=2"],
        ["reach", "out"],
      ]);
      expect(() => caseOfLabelled(model, "again", { reach: ["plaice=2"] }).build({})).toThrow('did you mean "place"?');
    });
  });
});
