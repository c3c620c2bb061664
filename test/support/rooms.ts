import { type Row, smallModel } from "./models.ts";

/** The four rooms of Sutton, Precup & Singh (1999), with the goal in the room opposite the start. */
export const FOUR_ROOMS = [
  "#############",
  "#S....#.....#",
  "#.....#.....#",
  "#...........#",
  "#.....#.....#",
  "#.....#.....#",
  "#.#####.....#",
  "#.....###.###",
  "#.....#.....#",
  "#.....#.....#",
  "#...........#",
  "#.....#....G#",
  "#############",
];

/** The same without inner walls. */
export const ONE_ROOM = FOUR_ROOMS.map((line, row) =>
  row === 0 || row === FOUR_ROOMS.length - 1 ? line : `#${line.slice(1, -1).replaceAll("#", ".")}#`,
);

const STEPS = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/**
 * A map as a model of four moves, which pays 1 for entering the goal, where it ends, and something for each step. With slips a move goes
 * each of the other three ways with probability 1/9.
 *
 * @returns the model and payoff; the start; and for each state its row and column
 */
export function rooms(map: readonly string[], { slips = false, step = "0" } = {}) {
  const cells = map.flatMap((line, row) =>
    [...line].flatMap((glyph, column) => (glyph === "#" ? [] : [{ row, column, glyph }])),
  );
  const at = (row: number, column: number) => cells.findIndex((cell) => cell.row === row && cell.column === column);
  const states = cells.map(({ row, column, glyph }, here): readonly Row[] => {
    if (glyph === "G") return [];
    const moves = STEPS.map(([down, right]) => at(row + down, column + right)).map((to) => (to < 0 ? here : to));
    return moves.map((intended): Row => {
      if (!slips) return { pays: step, to: [[intended]] };
      const ninths = new Map<number, number>();
      for (const to of moves) ninths.set(to, (ninths.get(to) ?? 0) + 1);
      ninths.set(intended, ninths.get(intended)! + 5);
      return { pays: step, to: [...ninths].map(([to, share]) => [to, `${share}/9`]) };
    });
  });
  const learned = smallModel(
    states,
    cells.map(({ glyph }) => (glyph === "G" ? "1" : "0")),
  );
  return { learned, cells, start: cells.findIndex(({ glyph }) => glyph === "S"), at };
}
