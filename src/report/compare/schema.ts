import * as z from "zod";
import type { Comparison } from "../../audit/compare/report.ts";
import { quantity, question, trace } from "../schema.ts";

const whole = z.int().min(0);
const text = z.string();

const frame = { name: z.enum(["EPIC", "STARC"]), coverage: text, canonicalisation: text, norm: text };
const distance = z
  .union([
    z
      .object({ ...frame, isDecided: z.literal(true), distance: quantity, correlation: quantity.exactOptional() })
      .readonly(),
    z.object({ ...frame, isDecided: z.literal(false), reason: text }).readonly(),
  ])
  .meta({ id: "Distance", description: "from 0, the same up to what is canonical, to 1, opposite" });

const contender = z
  .object({ returns: z.tuple([quantity, quantity]).readonly(), policy: text, trace: trace.exactOptional() })
  .readonly()
  .meta({ id: "Contender", description: "a policy, and what it earns under both drives in their order" });

const set = { policies: z.enum(["deterministic", "all"]), set: text };
const hackability = z
  .union([
    z
      .object({
        ...set,
        outcome: z.literal("hackable"),
        witness: z.tuple([contender, contender]).readonly(),
      })
      .readonly(),
    z.object({ ...set, outcome: z.enum(["unhackable", "undecided"]), reason: text }).readonly(),
  ])
  .meta({ id: "Hackability", description: "the first drive pays the first of a witness more, the second the second" });

const comparison = z
  .object({
    case: text,
    settings: z.record(text, z.union([z.number(), text])).readonly(),
    drives: z.tuple([text, text]).readonly(),
    question,
    sizes: z
      .object({ states: whole, stateActions: whole, transitions: whole, beliefs: whole.exactOptional() })
      .readonly(),
    verdict: text,
    distances: z.array(distance).readonly(),
    hackability: z.array(hackability).readonly(),
    notes: z.array(text).readonly(),
  })
  .readonly()
  .meta({ id: "Comparison" });

/**
 * The document as it is inferred, for the test that it describes exactly the type of a comparison.
 *
 * @internal
 */
export const inferredComparison = z
  .object({ schemaVersion: z.literal(1), comparison })
  .readonly()
  .describe("How far two reward functions are from each other, as innate compare --json prints it.");

/** The document that `innate compare --json` prints. */
export const comparisonDocument: z.ZodType<{ readonly schemaVersion: 1; readonly comparison: Comparison }> =
  inferredComparison;

/** The JSON Schema of the document, as it is written. */
export const comparisonJsonSchema = (): object => z.toJSONSchema(comparisonDocument, { io: "input" });
