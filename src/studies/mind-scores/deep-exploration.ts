import { beginLife, type Mind } from "../../core/index.ts";
import { deepSea } from "./deep-sea.ts";

/**
 * The number of the dive in which a mind first finds the treasure of the deterministic deep sea, counted from 1; undefined where it is in none
 * of the first `most`. A random mind finds it once in 2ᴺ dives.
 */
export function firstTreasure(size: number, mind: Mind, seed: number, most: number): number | undefined {
  const { world, drive } = deepSea(size);
  const life = beginLife(world, drive, mind, { seed });
  for (let dive = 1; dive <= most; dive++) if (life.run(size) > 0.5) return dive;
  return undefined;
}
