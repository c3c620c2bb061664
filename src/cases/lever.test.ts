import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import lever from "./lever.ts";

const setting = lever.build({});

// Work pays 1; once the lever is pulled every step pays 5; pulling pays nothing, and is charged 50 where it is charged.
test.each([
  ["ten steps of work", "wwwwwwwwww", 10, 10, 10],
  ["pulling at once", "prrrrrrrrr", 9 * 5, 9 * 5 - 50, 0],
  ["pulling late", "wwwwwwwwwp", 9, 9 - 50, 9],
])("%s", (_, actions, naive, repaired, today) => {
  expect(along(setting, "naive", actions)).toMatchObject({ paid: naive, score: today });
  expect(along(setting, "repaired", actions).paid).toBe(repaired);
  expect(along(setting, "today", actions).paid).toBe(today);
});
