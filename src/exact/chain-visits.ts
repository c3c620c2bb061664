import { toNumber } from "../core/rational.ts";
import { createBits, hasBit, setBit } from "./bits.ts";
import { type Bounds, DIRECT } from "./bounds.ts";
import { solveFlow } from "./elimination.ts";
import { enclose } from "./enclose.ts";
import { endComponents, membersIn, stronglyConnected } from "./graph.ts";
import { LEAST_DIVISOR, type Side, TINY, UNIT } from "./kernel.ts";
import { forgone, isOver, prepare, type StationaryProblem, type Task } from "./task.ts";

const MOST_SWEEPS = 200_000;
const TRIES = 8;

/** The balance of each state of a chain: visits · outflow = arrivals, the sum over the rows that lead there from other states. */
interface Flow {
  readonly task: Task;
  /** shape [states]; 1 − γ p(stay) of each state, as a sum of what leaves, to nearest */
  readonly outflow: Float64Array;
  /** arrivals at a state from other states and the start; `visits` and `start` hold nothing below 0 */
  arrivals(state: number, visits: Float64Array, start: Float64Array, side: Side): number;
  /** arrivals over outflow; for sides −1 and 1 with every rounding error on that side */
  balance(state: number, visits: Float64Array, start: Float64Array, side: Side): number;
}

/**
 * Bounds on the expected visits to each state of a chain (a model with one row per state), discounted if the criterion is.
 *
 * The visits x solve x = start + γ Pᵗ x, which is checked one-sidedly at each state s that is left almost surely, with outward
 * rounding: high(s) ≥ balance of `high` at s, low(s) ≤ balance of `low`, both ≥ 0. That suffices: iterated n times,
 * high ≥ Σ_{k<n} (γ Pᵗ)ᵏ start, whose limit is x; and low ≤ that sum + (γ Pᵗ)ⁿ low, whose last term vanishes as the states are
 * left. Visits to the states of an end component that the chain gets to are infinite without a discount.
 *
 * @returns undefined where the bounds did not pass the check
 */
export function boundVisits(problem: StationaryProblem): Bounds | undefined {
  const task = prepare(problem);
  const { graph } = task;
  const starts = { low: new Float64Array(graph.states), high: new Float64Array(graph.states) };
  for (const { state, probability } of problem.model.starts) {
    const { low, high } = enclose(probability);
    const [below, above] = [starts.low[state]!, starts.high[state]!];
    starts.low[state] = below === 0 ? low : (below + low) * (1 - 2 * UNIT);
    starts.high[state] = above === 0 ? high : (above + high) * (1 + 2 * UNIT);
  }
  const endless = createBits(graph.states);
  if (problem.criterion.kind === "total") for (const s of endComponents(graph).members) setBit(endless, s);
  const flow = createFlow(task);
  const low = new Float64Array(graph.states);
  const high = new Float64Array(graph.states);
  const at = new Uint32Array(graph.states);
  const parts = stronglyConnected(graph, task.reachable);
  for (let c = parts.count - 1; c >= 0; c--) {
    const members = membersIn(parts, c);
    if (hasBit(endless, members[0]!)) {
      for (const s of members) low[s] = high[s] = Infinity;
      continue;
    }
    if (members.length === 1) {
      const s = members[0]!;
      low[s] = flow.balance(s, low, starts.low, -1);
      high[s] = flow.balance(s, high, starts.high, 1);
    } else if (!solveTogether(flow, members, { low, high }, starts, at)) return undefined;
    task.progress(members.length);
  }
  return { low, high };
}

function createFlow(task: Task): Flow {
  const { graph } = task;
  const { rowStart, branchStart, successor, probability } = graph.rows;
  const discount = toNumber(task.discount);
  const rest = forgone(task);
  const outflow = new Float64Array(graph.states).fill(1);
  for (let s = 0; s < graph.states; s++) {
    if (isOver(task, s)) continue;
    const r = rowStart[s]!;
    let [others, stays] = [0, false];
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
      if (successor[b] === s) stays = true;
      else others += probability.values[probability.codes[b]!]!;
    if (stays) outflow[s] = rest + discount * others;
  }
  const { owner, start: cameStart, row: came } = graph.reverse;
  const arrivals = (s: number, visits: Float64Array, start: Float64Array, side: Side): number => {
    let [sum, terms, largest, exact] = [start[s]!, 2, 0, discount === 1];
    for (let i = cameStart[s]!; i < cameStart[s + 1]!; ) {
      const r = came[i]!;
      // A row is listed once per branch; its branches are read together.
      let same = i + 1;
      while (same < cameStart[s + 1]! && came[same] === r) same++;
      i = same;
      const from = owner[r]!;
      if (from === s || !hasBit(graph.allowed, r) || visits[from] === 0) continue;
      if (visits[from]! > largest) largest = visits[from]!;
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
        if (successor[b] !== s) continue;
        const p = probability.values[probability.codes[b]!]!;
        const before = sum;
        sum += discount * p * visits[from]!;
        // Adding a whole flow to nothing rounds nothing.
        if (p !== 1 || before !== 0) exact = false;
        terms += 2;
      }
    }
    if (side === 0 || exact) return sum;
    return Math.max(0, sum * (1 + side * (terms + 10) * UNIT * 1.125) + side * TINY * (1 + largest));
  };
  const balance = (s: number, visits: Float64Array, start: Float64Array, side: Side): number => {
    const came = arrivals(s, visits, start, side);
    const out = outflow[s]!;
    if (out === 1 || came === 0) return came;
    if (side === 0) return came / out;
    if (!(out >= LEAST_DIVISOR)) return side === 1 ? Infinity : 0;
    // The outflow sums a row's branches.
    const roundings = branchStart[rowStart[s]! + 1]! - branchStart[rowStart[s]!]! + 16;
    return (came / out) * (1 + side * roundings * UNIT * 1.125);
  };
  return { task, outflow, arrivals, balance };
}

function solveTogether(flow: Flow, members: Uint32Array, bounds: Bounds, starts: Bounds, at: Uint32Array): boolean {
  const { low, high } = bounds;
  const solve = (visits: Float64Array, start: Float64Array, shift: number, precision: number): boolean =>
    (members.length <= DIRECT && solveDirectly(flow, members, visits, start, shift, at)) ||
    solveBySweeps(flow, members, visits, start, shift, precision);
  if (!solve(low, starts.low, 0, 2 ** -40)) return false;
  const middle = Float64Array.from(members, (s) => low[s]!);
  const scale = middle.reduce((size, value) => Math.max(size, value), Number.MIN_VALUE);
  /** Writes visits with a slack to one side and none below 0; false where that took too long. */
  const solveFrom = (visits: Float64Array, start: Float64Array, slack: number): boolean => {
    members.forEach((s, i) => {
      visits[s] = middle[i]!;
    });
    const found = solve(visits, start, slack, Math.abs(slack) / 2);
    for (const s of members) visits[s] = Math.max(0, visits[s]!);
    return found;
  };
  for (let slack = scale * 2 ** -44, tries = 0; tries < TRIES; slack *= 16, tries++)
    if (
      solveFrom(high, starts.high, slack) &&
      members.every((s) => flow.balance(s, high, starts.high, 1) <= high[s]!) &&
      solveFrom(low, starts.low, -slack) &&
      members.every((s) => flow.balance(s, low, starts.low, -1) >= low[s]!)
    )
      return true;
  return false;
}

function solveBySweeps(
  flow: Flow,
  members: Uint32Array,
  visits: Float64Array,
  start: Float64Array,
  shift: number,
  precision: number,
): boolean {
  const size = members.length;
  for (let round = 0; round < MOST_SWEEPS; round++) {
    let moved = 0;
    for (let i = -size; i < size; i++) {
      const s = members[i < 0 ? -i - 1 : i]!;
      const value = flow.balance(s, visits, start, 0) + shift;
      moved = Math.max(moved, Math.abs(value - visits[s]!));
      visits[s] = value;
    }
    flow.task.progress(2 * size);
    if (moved <= precision) return true;
  }
  return false;
}

/** The visits to a component's states by elimination; false where that filled in too much. */
function solveDirectly(
  flow: Flow,
  members: Uint32Array,
  visits: Float64Array,
  start: Float64Array,
  shift: number,
  at: Uint32Array,
): boolean {
  const { task } = flow;
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  const discount = toNumber(task.discount);
  members.forEach((s, i) => {
    at[s] = i;
    visits[s] = 0;
  });
  const right = Float64Array.from(members, (s) => flow.arrivals(s, visits, start, 0) + shift * flow.outflow[s]!);
  const leak = new Float64Array(members.length).fill(forgone(task));
  const weights = Array.from(members, (s, i) => {
    const row = new Map<number, number>();
    const r = rowStart[s]!;
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const t = successor[b]!;
      const weight = discount * probability.values[probability.codes[b]!]!;
      if (t === s) continue;
      if (members[at[t]!] === t) row.set(at[t]!, (row.get(at[t]!) ?? 0) + weight);
      else leak[i]! += weight;
    }
    return row;
  });
  const solved = solveFlow({ weights, leak, right }, true);
  members.forEach((s, i) => {
    visits[s] = solved?.[i] ?? 0;
  });
  return solved !== undefined;
}
