import { toNumber } from "../core/rational.ts";
import type { Policies } from "../exact/model.ts";
import type { Context } from "./analysis.ts";
import { eachWay, type Node, type Path, type PathStep, pathTo } from "./path.ts";

/** Most nodes of a search for the step that a walk is to show. */
const MOST_NODES = 200_000;

const likeliest = (nodes: Iterable<Node>): Node | undefined => {
  let best: Node | undefined;
  for (const node of nodes) if (best === undefined || node.probability > best.probability) best = node;
  return best;
};

const waysOn = (context: Context, policy: Policies, time: number, node: Node): readonly Node[] => {
  const ways: Node[] = [];
  eachWay(context, policy, time, node, (way) => ways.push(way));
  return ways;
};

const startNodes = ({ arena, subject }: Context): readonly Node[] =>
  subject.product.model.starts.map(({ state, probability }) => ({
    info: arena.start(state),
    state,
    probability: toNumber(probability),
  }));

/** The shortest way to a step that is to be shown, the likeliest of those. */
function wayTo(context: Context, policy: Policies, steps: number, isShown: (step: PathStep) => boolean) {
  let frontier = startNodes(context);
  let visited = 0;
  for (let time = 0; time < steps && frontier.length > 0 && visited < MOST_NODES; time++) {
    const next = new Map<string, Node>();
    const found: Node[] = [];
    for (const node of frontier)
      for (const way of waysOn(context, policy, time, node)) {
        if (way.step !== undefined && isShown(way.step)) found.push(way);
        const key = `${way.info} ${way.state}`;
        const known = next.get(key);
        if (known === undefined || way.probability > known.probability) next.set(key, way);
      }
    const node = likeliest(found);
    if (node !== undefined) return { node, time: time + 1 };
    frontier = [...next.values()];
    visited += frontier.length;
  }
  return undefined;
}

/** The likeliest outcomes one after the other, from a node on. */
function walkOn(context: Context, policy: Policies, steps: number, node: Node, time: number): Node {
  const next = time < steps ? likeliest(waysOn(context, policy, time, node)) : undefined;
  return next === undefined ? node : walkOn(context, policy, steps, next, time + 1);
}

/**
 * A walk of one deterministic policy, by the likeliest outcomes: of those with a step that is to be shown, where there is one
 * within reach.
 */
export function walk(context: Context, policy: Policies, steps: number, isShown: (step: PathStep) => boolean): Path {
  const start = likeliest(startNodes(context))!;
  const plain = pathTo(walkOn(context, policy, steps, start, 0), "by the likeliest outcomes");
  if (plain.steps.some(isShown)) return plain;
  const way = wayTo(context, policy, steps, isShown);
  return way === undefined
    ? plain
    : pathTo(
        walkOn(context, policy, steps, way.node, way.time),
        "by the likeliest outcomes after a shortest way to what sets it apart",
      );
}
