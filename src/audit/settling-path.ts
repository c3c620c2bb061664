import { toNumber } from "../core/rational.ts";
import { NONE } from "../exact/graph.ts";
import { type LongRun, longRun } from "../exact/long-run.ts";
import type { Payoff, Policies } from "../exact/model.ts";
import type { Context } from "./analysis.ts";
import { eachWay, type Node, type Path, pathTo } from "./path.ts";

/** Most nodes that are visited on the way to what a policy settles on, and once round it. */
const MOST_NODES = 1_000_000;

/** The nearest node that fits, the most probable of those, along a policy from some nodes; undefined where none is found. */
function search(
  context: Context,
  policy: Policies,
  from: readonly Node[],
  isFound: (node: Node) => boolean,
): Node | undefined {
  const { states } = context.subject.product.model;
  const seen = new Set<number>();
  for (let frontier = from; frontier.length > 0 && seen.size < MOST_NODES; ) {
    const next = new Map<number, Node>();
    for (const node of frontier)
      eachWay(context, policy, 0, node, (way) => {
        const key = way.info * states + way.state;
        if (seen.has(key) || (next.get(key)?.probability ?? 0) >= way.probability) return;
        next.set(key, way);
      });
    for (const key of next.keys()) seen.add(key);
    frontier = [...next.values()].sort((a, b) => b.probability - a.probability);
    const found = frontier.find(isFound);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What falls short by most of what is lost: a recurrent class, or the states in which the world has ended. */
interface Lost {
  readonly isHere: (info: number) => boolean;
  /** what falls short there, as a share of all */
  readonly share: number;
}

/** Where a policy settles on what falls short of a reference, per step, by most. */
function mostLost({ arena }: Context, { rows, last, classes }: LongRun, payoff: Payoff, reference: number): Lost {
  const { rowStart } = arena.model.phases[0]!;
  const column = payoff.rows[0]!;
  const short = new Float64Array(classes.count + 1);
  for (let state = 0; state < arena.model.states; state++) {
    const group = classes.of[state]!;
    if (group === NONE) short[classes.count]! += last[state]! * reference;
    else
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        short[group]! += rows[0]![row]! * (reference - column.values[column.codes[row]!]!);
  }
  const sizes = short.map(Math.abs);
  const most = sizes.indexOf(Math.max(...sizes));
  const isEnded = (info: number): boolean => rowStart[info] === rowStart[info + 1];
  return {
    isHere: most === classes.count ? isEnded : (info) => classes.of[info] === most,
    share: sizes[most]! / (short.reduce((sum, amount) => sum + amount, 0) || 1),
  };
}

/**
 * A shortest path of a policy to the behaviour by which, in the long run, it falls short of a reference by most, and twice round it.
 *
 * @param reference - what the payoff is held against, per step
 */
export function settlingPath(context: Context, payoff: Payoff, policy: Policies, reference: number): Path | undefined {
  const { arena, subject } = context;
  const settled = policy.kind === "timed" ? undefined : longRun({ model: arena.model, rows: policy.rows });
  if (settled === undefined) return undefined;
  const { isHere, share } = mostLost(context, settled, payoff, reference);
  const starts = subject.product.model.starts.map(
    ({ state, probability }): Node => ({ info: arena.start(state), state, probability: toNumber(probability) }),
  );
  const isFirst = ({ info }: Node): boolean => isHere(info);
  const first = starts.find(isFirst) ?? search(context, policy, starts, isFirst);
  if (first === undefined) return undefined;
  const round = (from: Node): Node | undefined =>
    search(context, policy, [from], ({ info, state }) => info === first.info && state === first.state);
  const once = round(first);
  const twice = once === undefined ? undefined : round(once);
  return { ...pathTo(twice ?? once ?? first, "shortest to what it settles on, and twice round it"), share };
}
