import { createRandom } from "../core/random.ts";
import { toNumber } from "../core/rational.ts";
import { type Bits, createBits, setBit } from "./bits.ts";
import { hasEnded } from "./graph.ts";
import type { Memory } from "./memory.ts";
import type { Direction, Payoff, Policies } from "./model.ts";
import { phaseOf } from "./time.ts";

/** What is wanted of a policy: an expected sum, to be made large or small. */
export interface Goal {
  readonly payoff: Payoff;
  readonly direction: Direction;
  readonly discount: number;
}

/** A question about policies that decide by the time and by what is remembered. */
export interface RecallProblem {
  readonly memory: Memory;
  readonly horizon: number;
  /** the first counts first: a later one only where those before it are equal */
  readonly goals: readonly Goal[];
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** For each time and memory, the place of the row to take among those of the state. */
export type Choices = readonly Uint16Array[];

/** A policy, and what it is worth to each goal, in doubles. */
export interface Recalled {
  readonly choices: Choices;
  readonly values: readonly number[];
}

/** The rows that are taken in a phase, given the place of the row to take for each memory. */
export function rowsOf({ model, node }: Memory, places: Uint16Array, phase = 0): Bits {
  const { rowStart, action } = model.phases[phase]!;
  const rows = createBits(action.length);
  for (let state = 0; state < model.states; state++)
    if (rowStart[state]! < rowStart[state + 1]!) setBit(rows, rowStart[state]! + places[node[state]!]!);
  return rows;
}

/** The same policy as the rows that it takes. */
export function policyOf(memory: Memory, choices: Choices): Policies {
  return {
    kind: "timed",
    rows: choices.map((places, time) => rowsOf(memory, places, phaseOf(memory.model, time))),
  };
}

/** Two sums are taken for equal that differ by less than this share of what is at stake. */
const EQUAL = 1e-12;

/** The probability of each state at each time under some choices; under every row equally where there are none. */
function massOf({ memory, horizon }: RecallProblem, choices: Choices | undefined): readonly Float64Array[] {
  const { model, node } = memory;
  let now = new Float64Array(model.states);
  for (const { state, probability } of model.starts) now[state]! += toNumber(probability);
  return Array.from({ length: horizon }, (_, time) => {
    const { rowStart, branchStart, successor, probability } = model.phases[phaseOf(model, time)]!;
    const here = now;
    now = new Float64Array(model.states);
    for (let state = 0; state < model.states; state++) {
      const [first, end] = [rowStart[state]!, rowStart[state + 1]!];
      if (here[state] === 0 || first === end) continue;
      const only = choices === undefined ? -1 : first + choices[time]![node[state]!]!;
      const share = only < 0 ? here[state]! / (end - first) : here[state]!;
      for (let row = only < 0 ? first : only; row < (only < 0 ? end : only + 1); row++)
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
          now[successor[branch]!]! += share * probability.values[probability.codes[branch]!]!;
    }
    return here;
  });
}

/** What is worth how much at the end, to one goal. */
function atEnd({ memory: { model } }: RecallProblem, { payoff: { final } }: Goal): Float64Array {
  return Float64Array.from({ length: model.states }, (_, state) => {
    if (final === undefined) return 0;
    const { codes, values } = hasEnded(model.phases[0]!, state) ? final.terminated : final.horizon;
    return values[codes[state]!]!;
  });
}

/**
 * The best choice at each time, from the last to the first, given how likely each state is when it comes to that time: what is
 * chosen at a time changes nothing before it, so no goal is made worse by a sweep with the policy's own probabilities.
 *
 * @param mass - shape [horizon] of [states]; how likely each state is
 * @param spare - the same for what has no mass; what has none there either is never met
 * @param before - the choices that are kept where others are no better
 */
function sweep(
  problem: RecallProblem,
  mass: readonly Float64Array[],
  spare: readonly Float64Array[],
  before: Choices | undefined,
): Recalled {
  const { memory, horizon, goals } = problem;
  const { model, node, nodes } = memory;
  const widest = model.actions.length;
  const signs = goals.map(({ direction }) => (direction === "maximise" ? 1 : -1));
  let worth = goals.map((goal) => atEnd(problem, goal));
  const choices: Uint16Array[] = new Array(horizon);
  for (let time = horizon - 1; time >= 0; time--) {
    const phase = phaseOf(model, time);
    const { rowStart, branchStart, successor, probability } = model.phases[phase]!;
    const later = worth;
    const returnOf = (goal: number, row: number): number => {
      const { payoff, discount } = goals[goal]!;
      const { values, codes } = payoff.rows[phase]!;
      let sum = 0;
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
        sum += probability.values[probability.codes[branch]!]! * later[goal]![successor[branch]!]!;
      return values[codes[row]!]! + discount * sum;
    };
    const [here, other] = [mass[time]!, spare[time]!];
    const known = new Float64Array(nodes);
    for (let state = 0; state < model.states; state++) known[node[state]!]! += here[state]!;
    const counts = new Uint16Array(nodes);
    const sums = goals.map(() => new Float64Array(nodes * widest));
    const stakes = goals.map(() => new Float64Array(nodes));
    for (let state = 0; state < model.states; state++) {
      const own = node[state]!;
      const weight = known[own]! > 0 ? here[state]! : other[state]!;
      const count = rowStart[state + 1]! - rowStart[state]!;
      if (weight === 0 || count === 0) continue;
      counts[own] = count;
      for (let goal = 0; goal < goals.length; goal++)
        for (let k = 0; k < count; k++) {
          const value = returnOf(goal, rowStart[state]! + k);
          sums[goal]![own * widest + k]! += weight * value;
          stakes[goal]![own]! += weight * Math.abs(value);
        }
    }
    const chosen = new Uint16Array(nodes);
    for (let own = 0; own < nodes; own++) {
      let left = Array.from({ length: counts[own]! }, (_, k) => k);
      for (let goal = 0; goal < goals.length && left.length > 1; goal++) {
        const gain = (k: number): number => signs[goal]! * sums[goal]![own * widest + k]!;
        const most = left.reduce((best, k) => Math.max(best, gain(k)), -Infinity);
        left = left.filter((k) => gain(k) >= most - EQUAL * stakes[goal]![own]!);
      }
      const kept = before?.[time]?.[own] ?? 0;
      chosen[own] = left.includes(kept) ? kept : (left[0] ?? 0);
    }
    choices[time] = chosen;
    worth = goals.map((_, goal) => {
      const values = Float64Array.from(later[goal]!);
      for (let state = 0; state < model.states; state++)
        if (rowStart[state]! < rowStart[state + 1]! && (here[state]! > 0 || other[state]! > 0))
          values[state] = returnOf(goal, rowStart[state]! + chosen[node[state]!]!);
      return values;
    });
  }
  const values = worth.map((own) =>
    model.starts.reduce((sum, { state, probability }) => sum + toNumber(probability) * own[state]!, 0),
  );
  return { choices, values };
}

/** Whether one policy is better than another by the first goal in which they differ. */
function isBetter({ goals }: RecallProblem, a: readonly number[], b: readonly number[]): boolean {
  for (const [k, { direction }] of goals.entries()) {
    const gain = (a[k]! - b[k]!) * (direction === "maximise" ? 1 : -1);
    const size = EQUAL * (1 + Math.abs(a[k]!) + Math.abs(b[k]!));
    if (Math.abs(gain) > size) return gain > 0;
  }
  return false;
}

/** Most sweeps of one ascent. */
const MOST_SWEEPS = 30;

/** A policy that no change of its choices at any one time makes better, found from a given one by sweeps. */
function ascend(problem: RecallProblem, spare: readonly Float64Array[], from: Choices): Recalled {
  const improved = (choices: Choices): Recalled => sweep(problem, massOf(problem, choices), spare, choices);
  let best = improved(from);
  for (let k = 0; k < MOST_SWEEPS; k++) {
    problem.onProgress?.(k);
    const next = improved(best.choices);
    if (!isBetter(problem, next.values, best.values)) return best;
    best = next;
  }
  return best;
}

/** Random starts of a search beside the others. */
const RESTARTS = 4;

/** Choices drawn at random, each row of a state as likely as every other. */
function scattered({ memory, horizon }: RecallProblem, random: () => number): Choices {
  const { model, node, nodes } = memory;
  return Array.from({ length: horizon }, (_, time) => {
    const { rowStart } = model.phases[phaseOf(model, time)]!;
    const draws = Float64Array.from({ length: nodes }, random);
    const chosen = new Uint16Array(nodes);
    node.forEach((own, state) => {
      chosen[own] = Math.floor(draws[own]! * (rowStart[state + 1]! - rowStart[state]!));
    });
    return chosen;
  });
}

/**
 * A good policy among those that decide by the time and by what is remembered: the best of several ascents. One starts where every
 * act is as likely as every other, from which the first sweep finds the optimum where all is remembered; the others from the given
 * choices and from seeded random ones.
 */
export function searchRecall(problem: RecallProblem, from?: Choices): Recalled {
  const spare = massOf(problem, undefined);
  const nothing = spare.map((mass) => new Float64Array(mass.length));
  const random = createRandom(0);
  const starts = [
    sweep(problem, nothing, spare, undefined).choices,
    ...(from === undefined ? [] : [from]),
    ...Array.from({ length: RESTARTS }, () => scattered(problem, random)),
  ];
  return starts
    .map((start) => ascend(problem, spare, start))
    .reduce((best, found) => (isBetter(problem, found.values, best.values) ? found : best));
}

/** A policy made better from where it is, without other starts. */
export const improveRecall = (problem: RecallProblem, from: Choices): Recalled =>
  ascend(problem, massOf(problem, undefined), from);
