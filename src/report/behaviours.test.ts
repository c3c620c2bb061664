import { expect, test } from "vitest";
import { apartText } from "./behaviours.ts";

const mark = (place: string, action: string) => ({ state: { place, open: true }, action });

test.each([
  [[mark("hall", "left")], '"left" where place hall, open yes'],
  [
    [mark("hall", "left"), mark("attic", "stay"), mark("yard", "up"), mark("yard", "down"), mark("yard", "stay")],
    '"left" where place hall, open yes; "stay" where place attic, open yes; "up" where place yard, open yes; and 2 more',
  ],
  [[], "nothing: it differs in how often it does what others do too, and so cannot be accepted or rejected"],
])("what only a kind of behaviour does", (marks, text) => {
  expect(apartText({ marks })).toBe(text);
});
