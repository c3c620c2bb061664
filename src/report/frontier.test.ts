import { describe, expect, test } from "vitest";
import { boatNaive, exactly } from "../../test/support/audits.ts";
import type { Audit, Frontier } from "../audit/report.ts";
import { costText, frontierText } from "./frontier.ts";
import { renderHtml } from "./html/index.ts";
import { renderTerminal } from "./terminal.ts";

const vertex = (drive: number, item: number) => ({ drive: exactly(drive), item: exactly(item) });
const mark = (share: number, budget: number, mixed: number, corner: Frontier["within"][number]["vertex"]) => ({
  share,
  budget: exactly(budget),
  mixed: exactly(mixed),
  vertex: corner,
});

/** From 50 down: the worst falls from 0 to −100, the best rises from 40 to 60 at 2 for each unit and to 100 at 1/2. */
const frontier: Frontier = {
  worst: { vertices: [vertex(50, 0), vertex(0, -100)], gaps: [] },
  best: { vertices: [vertex(50, 40), vertex(40, 60), vertex(-40, 100)], gaps: [] },
  within: [
    mark(0, 0, 0, vertex(50, 0)),
    mark(0.001, 0.1, -0.2, vertex(50, 0)),
    mark(0.01, 1, -2, vertex(50, 0)),
    mark(0.1, 10, -20, vertex(50, 0)),
  ],
  slope: exactly(2),
  price: exactly(90),
};
const [item] = boatNaive.items;
const audit: Audit = { ...boatNaive, frontier: [frontier] };

describe("the frontier in words", () => {
  test("says what budgets buy and what meeting the item costs", () => {
    expect(frontierText(frontier, item!)).toBe(
      "score: at worst 0 at the optimum, −2 within 1% of it, −20 within 10% (of the margin over a random agent); meeting it costs 90 of the return, from 0.5 to 2 for each unit",
    );
    expect(renderTerminal(audit)).toContain("\nFrontier     score: at worst 0 at the optimum");
  });
  test("says nothing of each unit where the way is not known, and says why", () => {
    const partly = { ...frontier, best: { ...frontier.best, gaps: [1], reason: "too much work" } };
    expect(costText(partly, item!)).toBe("meeting it costs 90 of the return");
    expect(frontierText(partly, item!)).toMatch(/; not known throughout: too much work$/);
  });
  test("says why there is none", () => {
    const none = { vertices: [], gaps: [], reason: "no criterion is shared" };
    const text = frontierText({ worst: none, best: none, within: [] }, item!);
    expect(text).toBe("score: not known: no criterion is shared");
  });
});

describe("the frontier in HTML", () => {
  const count = (text: string, part: string): number => text.split(part).length - 1;
  test("draws every vertex, and lines between neighbours only", () => {
    const page = renderHtml([audit]);
    expect(count(page, 'class="corner worst"')).toBe(2);
    expect(count(page, 'class="corner best"')).toBe(3);
    expect(count(page, 'class="edge')).toBe(3);
    expect(count(page, 'class="mark-at"')).toBe(3);
  });
  test("draws no line where the edge is not known", () => {
    const gap = { ...frontier, best: { ...frontier.best, gaps: [1], reason: "too much work" } };
    const page = renderHtml([{ ...audit, frontier: [gap] }]);
    expect(count(page, 'class="edge')).toBe(2);
    expect(page).toContain("not known throughout: too much work");
  });
});
