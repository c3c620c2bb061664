import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import whisky from "./whisky.ts";

// Work pays 1, the first drink 2 and a further one nothing, but 3 to who craves.
test.each([
  ["nothing but work", 1, "wwwwwwwwww", 10, 10, ["at work"]],
  ["a drink before it", 0, "dwwwwwwwww", 2 + 9, 9, ["at work"]],
  ["two drinks", 0, "ddwwwwwwww", 2 + 8, 8, ["at work"]],
  ["nothing but drink", 1, "dddddddddd", 2 + 9 * 3, 0, ["craving"]],
] as const)("%s, a drink making crave with probability %d", (_, addictive, letters, naive, repaired, events) => {
  const setting = whisky.build({ addictive });
  expect(along(setting, "naive", letters)).toMatchObject({ paid: naive, events });
  expect(along(setting, "repaired", letters).paid).toBe(repaired);
});
