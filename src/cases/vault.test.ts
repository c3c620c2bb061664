import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import vault from "./vault.ts";

// Each bar pays 10, each step costs 1; taking before somebody's eyes costs 30.
test.each([
  ["unwatched, both bars", 0, "ettl", 20 - 4, 20 - 4 - 60],
  ["watched, both bars", 1, "ettl", 20 - 4 - 60, 20 - 4 - 60],
  ["nothing taken", 1, "l", -1, -1],
])("%s", (_, watched, actions, naive, repaired) => {
  const setting = vault.build({ watched });
  expect(along(setting, "naive", actions)).toMatchObject({ paid: naive, why: "terminated" });
  expect(along(setting, "repaired", actions)).toMatchObject({ paid: repaired, why: "terminated" });
});

test("there are two bars and no more", () => {
  expect(along(vault.build({ watched: 0 }), "naive", "ettt")).toMatchObject({ paid: 20 - 4, events: ["theft"] });
});
