import {
  add,
  divide,
  equals,
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

/** Why the search of one term stopped before its end. */
class Stopped extends Error {}
const UNBOUNDED = {
  diverges: "total reward diverges at a weight",
  "no limit": "total reward has no limit at a weight",
  undecided: "the optimum is not decided at a weight",
} as const;

function createSolver(context: Context, k: number) {
  const { subject, arena, columns, drive } = context;
  const column = columns[k]!;
  const own = drive.terms[k]!.weight;
  const alone: Payoff = arena.lift(drivePayoff(subject, [column], [own]));
  let solves = 0;
  const spend = (): void => {
    if (context.isTimeUp()) throw new Stopped("the time allowed was nearly up");
    if (++solves > MOST_SOLVES) throw new Stopped("more breakpoints than are looked for");
  };
  const solved = (payoff: Payoff, direction: "maximise" | "minimise", within?: Solution) => {
    spend();
    const solution = solveFor(context, payoff, direction, {
      within: within?.optimal,
      stage: `sensitivity of ${drive.terms[k]!.name}`,
    });
    if (!isSolution(solution)) throw new Stopped(UNBOUNDED[solution.kind]);
    // Breakpoints are looked for in exact arithmetic only.
    const { exact } = solution.start;
    if (exact === undefined || solution.ties !== "proved")
      throw new Stopped("ties could not be proved at every weight");
    return { solution, value: exact };
  };
  return {
    spend,
    /** The optimum at a weight, and the slopes of the optimum to its left and right. */
    point(weight: Rational): Point {
      const weights = drive.terms.map((term, j) => (j === k ? multiply(term.weight, weight) : term.weight));
      const { solution, value } = solved(arena.lift(drivePayoff(subject, columns, weights)), "maximise");
      const left = solved(alone, "minimise", solution).value;
      const right = solved(alone, "maximise", solution).value;
      return { weight, value, solution, left, right };
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
    const result = solveItem(context, objective, direction, { within: solution.optimal });
    if (!isSolution(result) && result.kind !== "diverges")
      throw new Stopped(`the worst of ${nameOf(objective)} is not decided at a weight`);
    return figureOf(result, direction, nameOf(objective));
  });
  const good = analysis.items.every(({ objective, meant }, k) => !fallsShort(objective, worst[k]!, meant));
  return { worst: worst.map(quantity), good };
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
 */
export function sensitivity(context: Context, analysis: Analysis): readonly Sensitivity[] {
  const { model } = context.arena;
  const steps = context.criterion.kind === "finite" ? context.criterion.horizon : 100;
  const backups = steps * model.phases.reduce((most, { successor }) => Math.max(most, successor.length), 0);
  if (backups > MOST_BACKUPS) return [];
  return context.drive.terms.map(({ name }, k): Sensitivity => {
    const searched = { term: name, low: toNumber(LOW), high: toNumber(HIGH) };
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
