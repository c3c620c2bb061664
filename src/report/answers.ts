import * as z from "zod";
import type { Answer } from "../audit/behaviours/answers.ts";
import { InnateError } from "../core/errors.ts";

const stateAction = z.object({ state: z.record(z.string(), z.unknown()).readonly(), action: z.string() }).readonly();

/** The file in which answers are kept. */
const answersDocument = z
  .object({
    schemaVersion: z.literal(1),
    answers: z
      .array(
        z
          .object({
            verdict: z.enum(["accepted", "rejected"]),
            drive: z.string().describe("the drive near whose optimum the behaviour was found"),
            marks: z
              .array(stateAction)
              .min(1)
              .readonly()
              .describe("the state-actions that set it apart: an agent that takes one of them does it"),
            trace: z
              .array(stateAction)
              .readonly()
              .describe("what was shown, for a reader; nothing is checked against it"),
          })
          .readonly(),
      )
      .readonly(),
  })
  .describe("Which kinds of behaviour were meant, as innate audit --accept and --reject keep it.");

/** The JSON Schema of the file. */
export const answersJsonSchema = (): object => z.toJSONSchema(answersDocument, { io: "input" });

/** The text of the file: a line for each state-action, so that a difference can be read. */
export function renderAnswers(answers: readonly Answer[]): string {
  const list = (items: readonly unknown[], indent: string): string =>
    `[\n${items.map((item) => `${indent}  ${JSON.stringify(item)}`).join(",\n")}\n${indent}]`;
  const texts = answers.map(
    ({ verdict, drive, marks, trace }) =>
      `    {\n      "verdict": ${JSON.stringify(verdict)},\n      "drive": ${JSON.stringify(drive)},\n` +
      `      "marks": ${list(marks, "      ")},\n      "trace": ${list(trace, "      ")}\n    }`,
  );
  return `{\n  "schemaVersion": 1,\n  "answers": [\n${texts.join(",\n")}\n  ]\n}\n`;
}

/**
 * The answers that a file holds.
 *
 * @param origin - the file's name, for the error
 * @throws InnateError `usage` if it is not such a file
 */
export function parseAnswers(text: string, origin: string): readonly Answer[] {
  const wrong = (what: string): InnateError =>
    new InnateError(
      "usage",
      `${origin}: expected what innate audit --accept and --reject keep, ${what}; mend it, or move it away and answer again`,
    );
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    throw wrong(`got no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const parsed = answersDocument.safeParse(written);
  if (parsed.success) return parsed.data.answers;
  const [issue] = parsed.error.issues;
  throw wrong(`but ${issue?.path.map(String).join(".") || "the document"}: ${issue?.message ?? "is wrong"}`);
}
