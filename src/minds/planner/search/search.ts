import type { Body } from "../../../core/mind.ts";
import { longer } from "../../arrays.ts";
import type { Faculties, Planner, PlannerKind } from "../planner.ts";
import { spanOf } from "../span.ts";
import { createLookahead, type Lookahead, type Skills } from "./lookahead.ts";
import { type Habits, type Hopes, hopeful, sober } from "./outlook.ts";
import { type Found, type Root, searchRoot } from "./root.ts";
import { type Skeleton, skeletonOf } from "./skeleton.ts";
import { thoughtOf } from "./thought.ts";

export interface SearchOptions extends Root, Hopes {
  /** whether the part of the tree that the step lived leads into is grown again for the next search */
  readonly reuse: boolean;
}

export const SEARCH: SearchOptions = {
  kind: "gumbel",
  simulations: 64,
  considered: 16,
  reuse: true,
  optimism: 1,
  doubt: 1,
};

/** How far the prior moves towards the policy that a search recommends. */
const TEACHING = 0.25;

export interface SearchMemory extends Habits {
  /** what is left of the last search, for the next step */
  kept: Skeleton | null;
  /** the search whose act has not been lived yet, as of another mind that has acted and not learned */
  open: Skeleton | null;
}

/**
 * Monte-Carlo tree search in the learned model, anew at each step. What it finds teaches the critic the values of the situations in
 * it, and a prior its policy, so that later searches begin where it ended.
 */
export const search = (options: Partial<SearchOptions> = {}): PlannerKind<SearchMemory> => ({
  name: "search",
  newborn: ({ horizon = 0 }) => ({
    policy: new Float64Array(),
    valued: new Int32Array(),
    told: new Int32Array(),
    extra: new Float64Array(),
    best: new Float64Array(horizon + 1),
    kept: null,
    open: null,
  }),
  wake: (body, memory, faculties) => wakeSearch(body, memory, faculties, { ...SEARCH, ...options }),
});

/** A search that is awake; `skills` are acts that last. */
export function wakeSearch(
  body: Body,
  memory: SearchMemory,
  faculties: Faculties,
  options: SearchOptions,
  skills?: Skills,
): Planner<SearchMemory> {
  const { critic, random } = faculties;
  const actions = body.actions.length;
  const { stride, lengths, layer } = spanOf(body);
  const lookahead = createLookahead(faculties, hopeful(faculties, memory, options, skills));
  const { tree } = lookahead;
  if (memory.open !== null) lookahead.regrow(memory.open);
  const known = createLookahead(faculties, sober(faculties, memory, skills));

  const actionOf = ({ tree }: Lookahead, edge: number): number => {
    const act = tree.act[edge]!;
    return act < actions ? act : skills!.action(act, tree.situation[0]!);
  };
  const teach = ({ policy }: Found): void => {
    for (let node = tree.nodes - 1; node >= 0; node--) {
      // What has not been tried may still be what made the critic's value, unless something tried is better.
      if (!isComplete(node) && tree.worth[node]! <= tree.guess[node]!) continue;
      const situation = tree.situation[node]!;
      const left = lookahead.left(tree.depth[node]!);
      if (situation >= memory.told.length) {
        memory.told = longer(memory.told, situation + 1, -1);
        memory.extra = longer(memory.extra, memory.told.length, 0);
        memory.valued = longer(memory.valued, memory.told.length * stride, 0);
      }
      critic.adopt(situation, left, tree.worth[node]!);
      memory.best[layer(left)] = Math.max(memory.best[layer(left)]!, tree.worth[node]!);
      memory.valued[situation * stride + layer(left)] = 1;
      memory.told[situation] = layer(left);
      memory.extra[situation] = Math.max(0, tree.hope[node]! - tree.worth[node]!) / lengths[layer(left)]!;
    }
    const row = tree.situation[0]! * actions;
    if (row >= memory.policy.length) memory.policy = longer(memory.policy, row + actions, 0);
    for (let action = 0; action < actions; action++) memory.policy[row + action]! *= 1 - TEACHING;
    for (let k = 0, edge = tree.firstEdge[0]!; k < policy.length; k++, edge++)
      memory.policy[row + actionOf(lookahead, edge)]! += TEACHING * policy[k]!;
  };
  const isComplete = (node: number): boolean => {
    const first = tree.firstEdge[node]!;
    if (first < 0) return false;
    for (let edge = first, end = first + tree.edgeCount[node]!; edge < end; edge++)
      if (tree.firstOutcome[edge]! < 0) return false;
    return true;
  };
  const soberly = (situation: number, left: number): Found => {
    known.begin(situation, left);
    return searchRoot(known, options);
  };
  return {
    decide(situation, left) {
      const { kept } = memory;
      if (kept !== null && kept.nodes[0] === situation && kept.left === left) lookahead.regrow(kept);
      else lookahead.begin(situation, left);
      const found = searchRoot(lookahead, options, random);
      teach(found);
      return {
        action: actionOf(lookahead, found.edge),
        thought: () => thoughtOf(faculties, lookahead, found.edge, skills),
      };
    },
    notice(situation, next, { terminated, truncated }) {
      const follows = options.reuse && !terminated && !truncated && tree.nodes > 0 && tree.situation[0] === situation;
      const node = follows ? lookahead.find(next, 1) : -1;
      memory.kept = node < 0 ? null : skeletonOf(lookahead, node, options.simulations);
      lookahead.clear();
    },
    greedy(situation, left) {
      const { edge } = soberly(situation, left);
      return actionOf(known, edge);
    },
    value(situation, left) {
      soberly(situation, left);
      return known.tree.worth[0]!;
    },
    memory() {
      memory.open = tree.nodes === 0 ? null : skeletonOf(lookahead, 0, Infinity);
      return memory;
    },
  };
}
