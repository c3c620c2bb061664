import { type Chance, defineDrive, defineWorld, real } from "../../core/index.ts";
import { cos, sin } from "../../core/math.ts";

const PUSH = { left: -1, none: 0, right: 1 } as const;
/** Units: kilograms, metres (half the pole), newtons, metres per square second, seconds. */
const CART = 1;
const POLE = 0.1;
const LENGTH = 0.5;
const FORCE = 10;
const GRAVITY = 9.8;
const TICK = 0.01;

const nearly0 = (chance: Chance) => -0.05 + (0.1 * chance.integer(0, 1023)) / 1023;
const isUpright = ({ position, angle }: { readonly position: number; readonly angle: number }) =>
  cos(angle) > 0.8 && Math.abs(position) < 3;

/**
 * Cartpole: a pole stands on a cart that can be pushed either way.
 *
 * Asks for control in the real numbers, and for generalisation from one of them to the next.
 *
 * state        position of the cart and its speed in metres (per second), angle of the pole from upright and its spin in radians (per second)
 * transition   deterministic, Euler steps of 0.01 s; begins with all four between −0.05 and 0.05 (1 024 values each, all equally likely, for
 *              the source's interval)
 * observation  the state; the source's scales the same and shows sine and cosine of the angle
 * ends         terminated where cos(angle) ≤ 0.8 or the cart is 3 m away; truncated after 1 001 steps (10 s), which the source counts as an end
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/cartpole.py; Barto, Sutton and Anderson 1983
 */
export const world = defineWorld({
  id: "cartpole",
  // The bounds hold in every state that can be reached: under full force from rest neither 6 m nor 1.3 rad give more speed.
  fields: { position: real(-3.2, 3.2), speed: real(-12, 12), angle: real(-0.8, 0.8), spin: real(-12, 12) },
  actions: ["left", "none", "right"],
  start: (chance) => ({
    position: nearly0(chance),
    speed: nearly0(chance),
    angle: nearly0(chance),
    spin: nearly0(chance),
  }),
  transition({ position, speed, angle, spin }, action) {
    const mass = CART + POLE;
    const moment = POLE * LENGTH;
    const push = (FORCE * PUSH[action] + moment * spin * spin * sin(angle)) / mass;
    const cosine = cos(angle);
    const spinning = (GRAVITY * sin(angle) - cosine * push) / (LENGTH * (4 / 3 - (POLE * cosine * cosine) / mass));
    return {
      position: position + TICK * speed,
      speed: speed + TICK * (push - (moment * spinning * cosine) / mass),
      angle: angle + TICK * spin,
      spin: spin + TICK * spinning,
    };
  },
  terminated: (state) => !isUpright(state),
  horizon: 1001,
  discount: 0.99,
});

/**
 * Upright, step by step. The mind plans by a discount of 0.99, as the source's baselines do; the score is of the plain sum.
 *
 *     upright(s′) = [cos(angle) > 0.8 and |position| < 3]
 *
 * Units     reward per step
 * Reads     the state
 * Intended  keep the pole up: 1 001
 * Loophole  none
 * Source    as the world
 */
export const drive = defineDrive(world, { upright: ({ nextState }) => (isUpright(nextState) ? 1 : 0) });
