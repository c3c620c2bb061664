import * as z from "zod";
import { quantity } from "../schema.ts";
import { number, text, whole } from "../schema-basics.ts";
import type { CheckReport } from "./report.ts";

const model = z
  .object({
    name: text,
    type: z.enum(["dtmc", "mdp"]),
    constants: z.record(text, text).readonly(),
    states: whole,
    choices: whole,
    branches: whole,
    initial: whole,
    deadlocks: whole,
    deadlock: text.exactOptional(),
    seconds: number,
  })
  .readonly()
  .meta({ id: "CheckedModel", description: "deadlocks: states that were given a step to themselves" });

const result = z
  .union([
    z.object({ kind: z.literal("value"), value: quantity, inexact: text.exactOptional() }).readonly(),
    z.object({ kind: z.literal("range"), least: quantity, most: quantity }).readonly(),
    z.object({ kind: z.literal("truth"), holds: z.boolean() }).readonly(),
    z.object({ kind: z.enum(["undecided", "refused"]), reason: text }).readonly(),
  ])
  .meta({
    id: "PropertyResult",
    description:
      "a value lies in its bounds, and is its exact rational where that is given; a range is over the initial states",
  });

const property = z
  .object({ name: text.exactOptional(), text, result, how: text, seconds: number })
  .readonly()
  .meta({ id: "PropertyReport" });

const failure = z
  .object({ status: whole, message: text })
  .readonly()
  .meta({ id: "CheckFailure", description: "why there is no model, or not all properties were checked" });

const check = z
  .object({
    model: model.exactOptional(),
    properties: z.array(property).readonly(),
    failure: failure.exactOptional(),
  })
  .readonly()
  .meta({ id: "Check" });

/**
 * The document as it is inferred, for the test that it describes exactly the type of a report.
 *
 * @internal
 */
export const inferredCheck = z
  .object({ schemaVersion: z.literal(1), check })
  .readonly()
  .describe("What properties of a model come to, as innate check --json prints it.");

/** The document that `innate check --json` prints. */
export const checkDocument: z.ZodType<{ readonly schemaVersion: 1; readonly check: CheckReport }> = inferredCheck;

/** The JSON Schema of the document, as it is written. */
export const checkJsonSchema = (): object => z.toJSONSchema(checkDocument, { io: "input" });
