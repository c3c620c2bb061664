import { momentColumn } from "../dist/exact/columns.js";
import { enumerate } from "../dist/exact/enumerate.js";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../dist/index.js";

const STEP = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };
const within = (value, size) => Math.max(0, Math.min(size - 1, value));

/** A grid with a key in a corner, written as a user would; with a chance to slip, the wind blows down instead. */
export function grid(size, slip = 0) {
  return defineWorld({
    id: slip === 0 ? "grid" : "windy grid",
    fields: { row: range(0, size - 1), column: range(0, size - 1), key: flag() },
    actions: ["up", "down", "left", "right"],
    start: () => ({ row: 0, column: 0, key: false }),
    transition(state, action, chance) {
      const [down, right] = STEP[chance.flip(slip) ? "down" : action];
      const moved = { ...state, row: within(state.row + down, size), column: within(state.column + right, size) };
      return moved.row === size - 1 && moved.column === 0 ? { ...moved, key: true } : moved;
    },
    horizon: 100,
  });
}

/** Two million states of which 100 steps lead to a part: a grid, two terms, a score and a rule. */
export function largeGrid() {
  const world = grid(1000);
  const drive = defineDrive(world, {
    key: ({ state, nextState }) => (nextState.key && !state.key ? 5 : 0),
    down: ({ state, nextState }) => nextState.row - state.row,
  });
  const intent = defineIntent(world, {
    score: ({ state, nextState }) => nextState.column - state.column,
    never: { bump: ({ state, nextState }) => state.row === nextState.row && state.column === nextState.column },
  });
  return defineCase({ world, drives: { drive }, intent });
}

/** Two million states of which 11 steps lead to all: a shift register, two terms, a score and a rule. */
export function largeRegister() {
  const size = 2 ** 21;
  const world = defineWorld({
    id: "register",
    fields: { register: range(0, size - 1) },
    actions: ["0", "1", "2", "3"],
    start: () => ({ register: 0 }),
    transition: ({ register }, action) => ({ register: (register * 4 + Number(action)) % size }),
    horizon: 100,
  });
  const drive = defineDrive(world, {
    full: ({ nextState }) => (nextState.register === size - 1 ? 5 : 0),
    odd: ({ nextState }) => nextState.register & 1,
  });
  const intent = defineIntent(world, {
    score: ({ nextState }) => nextState.register >>> 19,
    never: { seven: ({ nextState }) => (nextState.register & 1023) === 7 },
  });
  return defineCase({ world, drives: { drive }, intent });
}

/** The grid's model with one column of rewards, ready to be solved. */
export function problemOf(size, slip) {
  const enumeration = enumerate(grid(size, slip));
  const { payoff } = momentColumn(enumeration, "reward", ({ state, nextState }) =>
    nextState.key && !state.key ? 500 : nextState.row - state.row,
  );
  return { model: enumeration.model, payoff, direction: "maximise" };
}
