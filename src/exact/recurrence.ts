import { type Bits, clearBit, createBits, hasBit, setBit } from "./bits.ts";
import { almostSurely, type EndComponents, endComponents, membersIn, NONE, rowsAmong } from "./graph.ts";
import type { Quotient } from "./kernel.ts";
import type { meanPayoff } from "./mean.ts";
import { isOver, rewardOf, type Task } from "./task.ts";

/** One state and the row taken there. */
export interface Step {
  readonly state: number;
  readonly row: number;
}

/**
 * A total reward that is not a number: it grows without end (`better` or `worse` by the direction asked for), has no limit,
 * or could not be told apart from these within the precision and the budget (`undecided`).
 */
export type Unbounded =
  | { readonly kind: "diverges"; readonly toward: "better" | "worse"; readonly cycle: readonly Step[] }
  | { readonly kind: "no limit"; readonly cycle: readonly Step[] }
  | { readonly kind: "undecided"; readonly why: string };

/** What may be repeated for ever at no cost and no gain. */
export interface Recurrence {
  readonly kind: "settled";
  /** groups of states in which a policy may stay for ever, and the rows with which it does; all of those earn nothing */
  readonly idle: EndComponents;
}

/**
 * Sorts a task's end components by their best mean payoff: where it is 0, the parts that attain it are handed back as idle;
 * where it is negative, nothing is.
 *
 * What is handed back is all that can be repeated for ever at a mean of 0: in a component without gains the rows that lose
 * nothing, in any other the rows of zero slack (`tight`), as slacks of a recurrent class of mean 0 add up to 0.
 *
 * Components made of states in `leave` earn what they earn only for a while, but that may be as long as one likes, so a
 * positive mean diverges there too.
 *
 * @param mean - decides the sign of the best mean payoff of a component with gains and losses
 */
export function findRecurrence(task: Task, mean: typeof meanPayoff): Recurrence | Unbounded {
  const { graph } = task;
  const { owner } = graph.reverse;
  const parts = endComponents(graph);
  const level = createBits(owner.length); // rows that a policy of mean 0 may use for ever
  let refined = false;
  for (let c = 0; c < parts.count; c++) {
    const members = membersIn(parts, c);
    const inside = rowsAmong(graph.rows, members, parts.rows);
    const gain = inside.find((r) => rewardOf(task, r).numerator > 0n);
    const loses = inside.some((r) => rewardOf(task, r).numerator < 0n);
    refined ||= gain !== undefined || loses;
    if (gain === undefined) {
      for (const r of inside) if (rewardOf(task, r).numerator === 0n) setBit(level, r);
      continue;
    }
    if (!loses) return { kind: "diverges", toward: "better", cycle: cycleThrough(task, parts.rows, gain) };
    const payoff = mean(task, parts, c);
    if (payoff.sign === "unknown")
      return { kind: "undecided", why: `the best mean payoff of a component of ${members.length} states may be 0` };
    if (payoff.sign === "positive") {
      const rows = createBits(owner.length);
      for (const r of payoff.policy.values()) setBit(rows, r);
      const kept = endComponents({ ...graph, allowed: rows });
      return { kind: "diverges", toward: "better", cycle: cycleThrough(task, kept.rows, dearest(task, kept)) };
    }
    if (payoff.sign === "zero") for (let i = 0; i < level.length; i++) level[i]! |= payoff.tight[i]!;
  }
  if (!refined) return { kind: "settled", idle: parts };
  const idle = endComponents({ ...graph, allowed: level });
  const earning = rowsAmong(graph.rows, idle.members, idle.rows).filter((r) => rewardOf(task, r).numerator !== 0n);
  if (earning.length === 0) return { kind: "settled", idle };
  const endless = earning.find((r) => !mustLeave(task, owner[r]!));
  return endless === undefined
    ? { kind: "undecided", why: "a component that has to be left holds a cycle of gains and losses that sum to 0" }
    : { kind: "no limit", cycle: cycleThrough(task, idle.rows, endless) };
}

const mustLeave = (task: Task, state: number): boolean => task.leave !== undefined && hasBit(task.leave, state);

/** The row with the largest reward inside a graph's end components. */
function dearest(task: Task, { members, rows }: EndComponents): number {
  const reward = (r: number): number => task.rewards.table.value[task.rewards.codes[r]!]!;
  return rowsAmong(task.graph.rows, members, rows).reduce((best, r) => (reward(r) > reward(best) ? r : best));
}

/** A shortest cycle of allowed rows that begins with the given one. */
export function cycleThrough(task: Task, rows: Bits, row: number): readonly Step[] {
  const { owner } = task.graph.reverse;
  const { rowStart, branchStart, successor } = task.graph.rows;
  const home = owner[row]!;
  const cameBy = new Map<number, number>(); // state → row that led there
  const queue: number[] = [];
  const expand = (r: number): boolean => {
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const s = successor[b]!;
      if (cameBy.has(s)) continue;
      cameBy.set(s, r);
      if (s === home) return true;
      queue.push(s);
    }
    return false;
  };
  let found = expand(row);
  for (let head = 0; head < queue.length && !found; head++) {
    const s = queue[head]!;
    for (let r = rowStart[s]!; r < rowStart[s + 1]! && !found; r++) if (hasBit(rows, r)) found = expand(r);
  }
  if (!found) return [{ state: home, row }];
  const cycle: Step[] = [];
  for (let r = cameBy.get(home)!; ; r = cameBy.get(owner[r]!)!) {
    cycle.unshift({ state: owner[r]!, row: r });
    if (owner[r] === home) return cycle;
  }
}

/** A task whose idle components count as one state each, and from each of whose states some policy almost surely settles. */
export interface Settled {
  readonly kind: "settled";
  readonly quotient: Quotient;
  readonly idle: EndComponents;
  /** the states from which some policy almost surely ends or settles where that is allowed */
  readonly viable: Bits;
}

/** Collapses idle components and drops the rows after which losses without end cannot be avoided. */
export function settle(task: Task, { idle }: Recurrence): Settled {
  const { graph } = task;
  const { branchStart, successor } = graph.rows;
  const target = createBits(graph.states);
  const stay = createBits(graph.states);
  for (let s = 0; s < graph.states; s++) if (isOver(task, s)) setBit(target, s);
  const collapsed = idle.members.length > idle.count;
  const first = collapsed ? Uint32Array.from({ length: graph.states }, (_, s) => s) : undefined;
  const next = collapsed ? new Uint32Array(graph.states).fill(NONE) : undefined;
  for (let c = 0; c < idle.count; c++) {
    const members = membersIn(idle, c);
    const lead = members[0]!;
    const mayStay = !members.every((s) => mustLeave(task, s));
    members.forEach((s, i) => {
      if (first !== undefined) first[s] = lead;
      if (next !== undefined) next[s] = members[i + 1] ?? NONE;
      if (mayStay) setBit(target, s);
    });
    if (mayStay) setBit(stay, lead);
  }
  const { states: viable } = almostSurely(graph, target);
  const allowed = graph.allowed.slice();
  const kept = graph.allowed.slice();
  for (let r = 0; r < graph.reverse.owner.length; r++) {
    if (!hasBit(allowed, r)) continue;
    const s = graph.reverse.owner[r]!;
    let [leaves, safe] = [false, hasBit(viable, s)];
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const t = successor[b]!;
      if (!hasBit(viable, t)) safe = false;
      if (first === undefined ? t !== s : first[t] !== first[s]) leaves = true;
    }
    if (!safe) clearBit(allowed, r);
    if (!safe || !leaves) clearBit(kept, r);
  }
  // The idle rows stay in the graph, so that a component of the graph never splits a class.
  const quotient = { task: { ...task, graph: { ...graph, allowed } }, kept, first, next, stay };
  return { kind: "settled", quotient, idle, viable };
}
