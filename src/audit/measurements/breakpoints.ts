import { add, divide, equals, multiply, type Rational, subtract } from "../../core/rational.ts";
import type { Direction, Payoff, Policies, Solution } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Context, solveFor } from "../analysis.ts";

/** Why a search stopped before its end. */
export class Stopped extends Error {}

const UNBOUNDED = {
  diverges: "total reward diverges at a weight",
  "no limit": "total reward has no limit at a weight",
  undecided: "the optimum is not decided at a weight",
} as const;

/** Payoffs that change in proportion to a weight. */
export interface Family {
  at(weight: Rational): Payoff;
  /** what one unit of weight adds */
  readonly slope: Payoff;
}

/** The optimum at one weight, and how it changes with the weight to either side. */
export interface Point {
  readonly weight: Rational;
  readonly value: Rational;
  readonly solution: Solution;
  /** the least and the greatest expected sum of the slope among the optimal policies */
  readonly left: Rational;
  readonly right: Rational;
}

/**
 * The function that solves a family at a weight, in exact arithmetic only.
 *
 * @param spend - called before each solve; what it throws ends the search
 * @param among - the policies to choose from; all where left out
 * @throws Stopped, in the function, where the optimum or its ties are not known exactly
 */
export function createPoints(
  context: Context,
  { at, slope }: Family,
  stage: string,
  spend: () => void,
  among?: Policies,
) {
  const solved = (payoff: Payoff, direction: Direction, within: Policies | undefined) => {
    spend();
    const solution = solveFor(context, payoff, direction, { within, stage });
    if (!isSolution(solution)) throw new Stopped(UNBOUNDED[solution.kind]);
    const { exact } = solution.start;
    if (exact === undefined || solution.ties !== "proved")
      throw new Stopped("ties could not be proved at every weight");
    return { solution, value: exact };
  };
  return (weight: Rational): Point => {
    const { solution, value } = solved(at(weight), "maximise", among);
    const left = solved(slope, "minimise", solution.optimal).value;
    const right = solved(slope, "maximise", solution.optimal).value;
    return { weight, value, solution, left, right };
  };
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

/**
 * All breakpoints of the optimum between two points, in ascending order, by intersecting return lines (Eisner and Severance
 * 1976): where the optimum at the crossing of two lines lies on them, it is the only breakpoint between; else a line above both
 * has been found, and the search goes on to either side.
 *
 * @param isWanted - whether the breakpoints between two points are looked for; all are where it is left out
 */
export function breakpoints(
  low: Point,
  high: Point,
  point: (weight: Rational) => Point,
  isWanted: (low: Point, high: Point) => boolean = () => true,
): readonly Point[] {
  const [rising, falling] = [lineThrough(low, low.right), lineThrough(high, high.left)];
  if (equals(rising.slope, falling.slope) || !isWanted(low, high)) return [];
  const middle = point(crossing(rising, falling));
  if (equals(middle.value, at(rising, middle.weight))) return [middle];
  const here = equals(middle.left, middle.right) ? [] : [middle];
  return [...breakpoints(low, middle, point, isWanted), ...here, ...breakpoints(middle, high, point, isWanted)];
}
