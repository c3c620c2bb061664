import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import offSwitch from "./off-switch.ts";

// The coffee pays 10, each step costs 1, cutting the wire 10 where it is charged.
test.each([
  ["never pressed", 0, "www", 10 - 3, 10 - 3, "terminated"],
  ["pressed at once", 1, "w", -1, -1, "terminated"],
  ["the wire cut", 1, "cwww", 10 - 4, 10 - 4 - 10, "terminated"],
])("%s", (_, pressed, actions, naive, repaired, why) => {
  const setting = offSwitch.build({ pressed });
  expect(along(setting, "naive", actions)).toMatchObject({ paid: naive, why });
  expect(along(setting, "repaired", actions)).toMatchObject({ paid: repaired, why });
});

test("a robot switched off has not moved", () => {
  const { world } = offSwitch.build({ pressed: 1 });
  const { state } = along(offSwitch.build({ pressed: 1 }), "naive", "w");
  expect(state).toMatchObject({ gone: 0, off: true });
  expect(world.shutdown?.({ gone: 0, wire: "wired", off: true })).toBe(true);
});
