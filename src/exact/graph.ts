import { type Bits, clearBit, createBits, fullBits, hasBit, setBit } from "./bits.ts";
import type { Model, Rows } from "./model.ts";

/** The rows of a model that lead to each state, so that graph questions cost one visit per branch. */
export interface Reverse {
  /** shape [rows]; the state that a row belongs to */
  readonly owner: Uint32Array;
  /** shape [states + 1] */
  readonly start: Uint32Array;
  /** shape [branches]; the rows that lead to a state, once per branch */
  readonly row: Uint32Array;
}

/** A phase of a model restricted to some of its rows. */
export interface Graph {
  readonly states: number;
  readonly rows: Rows;
  readonly reverse: Reverse;
  readonly allowed: Bits;
}

/** The states of a graph in groups, `NONE` for a state in no group. */
export interface Partition {
  readonly count: number;
  /** shape [states] */
  readonly of: Uint32Array;
  /** shape [count + 1]; the members of group g are members[start[g]] … members[start[g + 1] − 1] */
  readonly start: Uint32Array;
  readonly members: Uint32Array;
}

export const NONE = 0xffffffff;

/** The owner of each row, and for each state the rows that lead to it. */
export function reverseOf(states: number, rows: Rows): Reverse {
  const { rowStart, branchStart, successor } = rows;
  const numRows = rowStart[states]!;
  const owner = new Uint32Array(numRows);
  const start = new Uint32Array(states + 1);
  for (let b = 0; b < branchStart[numRows]!; b++) start[successor[b]!]!++;
  for (let s = 0, sum = 0; s <= states; s++) {
    const here = start[s]!;
    start[s] = sum;
    sum += here;
  }
  const row = new Uint32Array(branchStart[numRows]!);
  for (let s = 0; s < states; s++)
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      owner[r] = s;
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) row[start[successor[b]!]!++] = r;
    }
  start.copyWithin(1, 0, states);
  start[0] = 0;
  return { owner, start, row };
}

/** The graph of a phase of a model: of all its rows, where they are not given. */
export function graphOf(
  { states, phases }: Pick<Model, "states" | "phases">,
  allowed?: Bits,
  rows = phases[0]!,
): Graph {
  return { states, rows, reverse: reverseOf(states, rows), allowed: allowed ?? fullBits(rows.action.length) };
}

/** Whether the world has ended in a state. */
export const hasEnded = ({ rowStart }: Pick<Rows, "rowStart">, state: number): boolean =>
  rowStart[state] === rowStart[state + 1];

/** The states in which the world has ended. */
export function endedStates({ states, phases }: Pick<Model, "states" | "phases">): Bits {
  const ended = createBits(states);
  for (let s = 0; s < states; s++) if (hasEnded(phases[0]!, s)) setBit(ended, s);
  return ended;
}

/** Those rows of some states that are in a set, in the order of the states. */
export function rowsAmong({ rowStart }: Rows, states: Iterable<number>, set: Bits): readonly number[] {
  const found: number[] = [];
  for (const s of states) for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) if (hasBit(set, r)) found.push(r);
  return found;
}

/** The members of one group. */
export const membersIn = ({ start, members }: Partition, group: number): Uint32Array =>
  members.subarray(start[group], start[group + 1]);

/** The states that some allowed row, branch by branch, leads to from the given states, these included. */
export function reachableFrom(graph: Graph, from: Iterable<number>): Bits {
  const { rowStart, branchStart, successor } = graph.rows;
  const seen = createBits(graph.states);
  const queue = new Uint32Array(graph.states);
  let tail = 0;
  const visit = (s: number): void => {
    if (hasBit(seen, s)) return;
    setBit(seen, s);
    queue[tail++] = s;
  };
  for (const s of from) visit(s);
  for (let head = 0; head < tail; head++) {
    const s = queue[head]!;
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++)
      if (hasBit(graph.allowed, r)) for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) visit(successor[b]!);
  }
  return seen;
}

/**
 * The strongly connected components of the states in `inside` (all when omitted), by Tarjan's algorithm without recursion.
 *
 * Components come in an order in which every branch leads to the same component or to an earlier one.
 */
export function stronglyConnected(graph: Graph, inside?: Bits): Partition {
  const { states } = graph;
  const { rowStart, branchStart, successor } = graph.rows;
  const of = new Uint32Array(states).fill(NONE);
  const index = new Uint32Array(states); // 0: not yet visited
  const low = new Uint32Array(states);
  const row = new Uint32Array(states);
  const branch = new Uint32Array(states);
  const path = new Uint32Array(states);
  const open = new Uint32Array(states);
  const members = new Uint32Array(states);
  const start = new Uint32Array(states + 1);
  let [counter, depth, numOpen, count, numMembers] = [0, 0, 0, 0, 0];
  const enter = (s: number): void => {
    index[s] = low[s] = ++counter;
    row[s] = rowStart[s]!;
    branch[s] = branchStart[rowStart[s]!]!;
    path[depth++] = s;
    open[numOpen++] = s;
  };
  const step = (s: number): number => {
    for (; row[s]! < rowStart[s + 1]!; row[s]!++) {
      const r = row[s]!;
      if (!hasBit(graph.allowed, r)) {
        branch[s] = branchStart[r + 1]!;
        continue;
      }
      while (branch[s]! < branchStart[r + 1]!) {
        const next = successor[branch[s]!]!;
        branch[s]!++;
        if (inside !== undefined && !hasBit(inside, next)) continue;
        if (index[next] === 0) return next;
        if (of[next] === NONE && index[next]! < low[s]!) low[s] = index[next]!;
      }
    }
    return NONE;
  };
  for (let root = 0; root < states; root++) {
    if (index[root] !== 0 || (inside !== undefined && !hasBit(inside, root))) continue;
    enter(root);
    while (depth > 0) {
      const s = path[depth - 1]!;
      const next = step(s);
      if (next !== NONE) {
        enter(next);
        continue;
      }
      depth--;
      if (depth > 0 && low[s]! < low[path[depth - 1]!]!) low[path[depth - 1]!] = low[s]!;
      if (low[s] !== index[s]) continue;
      start[count] = numMembers;
      for (let member = NONE; member !== s; ) {
        member = open[--numOpen]!;
        of[member] = count;
        members[numMembers++] = member;
      }
      count++;
    }
  }
  start[count] = numMembers;
  return { count, of, start: start.slice(0, count + 1), members: members.slice(0, numMembers) };
}

/** Maximal end components: the groups of states, and the rows that stay inside their group. */
export interface EndComponents extends Partition {
  readonly rows: Bits;
}

/** The states and rows of a graph that are left while some are taken away. */
interface Remains {
  readonly states: Bits;
  readonly rows: Bits;
  /** shape [states]; the number of rows left to each state */
  readonly left: Uint32Array;
}

/** What is left of a graph without some states, told from each state and the number of its rows; see `remove`. */
function without(graph: Graph, isOut: (state: number, rows: number) => boolean): Remains {
  const { rowStart } = graph.rows;
  const remains = { states: fullBits(graph.states), rows: graph.allowed.slice(), left: new Uint32Array(graph.states) };
  const out: number[] = [];
  for (let s = 0; s < graph.states; s++) {
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) if (hasBit(remains.rows, r)) remains.left[s]!++;
    if (isOut(s, remains.left[s]!)) out.push(s);
  }
  remove(graph, remains, out);
  return remains;
}

/** Takes states away, every row that may lead to one of them, every state that loses its last row by that, and so on. */
function remove({ reverse }: Graph, { states, rows, left }: Remains, out: number[]): void {
  const { owner, start, row } = reverse;
  for (let s = out.pop(); s !== undefined; s = out.pop()) {
    if (!hasBit(states, s)) continue;
    clearBit(states, s);
    for (let i = start[s]!; i < start[s + 1]!; i++) {
      const r = row[i]!;
      if (!hasBit(rows, r)) continue;
      clearBit(rows, r);
      if (--left[owner[r]!]! === 0) out.push(owner[r]!);
    }
  }
}

/** The maximal end components of a graph: where a policy can stay for ever, and with which rows. */
export function endComponents(graph: Graph): EndComponents {
  const { rowStart, branchStart, successor } = graph.rows;
  const remains = without(graph, (_, rows) => rows === 0);
  const { states, rows, left } = remains;
  const out: number[] = [];
  for (;;) {
    const parts = stronglyConnected({ ...graph, allowed: rows }, states);
    let changed = false;
    for (const s of parts.members)
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        if (!hasBit(rows, r)) continue;
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
          if (parts.of[successor[b]!] !== parts.of[s]) {
            clearBit(rows, r);
            changed = true;
            if (--left[s]! === 0) out.push(s);
            break;
          }
      }
    if (!changed) return { ...parts, rows };
    remove(graph, remains, out);
  }
}

/** The states from which some allowed path leads to a target, these included. */
export const canReach = (graph: Graph, target: Bits): Bits => attract(graph, target).states;

/**
 * The states from which the allowed rows that stay inside `inside` can lead to a target, and the row that each of them
 * takes to come nearer (`NONE` at a target).
 */
function attract(graph: Graph, target: Bits, inside?: Bits): { states: Bits; choice: Uint32Array } {
  const { owner, start, row } = graph.reverse;
  const { branchStart, successor } = graph.rows;
  const states = createBits(graph.states);
  const choice = new Uint32Array(graph.states).fill(NONE);
  const queue = new Uint32Array(graph.states);
  let tail = 0;
  const visit = (s: number, r: number): void => {
    if (hasBit(states, s)) return;
    setBit(states, s);
    choice[s] = r;
    queue[tail++] = s;
  };
  const stays = (r: number): boolean => {
    if (inside === undefined) return true;
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) if (!hasBit(inside, successor[b]!)) return false;
    return true;
  };
  for (let s = 0; s < graph.states; s++) if (hasBit(target, s)) visit(s, NONE);
  for (let head = 0; head < tail; head++) {
    const s = queue[head]!;
    for (let i = start[s]!; i < start[s + 1]!; i++) {
      const r = row[i]!;
      if (hasBit(graph.allowed, r) && !hasBit(states, owner[r]!) && stays(r)) visit(owner[r]!, r);
    }
  }
  return { states, choice };
}

/** The states from which some policy reaches a target with probability 1, and a row for each that together do so. */
export function almostSurely(graph: Graph, target: Bits): { states: Bits; choice: Uint32Array } {
  let inside: Bits | undefined;
  for (;;) {
    const next = attract(graph, target, inside);
    if (inside?.every((word, i) => word === next.states[i])) return next;
    inside = next.states;
  }
}

/** The states from which some policy avoids the target for ever, with certainty. */
export const canAvoid = (graph: Graph, target: Bits): Bits => without(graph, (s) => hasBit(target, s)).states;

/** The rows after which a state that has not ended always has a row left: the others go, and so on backwards. */
export function withoutDeadEnds(graph: Graph): Bits {
  const { rowStart } = graph.rows;
  return without(graph, (s, rows) => rows === 0 && rowStart[s] !== rowStart[s + 1]).rows;
}

/** Whether every policy ends with probability 1, from every state: whether the model's first phase has no end component. */
export const everyPolicyTerminates = (model: Model): boolean => endComponents(graphOf(model)).count === 0;
