import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import steward from "./steward.ts";

const setting = steward.build({});

// 2 at the start; assisting adds 1 a step, gathering 2 a step while the master is locked up.
test.each([
  ["assisting throughout", "aaaaaa", 8, 3 + 4 + 5 + 6 + 7 + 8, ["powerful"]],
  ["locking up, then handing over", "lggggh", 10, 10, ["locked up", "powerful"]],
  ["gathering in the open", "gggggh", 7, 5 * 2 + 7, []],
  ["locking up for good", "lggggg", 2, 0, ["locked up"]],
])("%s", (_, actions, inTheEnd, throughout, events) => {
  expect(along(setting, "naive", actions)).toMatchObject({ paid: inTheEnd, events, why: "horizon" });
  expect(along(setting, "repaired", actions).paid).toBe(throughout);
});
