import { expect, test } from "vitest";
import { boatNaive } from "../../test/support/audits.ts";
import type { PressurePoint, SoftPressurePoint } from "../audit/report.ts";
import { softText, tellingPoints } from "./pressure.ts";

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

test.each([
  ["a turn is said", [0, 30, 20], "score 0 at 0% competence, 30 at 50%, 20 at 100%"],
  ["nothing of a way without a turn", [0, 10, 20], ""],
  ["nothing of a turn that does not show in print", [20, 20.00012345, 20], ""],
  ["nothing of one point", [1], ""],
])("the soft curve: %s", (_, values, text) => {
  const points = values.map(
    (value, k): SoftPressurePoint => ({
      temperature: 2 ** -k,
      competence: values.length === 1 ? 0 : k / (values.length - 1),
      drive: 0,
      values: [value],
      divergence: 0,
    }),
  );
  expect(softText(points, boatNaive.items[0]!, 0)).toBe(text);
});
