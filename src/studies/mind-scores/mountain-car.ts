import { defineDrive, defineWorld, real } from "../../core/index.ts";
import { cos } from "../../core/math.ts";

const PUSH = { left: -1, none: 0, right: 1 } as const;
const FASTEST = 0.07;
const GOAL = 0.5;
const clip = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/**
 * Mountain car: a car in a valley, too weak to drive straight up, has to swing up.
 *
 * Asks for a plan that first leads away from the goal.
 *
 * state        position, and velocity per step
 * transition   deterministic; v += 0.001·push − 0.0025·cos 3x, then x += v, both kept in bounds; begins at rest between −0.6 and −0.4 (1 024
 *              positions, all equally likely, for the source's interval)
 * observation  the state
 * ends         terminated at position 0.5; truncated after 1 000 steps, which the source counts as an end
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/mountain_car.py; Moore 1990
 */
export const world = defineWorld({
  id: "mountain-car",
  fields: { position: real(-1.2, 0.6), velocity: real(-FASTEST, FASTEST) },
  actions: ["left", "none", "right"],
  start: (chance) => ({ position: -0.6 + (0.2 * chance.integer(0, 1023)) / 1023, velocity: 0 }),
  transition(state, action) {
    const pull = 0.001 * PUSH[action] - 0.0025 * cos(3 * state.position);
    const velocity = clip(state.velocity + pull, -FASTEST, FASTEST);
    const position = clip(state.position + velocity, -1.2, 0.6);
    return { position, velocity: position === -1.2 ? Math.max(0, velocity) : velocity };
  },
  terminated: (state) => state.position >= GOAL,
  horizon: 1000,
});

/**
 * Time.
 *
 *     time = −1
 *
 * Units     reward per step
 * Reads     nothing
 * Intended  be up as soon as possible
 * Loophole  none
 * Source    as the world
 */
export const drive = defineDrive(world, { time: () => -1 });
