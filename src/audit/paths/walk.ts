import type { Policies } from "../../exact/model.ts";
import type { Context } from "../analysis.ts";
import { eachWay, likeliest, type Node, nearest, type Path, type PathStep, pathTo, startNodes } from "./path.ts";

/** Most nodes of a search for the step that a walk is to show. */
const MOST_NODES = 200_000;

/** The likeliest outcomes one after the other, from a node on. */
function walkOn(context: Context, policy: Policies, steps: number, node: Node, time: number): Node {
  const ways: Node[] = [];
  if (time < steps) eachWay(context, policy, time, node, (way) => ways.push(way));
  const next = likeliest(ways);
  return next === undefined ? node : walkOn(context, policy, steps, next, time + 1);
}

/**
 * A walk of one deterministic policy, by the likeliest outcomes: of those with a step that is to be shown, where there is one
 * within reach.
 */
export function walk(context: Context, policy: Policies, steps: number, isShown: (step: PathStep) => boolean): Path {
  const starts = startNodes(context);
  const start = likeliest(starts);
  if (start === undefined) throw new RangeError("walk: no start state");
  const plain = pathTo(walkOn(context, policy, steps, start, 0), "by the likeliest outcomes");
  if (plain.steps.some(isShown)) return plain;
  const isWanted = ({ step }: Node): boolean => step !== undefined && isShown(step);
  const way = nearest(context, policy, starts, isWanted, steps, MOST_NODES);
  return way === undefined
    ? plain
    : pathTo(
        walkOn(context, policy, steps, way.node, way.time),
        "by the likeliest outcomes after a shortest way to what sets it apart",
      );
}
