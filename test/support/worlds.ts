import { flag, range } from "../../src/core/field.ts";
import { defineWorld } from "../../src/core/world.ts";

/** A corridor of four cells, left and right, whose right end is the exit. */
export const corridorSpec = {
  id: "corridor",
  fields: { cell: range(0, 3) },
  actions: ["left", "right"],
  start: () => ({ cell: 0 }),
  transition: ({ cell }: { readonly cell: number }, action: "left" | "right") => ({
    cell: Math.max(0, cell + (action === "right" ? 1 : -1)),
  }),
  terminated: ({ cell }: { readonly cell: number }) => cell === 3,
} as const;
export const corridor = defineWorld(corridorSpec);

/** Two dice, thrown again and again; whether a light is on changes nothing. */
export const dice = defineWorld({
  id: "dice",
  fields: { first: range(1, 6), second: range(1, 6), light: flag() },
  actions: ["throw", "switch"],
  start: () => ({ first: 1, second: 1, light: false }),
  transition: (state, action, chance) =>
    action === "switch"
      ? { ...state, light: !state.light }
      : { ...state, first: chance.integer(1, 6), second: chance.integer(1, 6) },
});
