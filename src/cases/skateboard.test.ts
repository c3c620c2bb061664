import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import skateboard from "./skateboard.ts";

const paid = (by: "nobody" | "admired" | "despised" | "everybody", letters: string) => {
  const setting = skateboard.build({ by });
  const own = along(setting, "naive", letters);
  const social = along(setting, "repaired", letters);
  return { fun: own.paid, more: social.paid - own.paid, events: own.events };
};

// Admiration pays 2 for each time it is done as the admired do, contempt charges 2 for the despised, the norm 2 for each time it is not.
test.each([
  ["admired", "ssw", 4, ["unlike the admired"]],
  ["despised", "ssw", -4, ["like the despised"]],
  ["everybody", "ssw", -2, ["unlike everybody"]],
  ["nobody", "ssw", 0, []],
] as const)("where the %s skate by", (by, letters, more, events) => {
  expect(paid(by, letters)).toMatchObject({ more, events });
});

test("walking is no fun and no bother", () => {
  expect(paid("nobody", "wwwww")).toEqual({ fun: 0, more: 0, events: [] });
});
