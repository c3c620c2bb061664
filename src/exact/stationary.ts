import { add, multiply, negate, type Rational, toNumber, ZERO } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import { type Candidates, findCandidates } from "./candidates.ts";
import { boundDiscounted } from "./discounted.ts";
import { binaryValue, enclose, isBetween } from "./enclose.ts";
import { endComponents, rowsAmong } from "./graph.ts";
import { createKernel, withoutClasses } from "./kernel.ts";
import { meanPayoff } from "./mean.ts";
import type { Figure, Solution } from "./model.ts";
import { rationalMean } from "./rational-mean.ts";
import { RATIONAL_BUDGET, type RationalSolution, solveRational } from "./rational-mode.ts";
import { cycleThrough, findRecurrence, type Settled, settle, type Unbounded } from "./recurrence.ts";
import { prepare, rewardOf, type StationaryProblem, type Task } from "./task.ts";

export type { Step, Unbounded } from "./recurrence.ts";
export type { StationaryProblem } from "./task.ts";

/** Most states of a model that is solved in rationals: its searches are quadratic. */
const MOST_RATIONAL_STATES = 2000;
/** Work spent on the exact figure where no tie waits for it, as a share of the budget. */
const FIGURE_SHARE = 0.2;

/**
 * The optimum of one objective over stationary policies without a horizon, with certified bounds, and the rows that attain it.
 *
 * Bounds are found in doubles and pass a check with outward rounding. Rows whose bounds overlap the best are ties, decided in
 * rationals on the sub-model of such rows when that is small enough.
 *
 * @throws RangeError if the discount is outside [0, 1), the model has several phases or `within` allows no policy
 */
export function solveStationary(problem: StationaryProblem): Solution | Unbounded {
  const task = prepare(problem);
  const found = boundStationary(problem, task);
  if (found.kind !== "bounded" && found.kind !== "undecided") return found;
  return found.kind === "bounded" ? conclude(problem, task, found) : solvedExactly(problem, task, found);
}

/** What floating point alone says of a problem, in the direction of maximising. */
export interface Bounded {
  readonly kind: "bounded";
  readonly bounds: Bounds;
  readonly candidates: Candidates;
}

/** Certified bounds on the values of a task's states, and the rows that may be optimal by them. */
export function boundStationary(problem: StationaryProblem, task: Task): Bounded | Unbounded {
  if (problem.criterion.kind === "discounted") {
    const bounds = boundDiscounted(task);
    if (bounds === undefined) return { kind: "undecided", why: "the value is out of the range of doubles" };
    const kernel = createKernel(withoutClasses(task));
    return { kind: "bounded", bounds, candidates: findCandidates(problem.model.starts, kernel, bounds) };
  }
  const recurrence = findRecurrence(task, (t, parts, c) => {
    const found = meanPayoff(t, parts, c);
    const small = parts.start[c + 1]! - parts.start[c]! <= MOST_RATIONAL_STATES;
    return found.sign === "unknown" && small ? rationalMean(t, parts, c, { left: RATIONAL_BUDGET }) : found;
  });
  if (recurrence.kind !== "settled") return recurrence;
  const settled = settle(task, recurrence);
  if (problem.model.starts.some(({ state }) => !hasBit(settled.viable, state))) return lossesFrom(task, settled);
  const kernel = createKernel(settled.quotient);
  const bounds = boundValues(kernel);
  if (bounds === undefined) return { kind: "undecided", why: "the bounds did not pass their check" };
  return { kind: "bounded", bounds, candidates: findCandidates(problem.model.starts, kernel, bounds, settled.idle) };
}

/** A cycle of losses that cannot be avoided. */
function lossesFrom(task: Task, { viable }: Settled): Unbounded {
  const parts = endComponents(task.graph);
  const lost = parts.members.filter((s) => !hasBit(viable, s));
  const loss = rowsAmong(task.graph.rows, lost, parts.rows).find((r) => rewardOf(task, r).numerator < 0n);
  if (loss !== undefined) return { kind: "diverges", toward: "worse", cycle: cycleThrough(task, parts.rows, loss) };
  return { kind: "undecided", why: "no allowed policy leaves a component that has to be left" };
}

/** The answer by rationals alone, where no bounds passed their check. */
function solvedExactly(problem: StationaryProblem, task: Task, failed: Unbounded): Solution | Unbounded {
  if (task.graph.states > MOST_RATIONAL_STATES) return failed;
  const exact = solveRational(task);
  if (exact.kind !== "solved") return exact;
  return fromRational(problem, task, exact, undefined) ?? failed;
}

function conclude(problem: StationaryProblem, task: Task, { bounds, candidates }: Bounded): Solution | Unbounded {
  if (candidates.states <= MOST_RATIONAL_STATES) {
    const graph = { ...task.graph, allowed: candidates.rows };
    const work = candidates.gap === undefined ? RATIONAL_BUDGET * FIGURE_SHARE : RATIONAL_BUDGET;
    const exact = solveRational({ ...task, graph }, work, guessFrom({ ...task, graph }, bounds));
    const solution = exact.kind === "solved" ? fromRational(problem, task, exact, bounds) : undefined;
    if (solution !== undefined) return solution;
  }
  return fromBounds(problem, task, bounds, candidates);
}

/** The row of each state that is best in the middle of the bounds: the first policy of a solve in rationals. */
function guessFrom(task: Task, { low, high }: Bounds): (state: number) => number {
  const middle = low.map((below, s) => below + (high[s]! - below) / 2);
  const kernel = createKernel(withoutClasses(task));
  return (state) => kernel.choose(state, middle);
}

/** The bounds of the start distribution's value, in the direction of maximising. */
function startBounds({ model }: StationaryProblem, { low, high }: Bounds): Range {
  const starts = model.starts;
  const only = starts.length === 1 ? starts[0] : undefined;
  if (only !== undefined) return { low: low[only.state]!, high: high[only.state]! };
  let [below, above, size] = [0, 0, 0];
  for (const { state, probability } of starts) {
    const p = toNumber(probability);
    below += p * low[state]!;
    above += p * high[state]!;
    size += p * Math.max(Math.abs(low[state]!), Math.abs(high[state]!));
  }
  const error = size === 0 ? 0 : (starts.length + 8) * 2 ** -51 * size + 1e-290;
  return { low: below - error, high: above + error };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

const oriented = ({ low, high }: Range, sign: 1 | -1): Range =>
  sign === 1 ? { low, high } : { low: -high + 0, high: -low + 0 };

function fromBounds(
  problem: StationaryProblem,
  task: Task,
  bounds: Bounds,
  candidates: Candidates,
): Solution | Unbounded {
  const { low, high } = oriented(startBounds(problem, bounds), task.sign);
  if (!Number.isFinite(high - low)) return { kind: "undecided", why: "the value is out of the range of doubles" };
  const value = low === high ? low : low + (high - low) / 2;
  const start: Figure = low === high ? { value, low, high, exact: binaryValue(value) } : { value, low, high };
  return {
    start,
    optimal: { kind: "stationary", rows: candidates.rows, leave: candidates.leave },
    ties: candidates.gap === undefined ? "proved" : { gap: candidates.gap },
    value: valueIn(bounds, task.sign),
  };
}

/** The middle of the bounds of a state's value; NaN where it was not asked about or no policy is worth a number. */
const valueIn =
  ({ low, high }: Bounds, sign: 1 | -1) =>
  (_time: number, state: number): number =>
    sign * (low[state]! + (high[state]! - low[state]!) / 2);

/**
 * The answer in rationals.
 *
 * @throws Error if it lies outside the bounds, which would be a fault of this program
 */
function fromRational(
  problem: StationaryProblem,
  task: Task,
  exact: RationalSolution,
  bounds: Bounds | undefined,
): Solution | undefined {
  let sum: Rational = ZERO;
  for (const { state, probability } of problem.model.starts) {
    const value = exact.values[state];
    if (value === undefined) return undefined;
    sum = add(sum, multiply(probability, value));
  }
  if (bounds !== undefined) {
    const { low, high } = startBounds(problem, bounds);
    if (!isBetween(sum, low, high))
      throw new Error(`solveStationary: the exact value ${toNumber(sum)} lies outside its bounds [${low}, ${high}]`);
  }
  const total = task.sign === 1 ? sum : negate(sum);
  return {
    start: { ...enclose(total), exact: total },
    optimal: { kind: "stationary", rows: exact.optimal, leave: exact.leave },
    ties: "proved",
    value: (time, state) => {
      const value = exact.values[state];
      if (value !== undefined) return task.sign * toNumber(value);
      return bounds === undefined ? Number.NaN : valueIn(bounds, task.sign)(time, state);
    },
  };
}
