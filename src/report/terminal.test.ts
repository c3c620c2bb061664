import { describe, expect, test } from "vitest";
import { boatNaive, boatRepaired, exactly, innocent, vaultNaive } from "../../test/support/audits.ts";
import { hostile } from "../../test/support/hostile.ts";
import type { Audit, Step, Trace } from "../audit/report.ts";
import { renderBrief, renderCase, renderSummary, renderTerminal } from "./terminal.ts";
import { TRACE_LINES, traceLines } from "./terminal-trace.ts";
import { lineWidth } from "./text.ts";

const [boatFinding] = boatNaive.findings;
const boatTrace = boatFinding?.trace;
if (boatFinding === undefined || boatTrace === undefined) throw new Error("the fixture has no trace");
const written = (trace: Trace, width = 76): string =>
  traceLines(trace, width)
    .map((line) => line.map(({ text }) => text).join(""))
    .join("\n");
const stepAt = (k: number, more: Partial<Step> = {}): Step => ({
  ...boatTrace.steps[0]!,
  state: { place: k },
  ...more,
});

describe("the report of a case", () => {
  test("fits into 80 columns and 40 lines for the boat race and both its drives", () => {
    const lines = renderCase([boatNaive, boatRepaired]).trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });

  test("names the drive also where the case and its settings fill the line", () => {
    const settings = Object.fromEntries(["gold", "gems", "attackers"].map((name) => [`${name}_to_collect`, 15]));
    const [first, second, third] = renderTerminal({ ...boatNaive, case: "models/robot.prism", settings }).split("\n");
    expect(first).toMatch(/^models\/robot\.prism \(gold_to_collect = 15, gems_to_collect = 15,$/);
    expect(second).toMatch(/^attackers_to_collect = 15\), drive naive +1 medium finding$/);
    expect(third).toBe(boatNaive.verdict);
  });

  test("says per step, and what goes on for ever, where the long-run average is asked for", () => {
    const [item] = vaultNaive.items;
    const [none, always] = [exactly(0), exactly(1)];
    const text = renderTerminal({
      ...vaultNaive,
      question: { criterion: "average", discount: 1, origin: "", text: "no horizon, average per step" },
      items: [{ ...item!, worst: always, best: none, recurrent: { meant: none, worst: none, best: none } }],
    });
    expect(text).toMatch(/^Question {5}no horizon, average per step$/m);
    expect(text).toMatch(/^Intent {7}never theft {2}meant 0% {2}worst optimum 100% {2}best optimum 0%$/m);
    expect(text).toMatch(/^For ever {5}never theft {2}meant 0% {2}worst optimum 0% {2}best optimum 0%$/m);
    expect(text).toMatch(/costs 19\.6875 a step: an agent that does what was meant earns at\n/);
    expect(renderTerminal(vaultNaive)).not.toMatch(/For ever|a step:/);
  });

  test("says verdict, question, coverage, finding, figure, payer and measurements", () => {
    const text = renderTerminal(boatNaive);
    for (const part of [
      boatNaive.verdict,
      "100 steps, undiscounted (the world's horizon)",
      "exact over all 8 states",
      "MEDIUM  loop, also worst optimum",
      "score 0, meant 100",
      "a loop of 2 steps from the start, 50 times, to step 100",
      "arrow, src/cases/boat-race.ts:41",
      "return forward ? 3 : 0;",
      "Honesty      costs nothing",
      "0…100", // the pressure at the optimum, from worst to best
      "arrow and time: no weight from ×0 to ×10 repairs it",
    ])
      expect(text).toContain(part);
  });

  test("shows repair, events, chance, bounds that matter, unread fields and notes", () => {
    const text = renderTerminal(vaultNaive);
    for (const part of [
      "never theft, unseen  gold 0→2",
      "a weight of gold below ×0 removes it",
      "its probability is 23.73%",
      "no term reads place",
      "unproved tie, gap ≤ 1e-9",
      "Rewards were read to 12 digits.",
    ])
      expect(text).toContain(part);
  });

  test("shows the lookahead at which the intent turns, among many", () => {
    const values = [0, 8, ...Array.from({ length: 60 }, (_, k) => 6 - k / 10)];
    const pressure = values.map((value, lookahead) => {
      const all = boatNaive.items.map(() => value);
      return { lookahead, competence: lookahead / 62, drive: 0, worst: all, best: all };
    });
    expect(renderTerminal({ ...boatNaive, pressure })).toMatch(/^Pressure +lookahead +0 +1 +\d+ .* 61$/m);
  });

  test("shows the ends of a curve with more turns than there is room for", () => {
    const pressure = Array.from({ length: 62 }, (_, lookahead) => {
      const all = boatNaive.items.map(() => (lookahead % 2 === 0 ? 1 : -1000) * lookahead);
      return { lookahead, competence: lookahead / 62, drive: 0, worst: all, best: all };
    });
    expect(renderTerminal({ ...boatNaive, pressure })).toMatch(/^Pressure +lookahead +0 .* 60 +61$/m);
  });

  test("says nothing of what was meant where nothing was judged", () => {
    const text = renderTerminal({ ...boatNaive, items: [] });
    expect(text).toContain("Figure   score 0\n");
  });

  test("does not say a claim again that is the verdict", () => {
    const verdict = boatFinding.claim;
    expect(renderTerminal({ ...boatNaive, verdict }).split("go back and forth")).toHaveLength(2);
  });

  test("prints a drive with nothing to find in a few lines, with question and coverage, and never calls it safe", () => {
    const text = renderBrief(boatRepaired);
    expect(text.split("\n").length).toBeLessThanOrEqual(6);
    expect(text).toContain("no exploit found");
    expect(text).toContain("100 steps, undiscounted");
    expect(text).toContain("exact over all 8 states");
    expect(`${text}${renderTerminal(innocent)}`).not.toMatch(/\bsafe\b/i);
  });

  test("says why an answer is not exact", () => {
    const audit: Audit = { ...innocent, exactness: { exact: false, reason: "too many beliefs" } };
    expect(renderTerminal(audit)).toContain("not exact over 8 states: too many beliefs");
  });

  test("has colour only where it is asked for", () => {
    expect(renderTerminal(boatNaive)).not.toContain("\u001b");
    expect(renderTerminal(boatNaive, { color: true })).toContain("\u001b[");
  });

  test.each([40, 60, 80, 120])("is no wider than a terminal of %d columns", (width) => {
    const audits = hostile([boatNaive, vaultNaive, innocent], "rows");
    for (const line of renderCase([...audits, boatNaive, vaultNaive], { width }).split("\n"))
      expect([...line].length, line).toBeLessThanOrEqual(width);
  });

  test("lets no control character of a user reach the terminal", () => {
    const text = renderTerminal({ ...boatNaive, case: "a\u001b[2Jb\u0007", verdict: "x\u009b1m\ny" });
    expect(text).toContain("a·[2Jb·");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test("says infinities in words", () => {
    const unbounded = exactly(Infinity, "unbounded");
    const text = renderTerminal({ ...boatNaive, optimum: unbounded, priceOfHonesty: unbounded });
    expect(text).toContain("unbounded");
    expect(text).not.toMatch(/Infinity|NaN/);
  });
});

describe("a trace", () => {
  test("shows drawings side by side where they fit", () => {
    expect(written(boatTrace).split("\n")).toEqual([
      "A>.        SA.   ",
      "^#v        ^#v   ",
      ".<.        .<.   ",
      "↻0 right   1 left",
      "+2         −1    ",
    ]);
  });

  test("puts like steps into one line where drawings do not fit", () => {
    const picture = ["a line of words"];
    const steps = [0, 1, 2, 3].map((k) => stepAt(k, { picture, action: k < 3 ? "right" : "left" }));
    const end = { state: { place: 4 }, picture, why: "terminated" as const };
    expect(written({ ...boatTrace, steps, end, stem: 4, loop: 0 }).split("\n")).toEqual([
      " 0–2 right ×3  +6  place 0→3",
      "   3 left      +2  place 3→4",
    ]);
  });

  test("takes at most 12 lines, however long it is", () => {
    for (const picture of [["a line of words"], Array.from({ length: 9 }, () => "#..A...#")]) {
      const steps = Array.from({ length: 90 }, (_, k) => stepAt(k, { picture, action: `move ${k % 7}` }));
      const trace = { ...boatTrace, steps, end: { state: {}, picture, why: "cut" as const }, stem: 90, loop: 0 };
      const lines = traceLines(trace, 76);
      expect(lines.length).toBeLessThanOrEqual(TRACE_LINES);
      expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(76);
      expect(written(trace)).toContain("more lines");
    }
  });

  test("says that SVG steps happened without their drawing", () => {
    const steps = boatTrace.steps.map((step) => ({ ...step, picture: { svg: "<svg/>" } }));
    expect(written({ ...boatTrace, steps })).toMatch(/↻0 right +\+2 +column 0→1\n↻1 left +−1 +column 1→0/);
  });
});

describe("the summary of several files", () => {
  test("has one aligned line for each case and drive, no wider than the terminal", () => {
    const lines = renderSummary([boatNaive, boatRepaired, vaultNaive]).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.search(/naive|repaired/))).size).toBe(1);
    expect(lines[1]).toMatch(/boat-race +repaired +no exploit found +exact/);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });
});

test("a narrow terminal wraps the figures of an item and the checks that agree, and cuts none", () => {
  const text = renderTerminal(vaultNaive, { width: 40 });
  expect(text).toMatch(/^HIGH {2}[a-z ]+\n {2}also [a-z ]+[a-z]$/m);
  expect(text.replace(/\s+/g, " ")).toContain(
    "Intent never theft: meant 0%, worst optimum 99.9% and best optimum 99.9% reach out: meant 100%,",
  );
});
