import { toNumber } from "../core/rational.ts";
import { createBits, hasBit, setBit } from "./bits.ts";
import { type Bounds, DIRECT } from "./bounds.ts";
import { solveFlow } from "./elimination.ts";
import { enclose } from "./enclose.ts";
import { endComponents, stronglyConnected } from "./graph.ts";
import { forgone, isOver, prepare, type StationaryProblem, type Task } from "./task.ts";

const UNIT = 2 ** -53;
const MOST_SWEEPS = 200_000;
const TRIES = 8;

/** One state's balance: visits · outflow = arrivals, the sum over the rows that lead there from other states. */
interface Flow {
  /** shape [states]; 1 − γ p(stay) of each state, as a sum of what leaves */
  readonly outflow: Float64Array;
  /** arrivals at a state from other states and the start, rounded down, to nearest or up */
  arrivals(state: number, visits: Float64Array, start: Float64Array, side: -1 | 0 | 1): number;
}

/**
 * Bounds on the expected visits to each state of a chain (a model with one row per state), discounted if the criterion is.
 *
 * The check at each state is x · outflow ≥ start + Σ p x, rounded outward (≤ for the lower bound). Among states that are left
 * almost surely, P has no eigenvalue on the unit circle, so a superinvariant x ≥ 0 bounds Σ Pᵗ start from above, and a
 * subinvariant one from below.
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
    const members = parts.members.subarray(parts.start[c], parts.start[c + 1]);
    if (hasBit(endless, members[0]!)) {
      for (const s of members) low[s] = high[s] = Infinity;
      continue;
    }
    if (members.length === 1) {
      const s = members[0]!;
      low[s] = divided(flow.arrivals(s, low, starts.low, -1), flow.outflow[s]!, -1);
      high[s] = divided(flow.arrivals(s, high, starts.high, 1), flow.outflow[s]!, 1);
    } else if (!solveTogether(task, flow, members, { low, high }, starts, at)) return undefined;
    task.progress(members.length);
  }
  return { low, high };
}

/** A quotient with its error on one side; the outflow is a sum of a few rounded terms. */
function divided(arrivals: number, outflow: number, side: -1 | 1): number {
  if (outflow === 1 || arrivals === 0) return arrivals;
  return (arrivals / outflow) * (1 + side * 128 * UNIT);
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
  const arrivals = (s: number, visits: Float64Array, start: Float64Array, side: -1 | 0 | 1): number => {
    let [sum, terms, exact] = [start[s]!, 2, discount === 1];
    for (let i = cameStart[s]!; i < cameStart[s + 1]!; ) {
      const r = came[i]!;
      // A row is listed once per branch; its branches are read together.
      let same = i + 1;
      while (same < cameStart[s + 1]! && came[same] === r) same++;
      i = same;
      const from = owner[r]!;
      if (from === s || !hasBit(graph.allowed, r) || visits[from] === 0) continue;
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
    return side === 0 || exact ? sum : sum * (1 + side * (terms + 10) * UNIT * 1.125) + side * 1e-290;
  };
  return { outflow, arrivals };
}

function solveTogether(
  task: Task,
  flow: Flow,
  members: Uint32Array,
  bounds: Bounds,
  starts: Bounds,
  at: Uint32Array,
): boolean {
  const solve = (visits: Float64Array, start: Float64Array, shift: number, precision: number): boolean =>
    (members.length <= DIRECT && solveDirectly(task, flow, members, visits, start, shift, at)) ||
    solveBySweeps(flow, members, visits, start, shift, precision);
  if (!solve(bounds.low, starts.low, 0, 2 ** -40)) return false;
  const scale = members.reduce((size, s) => Math.max(size, bounds.low[s]!), Number.MIN_VALUE);
  const middle = Float64Array.from(members, (s) => bounds.low[s]!);
  const reset = (visits: Float64Array): void => {
    members.forEach((s, i) => {
      visits[s] = middle[i]!;
    });
  };
  for (let slack = scale * 2 ** -44, tries = 0; tries < TRIES; slack *= 16, tries++) {
    reset(bounds.high);
    if (!solve(bounds.high, starts.high, slack, slack / 2)) continue;
    if (
      !members.every(
        (s) => divided(flow.arrivals(s, bounds.high, starts.high, 1), flow.outflow[s]!, 1) <= bounds.high[s]!,
      )
    )
      continue;
    reset(bounds.low);
    if (!solve(bounds.low, starts.low, -slack, slack / 2)) continue;
    for (const s of members) bounds.low[s] = Math.max(0, bounds.low[s]!);
    if (
      members.every(
        (s) => divided(flow.arrivals(s, bounds.low, starts.low, -1), flow.outflow[s]!, -1) >= bounds.low[s]!,
      )
    )
      return true;
  }
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
      const value = flow.arrivals(s, visits, start, 0) / flow.outflow[s]! + shift;
      moved = Math.max(moved, Math.abs(value - visits[s]!));
      visits[s] = value;
    }
    if (moved <= precision) return true;
  }
  return false;
}

/** The visits to a component's states by elimination; false where that filled in too much. */
function solveDirectly(
  task: Task,
  flow: Flow,
  members: Uint32Array,
  visits: Float64Array,
  start: Float64Array,
  shift: number,
  at: Uint32Array,
): boolean {
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
