import type { Archive } from "./archive.ts";
import type { Play } from "./play.ts";

/** What a plan is after: weights of the drive's reward, of the score, and of each item's event at the end. */
export interface Aim {
  readonly reward: number;
  readonly score: number;
  /** shape [items]: added at the end of an episode in which the item's event has happened */
  readonly events: readonly number[];
}

/** A plan in the cells that the search has met. */
export interface Plan {
  /** The number of the action in a cell with so many steps left; undefined where the search has tried nothing there. */
  action(cell: number, left: number): number | undefined;
}

/** Most actions that a plan for every step of the horizon holds; beyond, one for all steps. */
const MOST_TIMED = 2 ** 25;
/** Sweeps of a plan for all steps. */
const SWEEPS = 400;
/** Differences of value that count as none, as a share of it. */
const TIE = 1e-9;

const later = (a: number, b: number): boolean => a > b + TIE * (1 + Math.abs(b));

/** The archive's transitions as flat arrays: cells, their actions, and what came of them as frequencies. */
function flatten({ cells }: Archive, play: Play, aims: readonly Aim[]) {
  const rowStart = new Int32Array(cells.length + 1);
  const action: number[] = [];
  const branchStart: number[] = [];
  const next: number[] = [];
  const share: number[] = [];
  const amounts = aims.map((): number[] => []);
  cells.forEach((cell, number) => {
    rowStart[number] = action.length;
    for (const act of cell.available) {
      const ways = cell.outcomes[act]!;
      if (ways.length === 0) continue;
      action.push(act);
      branchStart.push(next.length);
      for (const { cell: to, count, paid, scored } of ways) {
        next.push(to);
        share.push(count / cell.tried[act]!);
        for (const [k, { reward, score }] of aims.entries()) amounts[k]!.push((reward * paid + score * scored) / count);
      }
    }
  });
  rowStart[cells.length] = action.length;
  branchStart.push(next.length);
  const atEnd = aims.map(({ events }) =>
    Float64Array.from(cells, ({ happened }) =>
      events.reduce((sum, weight, k) => ((happened & (1 << k)) === 0 ? sum : sum + weight), 0),
    ),
  );
  const cutOff = cells.map(({ first, isOver }) => (isOver ? { paid: 0, scored: 0 } : play.cutOff(first.state)));
  return {
    rowStart,
    action: Int32Array.from(action),
    branchStart: Int32Array.from(branchStart),
    next: Int32Array.from(next),
    share: Float64Array.from(share),
    amounts: amounts.map((list) => Float64Array.from(list)),
    atEnd,
    atCut: aims.map((aim, k) =>
      Float64Array.from(cutOff, ({ paid, scored }, cell) => aim.reward * paid + aim.score * scored + atEnd[k]![cell]!),
    ),
  };
}

/**
 * The best plan for a first aim, and among equally good ones for a second, in what the search has seen: actions that it has tried, with
 * the frequencies of what came of them. A cell in which it has tried nothing is worth the least that it has seen.
 *
 * @param steps - of an episode
 */
export function planFor(
  archive: Archive,
  play: Play,
  aims: readonly [Aim, Aim],
  steps: number,
  discount: number,
): Plan {
  const { cells } = archive;
  const count = cells.length;
  const flat = flatten(archive, play, aims);
  const { rowStart, action, branchStart, next, share, amounts, atEnd, atCut } = flat;
  const isTimed = count * steps <= MOST_TIMED;
  const sweeps = isTimed ? steps : Math.min(steps, SWEEPS);
  const best = Array.from({ length: isTimed ? sweeps : 1 }, () => new Int16Array(count).fill(-1));
  const least = amounts.map((list, k) => Math.min(0, ...bounds(list)) * steps + Math.min(0, ...bounds(atEnd[k]!)));
  let values = atCut.map((list) => Float64Array.from(list));
  for (let left = 1; left <= sweeps; left++) {
    const fresh = [new Float64Array(count), new Float64Array(count)];
    const chosen = best[isTimed ? left - 1 : 0]!;
    for (let cell = 0; cell < count; cell++) {
      if (cells[cell]!.isOver) {
        fresh[0]![cell] = atEnd[0]![cell]!;
        fresh[1]![cell] = atEnd[1]![cell]!;
        continue;
      }
      let [top, second] = [-Infinity, -Infinity];
      for (let row = rowStart[cell]!; row < rowStart[cell + 1]!; row++) {
        let [first, other] = [0, 0];
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) {
          const to = next[branch]!;
          const probability = share[branch]!;
          first += probability * (amounts[0]![branch]! + discount * values[0]![to]!);
          other += probability * (amounts[1]![branch]! + discount * values[1]![to]!);
        }
        if (top === -Infinity || later(first, top) || (!later(top, first) && later(other, second))) {
          [top, second] = [first, other];
          chosen[cell] = action[row]!;
        }
      }
      fresh[0]![cell] = top === -Infinity ? least[0]! : top;
      fresh[1]![cell] = top === -Infinity ? least[1]! : second;
    }
    values = fresh;
  }
  return {
    action(cell, left) {
      const chosen = best[isTimed ? Math.min(left, sweeps) - 1 : 0]?.[cell];
      return chosen === undefined || chosen < 0 ? undefined : chosen;
    },
  };
}

/** The least and the greatest of some numbers, without spreading them as arguments. */
function bounds(list: Float64Array): readonly [number, number] {
  let [low, high] = [0, 0];
  for (const value of list) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
