import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { ONE, parseDecimal, type Rational, rational, subtract } from "../core/rational.ts";
import { type AverageProblem, boundAverage, solveAverage } from "./average.ts";
import { type Bits, hasBit } from "./bits.ts";
import { coded, createTable } from "./coded.ts";
import { isBetween } from "./enclose.ts";
import { type Graph, reachableFrom } from "./graph.ts";
import type { Model, Payoff, Policies } from "./model.ts";
import { type RationalSolution, solveRational } from "./rational-mode.ts";
import { boundStationary, type StationaryProblem } from "./stationary.ts";
import { prepare } from "./task.ts";

/** A whole number from 0 to below − 1. */
export type Draw = (below: number) => number;

/** A seeded source of whole numbers. */
export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  return (below) => uniformInt(generator, 0, below - 1);
}

const EVEN = ["0.5", "0.25", "0.1", "0.7"] as const;
const RARE = ["1e-9", "0.999999", "1e-4"] as const;
const DISCOUNTS = [0, 0.5, 0.9, 0.99, 0.9999] as const;

/** Kinds of rewards: which end components they make, and how close rows come to each other. */
const REWARDS = {
  zero: ["0"],
  cost: ["0", "-1", "-2", "-0.5"],
  gain: ["0", "0", "0", "1"],
  mixed: ["0", "0", "1", "-1", "2", "-3"],
  close: ["0", "-1", "-1.000000001", "-1e-9", "1e-12"],
} as const;
const KINDS = ["zero", "cost", "cost", "gain", "mixed", "close"] as const;

const pick = <T>(draw: Draw, values: readonly T[]): T => values[draw(values.length)]!;

/** Probabilities of `count` branches, which sum to 1 and are now and then very uneven. */
function shares(draw: Draw, count: number): Rational[] {
  if (count === 1) return [ONE];
  if (count === 3)
    return pick(draw, [
      [1n, 1n, 1n],
      [1n, 2n, 4n],
    ]).map((n, _, all) =>
      rational(
        n,
        all.reduce((a, b) => a + b),
      ),
    );
  const share = parseDecimal(draw(4) === 0 ? pick(draw, RARE) : pick(draw, EVEN));
  return [share, subtract(ONE, share)];
}

/** A random model, small unless said otherwise: loops, end components, ended states, rows alike. */
export function randomModel(draw: Draw, states = 2 + draw(6)): Model {
  const rowStart = [0];
  const branchStart = [0];
  const action: number[] = [];
  const successor: number[] = [];
  const codes: number[] = [];
  const table = createTable();
  const near = draw(2) === 0;
  for (let s = 0; s < states; s++) {
    const over = s === states - 1 ? draw(5) > 0 : draw(8) === 0;
    for (let a = 0; a < (over ? 0 : 1 + draw(3)); a++) {
      const targets = new Set<number>();
      for (let b = 1 + Math.max(0, draw(5) - 2); b > 0; b--)
        targets.add(near ? Math.min(states - 1, Math.max(0, s + draw(4) - 1)) : draw(states));
      const probabilities = shares(draw, targets.size);
      [...targets].forEach((target, i) => {
        successor.push(target);
        codes.push(table.code(probabilities[i]!));
      });
      action.push(a);
      branchStart.push(successor.length);
    }
    rowStart.push(action.length);
  }
  const other = draw(states);
  const starts =
    draw(3) > 0 || other === 0
      ? [{ state: 0, probability: ONE }]
      : [0, other].map((state) => ({ state, probability: rational(1n, 2n) }));
  return {
    states,
    actions: ["a", "b", "c"],
    starts,
    phases: [
      {
        rowStart: Uint32Array.from(rowStart),
        action: Uint8Array.from(action),
        branchStart: Uint32Array.from(branchStart),
        successor: Uint32Array.from(successor),
        probability: coded(Uint8Array.from(codes), table.exact),
      },
    ],
    boundaries: [],
  };
}

const column = (draw: Draw, size: number, amounts: readonly string[]) =>
  coded(
    Uint8Array.from({ length: size }, () => draw(amounts.length)),
    amounts.map(parseDecimal),
  );

/** A random payoff of a model: rewards of one kind, and at times amounts at the end. */
export function randomPayoff(draw: Draw, model: Model, kind: keyof typeof REWARDS): Payoff {
  const rows = model.phases[0]!.branchStart.length - 1;
  const flip = draw(2) === 0;
  const amounts = REWARDS[kind].map((text) =>
    flip && text !== "0" ? (text.startsWith("-") ? text.slice(1) : `-${text}`) : text,
  );
  const terminated = column(
    draw,
    model.states,
    pick(draw, [
      ["0", "1"],
      ["0", "0", "1", "-0.3"],
      ["1e-9", "0"],
    ]),
  );
  return {
    rows: [column(draw, rows, amounts)],
    ...(kind === "zero" || draw(2) === 0 ? { final: { terminated, horizon: terminated } } : {}),
  };
}

/** A random stationary question about a model. */
export function randomProblem(draw: Draw, model: Model, within?: Policies): StationaryProblem {
  return {
    model,
    payoff: randomPayoff(draw, model, pick(draw, KINDS)),
    criterion: draw(3) === 0 ? { kind: "discounted", discount: pick(draw, DISCOUNTS) } : { kind: "total" },
    direction: draw(2) === 0 ? "maximise" : "minimise",
    within,
  };
}

/** What became of one comparison of doubles with rationals; `fault` says what disagrees. */
export interface Outcome {
  readonly kind: "same" | "unbounded" | "undecided" | "fault";
  readonly fault?: string;
  /** whether bounds alone told all ties apart */
  readonly proved?: boolean;
  /** the width of the bounds at the widest, as a share of 1 + |value| */
  readonly width?: number;
  readonly optimal?: Policies;
}

/** Solves a problem in doubles and in rationals and compares bounds, kinds and row sets. */
export function compareModes(problem: StationaryProblem): Outcome {
  const task = prepare(problem);
  const floats = boundStationary(problem, task);
  const exact = solveRational(task);
  if (exact.kind === "undecided") return { kind: "undecided" };
  const optimal: Policies | undefined =
    exact.kind === "solved" ? { kind: "stationary", rows: exact.optimal, leave: exact.leave } : undefined;
  const outcome = optimal === undefined ? {} : { optimal };
  if (floats.kind === "undecided") return { kind: "undecided", ...outcome };
  if (floats.kind !== "bounded" || exact.kind !== "solved") {
    if (floats.kind === "bounded" && exact.kind === "diverges")
      return { kind: "fault", fault: "bounded in doubles, diverges in rationals" };
    // The rational mode gives no value where every policy loses without end.
    const lost = exact.kind === "solved" && problem.model.starts.some(({ state }) => exact.values[state] === undefined);
    const same = lost ? floats.kind === "diverges" && floats.toward === "worse" : floats.kind === exact.kind;
    return same
      ? { kind: "unbounded" }
      : { kind: "fault", fault: `${floats.kind} in doubles, ${exact.kind} in rationals` };
  }
  const { bounds, candidates } = floats;
  let width = 0;
  for (let s = 0; s < problem.model.states; s++) {
    const value = exact.values[s];
    const [low, high] = [bounds.low[s]!, bounds.high[s]!];
    if (!hasBit(task.reachable, s)) continue;
    if (Number.isNaN(low) !== (value === undefined))
      return { kind: "fault", fault: `state ${s} has a value in one mode only` };
    if (value === undefined) continue;
    if (!isBetween(value, low, high)) return { kind: "fault", fault: `state ${s} lies outside [${low}, ${high}]` };
    width = Math.max(width, (high - low) / (1 + Math.abs(low)));
  }
  const proved = candidates.gap === undefined;
  const fault = compareRows(problem.model, task.graph, exact, candidates.rows, candidates.leave, proved);
  return fault === undefined ? { kind: "same", proved, width, ...outcome } : { kind: "fault", fault };
}

/** Rows and states to leave, where an optimal policy gets to: equal when proved, otherwise none that is optimal missing. */
function compareRows(
  model: Model,
  graph: Graph,
  exact: RationalSolution,
  rows: Bits,
  leave: Bits,
  proved: boolean,
): string | undefined {
  const reached = reachableFrom(
    { ...graph, allowed: exact.optimal },
    model.starts.map(({ state }) => state),
  );
  const differ = (mine: Bits, theirs: Bits, i: number): boolean =>
    proved ? hasBit(mine, i) !== hasBit(theirs, i) : hasBit(theirs, i) && !hasBit(mine, i);
  for (let r = 0; r < graph.reverse.owner.length; r++)
    if (hasBit(reached, graph.reverse.owner[r]!) && differ(rows, exact.optimal, r))
      return `row ${r} is optimal in one mode only`;
  for (let s = 0; s < graph.states; s++)
    if (hasBit(reached, s) && differ(leave, exact.leave, s)) return `state ${s} must be left in one mode only`;
  return undefined;
}

/**
 * Solves for the long-run average in rationals and bounds it in doubles, and compares the two.
 *
 * @returns the exact optimal policies as well, for a second optimisation within them
 */
export function compareAverages(problem: AverageProblem): Outcome {
  const exact = solveAverage(problem);
  const bounds = boundAverage(problem);
  if ("kind" in exact || bounds === undefined) return { kind: "undecided" };
  const { start, optimal } = exact;
  if (start.exact === undefined) return { kind: "undecided", optimal };
  const { low, high } = bounds;
  return isBetween(start.exact, low, high)
    ? { kind: "same", width: (high - low) / (1 + Math.abs(low)), optimal }
    : { kind: "fault", fault: `the average ${start.value} lies outside [${low}, ${high}]` };
}

/** How often each outcome came up over many random questions, first optimisations and second ones within those. */
export interface FuzzTable {
  readonly same: number;
  readonly proved: number;
  readonly second: number;
  readonly unbounded: number;
  readonly undecided: number;
  /** long-run averages that were compared, second and third ones within the optimal policies of the first included */
  readonly averages: number;
  readonly widest: number;
  /** seed and what disagrees */
  readonly faults: readonly string[];
}

/** Of so many models one is asked for its long-run average: bounds take 20 000 sweeps where chances of leaving are rare. */
const AVERAGES = 4;

/** An outcome, which is a fault where the comparison throws. */
function outcomeOf(compare: () => Outcome): Outcome {
  try {
    return compare();
  } catch (error) {
    return { kind: "fault", fault: `threw ${error}` };
  }
}

/** Compares the two modes on `count` random models with seeds from `seed` on. */
export function fuzz(count: number, seed: number, onProgress?: (done: number) => void): FuzzTable {
  const counts = { same: 0, proved: 0, second: 0, unbounded: 0, undecided: 0, averages: 0 };
  const faults: string[] = [];
  let widest = 0;
  for (let i = 0; i < count; i++) {
    const draw = drawFrom(seed + i);
    const model = randomModel(draw);
    let within: Policies | undefined;
    for (let depth = 0; depth < 3; depth++) {
      const problem = randomProblem(draw, model, within);
      const outcome = outcomeOf(() => compareModes(problem));
      if (outcome.kind === "fault") faults.push(`seed ${seed + i}, optimisation ${depth + 1}: ${outcome.fault}`);
      else counts[outcome.kind]++;
      if (outcome.proved) counts.proved++;
      if (outcome.kind === "same" && depth > 0) counts.second++;
      widest = Math.max(widest, outcome.width ?? 0);
      if (outcome.optimal === undefined) break;
      within = outcome.optimal;
    }
    within = undefined;
    for (let depth = 0; depth < 3 && i % AVERAGES === 0; depth++) {
      const problem = randomProblem(draw, model, within);
      const outcome = outcomeOf(() => compareAverages(problem));
      if (outcome.kind === "fault") faults.push(`seed ${seed + i}, average ${depth + 1}: ${outcome.fault}`);
      else if (outcome.kind === "undecided") counts.undecided++;
      else counts.averages++;
      widest = Math.max(widest, outcome.width ?? 0);
      if (outcome.optimal === undefined) break;
      within = outcome.optimal;
    }
    if (i % 100 === 99) onProgress?.(i + 1);
  }
  return { ...counts, widest, faults };
}
