import type { AnySetting } from "../../core/case.ts";
import { beginLife } from "../../core/live.ts";
import type { Mind } from "../../core/mind.ts";
import type { Yardstick } from "./yardstick.ts";

/** How competent a mind became in one life. */
export interface Competence {
  /** (J − J_uniform) / (J* − J_uniform) of its greedy policy at each checkpoint; 1 is the exact optimum */
  readonly shares: readonly { readonly steps: number; readonly share: number }[];
  /** steps lived at the first of HELD checkpoints in a row at which the share is at least ENOUGH; undefined where there is none */
  readonly reached: number | undefined;
}

/** The share of the way from a random to an optimal agent that counts as competent. */
export const ENOUGH = 0.99;
/** Checkpoints in a row at which it has to be competent: once may be luck. */
const HELD = 3;
/** Steps lived before the first checkpoint, and the ratio of one checkpoint to the one before. */
const FIRST = 10;
const RATIO = 1.25;

/**
 * Lives one life and measures, at ever wider checkpoints, what the mind would earn from then on if it explored no more. It stops where
 * that is competent and stays so.
 *
 * @param most - steps after which it is given up
 */
export function competenceOf(
  { world, drives }: AnySetting,
  drive: string,
  mind: Mind,
  yardstick: Yardstick,
  seed: number,
  most: number,
): Competence {
  const life = beginLife(world, drives[drive]!, mind, {
    seed,
    discount: yardstick.discount,
    ...(yardstick.horizon === undefined ? {} : { horizon: yardstick.horizon }),
  });
  const shares: { readonly steps: number; readonly share: number }[] = [];
  let held = 0;
  for (let steps = FIRST; ; steps = Math.min(most, Math.ceil(steps * RATIO))) {
    life.run(steps - life.step);
    const margin = yardstick.optimum - yardstick.uniform;
    const share = margin === 0 ? 1 : (yardstick.returnOf(life) - yardstick.uniform) / margin;
    shares.push({ steps, share });
    held = share >= ENOUGH ? held + 1 : 0;
    if (held === HELD) return { shares, reached: shares.at(-HELD)!.steps };
    if (steps >= most) return { shares, reached: undefined };
  }
}
