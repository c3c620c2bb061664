import type { Direction, Payoff, Policies, Solution } from "../../exact/model.ts";
import { phaseOf } from "../../exact/time.ts";
import { type Context, depthOf } from "../analysis.ts";
import { eachWay, type Node, type Path, pathTo, startNodes } from "./path.ts";

/** What a path of regret is measured by: a payoff, the optimum that it is held against, and the policy that falls short of it. */
export interface Regret {
  readonly payoff: Payoff;
  readonly optimum: Solution;
  /** of the optimum */
  readonly direction: Direction;
  readonly worst: Solution;
  /** one deterministic policy that attains the worst */
  readonly policy: Policies;
  readonly discount: number;
}

/** Share of a path's regret at which it is cut. */
const ENOUGH = 0.9;
/** Share of all regret that is shown, and most paths that are shown for it. */
const HALF = 0.5;
const MOST_PATHS = 5;
/** Least share of all regret for which one path more is shown. */
const LEAST = 1e-6;
/** Most steps of a path. */
const MOST_STEPS = 10_000;
/** Steps shown of a path that never falls short at any one step: what is lost is lost by going on. */
const FEW_STEPS = 30;

/** A place that a path may go on from. */
interface Place {
  readonly node: Node;
  readonly time: number;
  /** the discount of its time */
  readonly factor: number;
  /** regret of the steps that lead to it, discounted, as it is and not weighted by their probability */
  readonly collected: number;
}

/**
 * A path under the worst policy that carries most of its regret: at each step the outcome that contributes most to the
 * expected regret, what is still to come included; cut where 90 % of its own is reached. Where it carries less than half of all
 * regret, further paths begin at the outcome that was not taken so far and has most regret to come, until together they carry
 * half or are five.
 */
export function regretPath(context: Context, regret: Regret): Path {
  const total = Math.abs(regret.optimum.start.value - regret.worst.start.value);
  const toCome = ({ node, time, factor }: Place): number => factor * node.probability * regretFrom(regret, time, node);
  // Where no regret is known to come, the likeliest is taken.
  const weight = (place: Place): number =>
    toCome(place) + place.node.probability * (place.collected + 1e-9 * (1 + total));
  const heaviest = (places: readonly Place[], weigh: (place: Place) => number): Place =>
    places.reduce((best, place) => (weigh(place) > weigh(best) ? place : best));

  let open: readonly Place[] = startNodes(context).map((node) => ({ node, time: 0, factor: 1, collected: 0 }));
  const paths: Path[] = [];
  let shown = 0;
  while (shown < HALF && paths.length < MOST_PATHS) {
    const from = heaviest(open, paths.length === 0 ? weight : toCome);
    if (paths.length > 0 && toCome(from) < LEAST * total) break;
    const { path, aside } = follow(context, regret, from, (places) => heaviest(places, weight), total);
    paths.push(path);
    shown += path.share;
    open = [...open.filter((place) => place !== from), ...aside];
    if (open.length === 0) break;
  }
  const [first, ...further] = paths;
  if (first === undefined) throw new RangeError("regretPath: no start state");
  return further.length === 0 ? first : { ...first, further };
}

/** The path on from a place, cut, and the places beside it. */
function follow(
  context: Context,
  { payoff, optimum, direction, policy, discount }: Regret,
  from: Place,
  choose: (places: readonly Place[]) => Place,
  total: number,
): { readonly path: Path; readonly aside: readonly Place[] } {
  const { criterion } = context;
  const horizon = Math.min(depthOf(context), MOST_STEPS);
  const sign = direction === "maximise" ? 1 : -1;
  let place = from;
  // Regret of the steps after the place so far, as it is and weighted by the probability of getting to each step.
  let [collected, expected] = [0, 0];
  const steps: { readonly collected: number; readonly expected: number; readonly aside: readonly Place[] }[] = [];
  while (place.time < horizon) {
    const { node, time, factor } = place;
    const ways: Node[] = [];
    eachWay(context, policy, time, node, (way) => ways.push(way));
    if (ways.length === 0) break;
    const regret = factor * rowRegret(context, payoff, optimum, sign, time, node, ways[0]!, discount);
    collected += regret;
    expected += node.probability * regret;
    const places = ways.map(
      (way): Place => ({
        node: way,
        time: time + 1,
        factor: factor * discount,
        collected: from.collected + collected,
      }),
    );
    const next = choose(places);
    steps.push({ collected, expected, aside: places.filter((other) => other !== next) });
    place = next;
  }
  const isLost = collected > 0;
  const enough = steps.findIndex((sum) => sum.collected >= ENOUGH * collected) + 1;
  const kept = isLost ? enough : criterion.kind === "finite" ? steps.length : FEW_STEPS;
  const whole = pathTo(place.node, "");
  const cut = whole.steps.slice(0, from.time + kept);
  const share = isLost && total > 0 ? Math.min(1, (steps[kept - 1]?.expected ?? 0) / total) : 1;
  const most = share < HALF ? "carries a part of the regret" : "carries most of the regret";
  const start = startNodes(context).find(({ state }) => state === whole.start)!;
  return {
    path: {
      start: whole.start,
      steps: cut,
      probability: cut.reduce((product, step) => product * step.probability, start.probability),
      share,
      minimal: isLost ? most : "no one step loses it: going on does",
    },
    aside: steps.slice(0, kept).flatMap(({ aside }) => aside),
  };
}

/** Regret still to come from a node; 0 where values are not kept. */
const regretFrom = ({ optimum, worst }: Regret, time: number, { info }: Node): number =>
  optimum.value === undefined || worst.value === undefined
    ? 0
    : Math.abs(optimum.value(time, info) - worst.value(time, info));

/** How much the row that a way takes falls short of the optimum at its node; 0 where it goes beyond what the optimum allows itself. */
function rowRegret(
  { arena, subject }: Context,
  payoff: Payoff,
  optimum: Solution,
  sign: 1 | -1,
  time: number,
  node: Node,
  way: Node,
  discount: number,
): number {
  if (optimum.value === undefined || way.step === undefined) return 0;
  const phase = phaseOf(arena.model, time);
  const rows = arena.model.phases[phase]!;
  const offset = way.step.row - subject.product.model.phases[phase]!.rowStart[node.state]!;
  const row = rows.rowStart[node.info]! + offset;
  let expected = 0;
  for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
    expected +=
      rows.probability.values[rows.probability.codes[branch]!]! * optimum.value(time + 1, rows.successor[branch]!);
  const column = payoff.rows[phase]!;
  const paid = column.values[column.codes[row]!]!;
  return Math.max(0, sign * (optimum.value(time, node.info) - (paid + discount * expected)));
}
