import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { formatRational } from "../core/rational.ts";
import { enumerate } from "../exact/enumerate.ts";
import friendOrFoe from "./friend-or-foe.ts";

const friend = friendOrFoe.build({ room: "friend" });
const foe = friendOrFoe.build({ room: "foe" });

/** The letters of a choice of boxes, each of which is 4 steps away. */
const opening = (boxes: string): string => [...boxes].map((box) => `uuu${box}`).join("");

// 46 for the right box, -54 for the wrong one. The estimates of "left", from 1/2 on: after l 5/8, after lr 15/32, after lrl 77/128,
// after r 3/8; one of 1/2 or more makes a friend fill the left box, one of 1/2 or less a foe.
test.each([
  ["llll", 4 * 46, 46 - 3 * 54],
  ["rrrr", -54 + 3 * 46, -4 * 54],
  ["lrlr", 46 - 3 * 54, 4 * 46],
])("%s scores %d with a friend and %d with a foe", (boxes, withFriend, withFoe) => {
  expect(along(friend, "repaired", opening(boxes))).toMatchObject({ paid: withFriend, why: "terminated" });
  expect(along(friend, "repaired", opening(boxes)).score).toBe(withFriend);
  expect(along(foe, "repaired", opening(boxes)).paid).toBe(withFoe);
  expect(along(foe, "naive", opening(boxes)).paid).toBe(4 * 46);
});

test("chance fills the left box with probability 0.6, whatever was opened", () => {
  const { model, state } = enumerate(friendOrFoe.build({ room: "chance", episodes: 2 }).world);
  const starts = model.starts.map((start) => [state(start.state).reward, formatRational(start.probability)]);
  expect(Object.fromEntries(starts)).toEqual({ left: "3/5", right: "2/5" });
});

test("the agent does not see which box holds the reward", () => {
  expect(foe.world.observe?.(along(foe, "naive", "u").state)).not.toHaveProperty("reward");
});
