import { toNumber } from "../../core/rational.ts";
import { hasBit } from "../../exact/bits.ts";
import { hasEnded } from "../../exact/graph.ts";
import type { Figure, Model, Policies } from "../../exact/model.ts";
import { phaseOf, rowsAt } from "../../exact/time.ts";
import type { Context } from "../analysis.ts";
import type { Path, PathStep } from "../paths/path.ts";

/** A deterministic policy from one step on: the row that it takes in a state, and how it goes on from the next. */
export interface Strategy {
  row(state: number): number;
  after(nextState: number): Strategy;
}

/** A deterministic policy with what it earns under two rewards, in their order. */
export interface Play {
  readonly returns: readonly [Figure, Figure];
  /** how it goes on from a start state */
  begin(start: number): Strategy;
}

/** Steps shown of a policy that neither ends nor is cut off. */
const FEW_STEPS = 30;
/** Steps in which two policies that go on for ever are searched for a difference, and most moments that are gone through for it. */
const MANY_STEPS = 1_000;
const MOST_NODES = 500_000;

/** The strategy of a deterministic policy: of the rows that it may take in a state, the first. */
export function strategyOf(model: Model, policies: Policies, time = 0): Strategy {
  const { rowStart } = model.phases[phaseOf(model, time)]!;
  return {
    row(state) {
      const allowed = rowsAt(policies, time);
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        if (allowed !== undefined && hasBit(allowed, row)) return row;
      return rowStart[state]!;
    },
    after: () => strategyOf(model, policies, time + 1),
  };
}

/** Where an episode is: the world's state, what the agent knows, and how each of some policies goes on. */
interface Node {
  readonly state: number;
  readonly info: number;
  readonly strategies: readonly Strategy[];
  readonly probability: number;
  readonly start: number;
  /** the steps so far, the last first */
  readonly last?: { readonly step: PathStep; readonly before: Node };
}

/** Where an episode may begin, the likeliest first. */
const starts = ({ subject, arena }: Context, plays: readonly Play[]): readonly Node[] =>
  subject.product.model.starts
    .map(({ state, probability }): Node => {
      const info = arena.start(state);
      const strategies = plays.map(({ begin }) => begin(info));
      return { state, info, strategies, probability: toNumber(probability), start: state };
    })
    .sort((a, b) => b.probability - a.probability);

/** Where an episode may be after the row that one of the policies takes, the likeliest first; nowhere where the world has ended. */
function next({ subject, arena }: Context, node: Node, time: number, which = 0): readonly Node[] {
  const { model } = subject.product;
  const phase = phaseOf(model, time);
  const rows = model.phases[phase]!;
  if (hasEnded(rows, node.state)) return [];
  const infoRow = node.strategies[which]!.row(node.info);
  const row = rows.rowStart[node.state]! + infoRow - arena.model.phases[phase]!.rowStart[node.info]!;
  const found: Node[] = [];
  for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++) {
    const probability = rows.probability.values[rows.probability.codes[branch]!]!;
    const info = arena.next(phase, infoRow, branch);
    found.push({
      ...node,
      state: rows.successor[branch]!,
      info,
      strategies: node.strategies.map((strategy) => strategy.after(info)),
      probability: node.probability * probability,
      last: { step: { phase, state: node.state, row, branch, probability }, before: node },
    });
  }
  return found.sort((a, b) => b.probability - a.probability);
}

const stepsTo = (node: Node): readonly PathStep[] => {
  const steps: PathStep[] = [];
  for (let { last } = node; last !== undefined; { last } = last.before) steps.push(last.step);
  return steps.reverse();
};

/** The likeliest way on from a node. */
function goOn(context: Context, from: Node, which: number): Path {
  const { criterion } = context;
  let node = from;
  let time = stepsTo(from).length;
  const until = criterion.kind === "finite" ? criterion.horizon : time + FEW_STEPS;
  for (; time < until; time++) {
    const [likeliest] = next(context, node, time, which);
    if (likeliest === undefined) break;
    node = likeliest;
  }
  return {
    start: node.start,
    steps: stepsTo(node),
    probability: node.probability,
    share: 1,
    minimal: "the likeliest episode from where the two differ",
  };
}

/** The likeliest of the first moments at which two policies act differently, having met the same until then. */
function parting(context: Context, plays: readonly [Play, Play]): Node | undefined {
  const { criterion, arena, subject } = context;
  let layer = starts(context, plays);
  let found: Node | undefined;
  let left = MOST_NODES;
  const until = criterion.kind === "finite" ? criterion.horizon : MANY_STEPS;
  for (let time = 0; time < until && left > 0; time++) {
    left -= layer.length;
    const rows = subject.product.model.phases[phaseOf(arena.model, time)]!;
    const later = new Map<string, Node>();
    for (const node of layer) {
      if (hasEnded(rows, node.state) || (found !== undefined && found.probability >= node.probability)) continue;
      const [first, second] = node.strategies.map((strategy) => strategy.row(node.info));
      if (first !== second) found = node;
      else
        for (const one of next(context, node, time)) {
          const key = `${one.state} ${one.info}`;
          const known = later.get(key);
          if (known === undefined || known.probability < one.probability) later.set(key, one);
        }
    }
    layer = [...later.values()];
  }
  return found;
}

/** The likeliest episode of a policy. */
export const likeliestPath = (context: Context, play: Play): Path => goOn(context, starts(context, [play])[0]!, 0);

/** An episode of each of two policies: the same until they first differ, at the likeliest such moment, then the likeliest of each. */
export function partingPaths(context: Context, plays: readonly [Play, Play]): readonly [Path, Path] {
  const node = parting(context, plays);
  return node === undefined
    ? [likeliestPath(context, plays[0]), likeliestPath(context, plays[1])]
    : [goOn(context, node, 0), goOn(context, node, 1)];
}
