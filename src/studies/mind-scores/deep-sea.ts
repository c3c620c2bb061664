import { defineDrive, defineWorld, range, ratio } from "../../core/index.ts";
import { createRandom } from "../../core/random.ts";

/** Flips whose number of heads is the noise, and what a head more or less is worth: 36 · ¼ · (1/3)² = 1, the variance of N(0, 1). */
const FLIPS = 36;
const WORTH = 1 / 3;

/** Shape [heads]: the noise that comes with a number of heads, in heads above the mean, and its probability C(36, heads)/2³⁶. */
const NOISE = (() => {
  const ways = [1];
  for (let heads = 1; heads <= FLIPS; heads++) ways.push((ways[heads - 1]! * (FLIPS - heads + 1)) / heads);
  return ways.map((count, heads) => [heads - FLIPS / 2, ratio(count, 2 ** FLIPS)] as const);
})();

/**
 * Deep sea: a diver sinks row by row, a step to the left or to the right each; what lies at the bottom right is a dive of rights only.
 *
 *     @ . . .
 *     . . . .   N rows, N columns
 *     . . . .
 *     . . . $
 *
 * Asks for deep exploration: every right costs a little, and random acts find the treasure in one dive out of 2ᴺ.
 *
 * state        row and column, from the top left; in the stochastic form the noise of the last reward
 * transition   deterministic, the column kept between the walls; which of the two acts is right is drawn anew for each cell, once and for
 *              all. In the stochastic form a right fails with probability 1/N, and noise of variance 1 is paid at both ends of the
 *              last row: heads of 36 fair flips, less 18, in thirds, for the source's N(0, 1)
 * observation  row and column
 * ends         terminated below the last row
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/deep_sea.py
 */
export function deepSea(size: number, stochastic = false, mapping = 42) {
  const random = createRandom(mapping);
  const isFirstRight = Array.from({ length: size * size }, () => random() < 0.5);
  const goesRight = ({ row, column }: { readonly row: number; readonly column: number }, action: "first" | "second") =>
    (action === "first") === isFirstRight[row * size + column];
  const place = { row: range(0, size), column: range(0, size - 1) };
  const world = defineWorld({
    id: stochastic ? "deep-sea-stochastic" : "deep-sea",
    fields: { ...place, noise: range(-FLIPS / 2, FLIPS / 2) },
    actions: ["first", "second"],
    start: () => ({ row: 0, column: 0, noise: 0 }),
    transition(state, action, chance) {
      const right = goesRight(state, action);
      const fails = stochastic && right && chance.flip(ratio(1, size));
      const column = Math.min(size - 1, Math.max(0, state.column + (right ? (fails ? 0 : 1) : -1)));
      const isNoisy = stochastic && state.row === size - 1 && (state.column === 0 || state.column === size - 1);
      return { row: state.row + 1, column, noise: isNoisy ? chance.weighted(NOISE) : 0 };
    },
    terminated: (state) => state.row === size,
    observe: ({ row, column }) => ({ row, column }),
    observation: place,
    horizon: size,
  });
  /**
   * The treasure, the cost of every right, and the noise.
   *
   *     treasure(s, a) = [right, from the last column];  move(a) = −0.01/N·[right];  noise(s′)
   *
   * Units     reward per step
   * Reads     the cell and the act; the noise
   * Intended  rights only: 0.99
   * Loophole  none
   * Source    as the world
   */
  const drive = defineDrive(world, {
    treasure: ({ state, action }) => (state.column === size - 1 && goesRight(state, action) ? 1 : 0),
    move: ({ state, action }) => (goesRight(state, action) ? -0.01 / size : 0),
    noise: ({ nextState }) => nextState.noise * WORTH,
  });
  return { world, drive, goesRight };
}
