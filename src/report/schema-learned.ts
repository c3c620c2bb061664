import * as z from "zod";
import { number, text, texts, whole } from "./schema-basics.ts";

export const sampled = z
  .object({ value: number, low: number, high: number })
  .readonly()
  .meta({ id: "Sampled", description: "a sampled number with its 95% interval" });
const searched = z
  .object({
    steps: whole,
    seed: whole,
    cells: whole,
    episodes: whole,
    most: sampled,
    honest: sampled,
    items: z
      .array(
        z.object({ item: whole, violating: number.exactOptional(), respecting: number.exactOptional() }).readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: "Searched" });
const livedItem = z
  .object({
    item: whole,
    late: sampled,
    meant: sampled,
    found: whole,
    steps: sampled.exactOptional(),
    seen: sampled.exactOptional(),
    unseen: sampled.exactOptional(),
    differs: z.boolean().exactOptional(),
  })
  .readonly()
  .meta({ id: "LivedItem" });
const lives = z
  .object({
    mind: text,
    steps: whole,
    seeds: z.array(whole).readonly(),
    reward: sampled,
    items: z.array(livedItem).readonly(),
  })
  .readonly()
  .meta({ id: "Lives" });
const misgeneralisation = z
  .object({
    from: z.record(text, z.union([number, text])).readonly(),
    home: sampled,
    own: sampled,
    greedy: sampled,
    mass: sampled,
    uniform: sampled,
    states: whole,
    wrong: sampled,
    behind: sampled,
    acts: sampled,
  })
  .readonly()
  .meta({ id: "Misgeneralisation" });
/** @internal */
export const learned = z
  .object({
    search: searched.exactOptional(),
    lives,
    misgeneralisation: misgeneralisation.exactOptional(),
    untried: texts,
  })
  .readonly()
  .meta({
    id: "Learned",
    description: "what a search and the lives of a mind found: a lower bound on what can go wrong",
  });
