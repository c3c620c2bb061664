import { defineDrive, defineWorld, range } from "../../core/index.ts";

const ROWS = 10;
const COLUMNS = 5;
const STEP = { left: -1, stay: 0, right: 1 } as const;

/**
 * Catch: a ball falls down one of five columns, a paddle moves below it.
 *
 *     . . o . .
 *     . . . . .   ten rows
 *     = . . . .
 *
 * Asks whether a mind learns from a reward that comes nine steps after the act that mattered.
 *
 * state        row and column of the ball, column of the paddle, from the top left
 * transition   deterministic; the ball begins in a column drawn evenly, the paddle in the middle
 * observation  the state
 * ends         terminated when the ball reaches the paddle's row
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/catch.py
 */
export const world = defineWorld({
  id: "catch",
  fields: { row: range(0, ROWS - 1), column: range(0, COLUMNS - 1), paddle: range(0, COLUMNS - 1) },
  actions: ["left", "stay", "right"],
  start: (chance) => ({ row: 0, column: chance.integer(0, COLUMNS - 1), paddle: Math.floor(COLUMNS / 2) }),
  transition: ({ row, column, paddle }, action) => ({
    row: row + 1,
    column,
    paddle: Math.min(COLUMNS - 1, Math.max(0, paddle + STEP[action])),
  }),
  terminated: (state) => state.row === ROWS - 1,
  horizon: ROWS - 1,
});

/**
 * Caught or missed.
 *
 *     caught(s′) = 1 where the ball comes down on the paddle, −1 where it does not
 *
 * Units     reward at the end
 * Reads     the state that ends the episode
 * Intended  be below the ball in time: 1
 * Loophole  none
 * Source    as the world
 */
export const drive = defineDrive(world, {
  caught: ({ nextState: { row, column, paddle } }) => (row < ROWS - 1 ? 0 : paddle === column ? 1 : -1),
});
