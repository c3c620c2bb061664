import type { AnyWorld } from "../../core/case.ts";
import type { Field, Value } from "../../core/field.ts";
import type { Random } from "../../core/random.ts";
import type { State } from "../../core/world.ts";
import type { Play, Standing } from "./play.ts";

/** Parts into which the values of a real field are divided, and those of a field with more whole numbers than that. */
const REAL_BINS = 16;
const RANGE_BINS = 64;

/** What was seen to come of an action in a cell: sums over the times that it came. */
export interface Outcome {
  readonly cell: number;
  count: number;
  paid: number;
  scored: number;
}

/** States that are alike, as far as the search tells them apart, with the same events behind them. */
export interface Cell {
  /** a standing in it to return to: of those with the greatest reward, the earliest; and the earliest of all */
  best: Standing;
  first: Standing;
  readonly happened: number;
  readonly isOver: boolean;
  readonly available: readonly number[];
  /** by action, what came of it; empty where it was not tried */
  readonly outcomes: Outcome[][];
  /** times that each action was tried, and that the cell was returned to */
  readonly tried: number[];
  returned: number;
}

export interface Archive {
  readonly cells: readonly Cell[];
  /** The number of a standing's cell; undefined where it has none yet. */
  find(standing: Standing): number | undefined;
  /** The number of a standing's cell, which remembers it if it is a better one to return to. */
  add(standing: Standing): number;
  /** Notes what came of a step, and returns the number of the cell that it led to. */
  note(from: number, next: Standing): number;
  /** A cell to explore from, less likely the more often it was: one with something untried before others. */
  frontier(random: Random): Cell | undefined;
}

const isBinned = ({ kind, size, bounds }: Field<Value>): boolean =>
  bounds !== undefined || (kind === "range" && size > RANGE_BINS);

/** Which part of its range a value of a field lies in, as text. */
function binOf(field: Field<Value>): (value: Value, digits: readonly number[]) => string {
  const { bounds, radix } = field;
  if (bounds !== undefined) {
    const [low, high] = bounds;
    return (value) => `${Math.min(REAL_BINS - 1, Math.floor((REAL_BINS * (Number(value) - low)) / (high - low)))}`;
  }
  if (isBinned(field)) return (_, [digit = 0]) => `${Math.floor((RANGE_BINS * digit) / radix)}`;
  return (value) => (typeof value === "object" ? value.join("|") : `${value}`);
}

/** Text that is equal where the search takes two states for one. */
function binning({ fields }: AnyWorld): (state: State) => string {
  const all = Object.entries(fields)
    .filter(([, { role }]) => role !== "history")
    .map(([name, field]) => ({ name, field, bin: binOf(field) }));
  const digits: number[] = [];
  return (state) => {
    let key = "";
    for (const { name, field, bin } of all) {
      const value = state[name]!;
      if (field.kind === "range") field.encode(value, digits, 0);
      key += `${bin(value, digits)},`;
    }
    return key;
  };
}

/** Cells among which the one is taken that was returned to least. */
const CONTESTANTS = 12;

export function createArchive(world: AnyWorld, play: Play): Archive {
  const cells: Cell[] = [];
  const open: Cell[] = [];
  const numbers = new Map<string, number>();
  const bin = binning(world);
  // States in which not the same can be done are never taken for one.
  const isTold = world.available !== undefined && Object.values(world.fields).some(isBinned);
  const key = ({ state, time, happened }: Standing): string =>
    `${play.phase(time)}.${happened}.${bin(state)}${isTold ? play.available(state).join() : ""}`;
  const isBetter = (a: Standing, b: Standing): boolean =>
    a.reward > b.reward + 1e-12 || (a.reward >= b.reward - 1e-12 && a.time < b.time);
  const add = (standing: Standing): number => {
    const text = key(standing);
    const known = numbers.get(text);
    if (known !== undefined) {
      const cell = cells[known]!;
      if (isBetter(standing, cell.best)) cell.best = standing;
      if (standing.time < cell.first.time) cell.first = standing;
      return known;
    }
    const isOver = standing.over === "terminated";
    const cell: Cell = {
      best: standing,
      first: standing,
      happened: standing.happened,
      isOver,
      available: isOver ? [] : play.available(standing.state),
      outcomes: world.actions.map(() => []),
      tried: world.actions.map(() => 0),
      returned: 0,
    };
    const number = cells.push(cell) - 1;
    numbers.set(text, number);
    if (!isOver) open.push(cell);
    return number;
  };
  return {
    cells,
    add,
    find: (standing) => numbers.get(key(standing)),
    note(from, next) {
      const number = add(next);
      const { outcomes, tried } = cells[from]!;
      const ways = outcomes[next.action!]!;
      tried[next.action!]!++;
      let way = ways.find(({ cell }) => cell === number);
      if (way === undefined) {
        way = { cell: number, count: 0, paid: 0, scored: 0 };
        ways.push(way);
      }
      way.count++;
      way.paid += next.paid;
      way.scored += next.scored;
      return number;
    },
    frontier(random) {
      let chosen: Cell | undefined;
      let least = Infinity;
      for (let k = 0; k < CONTESTANTS && open.length > 0; k++) {
        const cell = open[Math.floor(random() * open.length)]!;
        if (cell.first.over !== undefined) continue;
        const untried = cell.available.some((action) => cell.tried[action] === 0);
        const weight = cell.returned + (untried ? 0 : 4);
        if (weight < least) [chosen, least] = [cell, weight];
      }
      return chosen;
    },
  };
}
