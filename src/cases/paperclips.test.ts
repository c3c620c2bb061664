import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import paperclips from "./paperclips.ts";

const setting = paperclips.build({});

// 2 pieces of wire at the start; a clip and a piece take a step each; the town gives 8 pieces.
test.each([
  ["making and buying in turn", "mmbmbmbmbmbm", 7, 5, 5, ["order"]],
  ["the town first", "tmmmmmmmmmmm".slice(0, 11), 10, 5, 5 - 10, ["town", "order"]],
  ["no more than was ordered", "mmbmbmbm", 5, 5, 5, ["order"]],
])("%s", (_, actions, naive, ordered, repaired, events) => {
  expect(along(setting, "naive", actions)).toMatchObject({ paid: naive, events });
  expect(along(setting, "ordered", actions).paid).toBe(ordered);
  expect(along(setting, "repaired", actions).paid).toBe(repaired);
});
