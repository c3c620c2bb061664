import { expect, test } from "vitest";
import type { PressurePoint } from "../audit/report.ts";
import { tellingPoints } from "./pressure.ts";

const curve = (values: readonly number[]): readonly PressurePoint[] =>
  values.map((value, lookahead) => ({ lookahead, competence: 0, drive: 0, worst: [value], best: [value] }));

test.each([
  ["a steady fall has its two ends", [5, 4, 3, 2], [0, 3]],
  ["the intent turns at k = 1", [0, 8, 6, 4, 4, 4, 4, 4, 1], [0, 1, 8]],
  ["a plateau ends where it falls", [0, 8, 8, 8, 2, 2], [0, 1, 3, 5]],
  ["every turn", [0, 3, 1, 2, -5], [0, 1, 2, 3, 4]],
  ["one point", [1], [0]],
  ["none", [], []],
])("%s", (_, values, places) => {
  expect([...tellingPoints(curve(values), 0)].sort((a, b) => a - b)).toEqual(places);
});
