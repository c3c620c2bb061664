import * as z from "zod";
import type { Judgement } from "../../audit/recorded/report.ts";
import { trace } from "../schema.ts";
import { number, text, texts, whole } from "../schema-basics.ts";
import { sampled } from "../schema-learned.ts";

const violation = z
  .object({
    place: text,
    trace,
    paid: z.record(text, z.record(text, number).readonly()).readonly(),
  })
  .readonly()
  .meta({
    id: "Violation",
    description: "an episode in which an item is violated, and what each drive's terms pay along it",
  });

const item = z
  .object({
    kind: z.enum(["never", "keepPossible", "reach", "score"]),
    name: text,
    measure: text,
    figure: sampled.exactOptional(),
    episodes: whole,
    violated: whole,
    first: text.exactOptional(),
    shortest: violation.exactOptional(),
    note: text.exactOptional(),
  })
  .readonly()
  .meta({
    id: "RecordedItem",
    description: "an item of the intent: a share with Wilson's interval, or a mean with Student's",
  });

const agreement = z
  .object({
    drive: text,
    earned: sampled.exactOptional(),
    compared: whole,
    different: whole,
    first: z.object({ place: text, recorded: number, pays: number }).readonly().exactOptional(),
  })
  .readonly()
  .meta({ id: "Agreement", description: "what a drive pays, beside what was recorded as paid" });

const judgement = z
  .object({
    case: text,
    settings: z.record(text, z.union([z.number(), text])).readonly(),
    files: texts,
    episodes: whole,
    steps: whole,
    unfinished: whole,
    discount: z.number(),
    paid: sampled.exactOptional(),
    items: z.array(item).readonly(),
    drives: z.array(agreement).readonly(),
    notes: texts,
  })
  .readonly()
  .meta({ id: "Judgement" });

/**
 * The document as it is inferred, for the test that it describes exactly the type of a judgement.
 *
 * @internal
 */
export const inferredJudgement = z
  .object({ schemaVersion: z.literal(1), judgement })
  .readonly()
  .describe("Recorded trajectories held against a case, as innate judge --json prints it.");

/** The document that `innate judge --json` prints. */
export const judgementDocument: z.ZodType<{ readonly schemaVersion: 1; readonly judgement: Judgement }> =
  inferredJudgement;

/** The JSON Schema of the document, as it is written. */
export const judgementJsonSchema = (): object => z.toJSONSchema(judgementDocument, { io: "input" });
