import { expect, test } from "vitest";
import { choicesOf } from "./choices.ts";
import { observationFields } from "./observation-fields.ts";
import type { Space } from "./space.ts";

const box = (shape: readonly number[], low: number | null, high: number | null, dtype = "float32"): Space => ({
  kind: "box",
  shape,
  dtype,
  low: [low],
  high: [high],
});
const dict: Space = {
  kind: "dict",
  entries: [
    ["gas", box([], 0, 1)],
    ["gear", { kind: "discrete", n: 2, start: 1 }],
  ],
};

test.each<[Space, number | undefined, readonly string[]]>([
  [{ kind: "discrete", n: 3, start: -1 }, undefined, ["-1", "0", "1"]],
  [{ kind: "multiDiscrete", shape: [2], nvec: [2, 2], start: [0, 0] }, undefined, ["0,0", "0,1", "1,0", "1,1"]],
  [{ kind: "multiBinary", shape: [1] }, undefined, ["0", "1"]],
  [box([1], 0, 2, "int32"), undefined, ["0", "1", "2"]],
  [box([1], -2, 2), 3, ["-2", "0", "2"]],
  [box([1], -2, 2), 1, ["0"]],
  [dict, 2, ["gas=0,gear=1", "gas=0,gear=2", "gas=1,gear=1", "gas=1,gear=2"]],
])("the actions of %j", (space, bins, names) => {
  const choices = choicesOf(space, null, "gym:X-v0", bins);
  expect(choices.names).toEqual(names);
  expect(choices.rows).toHaveLength(names.length);
});

test.each<[Space, number | undefined, readonly string[] | null, string]>([
  [box([2], -1, 1), undefined, null, "its actions are real numbers (Box of 2, from -1 to 1); --action-bins 3 divides"],
  [box([1], null, 1), 3, null, "real numbers without bounds, which cannot be divided"],
  [{ kind: "multiBinary", shape: [13] }, undefined, null, "8192 in all; at most 4096 can be told apart"],
  [{ kind: "discrete", n: 2, start: 0 }, undefined, ["left"], "got 1 names of actions (left), expected 2"],
])("actions of %j are refused", (space, bins, names, message) => {
  expect(() => choicesOf(space, names, "gym:X-v0", bins)).toThrow(`gym:X-v0: `);
  expect(() => choicesOf(space, names, "gym:X-v0", bins)).toThrow(message);
});

test("the numbers of an observation are fields by their places in it", () => {
  const space: Space = {
    kind: "dict",
    entries: [
      ["map", { kind: "multiBinary", shape: [1, 2] }],
      [
        "self",
        {
          kind: "tuple",
          items: [{ kind: "discrete", n: 3, start: 1 }, box([2], null, 1)],
        },
      ],
    ],
  };
  const met = { low: [0, 0, 1, -3, 0.5], high: [1, 1, 3, 1, 0.5] };
  const { fields, chosen, values } = observationFields(space, met, "gym:X-v0");
  expect(Object.entries(fields).map(([name, { expected }]) => `${name}: ${expected}`)).toEqual([
    "map[0][0]: a whole number from 0 to 1",
    "map[0][1]: a whole number from 0 to 1",
    "self[0]: a whole number from 1 to 3",
    // Half of the 4 that were met below the least; 1 where only one number was met.
    "self[1][0]: a number from -5 to 1",
    "self[1][1]: a number from -0.5 to 1",
  ]);
  expect(chosen.map(({ name }) => name)).toEqual(["self[1][0]", "self[1][1]"]);
  // Beyond a bound that was chosen, the bound.
  expect(Object.values(values([1, 0, 2, -100, 0.5]))).toEqual([1, 0, 2, -5, 0.5]);
});

test("pictures are refused", () => {
  const picture = box([84, 84, 3], 0, 255, "uint8");
  expect(() => observationFields(picture, { low: [], high: [] }, "gym:X-v0")).toThrow(
    "gym:X-v0: an observation has 21168 numbers; at most 256 can be told apart, so pictures cannot",
  );
});
