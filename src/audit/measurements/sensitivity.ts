import {
  add,
  divide,
  equals,
  fromNumber,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "../../core/rational.ts";
import { exactly } from "../../exact/figure.ts";
import type { Figure, Payoff, Solution } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import {
  type Analysis,
  type Context,
  fallsShort,
  figureOf,
  nameOf,
  opposite,
  solveFor,
  solveItem,
} from "../analysis.ts";
import { drivePayoff } from "../arena.ts";
import { quantity } from "../finding.ts";
import type { Repair, Sensitivity } from "../report.ts";
import { number } from "../words.ts";

/** The interval in which each weight is moved, as multiples of the present one. */
const LOW = ZERO;
const HIGH = rational(10n);
/** Most solves for one term, and most branch backups of one solve for which weights are moved at all. */
const MOST_SOLVES = 120;
const MOST_BACKUPS = 3_000_000;

/** The drive's optimum at one weight, and how it changes with the weight to either side. */
interface Point {
  readonly weight: Rational;
  readonly value: Rational;
  readonly solution: Solution;
  /** the least and the greatest expected sum of the term among the drive-optimal policies */
  readonly left: Rational;
  readonly right: Rational;
}

/** A straight line of return against weight: that of one policy. */
interface Line {
  readonly slope: Rational;
  /** value at weight 0 */
  readonly base: Rational;
}

const lineThrough = ({ weight, value }: Point, slope: Rational): Line => ({
  slope,
  base: subtract(value, multiply(slope, weight)),
});
const at = ({ slope, base }: Line, weight: Rational): Rational => add(base, multiply(slope, weight));
const crossing = (a: Line, b: Line): Rational => divide(subtract(b.base, a.base), subtract(a.slope, b.slope));

class OutOfBudget extends Error {}

function createSolver(context: Context, k: number) {
  const { subject, arena, columns, drive } = context;
  const column = columns[k]!;
  const own = drive.terms[k]!.weight;
  const alone: Payoff = arena.lift(drivePayoff(subject, [column], [own]));
  let solves = 0;
  const spend = (): void => {
    if (++solves > MOST_SOLVES) throw new OutOfBudget();
  };
  const solved = (payoff: Payoff, direction: "maximise" | "minimise", within?: Solution): Solution => {
    spend();
    const result = solveFor(context, payoff, direction, {
      within: within?.optimal,
      stage: `sensitivity of ${drive.terms[k]!.name}`,
    });
    // Breakpoints are looked for in exact arithmetic only.
    if (!isSolution(result) || result.start.exact === undefined || result.ties !== "proved") throw new OutOfBudget();
    return result;
  };
  const exactOf = (solution: Solution): Rational => solution.start.exact ?? fromNumber(solution.start.value);
  return {
    spend,
    /** The optimum at a weight, and the slopes of the optimum to its left and right. */
    point(weight: Rational): Point {
      const weights = drive.terms.map((term, j) => (j === k ? multiply(term.weight, weight) : term.weight));
      const solution = solved(arena.lift(drivePayoff(subject, columns, weights)), "maximise");
      const [left, right] = [
        exactOf(solved(alone, "minimise", solution)),
        exactOf(solved(alone, "maximise", solution)),
      ];
      return { weight, value: exactOf(solution), solution, left, right };
    },
  };
}

/**
 * All breakpoints of the optimum between two points, in ascending order, by intersecting return lines (Eisner and Severance
 * 1976): where the optimum at the crossing of two lines lies on them, it is the only breakpoint between; else a line above both
 * has been found, and the search goes on to either side.
 */
function breakpoints(low: Point, high: Point, point: (weight: Rational) => Point): readonly Point[] {
  const [rising, falling] = [lineThrough(low, low.right), lineThrough(high, high.left)];
  if (equals(rising.slope, falling.slope)) return [];
  const middle = point(crossing(rising, falling));
  if (equals(middle.value, at(rising, middle.weight))) return [middle];
  const here = equals(middle.left, middle.right) ? [] : [middle];
  return [...breakpoints(low, middle, point), ...here, ...breakpoints(middle, high, point)];
}

/** How the worst drive-optimal policy fares at a weight. */
function judged(context: Context, analysis: Analysis, { solution }: Point, spend: () => void) {
  const worst = analysis.items.map(({ objective }): Figure => {
    spend();
    const direction = opposite(objective.meant);
    return figureOf(
      solveItem(context, objective, direction, { within: solution.optimal }),
      direction,
      nameOf(objective),
    );
  });
  const good = analysis.items.every(({ objective, meant }, k) => !fallsShort(objective, worst[k]!, meant));
  return { worst, good };
}

/**
 * How the worst drive-optimal policy fares as the weight of each term moves from 0 to 10 times its own: on each open piece between
 * breakpoints of the optimum, and at each breakpoint. A mind that is not told the state keeps what it can tell apart now.
 */
export function sensitivity(context: Context, analysis: Analysis): readonly Sensitivity[] {
  const { model } = context.arena;
  const steps = context.criterion.kind === "finite" ? context.criterion.horizon : 100;
  const backups = steps * model.phases.reduce((most, { successor }) => Math.max(most, successor.length), 0);
  if (backups > MOST_BACKUPS) return [];
  return context.drive.terms.map(({ name }, k): Sensitivity => {
    const found: Sensitivity = { term: name, low: toNumber(LOW), high: toNumber(HIGH), pieces: [], complete: false };
    try {
      const { point, spend } = createSolver(context, k);
      const [low, high] = [point(LOW), point(HIGH)];
      const inner = breakpoints(low, high, point);
      const ends = [low, ...inner, high];
      const pieces = ends.flatMap((end, j) => {
        const isBreakpoint = j > 0 && j + 1 < ends.length;
        const next = ends[j + 1];
        const parts: { readonly low: Rational; readonly high: Rational; readonly at: Point }[] = [];
        if (isBreakpoint) parts.push({ low: end.weight, high: end.weight, at: end });
        if (next !== undefined)
          parts.push({
            low: end.weight,
            high: next.weight,
            at: point(divide(add(end.weight, next.weight), rational(2n))),
          });
        return parts;
      });
      return {
        ...found,
        complete: true,
        pieces: pieces.map(({ low: from, high: to, at: where }) => {
          const { worst, good } = judged(context, analysis, where, spend);
          return { low: quantity(exactly(from)), high: quantity(exactly(to)), good, worst: worst.map(quantity) };
        }),
      };
    } catch (error) {
      if (error instanceof OutOfBudget) return found;
      throw error;
    }
  });
}

/** The nearest change of one weight that leaves the worst drive-optimal policy nothing to lose; undefined where none was found. */
export function repairOf(found: readonly Sensitivity[]): Repair | undefined {
  const candidates = found.flatMap(({ term, pieces, high: end }) =>
    pieces.flatMap(({ low, high, good }) => {
      if (!good || low.value === high.value) return [];
      const distance = low.value >= 1 ? low.value - 1 : high.value <= 1 ? 1 - high.value : 0;
      return [{ term, low, high: high.value === end ? null : high, distance }];
    }),
  );
  const best = candidates.sort((a, b) => a.distance - b.distance)[0];
  if (best === undefined) return undefined;
  const { term, low, high } = best;
  const [from, to] = [low, high].map((end) => (end === null ? "" : number(end)));
  const range = high === null ? `more than ${from}` : low.value === 0 ? `less than ${to}` : `between ${from} and ${to}`;
  return { term, low, high, text: `multiply the weight of "${term}" by ${range}` };
}
