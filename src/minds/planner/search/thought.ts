import type { Alternative, Foreseen, Thought } from "../../../core/moment.ts";
import { imagine } from "../imagine.ts";
import type { Faculties } from "../planner.ts";
import type { Lookahead, Skills } from "./lookahead.ts";
import type { Tree } from "./tree.ts";

/** Most steps of a plan that are put into words. */
const LONGEST = 32;

/** What a search had in mind when it chose an edge of its root: the principal variation, and what speaks for the other acts. */
export function thoughtOf(
  faculties: Faculties,
  { tree, find }: Lookahead,
  chosen: number,
  skills: Skills | undefined,
): Omit<Thought, "readings"> {
  const { body, model } = faculties;
  const actions = body.actions.length;
  const foreseen: Foreseen[] = [];
  /** Imagines an action; returns the situation that it leads to, −1 where nothing follows. */
  const follow = (situation: number, action: number): number => {
    const imagined = imagine(faculties, situation, action);
    if (imagined === undefined) return -1;
    foreseen.push(imagined.step);
    return imagined.ended ? -1 : imagined.next;
  };
  const actionOf = (situation: number, act: number): number => (act < actions ? act : skills!.action(act, situation));
  const passed = new Set<number>();
  for (let node = 0, edge = chosen; edge >= 0 && foreseen.length < LONGEST; edge = bestEdge(tree, node)) {
    passed.add(node);
    const act = tree.act[edge]!;
    const before = foreseen.length;
    let situation = tree.situation[node]!;
    let action = actionOf(situation, act);
    while (situation >= 0 && action >= 0 && foreseen.length < LONGEST) {
      situation = follow(situation, action);
      action = act < actions || situation < 0 ? -1 : skills!.action(act, situation);
    }
    node = situation < 0 ? -1 : find(situation, tree.depth[node]! + foreseen.length - before);
    if (passed.has(node)) break; // nothing is gained by a circle
  }
  const root = tree.situation[0]!;
  const known = (edge: number): boolean => (tree.outcomeCount[edge] ?? 0) > 0;
  const sure = (edge: number): number => model.sure(root, actionOf(root, tree.act[edge]!));
  const hope = (edge: number): number => tree.edgeHope[edge]! - (known(edge) ? tree.edgeWorth[edge]! : 0);
  const alternatives: (Alternative & { readonly total: number })[] = [];
  for (let edge = tree.firstEdge[0]!, end = edge + tree.edgeCount[0]!; edge < end; edge++) {
    const act = tree.act[edge]!;
    if (edge === chosen || act >= actions || tree.firstOutcome[edge]! < 0) continue;
    const reward = tree.reward[edge]!;
    const later = known(edge) ? tree.edgeWorth[edge]! - reward : 0;
    alternatives.push({
      action: body.actions[act]!,
      reward,
      later,
      hope: hope(edge),
      sure: sure(edge),
      total: tree.edgeHope[edge]!,
    });
  }
  return {
    // Of an act that was never tried nothing is foreseen.
    plan:
      foreseen.length > 0 ? foreseen.map(({ action }) => action) : [body.actions[actionOf(root, tree.act[chosen]!)]!],
    foreseen,
    value: known(chosen) ? tree.edgeWorth[chosen]! : tree.worth[0]!,
    hope: hope(chosen),
    sure: sure(chosen),
    alternatives: alternatives.sort((a, b) => b.total - a.total).map(({ total: _, ...alternative }) => alternative),
  };
}

/** The edge that makes a node's worth; −1 where the critic's guess does, or there is no node. */
function bestEdge(tree: Tree, node: number): number {
  if (node < 0) return -1;
  let best = -1;
  let most = -Infinity;
  for (let edge = tree.firstEdge[node]!, end = edge + tree.edgeCount[node]!; edge < end; edge++)
    if (tree.firstOutcome[edge]! >= 0 && tree.edgeWorth[edge]! > most) {
      most = tree.edgeWorth[edge]!;
      best = edge;
    }
  return most < tree.worth[node]! ? -1 : best;
}
