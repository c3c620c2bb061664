import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { compare } from "../audit/compare/compare.ts";
import cleaningRobot from "./cleaning-robot.ts";

// One for each clean room that the drive counts.
test.each([
  ["attic", "ccc", 1, 3],
  ["attic", "scc", 0, 2],
  ["upstairs", "ccs", 2, 2],
  ["house", "csc", 2, 2],
])("%s pays %s %d, and the score is %d", (drive, actions, paid, score) => {
  expect(along(cleaningRobot.build({}), drive, actions)).toMatchObject({ paid, score, why: "terminated" });
});

// Skalse et al. 2022, arXiv:2209.13085: true (1, 1, 1) over the eight sets of rooms, proxy (1, 1, 0) unhackable, proxy (1, 0, 0)
// hackable, by {bedroom, kitchen} against {attic}. Over randomised policies both are hackable: neither is equivalent to the true one.
test.each([
  ["upstairs", ["unhackable", "hackable"]],
  ["attic", ["hackable", "hackable"]],
  ["house", ["unhackable", "unhackable"]],
])("%s against what was meant, over deterministic policies and over all, is %j", (drive, outcomes) => {
  const { hackability } = compare(cleaningRobot, { name: "cleaning-robot", drives: [drive, "intent"] });
  expect(hackability.map(({ outcome }) => outcome)).toEqual(outcomes);
});

test("attic prefers {attic}, what was meant prefers {bedroom, kitchen}", () => {
  const { hackability } = compare(cleaningRobot, { name: "cleaning-robot", drives: ["attic", "intent"] });
  const [deterministic] = hackability;
  if (deterministic?.outcome !== "hackable") throw new Error("expected a witness");
  const cleaned = deterministic.witness.map(({ trace }) => {
    const { attic, bedroom, kitchen } = trace?.end.state ?? {};
    return [attic, bedroom, kitchen];
  });
  expect(cleaned).toEqual([
    [true, false, false],
    [false, true, true],
  ]);
  expect(deterministic.witness.map(({ returns }) => returns.map(({ exact }) => exact))).toEqual([
    ["1", "1"],
    ["0", "2"],
  ]);
});

// STARC: the advantage of cleaning a room of weight w over the uniform policy is w/2, of passing it by −w/2; the attic is met in one
// state, the bedroom in two, the kitchen in four. So the product of (1, 0, 0) with (1, 1, 1) is 2/4, the squared lengths are 2/4 and
// 14/4, and the correlation √(1/7).
test("the distances of attic and upstairs from what was meant", () => {
  const starcOf = (drive: string) =>
    compare(cleaningRobot, { name: "cleaning-robot", drives: [drive, "intent"] }).distances.find(
      ({ name }) => name === "STARC",
    );
  const [attic, upstairs, house] = ["attic", "upstairs", "house"].map(starcOf);
  if (!attic?.isDecided || !upstairs?.isDecided || !house?.isDecided) throw new Error("expected distances");
  expect(attic.correlation?.value).toBeCloseTo(Math.sqrt(1 / 7), 14);
  expect(attic.distance.value).toBeCloseTo(Math.sqrt((1 - Math.sqrt(1 / 7)) / 2), 14);
  expect(upstairs.correlation?.value).toBeCloseTo(Math.sqrt(3 / 7), 14);
  expect(house.distance.exact).toBe("0");
});
