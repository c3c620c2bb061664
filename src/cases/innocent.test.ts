import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import innocent from "./innocent.ts";

const setting = innocent.build({});

// 50 at home, 1 less for each step, 20 less for each step onto the flowers.
test.each([
  ["rrr", 47, ["home"]],
  ["drrru", 50 - 5 - 2 * 20, ["flowers", "home"]],
])("%s pays %d", (actions, paid, events) => {
  expect(along(setting, "plain", actions)).toMatchObject({ paid, events });
});
