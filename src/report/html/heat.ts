import type { Audit, HeatState } from "../../audit/report.ts";
import { formatNumber } from "../number.ts";
import { formatValue } from "../picture.ts";
import { at, html, type Markup } from "./markup.ts";

const CELL = 44;
const ROW_NAMES = [/^(row|r|y)$/i, /row$/i, /y$/];
const COLUMN_NAMES = [/^(col|column|c|x)$/i, /col(umn)?$/i, /x$/];

interface Cell {
  readonly row: number;
  readonly column: number;
  /** the highest of the states in the cell */
  readonly value: number;
  readonly visits: number;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value);

/** The field whose name says that it is a coordinate, where every state has a number for it. */
function coordinate(states: readonly HeatState[], names: readonly RegExp[]): string | undefined {
  const fields = Object.keys(states[0]?.state ?? {});
  const found = names.map((name) => fields.find((field) => name.test(field))).find((field) => field !== undefined);
  return found !== undefined && states.every(({ state }) => isNumber(state[found])) ? found : undefined;
}

/** The states put together by the cell that they are in, where the world is a grid. */
function cellsOf(states: readonly HeatState[]): readonly Cell[] | undefined {
  const [row, column] = [coordinate(states, ROW_NAMES), coordinate(states, COLUMN_NAMES)];
  if (row === undefined || column === undefined || row === column) return undefined;
  const cells = new Map<string, Cell>();
  for (const { state, value, visits } of states) {
    const [r, c] = [state[row], state[column]];
    if (!isNumber(r) || !isNumber(c)) return undefined;
    const old = cells.get(`${r},${c}`);
    cells.set(`${r},${c}`, {
      row: r,
      column: c,
      value: Math.max(old?.value ?? -Infinity, value),
      visits: (old?.visits ?? 0) + visits,
    });
  }
  return cells.size > 1 ? [...cells.values()] : undefined;
}

const short = (value: number): string => {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "?";
  const rounded = Math.abs(value) >= 10 ? Math.round(value) : Number(value.toPrecision(2));
  return value !== 0 && Math.abs(value) < 0.01 ? "~0" : formatNumber(rounded, 3);
};

/** One map: what it shows of a cell, and the words around it. */
interface HeatMap {
  readonly heading: string;
  readonly about: string;
  read(cell: Cell): number;
  /** what stands for no heat; the lowest value where it is left out */
  readonly floor?: number;
}

function map(cells: readonly Cell[], { heading, about, read, floor: given }: HeatMap): Markup {
  const [rows, columns] = [cells.map(({ row }) => row), cells.map(({ column }) => column)];
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  const [height, width] = [Math.max(...rows) - top + 1, Math.max(...columns) - left + 1];
  const finite = cells.map(read).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const floor = given ?? low;
  const drawn = cells.map((cell) => {
    const value = read(cell);
    const share = high === floor ? (value === 0 ? 0 : 0.5) : Math.min(1, Math.max(0, (value - floor) / (high - floor)));
    const [x, y] = [(cell.column - left) * CELL, (cell.row - top) * CELL];
    const opacity = Number.isFinite(share) ? 0.06 + 0.94 * share : 1;
    return html`<g><title>row ${cell.row}, column ${cell.column}: ${formatNumber(value)}</title>
      <rect class="heat" fill-opacity="${at(opacity)}" x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="3"/>${
        width <= 14
          ? html`<text class="${opacity > 0.55 ? "on" : "off"}" x="${x + CELL / 2}" y="${y + CELL / 2}" dy="0.35em" text-anchor="middle">${short(value)}
          </text>`
          : ""
      }</g>`;
  });
  const title = `${heading} over the grid, from ${formatNumber(low)} to ${formatNumber(high)}`;
  return html`<figure class="chart map"><figcaption>${heading}</figcaption>
    <svg viewBox="0 0 ${width * CELL} ${height * CELL}" width="${Math.min(width * CELL, 420)}" role="img" aria-label="${title}">
    <title>${title}</title>${drawn}</svg><p class="about">${about}</p></figure>`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The states that are visited most, with bars. */
function bars(states: readonly HeatState[], visited: string, worth: string): Markup {
  const met = states.filter(({ visits }) => visits > 0);
  const shown = [...(met.length === 0 ? states : met)].sort((a, b) => b.visits - a.visits).slice(0, 16);
  const most = Math.max(...shown.map(({ visits }) => visits).filter(Number.isFinite), 0);
  const rows = shown.map(({ state, value, visits }) => {
    const name = Object.entries(state)
      .map(([field, of]) => `${field} ${formatValue(of)}`)
      .join(", ");
    const width = most === 0 || !Number.isFinite(visits) ? 0 : (100 * visits) / most;
    return html`<tr><th scope="row">${name}</th><td>${formatNumber(visits)}</td><td class="bar">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="heat" width="${at(width)}" height="10"/></svg></td><td>${formatNumber(value)}</td></tr>`;
  });
  const left = states.length - shown.length;
  return html`<div class="scroll"><table><thead><tr><th scope="col">state</th><th scope="col" colspan="2">visits</th>
    <th scope="col">value</th></tr></thead><tbody>${rows}</tbody></table></div>
    <p class="about">Visits: ${visited} Value: ${worth}.</p>${
      left === 0
        ? ""
        : html`<p class="about">The ${shown.length} most visited of ${formatNumber(states.length)} states.</p>`
    }`;
}

/**
 * Where the worst drive-optimal policy goes and what each state is worth to the drive: maps of a grid, else a table.
 *
 * @param most - cells that a map may have
 */
export function renderHeat(audit: Audit, most: number): Markup {
  const states = audit.heat ?? [];
  if (states.length === 0) return html``;
  const found = cellsOf(states);
  const cells = found === undefined || found.length > most ? undefined : found;
  const several = cells !== undefined && cells.length < states.length;
  const policy = "under the worst drive-optimal policy";
  const visited = {
    finite: `expected visits ${policy}.`,
    discounted: `expected visits ${policy}, each weighted by the discount to the power of its step.`,
    total: `expected visits ${policy}.`,
    average: `share of all steps in the long run ${policy}.`,
  }[audit.question.criterion];
  const worth =
    audit.question.criterion === "average"
      ? "what the drive pays a step, in the long run, from there on"
      : "what the drive can still earn from there";
  const body =
    cells === undefined
      ? bars(states, visited, worth)
      : html`<div class="charts">${map(cells, {
          heading: "Occupancy",
          about: capital(visited),
          read: ({ visits }) => visits,
          floor: 0,
        })}${map(cells, {
          heading: "Value",
          about: `${capital(worth)}${several ? "; the highest of the states in the cell" : ""}.`,
          read: ({ value }) => value,
        })}</div>`;
  return html`<section class="part"><h3>Where it goes</h3>${body}</section>`;
}
