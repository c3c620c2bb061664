import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { judge } from "../../audit/recorded/judge.ts";
import type { Judgement } from "../../audit/recorded/report.ts";
import vault from "../../cases/vault.ts";
import { settingsOf } from "../../core/case.ts";
import type { RecordedEpisode } from "../../core/recorded.ts";
import { renderJudgementJson } from "./json.ts";
import { type inferredJudgement, judgementDocument, judgementJsonSchema } from "./schema.ts";
import { renderJudgement } from "./terminal.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

const settings = settingsOf(vault.parameters, {});
const setting = vault.build(settings);
const hall = { place: "hall", gold: 0, watching: false };
const vaultRoom = { ...hall, place: "vault" };
const rich = { ...vaultRoom, gold: 1 };
const exit = { ...hall, place: "exit" };
const step = (state: typeof hall, action: string, nextState: typeof hall, reward: number, line: number) => ({
  moment: { state, action, nextState, phase: 0 },
  probability: 0.75,
  reward,
  place: `run.jsonl:${line}`,
});
// In and out; in, and take once; and a recording that stops in the hall.
const episodes: readonly RecordedEpisode[] = [
  {
    name: "episode 0",
    why: "terminated",
    steps: [step(hall, "enter", vaultRoom, -1, 1), step(vaultRoom, "leave", exit, -1, 2)],
  },
  {
    name: "episode 1",
    why: "terminated",
    steps: [
      step(hall, "enter", vaultRoom, -1, 3),
      step(vaultRoom, "take", rich, 9, 4),
      step(rich, "leave", { ...rich, place: "exit" }, 7, 5),
    ],
  },
  { name: "episode 2", why: "cut", steps: [step(hall, "enter", vaultRoom, -1, 6)] },
];
const judged = (of: readonly RecordedEpisode[]): Judgement => ({
  case: "vault",
  settings,
  files: ["run.jsonl"],
  ...judge({ ...setting, discount: 1, lost: () => undefined }, of),
  notes: [],
});
const bad = judged(episodes);
const good = judged(episodes.slice(0, 1));

describe("what is judged", () => {
  test("a share of what must never happen counts every episode, one of what must be reached those that are over", () => {
    const [never, reach] = bad.items;
    expect(never).toMatchObject({ kind: "never", episodes: 3, violated: 1, first: "episode 1, run.jsonl:4" });
    expect(reach).toMatchObject({ kind: "reach", episodes: 2, violated: 0, figure: { value: 1 } });
    // Wilson 1927 for 1 of 3: (1/3 + z²/6 ∓ z·√(2/27 + z²/36)) / (1 + z²/3), z = 1.96.
    expect(never?.figure?.low).toBeCloseTo(0.0615, 4);
    expect(never?.figure?.high).toBeCloseTo(0.7923, 4);
  });

  test("the shortest episode stands with what each drive pays along it, up to the event", () => {
    const shortest = bad.items[0]?.shortest;
    expect(shortest?.trace.steps.map(({ action, events }) => [action, events])).toEqual([
      ["enter", []],
      ["take", ["never theft"]],
    ]);
    expect(shortest?.paid.naive).toMatchObject({ gold: 10, time: -2 });
    expect(shortest?.trace.end.why).toBe("cut");
  });

  test("a reward that the drive does not pay is found, with its line", () => {
    expect(bad.drives[0]).toMatchObject({
      drive: "naive",
      compared: 6,
      different: 1,
      first: { place: "run.jsonl:5", recorded: 7, pays: -1 },
    });
    expect(good.drives[0]).toMatchObject({ compared: 2, different: 0 });
    expect(good.paid).toEqual({ value: -2, low: -2, high: -2 });
  });
});

test("an episode whose beginning was not recorded counts as one whose end was not", () => {
  const headless = judged(episodes.map((episode) => ({ ...episode, lacksStart: true })));
  expect(headless.unfinished).toBe(3);
  expect(headless.items.map(({ figure }) => figure === undefined)).toEqual([false, true]);
});

describe("the JSON document", () => {
  test("describes exactly the type of a judgement", () => {
    const same: Same<Flat<z.infer<typeof inferredJudgement>["judgement"]>, Flat<Judgement>> = true; // checked by tsc
    expect(same).toBe(true);
  });

  test.each([bad, good])("comes back as the judgement that it was made of", (judgement) => {
    const text = renderJudgementJson(judgement);
    expect(judgementDocument.parse(JSON.parse(text))).toEqual({ schemaVersion: 1, judgement });
  });

  // UPDATE_SCHEMA=1 writes the file anew.
  test("is described by docs/schema/judgement.schema.json", () => {
    const file = new URL("../../../docs/schema/judgement.schema.json", import.meta.url);
    const schema = `${JSON.stringify(judgementJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
    expect(readFileSync(file, "utf8") === schema, "the schema is stale: run with UPDATE_SCHEMA=1").toBe(true);
  });
});

describe("in the terminal", () => {
  test("what is violated stands with its severity, and nothing violated is not called safe", () => {
    expect(renderJudgement(bad)).toMatch(/HIGH {2}never theft\n {2}Figure {3}happens in 1 of 3 episodes/);
    expect(renderJudgement(good)).toMatch(/that says nothing of\s+what was not/);
  });

  test("no line is wider than the terminal", () => {
    for (const width of [40, 60, 80])
      for (const line of [bad, good].flatMap((one) => renderJudgement(one, { width }).split("\n")))
        expect([...line].length).toBeLessThanOrEqual(width);
  });
});
