import { defineDrive, defineWorld, flag } from "../../core/index.ts";
import { createRandom } from "../../core/random.ts";

const ARMS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"] as const;

/** What the arms pay, 0, 0.1, … 1, in an order drawn from a seed. */
function payouts(seed: number): readonly number[] {
  const random = createRandom(seed);
  const pays = ARMS.map((_, k) => k / 10);
  for (let last = pays.length - 1; last > 0; last--) {
    const k = Math.floor(random() * (last + 1));
    [pays[k], pays[last]] = [pays[last]!, pays[k]!];
  }
  return pays;
}

/**
 * Bandit: one pull of one of eleven arms.
 *
 * Asks whether a mind finds the best of a few acts, and keeps to it.
 *
 * state        whether an arm has been pulled
 * transition   deterministic
 * observation  the state
 * ends         terminated after one pull
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/bandit.py
 */
export const world = defineWorld({
  id: "bandit",
  fields: { pulled: flag() },
  actions: ARMS,
  start: () => ({ pulled: false }),
  transition: () => ({ pulled: true }),
  terminated: (state) => state.pulled,
  horizon: 1,
});

/**
 * What the arms pay, each always the same.
 *
 *     arm(a) = one of 0, 0.1, … 1, no two alike
 *
 * Units     reward per pull
 * Reads     the act
 * Intended  the arm that pays 1
 * Loophole  none
 * Source    as the world
 */
export function driveOf(seed: number) {
  const pays = payouts(seed);
  return defineDrive(world, { arm: ({ action }) => pays[ARMS.indexOf(action)]! });
}
