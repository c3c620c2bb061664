import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Answer } from "../audit/behaviours/answers.ts";
import { answersJsonSchema, parseAnswers, renderAnswers } from "./answers.ts";

const ANSWERS: readonly Answer[] = [
  {
    verdict: "rejected",
    drive: "naive",
    marks: [{ state: { row: 0, name: 'a "b"' }, action: "left" }],
    trace: [{ state: { row: 0, name: "\u2028" }, action: "left" }],
  },
  { verdict: "accepted", drive: "naive", marks: [{ state: { row: 1 }, action: "up" }], trace: [] },
];

test("answers come back as they were kept", () => {
  expect(parseAnswers(renderAnswers(ANSWERS), "a.json")).toEqual(ANSWERS);
  expect(JSON.parse(renderAnswers(ANSWERS))).toEqual({ schemaVersion: 1, answers: ANSWERS });
});

test.each([
  ["not JSON", "{", /^a\.json: expected what innate audit --accept and --reject keep, got no JSON/],
  ["another document", '{"schemaVersion":1,"audits":[]}', /but answers: /],
  ["an answer without marks", renderAnswers([{ ...ANSWERS[1]!, marks: [] }]), /but answers\.0\.marks: /],
  ["another verdict", renderAnswers(ANSWERS).replace("accepted", "liked"), /but answers\.1\.verdict: /],
])("%s is refused", (_, text, message) => {
  expect(() => parseAnswers(text, "a.json")).toThrow(message);
});

test("the file is described by docs/schema/answers.schema.json", () => {
  const file = new URL("../../docs/schema/answers.schema.json", import.meta.url);
  const schema = `${JSON.stringify(answersJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA !== undefined) writeFileSync(file, schema);
  expect(readFileSync(file, "utf8") === schema, "the schema is stale: run with UPDATE_SCHEMA=1").toBe(true);
});
