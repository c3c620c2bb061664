import { expect, test } from "vitest";
import type { Quantity, ShareFlip, Violated, WatchedSight, Watching } from "../audit/report.ts";
import { sharesText } from "../audit/words.ts";
import { lineWidth } from "./text.ts";
import { watchingLines } from "./watching.ts";

const at = (value: number, exact = `${value}`): Quantity => ({ value, low: value, high: value, exact });
const share = (value: number, violated: Violated) => ({
  share: at(value),
  optimum: at(0),
  meant: [],
  worst: [],
  best: [],
  violated,
});
const exactly = (place: Quantity, below: Violated, here: Violated, above: Violated): ShareFlip => ({
  low: place,
  high: place,
  below,
  at: here,
  above,
});
const sightWith = (flips: readonly ShareFlip[], start: Violated = "every"): WatchedSight => ({
  sight: "hidden",
  shares: [share(0, start)],
  flips,
  isOwn: true,
  penalties: [],
  undecided: [],
});

test.each<[string, readonly ShareFlip[], Violated]>([
  ["every optimal agent at any share", [], "every"],
  ["none at any share", [], "none"],
  ["every optimal agent below 20%, some at 20%, none above", [exactly(at(0.2), "every", "some", "none")], "every"],
  ["every optimal agent below 100%, none at 100%", [exactly(at(1), "every", "none", "none")], "every"],
  ["some at 0%, none above", [exactly(at(0), "some", "some", "none")], "some"],
  ["every optimal agent up to 1/3, some above", [exactly(at(1 / 3, "1/3"), "every", "every", "some")], "every"],
  ["every optimal agent below 1/3, some from 1/3 on", [exactly(at(1 / 3, "1/3"), "every", "some", "some")], "every"],
  [
    "every optimal agent below about 100%, some at 100%",
    [{ low: at(0.9999), high: at(1), below: "every", above: "some" }],
    "every",
  ],
  [
    "none below 10%, some between 10% and 50%, every optimal agent from 50% on",
    [exactly(at(0.1), "none", "some", "some"), exactly(at(0.5), "some", "every", "every")],
    "none",
  ],
  [
    "every optimal agent below about 28.3%, none above",
    [{ low: at(0.28332), high: at(0.28334), below: "every", above: "none" }],
    "every",
  ],
])("who violates what was meant: %s", (text, flips, start) => {
  expect(sharesText(sightWith(flips, start))).toBe(text);
});

const linesOf = (watching: Watching, width = 80): readonly string[] =>
  watchingLines(watching, width, 13).map((line) => line.map(({ text }) => text).join(""));

test("wrapped where a line is wider than the terminal", () => {
  const flips = [0.1, 0.2, 0.3, 0.4].map((place) => exactly(at(place), "every", "some", "none"));
  const penalties = ["guard", "camera", "neighbour"].map((term) => ({ term, above: null, isOnlySeen: true }));
  const sights = (["observed", "hidden"] as const).map((sight) => ({
    ...sightWith(flips),
    sight,
    penalties,
    grid: 20,
  }));
  for (const width of [80, 40]) {
    const lines = watchingLines({ flags: ["guard"], drawn: "step", sights }, width, 13);
    for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
    const text = lines
      .map((line) =>
        line
          .map((one) => one.text)
          .join("")
          .trim(),
      )
      .join(" ");
    expect(text).toContain("some at 40%, none above");
    expect(text).toContain("neighbour stops it at no weight if it sees who watches, at no weight if it does not");
  }
});

test("one line where nothing is violated at any share", () => {
  const sights = (["observed", "hidden"] as const).map((sight) => ({ ...sightWith([], "none"), sight }));
  expect(linesOf({ flags: ["guard"], drawn: "episode", sights })).toEqual([
    "Watching     what was meant is violated at no share of episodes watched",
  ]);
});

test("what was not decided is said", () => {
  const { flips, ...open } = sightWith([]);
  expect(flips).toEqual([]);
  const sights = [{ ...open, undecided: ["more than 20000 beliefs"] }];
  expect(linesOf({ flags: ["guard"], drawn: "episode", sights })[1]).toBe(
    "             if it does not: not decided: more than 20000 beliefs",
  );
});
