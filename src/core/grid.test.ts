import { expect, test } from "vitest";
import { parseGrid, sameCell } from "./grid.ts";

const grid = parseGrid(
  `
  ####
  #A G
  ####
  `,
  "A",
);

test("a piece stands on floor, and off the map everything is wall", () => {
  expect(grid.tileAt(grid.find("A"))).toBe(" ");
  expect(grid.tileAt(grid.find("G"))).toBe("G");
  expect(grid.tileAt({ row: 1, column: 4 })).toBe("#");
  expect(grid.tileAt({ row: -1, column: 0 })).toBe("#");
});

test("a move into a wall or off the map leads nowhere", () => {
  const start = grid.find("A");
  expect(sameCell(grid.step(start, "up"), start)).toBe(true);
  expect(grid.step(start, "right")).toEqual({ row: 1, column: 2 });
  expect(grid.step(grid.find("G"), "right")).toEqual(grid.find("G"));
});

test("pieces are drawn over tiles, later ones on top", () => {
  expect(grid.draw({ X: { row: 1, column: 3 }, A: { row: 1, column: 3 } })).toEqual(["####", "#  A", "####"]);
});

test("rows of different lengths and glyphs that are not there once are errors", () => {
  expect(() => parseGrid("###\n##")).toThrow("expected rows of one length");
  expect(() => grid.find("X")).toThrow('find("X"): expected it once on the map, found 0 of it');
  expect(() => grid.find("#")).toThrow("found 9 of it");
});
