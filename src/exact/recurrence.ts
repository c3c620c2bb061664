import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { almostSurely, clearBit, type EndComponents, endComponents, NONE } from "./graph.ts";
import type { Quotient } from "./kernel.ts";
import { meanPayoff } from "./mean.ts";
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
 * Sorts a task's end components by mean payoff: zero rewards are handed back as idle, negative ones are left out.
 *
 * Components made of states in `leave` earn what they earn only for a while, but that may be as long as one likes, so a
 * positive mean diverges there too.
 */
export function findRecurrence(task: Task, mean: typeof meanPayoff = meanPayoff): Recurrence | Unbounded {
  const { graph } = task;
  const { rowStart } = graph.rows;
  const parts = endComponents(graph);
  const level = createBits(graph.reverse.owner.length); // rows that a policy of mean 0 may use for ever
  let refined = false;
  for (let c = 0; c < parts.count; c++) {
    const members = parts.members.subarray(parts.start[c], parts.start[c + 1]);
    let [gains, losses, best] = [false, false, NONE];
    for (const s of members)
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        if (!hasBit(parts.rows, r)) continue;
        const { numerator } = rewardOf(task, r);
        if (numerator > 0n) [gains, best] = [true, r];
        if (numerator < 0n) losses = true;
      }
    refined ||= gains || losses;
    if (gains && !losses) return { kind: "diverges", toward: "better", cycle: cycleThrough(task, parts.rows, best) };
    if (!gains) {
      for (const s of members)
        for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++)
          if (hasBit(parts.rows, r) && rewardOf(task, r).numerator === 0n) setBit(level, r);
      continue;
    }
    const payoff = mean(task, parts, c);
    if (payoff.sign === "unknown")
      return { kind: "undecided", why: `the best mean payoff of a component of ${members.length} states may be 0` };
    if (payoff.sign === "positive") {
      const rows = createBits(graph.reverse.owner.length);
      for (const r of payoff.policy.values()) setBit(rows, r);
      const kept = endComponents({ ...graph, allowed: rows });
      return { kind: "diverges", toward: "better", cycle: cycleThrough(task, kept.rows, dearest(task, kept)) };
    }
    if (payoff.sign === "zero") for (let i = 0; i < level.length; i++) level[i]! |= payoff.tight[i]!;
  }
  const idle = refined ? endComponents({ ...graph, allowed: level }) : parts;
  const unsettled = refined ? firstEarning(task, idle) : undefined;
  if (unsettled === undefined) return { kind: "settled", idle };
  if (mustLeave(task, graph.reverse.owner[unsettled]!))
    return {
      kind: "undecided",
      why: "a component that has to be left holds a cycle of gains and losses that sum to 0",
    };
  return { kind: "no limit", cycle: cycleThrough(task, idle.rows, unsettled) };
}

const mustLeave = (task: Task, state: number): boolean => task.leave !== undefined && hasBit(task.leave, state);

function firstEarning(task: Task, { members, rows }: EndComponents): number | undefined {
  const { rowStart } = task.graph.rows;
  let found: number | undefined;
  for (const s of members)
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++)
      if (hasBit(rows, r) && rewardOf(task, r).numerator !== 0n) {
        if (!mustLeave(task, s)) return r;
        found ??= r;
      }
  return found;
}

function dearest(task: Task, { members, rows }: EndComponents): number {
  const { rowStart } = task.graph.rows;
  let [best, reward] = [NONE, -Infinity];
  for (const s of members)
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      const here = task.rewards.table.value[task.rewards.codes[r]!]!;
      if (hasBit(rows, r) && here > reward) [best, reward] = [r, here];
    }
  return best;
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
    const from = idle.start[c]!;
    const to = idle.start[c + 1]!;
    const lead = idle.members[from]!;
    let forbidden = true;
    for (let i = from; i < to; i++) forbidden &&= mustLeave(task, idle.members[i]!);
    for (let i = from; i < to; i++) {
      const s = idle.members[i]!;
      if (first !== undefined) first[s] = lead;
      if (next !== undefined && i + 1 < to) next[s] = idle.members[i + 1]!;
      if (!forbidden) setBit(target, s);
    }
    if (!forbidden) setBit(stay, lead);
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
