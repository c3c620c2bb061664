import { compare, divide, equals, multiply, type Rational, rational, subtract } from "../../core/rational.ts";
import { exactly, minus } from "../../exact/figure.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, type Context, type ItemAnalysis, nameOf, opposite, solveItem } from "../analysis.ts";
import type { Hit } from "../finding.ts";
import { lossOfItem } from "../loss.ts";
import type { Point } from "../measurements/breakpoints.ts";
import { type ItemFrontier, NEAR, type Vertex } from "../measurements/frontier.ts";
import { isEvent } from "../subject.ts";
import { amount, measureOf, number, outcome } from "../words.ts";

/** The least loss: of probability for what must not happen, else of the way from what was meant to the worst of all policies. */
const LOSS = rational(1n, 10n);

/** Whether a value of an item is a loss by so much. */
function isLost({ objective, meant }: ItemAnalysis, { worst }: ItemFrontier, value: Rational): boolean {
  if (meant.exact === undefined) return false;
  const lost = subtract(meant.exact, value);
  if (isEvent(objective.item)) return compare(lost, multiply(LOSS, rational(-1n))) <= 0;
  const end = worst.vertices.at(-1);
  if (!worst.hasEnd || end === undefined || equals(meant.exact, end.item)) return false;
  return compare(divide(lost, subtract(meant.exact, end.item)), LOSS) >= 0;
}

/** An item, the vertex near the optimum that loses it, and the optimum of the mixed payoff among whose policies that is the worst. */
interface Lost {
  readonly item: ItemAnalysis;
  readonly vertex: Vertex;
  readonly face: Point;
  readonly budget: Rational;
}

/** How an item is lost near the optimum and not at it; undefined where it is not, or the edge is not known. */
function lostNear(item: ItemAnalysis, frontier: ItemFrontier): Lost | undefined {
  const { worst, marks } = frontier;
  const mark = marks.find(({ share }) => equals(share, NEAR));
  if (item.violated || mark === undefined) return undefined;
  const vertex = worst.vertices[mark.vertex];
  const face = worst.faces[mark.vertex - 1];
  if (vertex === undefined || face === undefined || !isLost(item, frontier, vertex.item)) return undefined;
  return { item, vertex, face, budget: mark.budget };
}

/**
 * An item that no drive-optimal policy violates is lost by a deterministic policy that forgoes at most a hundredth of what the
 * optimum is above a random agent: the first such item, as the others are mostly lost by the same.
 */
export function nearOptimum(context: Context, analysis: Analysis, frontiers: readonly ItemFrontier[]): readonly Hit[] {
  const [first, ...others] = analysis.items.flatMap((item, k) => lostNear(item, frontiers[k]!) ?? []);
  if (first === undefined) return [];
  const { item, vertex, face, budget } = first;
  const { objective, meant } = item;
  const within = face.solution.optimal;
  const worst = solveItem(context, objective, opposite(objective.meant), { within, keepValues: true });
  if (!isSolution(worst)) return [];
  const figure = worst.start;
  const { path, term } = lossOfItem(context, analysis, { ...item, worst, worstFigure: figure });
  const forgone = minus(analysis.optimum.start, exactly(vertex.drive));
  return [
    {
      check: "near-optimum",
      severity: "low",
      claim: `An agent that forgoes ${number(forgone)}, where the most is ${number(analysis.optimum.start)}, may fall short of what was meant: ${outcome(objective.item, figure)} (meant: ${amount(objective.item, meant)}).`,
      measure: measureOf(objective.item, meant),
      figure,
      meant,
      path,
      term,
      policies: "a policy near the drive's optimum",
      notes: [
        `every optimal policy does what was meant here; this one forgoes at most 1% of the optimum's margin over a random agent (${number(exactly(budget))})`,
        ...others.map((other) => `near the optimum, ${nameOf(other.item.objective)} may be lost as well`),
      ],
    },
  ];
}

/** Which items were not looked at near the optimum, and why. */
export const notLookedAt = ({ items }: Analysis, frontiers: readonly ItemFrontier[]): readonly string[] =>
  items.flatMap(({ objective, violated }, k) => {
    const { worst, marks } = frontiers[k]!;
    const mark = marks.find(({ share }) => equals(share, NEAR));
    const isKnown =
      worst.reason === undefined ||
      (mark !== undefined && (mark.vertex === 0 || worst.faces[mark.vertex - 1] !== undefined));
    return violated || isKnown ? [] : [`${nameOf(objective)} was not looked at near the optimum: ${worst.reason}`];
  });
