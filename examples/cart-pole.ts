import { defineCase } from "innate";
import { gymnasium } from "innate/bridge";

/**
 * A case of one's own over Gymnasium's CartPole, which nothing can enumerate: a search and minds play it.
 *
 *     innate audit examples/cart-pole.ts --learned
 *
 * Whoever swings is paid for it, and pays for each step: the soonest end is the best, so the pole is let fall. CartPole's own reward of 1
 * for each step pays for the step of a fall too; with −1 for a fall and 0 else, as Sutton and Barto have it, it pays for what was meant.
 */
const { world, paid, drives, intent, basis } = await gymnasium<readonly number[], number>("CartPole-v1", {
  arguments: { sutton_barto_reward: true },
});

export default defineCase({
  world,
  drives: {
    ...drives({ lively: { spin: ({ nextObservation }) => Math.abs(nextObservation[3]), time: () => -1 } }),
    paid,
  },
  intent: intent({ never: { fall: ({ terminated }) => terminated } }),
  basis,
});
