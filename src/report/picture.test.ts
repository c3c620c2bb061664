import { expect, test } from "vitest";
import { changesOf, gridOf } from "./picture.ts";

test("a field with its bar is no grid, a drawing of a few dots is one", () => {
  expect(gridOf(["s  ··●··  2"])).toBeUndefined();
  expect(gridOf(["·●··"])).toMatchObject({ rows: [["·", "●", "·", "·"]] });
});

test("of a long list the items that differ are shown, of a short one and where most of it differs all of it", () => {
  expect(changesOf({ dirt: [0, 0, 0, 0, 1, 0] }, { dirt: [0, 0, 0, 0, 0, 0] })).toEqual([
    { field: "dirt[4]", from: "1", to: "0" },
  ]);
  expect(changesOf({ pair: [0, 1] }, { pair: [0, 2] })).toEqual([{ field: "pair", from: "[0 1]", to: "[0 2]" }]);
  expect(changesOf({ all: [0, 0, 0, 0, 0] }, { all: [1, 1, 1, 1, 1] })).toEqual([
    { field: "all", from: "[0 0 0 0 0]", to: "[1 1 1 1 1]" },
  ]);
  expect(changesOf({ same: [1, 2, 3, 4, 5] }, { same: [1, 2, 3, 4, 5] })).toEqual([]);
});
