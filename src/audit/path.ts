import { toNumber } from "../core/rational.ts";
import { fullBits, hasBit } from "../exact/bits.ts";
import type { Payoff, Policies, Solution } from "../exact/model.ts";
import { phaseOf, rowsAt } from "../exact/time.ts";
import type { Context } from "./analysis.ts";

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
  /** share of the regret that it carries; 1 for an event */
  readonly share: number;
  readonly minimal: string;
}

/** The last state of a path. */
export const endOf = ({ subject }: Context, { start, steps }: Path): number => {
  const last = steps.at(-1);
  return last === undefined ? start : subject.product.model.phases[last.phase]!.successor[last.branch]!;
};

/** Most nodes that a search for a shortest path visits, and most steps of a path that carries regret. */
const MOST_NODES = 5_000_000;
const MOST_STEPS = 10_000;
/** Steps shown of a path that never falls short at any one step: what is lost is lost by going on. */
const FEW_STEPS = 30;

/** Where the agent and the world are: what it believes, and the state that is so. */
export interface Node {
  readonly info: number;
  readonly state: number;
  readonly probability: number;
  readonly parent?: Node;
  readonly step?: PathStep;
}

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

export function pathTo(node: Node, minimal: string): Path {
  const steps: PathStep[] = [];
  let at = node;
  while (at.parent !== undefined && at.step !== undefined) {
    steps.push(at.step);
    at = at.parent;
  }
  return { start: at.state, steps: steps.reverse(), probability: node.probability, share: 1, minimal };
}

/**
 * A shortest path on which an event happens under a set of policies, the most probable of those; undefined where there is none,
 * or the search grows beyond its limit.
 */
export function eventPath(context: Context, policies: Policies, event: number): Path | undefined {
  const { arena, subject, criterion } = context;
  const { happened, model } = subject.product;
  const hasHappened = (state: number): boolean => (happened[state]! & (1 << event)) !== 0;
  const keyOf = ({ info, state }: Node): number => info * model.states + state;
  let frontier = new Map<number, Node>();
  for (const { state, probability } of model.starts) {
    const node: Node = { info: arena.start(state), state, probability: toNumber(probability) };
    frontier.set(keyOf(node), node);
  }
  const atStart = [...frontier.values()].filter(({ state }) => hasHappened(state));
  if (atStart.length > 0)
    return pathTo(
      atStart.reduce((best, node) => (node.probability > best.probability ? node : best)),
      "shortest",
    );
  const horizon = criterion.kind === "finite" ? criterion.horizon : Infinity;
  const before = new Set<number>(frontier.keys());
  let visited = 0;
  for (let time = 0; time < horizon && frontier.size > 0 && visited < MOST_NODES; time++) {
    const next = new Map<number, Node>();
    let found: Node | undefined;
    for (const node of frontier.values())
      eachWay(context, policies, time, node, (way) => {
        if (hasHappened(way.state) && (found === undefined || way.probability > found.probability)) found = way;
        const key = keyOf(way);
        // Without a clock a state that was met before leads nowhere new.
        if (policies.kind === "stationary" && before.has(key)) return;
        const known = next.get(key);
        if (known === undefined || way.probability > known.probability) next.set(key, way);
      });
    if (found !== undefined) return pathTo(found, "shortest");
    visited += next.size;
    if (policies.kind === "stationary") for (const key of next.keys()) before.add(key);
    frontier = next;
  }
  return undefined;
}

/** What a path of regret is measured by: a payoff, the optimum that it is held against, and the policy that falls short of it. */
export interface Regret {
  readonly payoff: Payoff;
  readonly optimum: Solution;
  /** of the optimum */
  readonly direction: "maximise" | "minimise";
  readonly worst: Solution;
  /** one deterministic policy that attains the worst */
  readonly policy: Policies;
  readonly discount: number;
}

/** Share of a path's regret at which it is cut. */
const ENOUGH = 0.9;

/**
 * A path under the worst policy that carries most of its regret: at each step the outcome that contributes most to the
 * expected regret, what is still to come included; cut where 90 % of its own is reached.
 */
export function regretPath(context: Context, { payoff, optimum, direction, worst, policy, discount }: Regret): Path {
  const { arena, subject, criterion } = context;
  const horizon = Math.min(criterion.kind === "finite" ? criterion.horizon : Infinity, MOST_STEPS);
  const sign = direction === "maximise" ? 1 : -1;
  const total = Math.abs(optimum.start.value - worst.start.value);
  // Regret still to come from an information state; 0 where values are not kept, so that the likeliest outcome is taken.
  const toCome = (time: number, info: number): number =>
    optimum.value === undefined || worst.value === undefined
      ? 0
      : Math.abs(optimum.value(time, info) - worst.value(time, info));

  const starts = subject.product.model.starts.map(
    ({ state, probability }): Node => ({ info: arena.start(state), state, probability: toNumber(probability) }),
  );
  const weight = (node: Node, time: number, collected: number): number =>
    node.probability * (collected + toCome(time, node.info) + 1e-9 * (1 + total));
  const likeliest = (nodes: readonly Node[], time: number, collected: number): Node =>
    nodes.reduce((best, node) => (weight(node, time, collected) > weight(best, time, collected) ? node : best));

  let node = likeliest(starts, 0, 0);
  let [collected, expected, weightNow] = [0, 0, 1];
  // Regret of the path so far, as it is and weighted by the probability of getting to each step.
  const sums: { readonly collected: number; readonly expected: number }[] = [];
  for (let time = 0; time < horizon; time++) {
    const ways: Node[] = [];
    eachWay(context, policy, time, node, (way) => ways.push(way));
    if (ways.length === 0) break;
    const regret = weightNow * rowRegret(context, payoff, optimum, sign, time, node, ways[0]!, discount);
    collected += regret;
    expected += node.probability * regret;
    weightNow *= discount;
    sums.push({ collected, expected });
    node = likeliest(ways, time + 1, collected);
  }
  const path = pathTo(node, collected > 0 ? "carries most of the regret" : "no one step loses it: going on does");
  const enough = sums.findIndex((sum) => sum.collected >= ENOUGH * collected) + 1;
  const cut = collected > 0 ? enough : criterion.kind === "finite" ? path.steps.length : FEW_STEPS;
  const steps = path.steps.slice(0, cut);
  const start = starts.find(({ state }) => state === path.start)!;
  const shown = sums[steps.length - 1]?.expected ?? 0;
  return {
    ...path,
    steps,
    probability: steps.reduce((product, step) => product * step.probability, start.probability),
    share: collected > 0 && total > 0 ? Math.min(1, shown / total) : 1,
  };
}

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

/** A shortest path to a cycle of product states, and twice round it. Only where the agent sees the state. */
export function pathRound(
  context: Context,
  cycle: readonly { readonly state: number; readonly row: number }[],
): Path | undefined {
  const { model } = context.subject.product;
  const rows = model.phases[0]!;
  const all: Policies = { kind: "stationary", rows: fullBits(rows.action.length) };
  const target = cycle[0]?.state;
  const nodes = new Map<number, Node>();
  const queue: Node[] = model.starts.map(({ state, probability }) => ({
    info: state,
    state,
    probability: toNumber(probability),
  }));
  for (const node of queue) nodes.set(node.state, node);
  for (const node of queue) {
    if (node.state === target) break;
    eachWay(context, all, 0, node, (way) => {
      if (nodes.has(way.state)) return;
      nodes.set(way.state, way);
      queue.push(way);
    });
  }
  let node = target === undefined ? undefined : nodes.get(target);
  for (let k = 0; k < 2 * cycle.length && node !== undefined; k++) {
    const { row } = cycle[k % cycle.length]!;
    const next = cycle[(k + 1) % cycle.length]!.state;
    const here: Node = node;
    node = undefined;
    for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++) {
      if (rows.successor[branch] !== next) continue;
      const probability = rows.probability.values[rows.probability.codes[branch]!]!;
      const step = { phase: 0, state: here.state, row, branch, probability };
      node = { info: next, state: next, probability: here.probability * probability, parent: here, step };
    }
  }
  return node === undefined ? undefined : pathTo(node, "shortest to the cycle, and twice round it");
}
