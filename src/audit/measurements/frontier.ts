import {
  add,
  compare,
  divide,
  equals,
  formatRational,
  fromComputed,
  multiply,
  negate,
  ONE,
  parseDecimal,
  type Rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import { exactly } from "../../exact/figure.ts";
import type { Direction } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { discountOf } from "../../exact/time.ts";
import {
  type Analysis,
  backupsOf,
  type Context,
  criterionOf,
  type ItemAnalysis,
  nameOf,
  opposite,
} from "../analysis.ts";
import { marginOf } from "../evaluation.ts";
import { quantity } from "../quantity.ts";
import type { Frontier, FrontierEdge, FrontierVertex } from "../report.ts";
import { breakpoints, createPoints, type Point, Stopped } from "./breakpoints.ts";

/** Budgets of return, as shares of J* − J_uniform. */
const SHARES = ["0.001", "0.01", "0.05", "0.1"].map(parseDecimal);
/** The budget that counts as near, one of those shares. */
export const NEAR: Rational = parseDecimal("0.01");
/** Most solves for one edge, and most branch backups of all of them. */
const MOST_SOLVES = 60;
const MOST_BACKUPS = 30_000_000;

/** A deterministic policy on an edge: what the drive pays it, and its value of the item. */
export interface Vertex {
  readonly drive: Rational;
  readonly item: Rational;
}

/** One side of the pairs of drive and item that policies attain, from the drive's optimum on. */
export interface Edge {
  /** drive falling; the first is optimal */
  readonly vertices: readonly Vertex[];
  /** shape [vertices − 1]; the optimum whose policies make up the edge from a vertex to the next; undefined where it is not known */
  readonly faces: readonly (Point | undefined)[];
  /** whether the last vertex is as far as any policy goes */
  readonly hasEnd: boolean;
  /** why the edge is not known throughout; absent where it is */
  readonly reason?: string;
}

/** The worst within a budget of return. */
export interface Mark {
  /** of J* − J_uniform */
  readonly share: Rational;
  readonly budget: Rational;
  readonly mixed: Rational;
  /** the place on the worst edge of the worst vertex within the budget */
  readonly vertex: number;
}

/** The frontier of the drive and one item. */
export interface ItemFrontier {
  readonly worst: Edge;
  readonly best: Edge;
  readonly marks: readonly Mark[];
}

/** Most solves of one edge that a model of this size allows. */
const affordable = (context: Context): number =>
  Math.min(MOST_SOLVES, Math.floor(MOST_BACKUPS / Math.max(1, backupsOf(context))));

/** Why a drive and an item have no edge; undefined where they may have one. */
function obstacle({ criterion }: Context, { optimum }: Analysis, { objective, worstFigure, best }: ItemAnalysis) {
  const own = criterionOf(criterion, objective);
  if (own.kind !== criterion.kind || discountOf(own) !== discountOf(criterion))
    return `the drive is ${criterion.kind === "average" ? "averaged" : "discounted"} and a probability is not: they share no criterion`;
  const isExact = [optimum.start, worstFigure, best].every(({ exact }) => exact !== undefined);
  return isExact && optimum.ties === "proved" ? undefined : "the optimum is not known exactly";
}

const keyOf = ({ drive, item }: Vertex): string => `${formatRational(drive)} ${formatRational(item)}`;

/**
 * The edge from the drive's optimum towards the most or the least that any policy makes of an item.
 *
 * @param from - the vertex of the optimum
 * @param wanted - whether the edge is looked for between two vertices before it is looked for anywhere else, in this order
 */
function edgeOf(
  context: Context,
  { optimum }: Analysis,
  { objective, violated }: ItemAnalysis,
  towards: Direction,
  from: Vertex,
  wanted: readonly ((above: Vertex, below: Vertex) => boolean)[],
): Edge {
  const sign = towards === "maximise" ? ONE : negate(ONE);
  const mix = (drive: Rational, item: Rational) =>
    combine([context.payoff, objective.payoff], [drive, multiply(sign, item)]);
  const family = { at: (weight: Rational) => mix(subtract(ONE, weight), weight), slope: mix(negate(ONE), ONE) };
  const most = affordable(context);
  let solves = 0;
  // That an item is lost near the optimum is a finding, which must not depend on a clock.
  let mayBeCut = violated || towards === objective.meant;
  const solve = createPoints(context, family, `frontier of ${nameOf(objective)}`, () => {
    if (mayBeCut && context.isTimeUp()) throw new Stopped("the time allowed was nearly up");
    if (++solves > most) throw new Stopped("it takes more work than is spent on it");
  });
  const points = new Map<string, Point>();
  const point = (weight: Rational): Point => {
    const key = formatRational(weight);
    const found = points.get(key) ?? solve(weight);
    points.set(key, found);
    return found;
  };
  const vertexOf = ({ value, weight }: Point, slope: Rational): Vertex => {
    const drive = subtract(value, multiply(weight, slope));
    return { drive, item: add(multiply(sign, add(slope, drive)), objective.atStart) };
  };

  const own = subtract(multiply(sign, subtract(from.item, objective.atStart)), from.drive);
  const low: Point = { weight: ZERO, value: from.drive, solution: optimum, left: own, right: own };
  let end: Vertex | undefined;
  let reason: string | undefined;
  try {
    const high = solve(ONE);
    end = vertexOf(high, high.left);
    for (const isWanted of wanted)
      breakpoints(low, high, point, (a, b) => isWanted(vertexOf(a, a.right), vertexOf(b, b.left)));
    mayBeCut = true;
    breakpoints(low, high, point);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    reason = error.message;
  }
  const found = [...points.values()].map((at) => ({
    at,
    ends: [vertexOf(at, at.left), vertexOf(at, at.right)] as const,
  }));
  const faces = new Map(found.map(({ at, ends }) => [ends.map(keyOf).join(), at]));
  const all = [from, ...found.flatMap(({ ends }) => ends), ...(end === undefined ? [] : [end])];
  const vertices = [...new Map(all.map((vertex) => [keyOf(vertex), vertex])).values()];
  vertices.sort((a, b) => compare(b.drive, a.drive));
  return {
    vertices,
    faces: vertices.slice(1).map((vertex, k) => faces.get([vertices[k]!, vertex].map(keyOf).join())),
    hasEnd: end !== undefined,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The point of an edge between a vertex and the next at which a coordinate has a value, as the other coordinate. */
function between(edge: Edge, k: number, known: keyof Vertex, value: Rational): Rational | undefined {
  const [a, b] = [edge.vertices[k], edge.vertices[k + 1]];
  if (a === undefined || b === undefined || edge.faces[k] === undefined) return undefined;
  const other = known === "drive" ? "item" : "drive";
  const share = divide(subtract(value, a[known]), subtract(b[known], a[known]));
  return add(a[other], multiply(share, subtract(b[other], a[other])));
}

/** The worst that a budget of return buys; undefined where the edge is not known there. */
function markOf({ vertices, ...edge }: Edge, share: Rational, budget: Rational): Mark | undefined {
  const [first] = vertices;
  if (first === undefined) return undefined;
  const least = subtract(first.drive, budget);
  const vertex = vertices.findLastIndex(({ drive }) => compare(drive, least) >= 0);
  const at = vertices[vertex]!;
  const isExhausted = edge.hasEnd && vertex === vertices.length - 1;
  const mixed =
    isExhausted || equals(at.drive, least) ? at.item : between({ vertices, ...edge }, vertex, "drive", least);
  return mixed === undefined ? undefined : { share, budget, mixed, vertex };
}

/** The return forgone by the best policy, mixed where need be, whose item is as good as was meant; undefined where it is not known. */
function priceOf({ vertices, ...edge }: Edge, meant: Rational, towards: Direction): Rational | undefined {
  const isGood = ({ item }: Vertex): boolean => compare(item, meant) * (towards === "maximise" ? 1 : -1) >= 0;
  const k = vertices.findIndex(isGood);
  const [first, good] = [vertices[0], vertices[k]];
  if (first === undefined || good === undefined) return undefined;
  if (k === 0) return ZERO;
  const drive = equals(good.item, meant) ? good.drive : between({ vertices, ...edge }, k - 1, "item", meant);
  return drive === undefined ? undefined : subtract(first.drive, drive);
}

/** The budgets of return that are looked at; only none at all where a random agent does as well as any, or has no return. */
function budgetsOf(
  { optimum }: Analysis,
  uniform: number,
): readonly { readonly share: Rational; readonly budget: Rational }[] {
  const margin = marginOf(optimum.start.value, uniform);
  if (margin === undefined) return [{ share: ZERO, budget: ZERO }];
  const whole = fromComputed(margin);
  return [ZERO, ...SHARES].map((share) => ({ share, budget: multiply(share, whole) }));
}

function frontierOf(context: Context, analysis: Analysis, item: ItemAnalysis, uniform: number): ItemFrontier {
  const { meant } = item.objective;
  const [most, worst, best] = [analysis.optimum.start, item.worstFigure, item.best].map(({ exact }) => exact);
  const reason = obstacle(context, analysis, item);
  if (reason !== undefined || most === undefined || worst === undefined || best === undefined) {
    const none = { vertices: [], faces: [], hasEnd: false, reason: reason ?? "" };
    return { worst: none, best: none, marks: [] };
  }
  const budgets = budgetsOf(analysis, uniform);
  const ends = budgets.map(({ budget }) => subtract(most, budget));
  const spans = (a: Rational, b: Rational, value: Rational): boolean => compare(a, value) * compare(value, b) > 0;
  const near = budgets.find(({ share }) => equals(share, NEAR));
  const worstEdge = edgeOf(context, analysis, item, opposite(meant), { drive: most, item: worst }, [
    (above, below) => ends.some((least) => spans(above.drive, below.drive, least)),
    (_, below) => near !== undefined && compare(below.drive, subtract(most, near.budget)) >= 0,
  ]);
  const bestEdge = edgeOf(context, analysis, item, meant, { drive: most, item: best }, [
    (above, below) => item.meant.exact !== undefined && spans(above.item, below.item, item.meant.exact),
  ]);
  const marks = budgets.flatMap(({ share, budget }) => markOf(worstEdge, share, budget) ?? []);
  return { worst: worstEdge, best: bestEdge, marks };
}

/** The frontier of the drive and each item of the intent, in their order. */
export const frontiers = (context: Context, analysis: Analysis, uniform: number): readonly ItemFrontier[] =>
  analysis.items.map((item) => frontierOf(context, analysis, item, uniform));

const asQuantity = (value: Rational) => quantity(exactly(value));
const vertexData = ({ drive, item }: Vertex): FrontierVertex => ({ drive: asQuantity(drive), item: asQuantity(item) });

function edgeData({ vertices, faces, hasEnd, reason }: Edge): FrontierEdge {
  const places = hasEnd ? faces : [...faces, ...(vertices.length === 0 ? [] : [undefined])];
  return {
    vertices: vertices.map(vertexData),
    gaps: places.flatMap((face, k) => (face === undefined ? [k] : [])),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A frontier as plain data. */
export function frontierData({ worst, best, marks }: ItemFrontier, item: ItemAnalysis): Frontier {
  const [first, second] = worst.vertices;
  const steepness =
    first === undefined || (second === undefined && !worst.hasEnd)
      ? undefined
      : second === undefined
        ? ZERO
        : worst.faces[0] === undefined
          ? undefined
          : divide(subtract(first.item, second.item), subtract(first.drive, second.drive));
  const price = item.meant.exact === undefined ? undefined : priceOf(best, item.meant.exact, item.objective.meant);
  return {
    worst: edgeData(worst),
    best: edgeData(best),
    within: marks.map(({ share, budget, mixed, vertex }) => ({
      share: asQuantity(share).value,
      budget: asQuantity(budget),
      mixed: asQuantity(mixed),
      vertex: vertexData(worst.vertices[vertex]!),
    })),
    ...(steepness === undefined ? {} : { slope: asQuantity(steepness) }),
    ...(price === undefined ? {} : { price: asQuantity(price) }),
  };
}
