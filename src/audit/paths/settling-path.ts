import { hasEnded, NONE } from "../../exact/graph.ts";
import { type LongRun, longRun } from "../../exact/long-run.ts";
import type { Payoff, Policies } from "../../exact/model.ts";
import type { Context } from "../analysis.ts";
import { type Node, nearest, type Path, pathTo, startNodes } from "./path.ts";

/** Most nodes that are visited on the way to what a policy settles on, and once round it. */
const MOST_NODES = 1_000_000;

/** Share of what is lost that is shown, most paths that are shown for it, and the least share of one. */
const HALF = 0.5;
const MOST_PATHS = 5;
const LEAST = 1e-6;

/** A behaviour that a policy settles on: a recurrent class, or the states in which the world has ended. */
interface Lost {
  readonly isHere: (node: Node) => boolean;
  /** what falls short there, as a share of all */
  readonly share: number;
}

/** What a policy settles on and what of it falls short of a reference, per step, the largest share first. */
function lostOn(
  { arena }: Context,
  { rows, last, classes }: LongRun,
  payoff: Payoff,
  reference: number,
): readonly Lost[] {
  const own = arena.model.phases[0]!;
  const column = payoff.rows[0]!;
  const short = new Float64Array(classes.count + 1);
  for (let state = 0; state < arena.model.states; state++) {
    const group = classes.of[state]!;
    if (group === NONE) short[classes.count]! += last[state]! * reference;
    else
      for (let row = own.rowStart[state]!; row < own.rowStart[state + 1]!; row++)
        short[group]! += rows[0]![row]! * (reference - column.values[column.codes[row]!]!);
  }
  const all = short.reduce((sum, amount) => sum + amount, 0) || 1;
  const isEnded = ({ info }: Node): boolean => hasEnded(own, info);
  return Array.from(short, (amount, group) => ({
    isHere: group === classes.count ? isEnded : ({ info }: Node) => classes.of[info] === group,
    share: Math.min(1, amount / all),
  })).sort((a, b) => b.share - a.share);
}

/** A shortest path to a behaviour, and twice round it. */
function pathToward(context: Context, policy: Policies, { isHere, share }: Lost): Path | undefined {
  const starts = startNodes(context);
  const search = (from: readonly Node[], isWanted: (node: Node) => boolean): Node | undefined =>
    nearest(context, policy, from, isWanted, Infinity, MOST_NODES)?.node;
  const first = starts.find(isHere) ?? search(starts, isHere);
  if (first === undefined) return undefined;
  const round = (from: Node): Node | undefined =>
    search([from], ({ info, state }) => info === first.info && state === first.state);
  const once = round(first);
  const twice = once === undefined ? undefined : round(once);
  return { ...pathTo(twice ?? once ?? first, "shortest to what it settles on, and twice round it"), share };
}

/**
 * A shortest path of a policy to the behaviour by which, in the long run, it falls short of a reference by most, and twice round it.
 * Where that is less than half of all that it falls short by, further paths to other behaviours, until together they are half or
 * there are five.
 *
 * @param reference - what the payoff is held against, per step
 */
export function settlingPath(context: Context, payoff: Payoff, policy: Policies, reference: number): Path | undefined {
  const settled = policy.kind === "timed" ? undefined : longRun({ model: context.arena.model, rows: policy.rows });
  if (settled === undefined) return undefined;
  const paths: Path[] = [];
  let shown = 0;
  for (const lost of lostOn(context, settled, payoff, reference)) {
    if (shown >= HALF || paths.length === MOST_PATHS || (paths.length > 0 && lost.share < LEAST)) break;
    const path = pathToward(context, policy, lost);
    if (path === undefined) break;
    paths.push(path);
    shown += lost.share;
  }
  const [first, ...further] = paths;
  return first === undefined || further.length === 0 ? first : { ...first, further };
}
