import { toNumber } from "../../core/rational.ts";
import { createBits, fullBits, hasBit, setBit } from "../../exact/bits.ts";
import type { Policies } from "../../exact/model.ts";
import { hasHappened } from "../../exact/product.ts";
import { phaseOf, rowsAt } from "../../exact/time.ts";
import { type Context, depthOf } from "../analysis.ts";

/** One step of a path through the product model: where it is taken, and which branch it takes. */
export interface PathStep {
  readonly phase: number;
  /** state of the product */
  readonly state: number;
  /** row of the product */
  readonly row: number;
  /** branch of the product */
  readonly branch: number;
  readonly probability: number;
}

/** A path from a start state, and what was proved of it. */
export interface Path {
  readonly start: number;
  readonly steps: readonly PathStep[];
  readonly probability: number;
  /** share of the regret that it carries, beyond what the paths before it show; 1 for an event */
  readonly share: number;
  readonly minimal: string;
  /** where this path carries less than half of the regret: others that part from it and from one another */
  readonly further?: readonly Path[];
}

/** The last state of a path. */
export const endOf = ({ subject }: Context, { start, steps }: Path): number => {
  const last = steps.at(-1);
  return last === undefined ? start : subject.product.model.phases[last.phase]!.successor[last.branch]!;
};

/** Most nodes that a search for a shortest path visits. */
const MOST_NODES = 5_000_000;

/** Where the agent and the world are: what it believes, and the state that is so. */
export interface Node {
  readonly info: number;
  readonly state: number;
  readonly probability: number;
  readonly parent?: Node;
  readonly step?: PathStep;
}

/** The nodes in which the start states are. */
export const startNodes = ({ arena, subject }: Context): readonly Node[] =>
  subject.product.model.starts.map(({ state, probability }) => ({
    info: arena.start(state),
    state,
    probability: toNumber(probability),
  }));

/** Calls `visit` for every allowed way on from a node. */
export function eachWay(
  { arena, subject }: Context,
  policies: Policies,
  time: number,
  node: Node,
  visit: (next: Node) => void,
): void {
  const phase = phaseOf(arena.model, time);
  const own = arena.model.phases[phase]!;
  const rows = subject.product.model.phases[phase]!;
  const allowed = rowsAt(policies, time);
  const first = own.rowStart[node.info]!;
  for (let infoRow = first; infoRow < own.rowStart[node.info + 1]!; infoRow++) {
    if (allowed !== undefined && !hasBit(allowed, infoRow)) continue;
    const row = rows.rowStart[node.state]! + infoRow - first;
    for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++) {
      const probability = rows.probability.values[rows.probability.codes[branch]!]!;
      visit({
        info: arena.next(phase, infoRow, branch),
        state: rows.successor[branch]!,
        probability: node.probability * probability,
        parent: node,
        step: { phase, state: node.state, row, branch, probability },
      });
    }
  }
}

/** The path that leads to a node. */
export function pathTo(node: Node, minimal: string): Path {
  const steps: PathStep[] = [];
  let at = node;
  while (at.parent !== undefined && at.step !== undefined) {
    steps.push(at.step);
    at = at.parent;
  }
  return { start: at.state, steps: steps.reverse(), probability: node.probability, share: 1, minimal };
}

/** The most probable of some nodes, the first of those. */
export function likeliest(nodes: Iterable<Node>): Node | undefined {
  let best: Node | undefined;
  for (const node of nodes) if (best === undefined || node.probability > best.probability) best = node;
  return best;
}

/** Keeps a node in a map by its key, unless one that is at least as probable is there. */
function keepLikelier<K>(nodes: Map<K, Node>, key: K, node: Node): void {
  const known = nodes.get(key);
  if (known === undefined || node.probability > known.probability) nodes.set(key, node);
}

/**
 * The nearest node after some nodes that is as wanted, the most probable of those, and its time; undefined where there is none within
 * so many steps, or the search grows beyond its limit.
 */
export function nearest(
  context: Context,
  policies: Policies,
  from: readonly Node[],
  isWanted: (node: Node) => boolean,
  steps: number,
  mostNodes: number,
): { readonly node: Node; readonly time: number } | undefined {
  const { states } = context.subject.product.model;
  let frontier = from;
  const met = new Set<number>();
  let visited = 0;
  for (let time = 0; time < steps && frontier.length > 0 && visited < mostNodes; time++) {
    const next = new Map<number, Node>();
    const found: Node[] = [];
    for (const node of frontier)
      eachWay(context, policies, time, node, (way) => {
        if (isWanted(way)) found.push(way);
        const key = way.info * states + way.state;
        // Without a clock a state that was met before leads nowhere new.
        if (policies.kind === "timed" || !met.has(key)) keepLikelier(next, key, way);
      });
    const node = likeliest(found);
    if (node !== undefined) return { node, time: time + 1 };
    if (policies.kind === "stationary") for (const key of next.keys()) met.add(key);
    frontier = [...next.values()];
    visited += frontier.length;
  }
  return undefined;
}

/**
 * A shortest path on which an event happens under a set of policies, the most probable of those; undefined where there is none,
 * or the search grows beyond its limit.
 */
export function eventPath(context: Context, policies: Policies, event: number): Path | undefined {
  const { product } = context.subject;
  const isThere = ({ state }: Node): boolean => hasHappened(product, event, state);
  const starts = startNodes(context);
  const node =
    likeliest(starts.filter(isThere)) ??
    nearest(context, policies, starts, isThere, depthOf(context), MOST_NODES)?.node;
  return node === undefined ? undefined : pathTo(node, "shortest");
}

/** A shortest path to a cycle of what the agent decides on, and twice round it. */
export function pathRound(
  context: Context,
  cycle: readonly { readonly state: number; readonly row: number }[],
): Path | undefined {
  const { arena, subject } = context;
  const { rowStart, action } = arena.model.phases[0]!;
  const all: Policies = { kind: "stationary", rows: fullBits(action.length) };
  const target = cycle[0]?.state;
  const keyOf = ({ info, state }: Node): number => info * subject.product.model.states + state;
  const queue: Node[] = [...startNodes(context)];
  const met = new Set(queue.map(keyOf));
  for (const node of queue) {
    if (node.info === target && arena.beliefs === undefined) break;
    eachWay(context, all, 0, node, (way) => {
      if (met.has(keyOf(way))) return;
      met.add(keyOf(way));
      queue.push(way);
    });
  }
  // A belief is entered in each of its states: from some of them the world may not go round as it does from others.
  let nodes: readonly Node[] = queue.filter(({ info }) => info === target);
  for (let k = 0; k < 2 * cycle.length; k++) {
    const { state, row } = cycle[k % cycle.length]!;
    const next = cycle[(k + 1) % cycle.length]!.state;
    const only: Policies = { kind: "stationary", rows: createBits(action.length) };
    if (row >= rowStart[state]! && row < rowStart[state + 1]!) setBit(only.rows, row);
    const found = new Map<number, Node>();
    for (const node of nodes)
      eachWay(context, only, 0, node, (way) => {
        if (way.info === next) keepLikelier(found, way.state, way);
      });
    nodes = [...found.values()];
  }
  const node = likeliest(nodes);
  return node === undefined ? undefined : pathTo(node, "shortest to the cycle, and twice round it");
}
