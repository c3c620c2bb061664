import { defineGymnasium } from "innate/bridge";

/**
 * Drives and an intent for Gymnasium's FrozenLake, whose reward of 1 at the goal is too rare to learn from soon:
 *
 *     innate audit gym:FrozenLake-v1 --set is_slippery=false --with examples/frozen-lake.ts
 *
 * `closer` pays for each step towards the goal and nothing for one away from it, so that going to and fro pays for ever.
 * `nearer` takes back what it paid, so that only arriving counts, and the sooner the better.
 */

/** Steps from a cell of the 4 × 4 map to the goal in its lower right corner, holes aside. */
const distance = (cell: number): number => 3 - Math.floor(cell / 4) + (3 - (cell % 4));

export default defineGymnasium<number, number>({
  drives: {
    closer: {
      step: ({ observation, nextObservation }) => Math.max(0, distance(observation) - distance(nextObservation)),
    },
    nearer: {
      step: ({ observation, nextObservation }) => distance(observation) - distance(nextObservation),
      time: () => -0.1,
    },
  },
  intent: {
    never: { hole: ({ terminated, reward }) => terminated && reward === 0 },
    reach: { goal: (cell) => cell === 15 },
    score: ({ reward }) => reward - 0.01,
  },
});
