import { defineDrive, defineWorld, range } from "../../core/index.ts";

const SIZE = 5;
const MIDDLE = 2;
/** Corners as rows and columns, in the order in which food lies in them. */
const CORNERS = [
  [0, 0],
  [4, 4],
  [0, 4],
  [4, 0],
] as const;
const ACTIONS = ["up", "right", "down", "left"] as const;
const STEP = { up: [-1, 0], right: [0, 1], down: [1, 0], left: [0, -1] } as const;

/** What changes from one task to the next: where the food is, or which way each act leads. */
export type Change = "food" | "ways";

/** Steps of a trip from the middle to any corner: the least that a reward takes. */
export const TRIP = 4;

/**
 * Shifting: a room of five by five cells with food in one corner; who reaches it is back in the middle. From time to time the task changes,
 * and nothing tells.
 *
 *     f . . . .
 *     . . . . .
 *     . . @ . .
 *     . . . . .
 *     . . . . .
 *
 * Asks whether a mind that has learned much can still learn.
 *
 * state        row and column; steps lived
 * transition   deterministic; every `steps` steps food moves to the next of the four corners, or every act leads a quarter turn further
 *              to the right
 * observation  row and column
 * ends         never
 * Source       Dohare et al. 2024, "Loss of plasticity in deep continual learning", for the question; CLAIMS.md, always-learning
 */
export function shifting(change: Change, steps: number, tasks: number) {
  const place = { row: range(0, SIZE - 1), column: range(0, SIZE - 1) };
  const taskAt = (age: number) => Math.floor(age / steps);
  const clip = (at: number) => Math.min(SIZE - 1, Math.max(0, at));
  const world = defineWorld({
    id: `shifting-${change}`,
    fields: { ...place, age: range(0, steps * tasks) },
    actions: ACTIONS,
    start: () => ({ row: MIDDLE, column: MIDDLE, age: 0 }),
    transition({ row, column, age }, action) {
      const turned = change === "ways" ? ACTIONS[(ACTIONS.indexOf(action) + taskAt(age)) % ACTIONS.length]! : action;
      const [down, right] = STEP[turned];
      const [to, along] = [clip(row + down), clip(column + right)];
      const corner = CORNERS[change === "food" ? taskAt(age) % CORNERS.length : 0]!;
      const isFed = to === corner[0] && along === corner[1];
      return { row: isFed ? MIDDLE : to, column: isFed ? MIDDLE : along, age: Math.min(steps * tasks, age + 1) };
    },
    observe: ({ row, column }) => ({ row, column }),
    observation: place,
    discount: 0.95,
  });
  /**
   * Food.
   *
   *     fed(s, s′) = [back in the middle from more than a step away]
   *
   * Units     reward per trip
   * Reads     where the agent is and was
   * Intended  go to where the food is now: 1 in 4 steps
   * Loophole  none
   * Source    as the world
   */
  const drive = defineDrive(world, {
    fed: ({ state, nextState }) =>
      nextState.row === MIDDLE &&
      nextState.column === MIDDLE &&
      Math.abs(state.row - MIDDLE) + Math.abs(state.column - MIDDLE) > 1
        ? 1
        : 0,
  });
  return { world, drive };
}
