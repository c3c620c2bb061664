import { InnateError } from "../core/errors.ts";
import { add, compare, multiply, ONE, type Rational, ZERO } from "../core/rational.ts";
import { clearBit, fullBits, hasBit } from "./bits.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import { encloseTable } from "./enclose.ts";
import { endComponents, type Graph, type Partition, reverseOf, stronglyConnected } from "./graph.ts";
import { type ExactValues, keepsZeros, LEAST } from "./horizon.ts";
import { createKernel, UNIT } from "./kernel.ts";
import type { Direction, Model, Rows } from "./model.ts";
import { type Budget, spend } from "./rational-linear.ts";
import type { Until } from "./reachability.ts";
import { settle } from "./recurrence.ts";
import { counter, onlyPhase, type Task } from "./task.ts";

/** Reaching a target before more is spent than there is. */
export interface Spending extends Until {
  readonly model: Model;
  /** shape [rows]; what a row costs */
  readonly cost: Uint32Array;
  /** what may be spent until the target is entered */
  readonly most: number;
  readonly direction: Direction;
  /** called now and then; what it throws ends the work */
  readonly onLevel?: ((done: number, of: number) => void) | undefined;
}

/** Most bytes of the values of lower levels that are kept. */
const MOST_BYTES = 1.5 * 2 ** 30;

/** The rows of free steps, by state, and the order in which they can be gone through. */
interface Free {
  readonly graph: Graph;
  /** components of the free rows; each comes after those that it leads to */
  readonly parts: Partition;
  /** whether a free path comes back to where it was */
  readonly isCyclic: boolean;
  /** most steps of a free path */
  readonly depth: number;
}

const isOpen = ({ target, through }: Until, s: number): boolean =>
  !hasBit(target, s) && (through === undefined || hasBit(through, s));

function freeSteps(spending: Spending): Free {
  const { model, cost } = spending;
  const rows = onlyPhase(model);
  const { rowStart, branchStart, successor } = rows;
  const reverse = reverseOf(model.states, rows);
  const allowed = fullBits(cost.length);
  for (let r = 0; r < cost.length; r++) if (cost[r]! > 0 || !isOpen(spending, reverse.owner[r]!)) clearBit(allowed, r);
  const graph: Graph = { states: model.states, rows, reverse, allowed };
  const parts = stronglyConnected(graph);
  let isCyclic = parts.count < model.states;
  const height = new Uint32Array(model.states);
  let depth = 0;
  for (const s of parts.members)
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      if (!hasBit(allowed, r)) continue;
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
        if (successor[b] === s) isCyclic = true;
        height[s] = Math.max(height[s]!, height[successor[b]!]! + 1);
      }
      depth = Math.max(depth, height[s]!);
    }
  return { graph, parts, isCyclic, depth };
}

/** The values of the levels that rows may still lead down to: all, or the last so many. */
function createLevels({ cost, most }: Spending, states: number, columns: number) {
  const kept =
    Math.min(
      most,
      cost.reduce((a, b) => (b <= most ? Math.max(a, b) : a), 0),
    ) + 1;
  if (kept * states * 8 * columns > MOST_BYTES)
    throw new InnateError(
      "undecided",
      `a bound on a reward: ${kept} levels of ${states} states would have to be kept; what one step earns is too much`,
    );
  const all = Array.from({ length: kept }, () => new Float64Array(states));
  return (level: number): Float64Array => all[level % kept]!;
}

/**
 * Certified bounds on the largest or smallest probability of entering the target before more is spent than there is, from every
 * state: level by level of what is left to spend, so that the product of states and amounts is never built.
 *
 * @throws InnateError `undecided` where lower levels would take too much memory, or bounds do not pass their check
 */
export function withinBudget(spending: Spending): Bounds {
  const free = freeSteps(spending);
  return free.isCyclic ? boundLevels(spending, free) : passLevels(spending, free);
}

/** Where free steps make no cycle one pass a level does, and every backup adds at most its own to the relative error. */
function passLevels(spending: Spending, { parts, depth }: Free): Bounds {
  const { model, cost, most, direction, target, onLevel } = spending;
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const { codes, values: shares } = probability;
  const isMost = direction === "maximise";
  const levels = createLevels(spending, model.states, 1);
  let widest = 0;
  for (let level = 0; level <= most; level++) {
    const here = levels(level);
    for (const s of parts.members) {
      if (!isOpen(spending, s)) {
        here[s] = hasBit(target, s) ? 1 : 0;
        continue;
      }
      let best = isMost ? 0 : 1;
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        const spent = cost[r]!;
        let value = 0;
        if (spent <= level) {
          const then = spent === 0 ? here : levels(level - spent);
          const end = branchStart[r + 1]!;
          widest = Math.max(widest, end - branchStart[r]!);
          for (let b = branchStart[r]!; b < end; b++) value += shares[codes[b]!]! * then[successor[b]!]!;
        }
        if (isMost ? value > best : value < best) best = value;
      }
      here[s] = best > 0 ? Math.max(best, LEAST) : best;
    }
    onLevel?.(level + 1, most + 1);
  }
  const last = levels(most);
  const backups = (most + 1) * (depth + 1);
  const share = 2 * (widest + 3) * UNIT;
  const error = backups * share * (1 + backups * share) * 1.01;
  const isSure = keepsZeros(probability.exact);
  const isKept = (s: number): boolean => !isOpen(spending, s) || (isSure && last[s] === 0);
  return {
    low: last.map((value, s) => (isKept(s) ? value : Math.max(0, value * (1 - error) - backups * LEAST))),
    high: last.map((value, s) => (isKept(s) ? value : Math.min(1, value * (1 + error) + LEAST))),
  };
}

/** Rows that cost something lead to an end of their own, worth what they promise one level or more below. */
function withExits(model: Model, cost: Uint32Array): { readonly rows: Rows; readonly exits: Uint32Array } {
  const { rowStart, action, branchStart, successor, probability } = onlyPhase(model);
  const exits = Uint32Array.from({ length: cost.length }, (_, r) => r).filter((r) => cost[r]! > 0);
  const starts = new Uint32Array(cost.length + 1);
  const successors: number[] = [];
  const branches: number[] = [];
  let exit = model.states;
  for (let r = 0; r < cost.length; r++) {
    starts[r] = successors.length;
    if (cost[r]! > 0) {
      successors.push(exit++);
      branches.push(probability.exact.length);
    } else
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
        successors.push(successor[b]!);
        branches.push(probability.codes[b]!);
      }
  }
  starts[cost.length] = successors.length;
  const ends = new Uint32Array(model.states + exits.length + 1).fill(cost.length);
  ends.set(rowStart);
  const exact = [...probability.exact, ONE];
  return {
    exits,
    rows: {
      rowStart: ends,
      action,
      branchStart: starts,
      successor: Uint32Array.from(successors),
      probability: { codes: Uint32Array.from(branches), exact, values: Float64Array.of(...probability.values, 1) },
    },
  };
}

/** Where free steps make cycles each level is a question of reachability, with what the levels below are worth at its ends. */
function boundLevels(spending: Spending, { graph: free }: Free): Bounds {
  const { model, cost, most, direction, target, onLevel } = spending;
  const { branchStart, successor, probability } = onlyPhase(model);
  const { rows, exits } = withExits(model, cost);
  const states = model.states + exits.length;
  const reverse = reverseOf(states, rows);
  const allowed = fullBits(cost.length);
  for (let r = 0; r < cost.length; r++) if (!isOpen(spending, free.reverse.owner[r]!)) clearBit(allowed, r);
  const sign = direction === "maximise" ? 1 : -1;
  // Codes of what an end is worth: nothing, the target, and one for each exit.
  const table = {
    exact: [],
    low: new Float64Array(exits.length + 2),
    value: new Float64Array(exits.length + 2),
    high: new Float64Array(exits.length + 2),
  };
  for (const column of [table.low, table.value, table.high]) column[1] = sign;
  const codes = Uint32Array.from({ length: states }, (_, s) =>
    s >= model.states ? s - model.states + 2 : hasBit(target, s) ? 1 : 0,
  );
  const ended = fullBits(states);
  for (let s = 0; s < model.states; s++) if (isOpen(spending, s)) clearBit(ended, s);
  const graph: Graph = { states, rows, reverse, allowed };
  const task: Task = {
    graph,
    reachable: fullBits(states),
    sign,
    discount: ONE,
    rewards: { codes: new Uint8Array(cost.length), table: encloseTable([ZERO]) },
    finals: { codes, table },
    ended,
    leave: undefined,
    progress: counter(undefined),
  };
  const { quotient } = settle(task, { kind: "settled", idle: endComponents(graph) });
  const kernel = createKernel(quotient);
  const parts = stronglyConnected(quotient.task.graph);
  const lows = createLevels(spending, model.states, 2);
  const highs = createLevels(spending, model.states, 2);
  const promise = (r: number, then: Float64Array, side: -1 | 1): number => {
    let [value, size, isNothing] = [0, 0, true];
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const term = probability.values[probability.codes[b]!]! * then[successor[b]!]!;
      value += term;
      isNothing &&= then[successor[b]!] === 0;
      size += Math.abs(term);
    }
    return isNothing ? 0 : value + side * (2 * (branchStart[r + 1]! - branchStart[r]! + 3) * UNIT * size + LEAST);
  };
  for (let level = 0; level <= most; level++) {
    exits.forEach((r, k) => {
      const spent = cost[r]!;
      const [below, above] =
        spent > level ? [0, 0] : [promise(r, lows(level - spent), -1), promise(r, highs(level - spent), 1)];
      table.low[k + 2] = Math.max(-1, below);
      table.high[k + 2] = Math.min(1, above);
      table.value[k + 2] = below + (above - below) / 2;
    });
    const found = boundValues(kernel, parts);
    if (found === undefined)
      throw new InnateError("undecided", `a bound on a reward: the bounds of level ${level} did not pass their check`);
    lows(level).set(found.low.subarray(0, model.states));
    highs(level).set(found.high.subarray(0, model.states));
    onLevel?.(level + 1, most + 1);
  }
  const [low, high] = sign === 1 ? [lows(most), highs(most)] : [highs(most), lows(most)];
  return { low: low.map((p) => Math.max(0, sign * p + 0)), high: high.map((p) => Math.min(1, sign * p + 0)) };
}

/**
 * The probabilities in rationals, where free steps make no cycle.
 *
 * @returns undefined where they do, or the budget ran out
 */
export function exactlyWithinBudget(spending: Spending, budget: Budget): ExactValues | undefined {
  const { isCyclic, parts } = freeSteps(spending);
  if (isCyclic) return undefined;
  const { model, cost, most, direction, target, onLevel } = spending;
  const { rowStart, branchStart, successor, probability } = onlyPhase(model);
  const kept =
    Math.min(
      most,
      cost.reduce((a, b) => (b <= most ? Math.max(a, b) : a), 0),
    ) + 1;
  const levels = Array.from({ length: kept }, (): Rational[] => []);
  for (let level = 0; level <= most; level++) {
    const here = new Array<Rational>(model.states).fill(ZERO);
    levels[level % kept] = here;
    for (const s of parts.members) {
      if (!isOpen(spending, s)) {
        here[s] = hasBit(target, s) ? ONE : ZERO;
        continue;
      }
      let best: Rational | undefined;
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        const spent = cost[r]!;
        let value = ZERO;
        for (let b = branchStart[r]!; spent <= level && b < branchStart[r + 1]!; b++) {
          const share = probability.exact[probability.codes[b]!]!;
          const term = multiply(share, (spent === 0 ? here : levels[(level - spent) % kept]!)[successor[b]!]!);
          spend(budget, term, value);
          value = add(value, term);
        }
        if (best === undefined || (direction === "maximise" ? compare(value, best) > 0 : compare(value, best) < 0))
          best = value;
      }
      here[s] = best ?? ZERO;
    }
    if (budget.left < 0) return undefined;
    onLevel?.(level + 1, most + 1);
  }
  const last = levels[most % kept]!;
  return (state) => last[state]!;
}
