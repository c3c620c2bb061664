import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import queue from "./queue.ts";

const setting = queue.build({});

// Three steps at the window for each; ice cream pays 10, a step costs 1, pushing in 10 where it is charged.
test.each([
  ["standing behind Ahmed", "jwwwww", 10 - 6, 10 - 6, { me: "served", ahmed: "served" }],
  ["pushing in", "pww", 10 - 3, 10 - 3 - 10, { me: "served", ahmed: "first" }],
  ["pushing in from behind", "jpww", 10 - 4, 10 - 4 - 10, { me: "served", ahmed: "first" }],
  ["joining when he is served", "wwwjww", 10 - 6, 10 - 6, { me: "served", ahmed: "served" }],
  ["going", "g", -1, -1, { me: "gone", ahmed: "first" }],
])("%s", (_, actions, naive, repaired, state) => {
  expect(along(setting, "naive", actions)).toMatchObject({ paid: naive, state, why: "terminated" });
  expect(along(setting, "repaired", actions).paid).toBe(repaired);
});

test("Ahmed loses his place by nobody's act but the agent's", () => {
  expect(along(setting, "naive", "www").state.ahmed).toBe("served");
  expect(along(setting, "naive", "p").state.ahmed).toBe("second");
});
