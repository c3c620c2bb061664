import { describe, expect, test } from "vitest";
import { aboutOf, madeUpLife } from "../../../test/support/lives.ts";
import absentSupervisor from "../../cases/absent-supervisor.ts";
import bystander from "../../cases/bystander.ts";
import vault from "../../cases/vault.ts";
import type { AnySetting } from "../../core/case.ts";
import { createRecordWriter, type RecordHeader } from "./record.ts";
import { readRecord } from "./record-reader.ts";

const setting = vault.build({});
const observing = absentSupervisor.build({});
const withSignals = bystander.build({});

function headerOf(of: AnySetting, name: string): RecordHeader {
  const { world } = of;
  return {
    format: "innate-record",
    version: 1,
    ...aboutOf(of, name),
    actions: world.actions,
    signals: Object.keys(world.signals ?? {}),
    phases: world.phases ?? [],
    observes: world.observe !== undefined,
    digits: 6,
    from: 0,
    episode: 0,
    time: 0,
  };
}

function recordOf(
  of: AnySetting,
  name: string,
  steps: number,
): { readonly text: string; readonly moments: readonly object[] } {
  const writer = createRecordWriter(headerOf(of, name));
  const moments = [...madeUpLife(of, steps)];
  return { text: writer.head + moments.map((moment) => writer.lines(moment)).join("") + writer.foot, moments };
}

/** Moments as JSON with figures of six digits, as far as the record keeps them. */
const toSixDigits = (moments: readonly object[]): unknown =>
  JSON.parse(
    JSON.stringify(moments, (_, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(6)) : value)),
  );

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, "").split("\n");

describe("a record", () => {
  test.each([
    ["vault", setting],
    ["bystander", withSignals],
    ["absent-supervisor", observing],
  ])("of a life in %s gives every moment back, thoughts included", (name, of) => {
    const { text, moments } = recordOf(of, name, 500);
    expect(toSixDigits([...readRecord(linesOf(text)).moments])).toEqual(toSixDigits(moments));
  });

  test("that was cut off gives every moment before its last line", () => {
    const { text, moments } = recordOf(setting, "vault", 50);
    const cut = text.slice(0, text.lastIndexOf("[", text.length - 9) + 3);
    const reading = readRecord(linesOf(cut)).moments;
    const read: object[] = [];
    let next = reading.next();
    for (; next.done !== true; next = reading.next()) read.push(next.value);
    expect(next.value).toBe(false);
    expect(toSixDigits(read)).toEqual(toSixDigits(moments.slice(0, -1)));
  });

  test("that is whole says so", () => {
    const reading = readRecord(linesOf(recordOf(setting, "vault", 5).text)).moments;
    let next = reading.next();
    while (next.done !== true) next = reading.next();
    expect(next.value).toBe(true);
  });

  test.each([
    ["", "its first line is not the header of one"],
    ["{}\n[0,1,2,3]", "its first line is not the header of one"],
  ])("%j is refused", (text, message) => {
    expect(() => readRecord(linesOf(text), "life.jsonl")).toThrow(message);
  });

  test("that is damaged in the middle is refused at that line", () => {
    const lines = [...linesOf(recordOf(setting, "vault", 50).text)];
    lines[20] = "[9999,0,0,0]";
    expect(() => [...readRecord(lines, "life.jsonl").moments]).toThrow("life.jsonl: line 21 is damaged");
  });

  test("forgets its numbers before there are too many, and is read right all the same", () => {
    const moments = [...madeUpLife(setting, 500)];
    const writer = createRecordWriter(headerOf(setting, "vault"), 16);
    const text = writer.head + moments.map((moment) => writer.lines(moment)).join("");
    expect(text.split('["r"]').length).toBeGreaterThan(10);
    expect(toSixDigits([...readRecord(linesOf(text)).moments])).toEqual(toSixDigits(moments));
  });
});
