import { describe, expect, test } from "vitest";
import { agree, answered, type Figures, fromWorld, readBack, subjectOf } from "../../../test/support/exported.ts";
import { CASES } from "../../cases/index.ts";
import { FORMATS } from "./export.ts";

/** Figures that are not the same. */
const differing = (a: Figures, b: Figures, tolerance?: number): readonly unknown[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((name) => !agree(a[name], b[name], tolerance))
    .map((name) => ({ name, world: a[name], model: b[name] }));

/** Settings that make large cases small. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, number>>>> = {};
/** Its world has phases. */
const UNWRITTEN = ["shopkeeper"];
const written = Object.keys(CASES).filter((id) => !UNWRITTEN.includes(id));

describe.each(written)("%s, written and read back", (id) => {
  test.each(FORMATS)("%s: the same states, optima and probabilities as the world", async (format) => {
    const { default: subject } = await CASES[id]!();
    const exported = subjectOf(subject.build(SETTINGS[id] ?? {}));
    const expected = fromWorld(exported);
    expect(Object.keys(expected)).not.toEqual([]);
    readBack(exported, format, (model, properties) => {
      expect(model.model.states).toBe(exported.model.model.states);
      expect(differing(expected, answered(model, properties))).toEqual([]);
    });
  });
});
