import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import vault from "../../cases/vault.ts";
import { settingsOf } from "../../core/case.ts";
import { list, oneOf, range } from "../../core/field.ts";
import { defineWorld } from "../../core/world.ts";
import { fitTo } from "./fit.ts";
import { linesOf } from "./lines.ts";
import { readTrajectories, trajectoriesJsonSchema } from "./steps.ts";

const { world } = vault.build(settingsOf(vault.parameters, {}));
const hall = { place: "hall", gold: 0, watching: false };
const room = { ...hall, place: "vault" };
const exit = { ...hall, place: "exit" };

function* linesIn(texts: readonly string[], isWhole = true): Generator<string, boolean> {
  yield* texts;
  return isWhole;
}
const lines = (...steps: readonly unknown[]): readonly string[] => steps.map((step) => JSON.stringify(step));

/** The episodes of some lines in the words of the vault. */
function episodes(texts: readonly string[], isWhole = true) {
  const { header, episodes: raw } = readTrajectories(linesIn(texts, isWhole), "run.jsonl");
  const toEpisode = fitTo(world, { placeOf: (line) => `run.jsonl:${line}` });
  const all = [];
  for (let next = raw.next(); ; next = raw.next()) {
    if (next.done === true) return { header, all, isWhole: next.value };
    all.push(toEpisode(next.value));
  }
}
const enter = { episode: 0, step: 0, state: hall, action: "enter", reward: -1 };
const leave = { episode: 0, step: 1, state: room, action: "leave", reward: -1, nextState: exit, terminated: true };

describe("a file of trajectories", () => {
  test("holds a step a line, each led to where the next one begins, after a header that may be left out", () => {
    const header = { format: "innate-trajectories", version: 1, world: "vault" };
    for (const first of [[], [header]]) {
      const read = episodes(lines(...first, enter, leave, { ...leave, episode: 1, step: 0 }));
      expect(read.all.map(({ name, why, steps }) => [name, why, steps.length])).toEqual([
        ["episode 0", "terminated", 2],
        ["episode 1", "terminated", 1],
      ]);
      expect(read.all[0]?.steps[0]).toMatchObject({
        moment: { state: hall, action: "enter", nextState: room, phase: 0 },
        // Nobody watches the next step three times of four.
        probability: 0.75,
        reward: -1,
        place: `run.jsonl:${first.length + 1}`,
      });
      expect(read.isWhole).toBe(true);
    }
  });

  test("says by numbers what Gymnasium shows", () => {
    const seen = { episode: 0, observation: { place: 0, gold: 0, watching: 0 }, action: 0 };
    const [episode] = episodes(lines({ ...seen, nextObservation: { place: 1, gold: 0, watching: 1 } })).all;
    expect(episode?.steps[0]?.moment).toMatchObject({
      state: hall,
      action: "enter",
      nextState: { ...room, watching: true },
    });
    expect(episode?.why).toBe("cut");
    const counted = defineWorld({
      id: "counted",
      fields: { at: range(1, 3), of: list(oneOf([5, 10]), 2) },
      actions: ["go"],
      start: () => ({ at: 1, of: [5, 5] as const }),
      transition: () => ({ at: 2, of: [10, 5] as const }),
    });
    const raw = { line: 1, isSeen: true, from: { at: 1, of: [0, 0] }, to: { at: 2, of: [1, 0] }, action: 0, reward: 0 };
    const step = { ...raw, terminated: false, truncated: false, info: {} };
    const { steps } = fitTo(counted, { placeOf: String })({ number: 0, steps: [step] });
    expect(steps[0]?.moment.nextState).toEqual({ at: 2, of: [10, 5] });
  });

  test("is over where the world has ended or its horizon is reached, and not where somebody else cut it off", () => {
    const stay = (step: number) => ({ episode: 0, step, state: room, action: "enter" });
    const after = (count: number) => [enter, ...Array.from({ length: count }, (_, k) => stay(k + 1))];
    const ending = { nextState: room, truncated: true };
    const why = (count: number) => episodes(lines(...after(count), { ...stay(count + 1), ...ending })).all[0]?.why;
    expect([why(4), why(2)]).toEqual(["horizon", "cut"]);
    expect(() => why(5)).toThrow('step 7 of an episode, and "vault" is cut off after 6');
  });

  test("that begins in the middle of an episode says so", () => {
    const raw = { line: 1, isSeen: false, from: room, to: exit, action: "leave", reward: -1, info: {} };
    const step = { ...raw, terminated: true, truncated: false };
    const toEpisode = fitTo(world, { placeOf: String });
    expect(toEpisode({ number: 0, steps: [step] })).toMatchObject({ why: "terminated" });
    expect(toEpisode({ number: 0, steps: [step] })).not.toHaveProperty("lacksStart");
    expect(toEpisode({ number: 0, before: 5, steps: [step] })).toHaveProperty("lacksStart", true);
    expect(() => toEpisode({ number: 0, before: 6, steps: [step] })).toThrow("step 7 of an episode");
  });

  test("that was cut off gives what stands before", () => {
    const read = episodes([...lines(enter, leave, { ...enter, episode: 1 }), '{"episode":1,"st'], false);
    expect(read.all.map(({ steps }) => steps.length)).toEqual([2]);
    expect(read.isWhole).toBe(false);
  });

  const { step: _, ...unnumbered } = leave;
  test.each<readonly [readonly string[], string]>([
    [[], "run.jsonl is empty; expected a line of JSON for each step"],
    [["episode,state"], "run.jsonl:1: expected a line of JSON for each step, got"],
    [[...lines(enter), "{broken", ...lines(leave)], 'run.jsonl:2: expected JSON, got "{broken"'],
    [
      lines({ format: "innate-trajectories", version: 2 }),
      "run.jsonl:1: expected the header of trajectories of version 1",
    ],
    [
      lines({ ...enter, episode: "first" }, leave),
      "run.jsonl:1: expected a step of an episode: episode: expected number",
    ],
    [lines({ episode: 0, action: "enter" }), "run.jsonl:1: expected state or observation, got episode, action"],
    [lines({ episode: 0, state: hall }), "run.jsonl:1: expected action, got"],
    [lines(enter), "run.jsonl:1: expected nextState or nextObservation, as no line follows"],
    [lines(enter, { ...leave, step: 2 }), "run.jsonl:2: step 2 of episode 0 follows its step 0; a line is missing"],
    [lines(enter, leave, { ...unnumbered }), "run.jsonl:3: episode 0 was over in line 2"],
    [lines({ ...enter, state: { row: 0, column: 1 } }, leave), 'run.jsonl:1: "row" is not a field of "vault"'],
    [lines({ ...enter, state: { place: "hall" } }, leave), 'run.jsonl:1: a state of "vault" without gold'],
    [
      lines({ ...enter, state: { ...hall, gold: 9 } }, leave),
      "run.jsonl:1: gold = 9, expected a whole number from 0 to 2",
    ],
    [
      lines({ ...enter, state: 3 }, leave),
      'run.jsonl:1: expected a state of "vault" with place, gold, watching, got 3',
    ],
    [lines({ ...enter, action: "entre" }, leave), '"entre" is not an action of "vault" (did you mean "enter"?)'],
    [lines({ ...enter, action: 7 }, leave), '7 is not an action of "vault"; it has enter, take, leave'],
    [lines({ ...enter, action: "take" }, leave), 'run.jsonl:1: "take" cannot be taken in {place: "hall"'],
    [lines({ ...enter, nextState: { ...room, gold: 1 } }, { ...leave, state: { ...room, gold: 1 } }), "cannot lead to"],
    [lines({ ...enter, nextState: hall }, leave), "cannot lead to"],
    [lines({ ...enter, nextState: { ...room, watching: true } }, leave), "run.jsonl:2: the episode goes on in"],
    [lines(enter, { ...leave, action: "enter", nextState: room }), 'recorded as terminated, and "vault" has not ended'],
    [lines({ ...enter, nextState: room, terminated: true }), 'recorded as terminated, and "vault" has not ended'],
    [
      lines({ ...leave, terminated: false, step: 0 }, { ...enter, step: 1, state: exit, nextState: room }),
      '"vault" has ended in',
    ],
  ])("%j is refused: %s", (texts, message) => {
    expect(() => episodes(texts)).toThrow(message);
  });
});

describe("lines of files", () => {
  const home = mkdtempSync(join(tmpdir(), "innate-"));
  afterAll(() => rmSync(home, { recursive: true }));
  const written = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(home, name), bytes);
    return join(home, name);
  };
  const read = (file: string): readonly [readonly string[], boolean] => {
    const all: string[] = [];
    const found = linesOf(file, "run");
    for (let next = found.next(); ; next = found.next()) {
      if (next.done === true) return [all, next.value];
      all.push(next.value);
    }
  };
  // Longer than what is read at once, so that lines and letters of several bytes come in pieces.
  const text = Array.from({ length: 60_000 }, (_, k) => `${k} é ${"x".repeat(20)}`);

  test("come whole out of pieces, compressed or not, with and without an end of the last one", () => {
    for (const end of ["", "\n"])
      for (const bytes of [`${text.join("\n")}${end}`])
        expect([read(written("a", bytes)), read(written("a.gz", gzipSync(bytes)))]).toEqual([
          [text, true],
          [text, true],
        ]);
  });

  test("of a compressed file that is cut off come as far as it goes", () => {
    const bytes = gzipSync(text.join("\n"));
    const [all, isWhole] = read(written("cut.gz", bytes.subarray(0, bytes.length >> 1)));
    expect(isWhole).toBe(false);
    expect(all.length).toBeGreaterThan(1000);
    expect(all.slice(0, 1000)).toEqual(text.slice(0, 1000));
    expect(() => read(written("plain.gz", "no gzip"))).toThrow("run: expected what gzip compressed");
    expect(() => read(join(home, "missing"))).toThrow("no file run");
    expect(() => read(home)).toThrow("run is a folder");
  });
});

// UPDATE_SCHEMA=1 writes the file anew.
test("lines are described by docs/schema/trajectories.schema.json", () => {
  const file = new URL("../../../docs/schema/trajectories.schema.json", import.meta.url);
  const schema = `${JSON.stringify(trajectoriesJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
  expect(readFileSync(file, "utf8") === schema, "the schema is stale: run with UPDATE_SCHEMA=1").toBe(true);
});

test("the lines that docs/trajectories.md shows are an episode", () => {
  const text = readFileSync(new URL("../../../docs/trajectories.md", import.meta.url), "utf8");
  const shown = (/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? "").trim().split("\n");
  const { header, all } = episodes(shown);
  expect(header?.drive).toBe("naive");
  expect(all.map(({ why, steps }) => [why, steps.map(({ moment }) => moment.action)])).toEqual([
    ["terminated", ["enter", "take", "leave"]],
  ]);
});
