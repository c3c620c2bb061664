import * as z from "zod";
import type { Value } from "../../core/field.ts";
import { picture } from "../schema.ts";
import { number } from "../schema-basics.ts";
import type { LifeReport } from "./report.ts";

const whole = z.int().min(0);
const text = z.string();
const texts = z.array(text).readonly();
const value: z.ZodType<Value> = z
  .lazy(() => z.union([text, z.number(), z.boolean(), z.array(value).readonly()]))
  .meta({ id: "Value" });
const state = z.record(text, value).readonly();
const settings = z.record(text, z.union([number, text])).readonly();
const amounts = z.array(number).readonly();
const observation = z.union([value, state]);

const count = z.object({ steps: whole, episodes: whole }).readonly().meta({ id: "Count" });

const stretch = z
  .object({
    from: whole,
    steps: whole,
    paid: amounts,
    episodes: whole,
    returns: z.object({ mean: number, least: number, most: number }).readonly().exactOptional(),
    score: number.exactOptional(),
    happened: z.record(text, count).readonly(),
  })
  .readonly()
  .meta({ id: "Stretch", description: "a stretch of a life, summed up" });

const alternative = z
  .object({ action: text, reward: number, later: number, hope: number, sure: number })
  .readonly()
  .meta({ id: "Alternative" });

const foreseen = z
  .object({ action: text, observation, probability: number, reward: number })
  .readonly()
  .meta({ id: "Foreseen" });

const thought = z
  .object({
    plan: texts.exactOptional(),
    foreseen: z.array(foreseen).readonly().exactOptional(),
    value: number.exactOptional(),
    hope: number.exactOptional(),
    sure: number.exactOptional(),
    alternatives: z.array(alternative).readonly().exactOptional(),
    readings: z.record(text, number).readonly(),
  })
  .readonly()
  .meta({ id: "Thought", description: "what the mind had in mind when it acted" });

const step = z
  .object({
    step: whole,
    time: whole,
    state,
    picture,
    observation: observation.exactOptional(),
    action: text,
    reward: number,
    rewards: z.record(text, number).readonly(),
    happened: texts,
    firsts: texts,
    thought: thought.exactOptional(),
  })
  .readonly()
  .meta({ id: "LivedStep" });

const episode = z
  .object({
    episode: whole,
    from: whole,
    length: whole,
    reward: number,
    why: texts,
    steps: z.array(step).readonly(),
    end: z.object({ state, picture, why: z.enum(["terminated", "truncated", "goes on"]) }).readonly(),
  })
  .readonly()
  .meta({ id: "LivedEpisode" });

const life = z
  .object({
    case: text,
    settings,
    world: text,
    drive: text,
    mind: text,
    others: z.record(text, text).readonly(),
    seed: whole,
    horizon: whole.exactOptional(),
    discount: number,
    cells: z.object({ held: whole }).readonly().exactOptional(),
    terms: texts,
    from: whole,
    steps: whole,
    episodes: whole,
    paid: amounts,
    end: z.enum(["lived", "interrupted", "failed"]),
    stretches: z.array(stretch).readonly(),
    firsts: z.array(z.object({ what: text, step: whole, episode: whole }).readonly()).readonly(),
    shown: z.array(episode).readonly(),
  })
  .readonly()
  .meta({ id: "Life" });

/**
 * The document as it is inferred, for the test that it describes exactly the type of a report.
 *
 * @internal
 */
export const inferredLife = z
  .object({ schemaVersion: z.literal(1), life })
  .readonly()
  .describe("What came of the life of a mind, as innate live --json prints it; steps and episodes count from 0.");

/** The document that `innate live --json` prints. */
export const lifeDocument: z.ZodType<{ readonly schemaVersion: 1; readonly life: LifeReport }> = inferredLife;

/** The JSON Schema of the document, as it is written. */
export const lifeJsonSchema = (): object => z.toJSONSchema(lifeDocument, { io: "input" });
