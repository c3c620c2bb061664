import { describe, expect, test } from "vitest";
import { logOf, madeUpLife } from "../../../test/support/lives.ts";
import bystander from "../../cases/bystander.ts";
import vault from "../../cases/vault.ts";
import type { AnySetting } from "../../core/case.ts";
import { createRecordWriter, type RecordHeader } from "./record.ts";
import { readRecord } from "./record-reader.ts";

const setting = vault.build({});
const withSignals = bystander.build({});

function headerOf({ world }: AnySetting, name: string, setting: AnySetting): RecordHeader {
  const {
    from,
    steps: _,
    episodes: _episodes,
    paid: _paid,
    end: _end,
    stretches: _stretches,
    firsts: _firsts,
    shown: _shown,
    ...about
  } = logOf(setting, name).report("lived");
  return {
    format: "innate-record",
    version: 1,
    ...about,
    actions: world.actions,
    signals: Object.keys(world.signals ?? {}),
    phases: world.phases ?? [],
    observes: world.observe !== undefined,
    digits: 6,
    from,
    episode: 0,
    time: 0,
  };
}

function recordOf(
  of: AnySetting,
  name: string,
  steps: number,
): { readonly text: string; readonly moments: readonly object[] } {
  const writer = createRecordWriter(headerOf(of, name, of));
  const moments = [...madeUpLife(of, steps)];
  return { text: writer.head + moments.map((moment) => writer.lines(moment)).join("") + writer.foot, moments };
}

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, "").split("\n");

describe("a record", () => {
  test.each([
    ["vault", setting],
    ["bystander", withSignals],
  ])("of a life in %s gives every moment back, thoughts included", (name, of) => {
    const { text, moments } = recordOf(of, name, 500);
    // The figures of made-up thoughts have at most six digits: 2 + step/500.
    const read = [...readRecord(linesOf(text)).moments];
    expect(read.map((moment) => JSON.parse(JSON.stringify(moment)))).toEqual(
      moments.map((moment) => JSON.parse(JSON.stringify(moment))),
    );
  });
});
