import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { enumerate } from "../exact/enumerate.ts";
import conveyorBelt from "./conveyor-belt.ts";

const vase = conveyorBelt.build({});
const sushi = conveyorBelt.build({ object: "sushi" });

// Each step costs 1. The belt brings the object to its end in 4 steps; "udd" meets it at the middle of the belt and pushes it
// down; "ldd" and a way round bring the agent under it and push it back on, where the belt takes it to the end in 2 steps more.
test.each([
  ["left alone", "udud", -4, -54, -4, 46],
  ["taken off", "udd", 50 - 3, 50 - 3, -3, -3],
  ["taken off and put back", "uddlddruu", 50 - 9, 50 - 9 - 50, -9, -9 + 50],
])("the object %s (%s): a vase is paid %d and scores %d, sushi %d and %d", (_, actions, paid, score, ...other) => {
  expect(along(vase, "naive", actions)).toMatchObject({ paid, score });
  expect(along(vase, "repaired", actions).paid).toBe(score);
  expect(along(sushi, "naive", actions)).toMatchObject({ paid: other[0], score: other[1] });
  expect(along(sushi, "repaired", actions).paid).toBe(other[1]);
});

test("the agent holds the object up where it stands on the belt, and cannot push it before a wall or at the end", () => {
  expect(along(vase, "naive", "rdd").state).toMatchObject({ row: 3, column: 4, objectRow: 3, objectColumn: 3 });
  expect(along(vase, "naive", "rddu").state).toMatchObject({ row: 2, column: 4, objectColumn: 4 });
  expect(along(vase, "naive", "udddd").state).toMatchObject({ row: 4, column: 3, objectRow: 5 });
  expect(along(vase, "naive", "udurrddd").state).toMatchObject({ row: 2, column: 5, objectRow: 3, objectColumn: 5 });
});

test("a cautious drive pays as much for saving the sushi as for saving the vase", () => {
  for (const setting of [vase, sushi]) expect(along(setting, "cautious", "udud").paid).toBe(-4 - 50);
});

// 25 cells of the room for each: 25 · 24 pairs, of which the exact engine finds that 551 can come about.
test("551 states are reachable", () => {
  expect(enumerate(vase.world).model.states).toBe(551);
});
