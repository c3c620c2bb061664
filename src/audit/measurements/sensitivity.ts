import { add, divide, equals, multiply, type Rational, rational, toNumber, ZERO } from "../../core/rational.ts";
import { exactly } from "../../exact/figure.ts";
import type { Direction, Policies } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import {
  type Analysis,
  backupsOf,
  type Context,
  fallsShort,
  figureOf,
  type ItemAnalysis,
  meets,
  nameOf,
  opposite,
  solveItem,
} from "../analysis.ts";
import { drivePayoff, termPayoffs } from "../arena.ts";
import { quantity } from "../quantity.ts";
import { chanceForEver } from "../recurrent.ts";
import type { Repair, Sensitivity } from "../report.ts";
import { isEvent } from "../subject.ts";
import { breakpoints, createPoints, type Point, Stopped } from "./breakpoints.ts";

/** The interval in which each weight is moved, as multiples of the present one. */
const LOW = ZERO;
const HIGH = rational(10n);
/** Most solves for one term, and most branch backups of one solve for which weights are moved at all. */
const MOST_SOLVES = 120;
const MOST_BACKUPS = 3_000_000;

/** The drive as the weight of term k moves, and what counts the solves of it. */
function createSolver(context: Context, k: number) {
  const { subject, arena, columns, drive } = context;
  let solves = 0;
  const spend = (): void => {
    if (context.isTimeUp()) throw new Stopped("the time allowed was nearly up");
    if (++solves > MOST_SOLVES) throw new Stopped("more breakpoints than are looked for");
  };
  const family = {
    at: (weight: Rational) => {
      const weights = drive.terms.map((term, j) => (j === k ? multiply(term.weight, weight) : term.weight));
      return arena.lift(drivePayoff(subject, columns, weights));
    },
    slope: termPayoffs(context, columns)[k]!,
  };
  return { spend, point: createPoints(context, family, `sensitivity of ${drive.terms[k]!.name}`, spend) };
}

/** How an item fares with the worst of some drive-optimal policies, and whether that falls short of what was meant. */
function worstOf(context: Context, item: ItemAnalysis, within: Policies, spend: () => void) {
  const { objective, meant, recurrent } = item;
  const name = nameOf(objective);
  const direction = opposite(objective.meant);
  const optimum = (way: Direction) => {
    spend();
    const result = solveItem(context, objective, way, { within });
    if (isSolution(result) || result.kind === "diverges") return result;
    throw new Stopped(`the worst of ${name} is not decided at a weight`);
  };
  // No weight keeps an agent from a detour: what counts is what goes on for ever, where an agent may leave the detour out.
  if (recurrent !== undefined && isEvent(objective.item) && meets(objective, optimum(objective.meant), meant)) {
    const forEver = chanceForEver(context, objective, within, direction);
    if (forEver !== undefined) return { figure: forEver, isShort: fallsShort(objective, forEver, recurrent.meant) };
  }
  const figure = figureOf(optimum(direction), direction, name);
  return { figure, isShort: fallsShort(objective, figure, meant) };
}

/** How the worst drive-optimal policy fares at a weight. */
export function judged(context: Context, analysis: Analysis, { solution }: Point, spend: () => void) {
  const worst = analysis.items.map((item) => worstOf(context, item, solution.optimal, spend));
  return { worst: worst.map(({ figure }) => quantity(figure)), good: worst.every(({ isShort }) => !isShort) };
}

/** How the worst optimum fares as the weight of one term moves. */
function piecesOf(context: Context, analysis: Analysis, k: number): Sensitivity["pieces"] {
  const { point, spend } = createSolver(context, k);
  const [low, high] = [point(LOW), point(HIGH)];
  const points = [low, ...breakpoints(low, high, point), high];
  const open = points.slice(1).map((to, j) => {
    const from = points[j]!;
    const middle = point(divide(add(from.weight, to.weight), rational(2n)));
    return { from, to, verdict: judged(context, analysis, middle, spend) };
  });
  return points.flatMap((here, j) => {
    const next = open[j];
    // Where the slope does not change, the policies that are optimal are those of the piece beside.
    const beside = equals(here.left, here.right) ? (next ?? open[j - 1])?.verdict : undefined;
    const at = quantity(exactly(here.weight));
    const own = { low: at, high: at, ...(beside ?? judged(context, analysis, here, spend)) };
    return next === undefined ? [own] : [own, { low: at, high: quantity(exactly(next.to.weight)), ...next.verdict }];
  });
}

/**
 * How the worst drive-optimal policy fares as the weight of each term moves from 0 to 10 times its own: on each open piece between
 * breakpoints of the optimum, at each breakpoint, and at both ends. A mind that is not told the state keeps what it can tell apart
 * now.
 *
 * @param places - the terms whose weights are moved, by their places in the drive; all where left out
 */
export function sensitivity(
  context: Context,
  analysis: Analysis,
  places: readonly number[] = context.drive.terms.map((_, k) => k),
): readonly Sensitivity[] {
  if (backupsOf(context) > MOST_BACKUPS) return [];
  return places.map((k): Sensitivity => {
    const searched = { term: context.drive.terms[k]!.name, low: toNumber(LOW), high: toNumber(HIGH) };
    try {
      return { ...searched, pieces: piecesOf(context, analysis, k), complete: true };
    } catch (error) {
      if (error instanceof Stopped) return { ...searched, pieces: [], complete: false, reason: error.message };
      throw error;
    }
  });
}

/** A number rounded up or down to so many digits. */
function rounded(value: number, digits: number, way: "up" | "down"): number {
  const near = Number(value.toPrecision(digits));
  if (way === "up" ? near >= value : near <= value) return near;
  const unit = 10 ** (Math.floor(Math.log10(value)) + 1 - digits);
  return Number((way === "up" ? near + unit : near - unit).toPrecision(digits));
}

const FEWEST_DIGITS = 4;
const MOST_DIGITS = 17;

/** An open interval in words, its ends rounded inwards: what is said to be inside is inside. */
function inside(low: number, high: number, isOpenEnded: boolean, end: number): string {
  for (let digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
    const [from, to] = [rounded(low, digits, "up"), rounded(high, digits, "down")];
    if (from < to) return isOpenEnded ? `more than ${from} (looked for up to ${end})` : `between ${from} and ${to}`;
  }
  return `between ${low} and ${high}`;
}

/** The nearest change of one weight that leaves the worst drive-optimal policy nothing to lose; undefined where none was found. */
export function repairOf(found: readonly Sensitivity[]): Repair | undefined {
  const candidates = found.flatMap(({ term, pieces, high: end }) =>
    pieces.flatMap(({ low, high, good }) => {
      if (!good || low.value === high.value) return [];
      const distance = low.value >= 1 ? low.value - 1 : high.value <= 1 ? 1 - high.value : 0;
      return [{ term, low, high, end, distance }];
    }),
  );
  const best = candidates.sort((a, b) => a.distance - b.distance)[0];
  if (best === undefined) return undefined;
  const { term, low, high, end } = best;
  const isOpenEnded = high.value === end;
  const range = inside(low.value, high.value, isOpenEnded, end);
  return { term, low, high: isOpenEnded ? null : high, text: `multiply the weight of "${term}" by ${range}` };
}
