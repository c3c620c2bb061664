import { caseError, show } from "./errors.ts";
import { type Field, range } from "./field.ts";

/** A place on a grid; rows and columns are counted from 0 at the top left. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The moves of a grid world, each to the neighbouring cell. */
export const MOVES = ["up", "down", "left", "right"] as const;
export type Move = (typeof MOVES)[number];

const STEPS: Readonly<Record<Move, readonly [down: number, right: number]>> = {
  up: [-1, 0],
  down: [1, 0],
  left: [0, -1],
  right: [0, 1],
};

/** The cell beside a cell, which may be off the map. */
export function neighbour({ row, column }: Cell, move: Move): Cell {
  const [down, right] = STEPS[move];
  return { row: row + down, column: column + right };
}

export const sameCell = (a: Cell, b: Cell): boolean => a.row === b.row && a.column === b.column;

/** A map: tiles that stay as they are, and pieces that move about on it. */
export interface Grid {
  /** fields for a state that holds one cell of the map */
  readonly fields: { readonly row: Field<number>; readonly column: Field<number> };
  /** The glyph of a tile: " " where a piece starts, "#" off the map. */
  tileAt(cell: Cell): string;
  /** The only cell with this glyph, a tile's or a piece's; an error if there is none or more than one. */
  find(glyph: string): Cell;
  /** Where a move leads: to the neighbour, or nowhere if that is a wall, "#". */
  step(cell: Cell, move: Move): Cell;
  /** The rows of the map with pieces on it, later ones over earlier ones. */
  draw(pieces: Readonly<Record<string, Cell>>): readonly string[];
}

/**
 * The grid that is drawn by rows of glyphs, of which "#" is a wall. Blank space around the drawing and before and after its rows
 * does not count, so a row cannot begin or end with floor.
 *
 * @param pieces - the glyphs of what moves: the drawing shows where it starts, and the tile there is " "
 * @throws if the rows differ in length
 */
export function parseGrid(drawing: string, pieces = ""): Grid {
  const rows = drawing
    .trim()
    .split("\n")
    .map((row) => row.trim());
  const columns = rows[0]?.length ?? 0;
  if (columns === 0 || rows.some((row) => row.length !== columns))
    throw caseError(
      `parseGrid(${show(rows)}): expected rows of one length, at least 1; draw a border around the floor`,
    );
  const tiles = rows.map((row) => [...row].map((glyph) => (pieces.includes(glyph) ? " " : glyph)));
  const tileAt = ({ row, column }: Cell) => tiles[row]?.[column] ?? "#";
  return {
    fields: { row: range(0, rows.length - 1), column: range(0, columns - 1) },
    tileAt,
    find(glyph) {
      const cells = rows.flatMap((line, row) =>
        [...line].flatMap((each, column) => (each === glyph ? [{ row, column }] : [])),
      );
      const [cell] = cells;
      if (cell === undefined || cells.length > 1)
        throw caseError(`find("${glyph}"): expected it once on the map, found ${cells.length} of it`);
      return cell;
    },
    step(cell, move) {
      const target = neighbour(cell, move);
      return tileAt(target) === "#" ? { row: cell.row, column: cell.column } : target;
    },
    draw: (placed) =>
      tiles.map((line, row) =>
        line
          .map((tile, column) =>
            Object.entries(placed).reduce(
              (shown, [glyph, cell]) => (cell.row === row && cell.column === column ? glyph : shown),
              tile,
            ),
          )
          .join(""),
      ),
  };
}
