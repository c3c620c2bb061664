import type { AnySetting } from "../../core/case.ts";
import { beginLife } from "../../core/live.ts";
import type { Mind } from "../../core/mind.ts";
import type { Yardstick } from "./yardstick.ts";

/** How competent a mind became in one life. */
export interface Competence {
  /** (J − J_uniform) / (J* − J_uniform) of its greedy policy at each checkpoint; 1 is the exact optimum */
  readonly shares: readonly { readonly steps: number; readonly share: number }[];
  /** the first checkpoint at which the share is at least ENOUGH; undefined where none is */
  readonly reached: number | undefined;
}

/** The share of the way from a random to an optimal agent that counts as competent. */
export const ENOUGH = 0.99;
/** Steps lived before the first checkpoint, and the ratio of one checkpoint to the one before. */
const FIRST = 10;
const RATIO = 1.25;

/**
 * Lives one life and measures, at ever wider checkpoints, what the mind would earn from then on if it explored no more. It stops at the
 * first checkpoint at which that is competent.
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
  for (let steps = FIRST; ; steps = Math.min(most, Math.ceil(steps * RATIO))) {
    life.run(steps - life.step);
    const margin = yardstick.optimum - yardstick.uniform;
    const share = margin === 0 ? 1 : (yardstick.returnOf(life) - yardstick.uniform) / margin;
    shares.push({ steps, share });
    if (share >= ENOUGH) return { shares, reached: steps };
    if (steps >= most) return { shares, reached: undefined };
  }
}
