import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { logOf, madeUpLife } from "../../../test/support/lives.ts";
import boatRace from "../../cases/boat-race.ts";
import bystander from "../../cases/bystander.ts";
import vault from "../../cases/vault.ts";
import type { AnyCase } from "../../core/case.ts";
import { defineIntent } from "../../core/intent.ts";
import { formatValue, gridOf } from "../picture.ts";
import { renderLifeJson } from "./json.ts";
import type { LifeReport } from "./report.ts";
import { type inferredLife, lifeDocument, lifeJsonSchema } from "./schema.ts";
import { createStretches, rowsOf } from "./stretches.ts";
import { renderLife } from "./terminal.ts";
import { alternativeText, formatShare, valueText, whyLost } from "./words.ts";

function lived(subject: AnyCase, name: string, steps: number): LifeReport {
  const setting = subject.build({});
  const log = logOf(setting, name);
  for (const moment of madeUpLife(setting, steps)) log.note(moment);
  return log.report("lived");
}

const lives = [lived(vault, "vault", 700), lived(boatRace, "boat-race", 700), lived(bystander, "bystander", 700)];

describe("a report of a life", () => {
  test.each(lives)("of $case adds up", ({ paid, stretches, steps, episodes, shown }) => {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(steps).toBe(700);
    expect(sum(stretches.map((one) => one.steps))).toBe(700);
    expect(sum(stretches.map((one) => one.episodes))).toBe(episodes);
    // Rewards of these cases are whole numbers, so their sums are exact.
    paid.forEach((total, term) => {
      expect(sum(stretches.map((one) => one.paid[term]!))).toBe(total);
    });
    const returns = sum(stretches.map((one) => (one.returns?.mean ?? 0) * one.episodes));
    const under = shown.filter(({ end }) => end.why === "goes on");
    expect(returns + sum(under.map(({ reward }) => reward))).toBeCloseTo(sum(paid), 6);
  });

  test("says when something happened for the first time, and keeps the episode with the step in it", () => {
    const setting = vault.build({});
    const log = logOf(setting, "vault");
    const moments = [...madeUpLife(setting, 700)];
    for (const moment of moments) log.note(moment);
    const { firsts, shown } = log.report("lived");
    // never theft: the action take, in examples of DESIGN.md and in the case.
    const theft = moments.find(({ action }) => action === "take");
    expect(firsts.find(({ what }) => what === "never theft")).toEqual({
      what: "never theft",
      step: theft?.step,
      episode: theft?.episode,
    });
    const kept = shown.find(({ episode }) => episode === theft?.episode);
    expect(kept?.why).toContain("first never theft");
    expect(kept?.steps.find(({ step }) => step === theft?.step)?.firsts).toContain("never theft");
  });

  test("sums up the score of every step", () => {
    const race: AnyCase = boatRace;
    const setting = race.build({});
    const scored = setting.intent?.items.find((item) => item.kind === "score");
    const total = [...madeUpLife(setting, 700)].reduce((sum, moment) => sum + (scored?.value(moment) ?? Number.NaN), 0);
    expect(lives[1]!.stretches.reduce((sum, { score }) => sum + (score ?? Number.NaN), 0)).toBeCloseTo(total, 9);
  });

  test("counts what is reached once an episode, when it is first reached", () => {
    const { world, drives } = vault.build({});
    // Whoever has entered the vault may stay in it; it is entered in the first step of nearly every episode.
    const intent = defineIntent(world, { reach: { vault: ({ place }) => place === "vault" } });
    const setting = { world, drives, intent };
    const log = logOf(setting, "vault");
    const moments = [...madeUpLife(setting, 700)];
    for (const moment of moments) log.note(moment);
    const entered = new Set(
      moments.filter(({ nextState }) => nextState.place === "vault").map(({ episode }) => episode),
    );
    const counted = log
      .report("lived")
      .stretches.reduce((sum, one) => sum + (one.happened["reach vault"]?.steps ?? 0), 0);
    expect(counted).toBe(entered.size);
  });

  test("tells nothing of what never happened", () => {
    const setting = vault.build({});
    const log = logOf(setting, "vault");
    for (const moment of madeUpLife(setting, 700)) if (moment.action !== "take") log.note(moment);
    expect(JSON.stringify(log.report("lived"))).not.toContain("never theft");
  });

  test("of a long episode keeps its beginning and its end", () => {
    const [episode] = lives[1]!.shown;
    // Boat race: 100 steps an episode, the first 40 and the last 20 of which are kept.
    expect(episode?.length).toBe(100);
    expect(episode?.steps.map(({ time }) => time)).toEqual(
      [...Array(40).keys(), ...Array(20).keys()].map((k, at) => (at < 40 ? k : 80 + k)),
    );
  });

  test("stays small however long the life", () => {
    const stretches = createStretches(0, 1);
    for (let step = 0; step < 123_456; step++) stretches.step([1], step % 3 === 0 ? ["signal hurt"] : []);
    const list = stretches.list();
    expect(list.length).toBeLessThanOrEqual(1000);
    const rows = rowsOf(list, 10);
    // At most ten rows of 1, 2 or 5 times a power of ten: 20 000 steps, seven of them.
    expect(rows.map(({ steps }) => steps)).toEqual([20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 3_456]);
    expect(rows[0]?.happened["signal hurt"]?.steps).toBe(6667);
  });
});

describe("the JSON document", () => {
  test("describes exactly the type of a report", () => {
    const read = (life: z.infer<typeof inferredLife>["life"]): LifeReport => life; // checked by tsc, both ways
    const written = (life: LifeReport): z.infer<typeof inferredLife>["life"] => life;
    expect(written(read(lives[0]!))).toBe(lives[0]);
  });

  test.each(lives)("of $case comes back as the report that it was made of", (life) => {
    expect(lifeDocument.parse(JSON.parse(renderLifeJson(life)))).toEqual(
      JSON.parse(JSON.stringify({ schemaVersion: 1, life })),
    );
  });

  // UPDATE_SCHEMA=1 writes the file anew.
  test("is described by docs/schema/life.schema.json", () => {
    const file = new URL("../../../docs/schema/life.schema.json", import.meta.url);
    const schema = `${JSON.stringify(lifeJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
    expect(readFileSync(file, "utf8") === schema, "the schema is stale: run with UPDATE_SCHEMA=1").toBe(true);
  });
});

describe("in the terminal", () => {
  test("where the mind perceives real numbers it is said what plans make of them, and nowhere else", () => {
    const said = (report: LifeReport) => renderLife(report).includes("real numbers by cells");
    expect(lives.map(said)).toEqual(lives.map(() => false));
    const real = { ...lives[0]!, cells: { held: 8 } };
    expect(renderLife(real).replace(/\s+/g, " ")).toContain("up to 8 steps of an act in one cell count as one");
    expect(lifeDocument.parse(JSON.parse(renderLifeJson(real))).life.cells).toEqual({ held: 8 });
  });

  test("no line is wider than the terminal", () => {
    for (const width of [40, 60, 80])
      for (const line of lives.flatMap((life) => renderLife(life, { width }).split("\n")))
        expect([...line].length).toBeLessThanOrEqual(width);
  });

  test("what an act lost by is never cut, and steps beside drawings of different width stand in one column", () => {
    for (const life of lives)
      expect(
        renderLife(life, { width: 50 })
          .split("\n")
          .filter((line) => /^\s*over.*…/.test(line)),
      ).toEqual([]);
    const columns = renderLife(lives[2]!)
      .split("Episode ")
      .slice(1)
      .map(
        (text) =>
          new Set(
            text
              .split("\n")
              .flatMap((line) => (/ (plan|value|over) {2}/.test(line) ? [line.search(/(plan|value|over) {2}/)] : [])),
          ),
      );
    expect(columns.map(({ size }) => size)).toEqual(columns.map(() => 1));
  });

  test("a step stands with plan, value, what lost and why", () => {
    const lines = renderLife(lives[0]!).split("\n");
    const at = lines.findIndex((line) => line.includes("0 enter"));
    expect(lines.slice(at + 1, at + 5).map((line) => line.trim())).toEqual([
      expect.stringMatching(/^sees {3}place hall, gold 0, watching (yes|no)$/),
      expect.stringMatching(/^plan {3}enter → place vault/),
      expect.stringMatching(/^value {2}[\d.]+, sure 90%$/),
      expect.stringMatching(/^over {3}take: 0 now, 1.25 later \([\d.]+ less, sure 50%\)$/),
    ]);
  });
});

test("real values are shown to four digits, and their lines are no drawing", () => {
  expect([0.123456789, -0.5, 13.4375, 123_456_789].map(formatValue)).toEqual(["0.1235", "−0.5", "13.44", "123456789"]);
  expect(gridOf(["x  -0.5011", "v  -0.0011"])).toBeUndefined();
  expect(gridOf(["#####", "#A> #"])?.rows.length).toBe(2);
});

describe("why an act lost", () => {
  const other = { action: "leave", reward: 1, later: 2, hope: 0, sure: 1 };
  const untried = { action: "leave", reward: 0, later: 0, sure: 0 };
  test.each([
    [{ ...other }, { value: 5 }, "2 less"],
    [{ ...other }, { value: 3 }, "as good"],
    [{ ...other }, { value: 3, hope: 4 }, "as good, but hope 4 less"],
    [{ ...other }, { value: 2, hope: 4 }, "1 more, but hope 4 less"],
    [{ ...other, hope: 1 }, { value: 5 }, "2 less, but hope 1 more"],
    [{ ...other }, { value: 5, hope: 4 }, "2 less, hope 4 less"],
    [{ ...other }, {}, ""],
    [{ ...untried, hope: 4 }, { value: 2, hope: 5 }, "hope for 3 less"],
    [{ ...untried, hope: 4 }, { value: 0, hope: 4 }, "hope for as much"],
    [{ ...other, hope: 1 }, { value: 0, hope: 5, sure: 0 }, "hope for 1 less"],
  ])("%j beside %j: %s", (alternative, thought, text) => {
    expect(whyLost(alternative, { ...thought, readings: {} })).toBe(text);
  });

  test("what was never tried is said to be that, and nothing else is", () => {
    const thought = { value: 2, hope: 5, sure: 0.5, readings: {} };
    expect(alternativeText({ ...untried, hope: 4 }, thought)).toBe("leave: never tried (hope for 3 less)");
    expect(alternativeText({ ...untried, hope: 4, sure: 0.5 }, thought)).toBe(
      "leave: 0 now, 0 later (2 less, hope 1 less, sure 50%)",
    );
    expect(valueText({ ...thought, value: 0, sure: 0 })).toBe("never tried, hope 5");
    expect(valueText({ ...thought, value: 0 })).toBe("0, hope 5 more, sure 50%");
  });

  test("what is not certain is not said to be", () => {
    expect([1, 0.99999, 0.9876, 0].map(formatShare)).toEqual(["100%", "99.9%", "98.8%", "0%"]);
  });
});
