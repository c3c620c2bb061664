import { negate, ONE, ZERO } from "../core/rational.ts";
import { type Bits, clearBit, createBits, hasBit, setBit } from "./bits.ts";
import { binaryValue } from "./enclose.ts";
import { boundGain, gainOf } from "./gain.ts";
import { endComponents, type Graph, membersIn, rowsAmong } from "./graph.ts";
import type { Figure, Policies, Solution } from "./model.ts";
import type { Budget } from "./rational-linear.ts";
import type { Unbounded } from "./recurrence.ts";
import { type Behaviour, settle } from "./settling.ts";
import { prepare, type StationaryProblem, type Task } from "./task.ts";

/** One objective as its long-run average per step. Ended states pay 0 a step, and what ending pays once does not count. */
export type AverageProblem = Omit<StationaryProblem, "criterion">;

/** Work that the gains of one problem may take (see `Budget`). */
const GAIN_BUDGET = 2_000_000;

const prepared = (problem: AverageProblem): Task => prepare({ ...problem, criterion: { kind: "total" } });

/** The rows that a policy of a set may use for ever: where it is allowed to settle. */
function lastingRows({ graph }: Task, within: Policies | undefined): Bits {
  const rows = graph.allowed.slice();
  if (within?.kind !== "stationary") return rows;
  const { final, leave } = within;
  for (let r = 0; r < graph.reverse.owner.length; r++) {
    const isLeft = leave !== undefined && hasBit(leave, graph.reverse.owner[r]!);
    if (isLeft || (final !== undefined && !hasBit(final, r))) clearBit(rows, r);
  }
  return rows;
}

/**
 * The best long-run average of an objective over a set of policies, and the policies that attain it.
 *
 * A run ends up in an end component, and earns at best its gain; so the optimum is the best way to settle on gains. A policy is
 * optimal exactly when, almost surely, it uses only rows that preserve the expected gain, and in the long run, save for a share of
 * steps that goes to 0, only rows without slack of components whose gain is the one preserved: `Policies.final`. Their end
 * components are the final behaviours.
 *
 * @returns `undecided` with bounds on the average, where an end component is too large for exact arithmetic
 * @see Puterman 1994, chapter 9
 */
export function solveAverage(problem: AverageProblem): Solution | Unbounded {
  const task = prepared(problem);
  const { graph, sign } = task;
  const parts = endComponents({ ...graph, allowed: lastingRows(task, problem.within) });
  const budget: Budget = { left: GAIN_BUDGET };
  const tight: (readonly number[])[] = [];
  const behaviours: Behaviour[] = [];
  for (let c = 0; c < parts.count; c++) {
    const found = gainOf(task, parts, c, budget);
    if (found === undefined) return notDecided(problem, membersIn(parts, c).length);
    tight.push(found.tight);
    behaviours.push({ members: membersIn(parts, c), worth: sign === 1 ? found.gain : negate(found.gain) });
  }
  const found = settle({ ...problem, graph, behaviours });
  if ("kind" in found) return found;
  const last = createBits(graph.reverse.owner.length);
  found.isChosen.forEach((isChosen, k) => {
    if (isChosen) for (const r of tight[k]!) setBit(last, r);
  });
  const { start, ties } = found.solution;
  return {
    start: { ...start, per: "step" },
    optimal: settlingOn({ ...task.graph, allowed: last }, found.rows),
    ties,
    value: (_, state) => found.value(state),
  };
}

/** The policies that use some rows and settle on the end components of others. */
function settlingOn(lasting: Graph, rows: Bits): Policies {
  const final = endComponents(lasting).rows;
  const leave = createBits(lasting.states);
  const { rowStart } = lasting.rows;
  for (let s = 0; s < lasting.states; s++) {
    // An ended state is not left.
    let stays = rowStart[s] === rowStart[s + 1];
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) stays ||= hasBit(final, r);
    if (!stays) setBit(leave, s);
  }
  return { kind: "stationary", rows, leave, final };
}

function notDecided(problem: AverageProblem, states: number): Unbounded {
  const bounds = boundAverage(problem);
  const between = bounds === undefined ? "" : `; the best lies between ${bounds.low} and ${bounds.high} a step`;
  return {
    kind: "undecided",
    why: `which behaviours earn most in the long run is too much for exact arithmetic in a component of ${states} states${between}`,
  };
}

/**
 * Certified bounds on the best long-run average, whatever the size: those of each gain, and of the best way to settle on either.
 *
 * @returns undefined where the probabilities of settling are not decided
 */
export function boundAverage(problem: AverageProblem): Figure | undefined {
  const task = prepared(problem);
  const { graph, sign } = task;
  const parts = endComponents({ ...graph, allowed: lastingRows(task, problem.within) });
  const gains = Array.from({ length: parts.count }, (_, c) => {
    const { low, high } = boundGain(task, parts, c);
    return sign === 1 ? { low, high } : { low: -high, high: -low };
  });
  const [below, above] = (["low", "high"] as const).map((side) =>
    settle({
      ...problem,
      graph,
      behaviours: gains.map((gain, c) => ({ members: membersIn(parts, c), worth: binaryValue(gain[side]) })),
    }),
  );
  if (below === undefined || above === undefined || "kind" in below || "kind" in above) return undefined;
  const [low, high] = [below.solution.start.low, above.solution.start.high];
  return { value: low + (high - low) / 2, low, high, per: "step" };
}

/**
 * The largest or smallest probability that something goes on happening for ever, in the behaviour that a policy settles on.
 *
 * Within a final behaviour a policy may come to every row again and again, so there it happens for ever if any row lets it, and can
 * be avoided if some end component is left without such rows.
 *
 * @param problem - its payoff is the chance that it happens in a row, and the chance that it lasts where the world has ended
 */
export function solveRecurring(problem: AverageProblem): Solution | Unbounded {
  const { payoff, direction } = problem;
  const task = prepared(problem);
  const { graph } = task;
  const column = payoff.rows[0]!;
  const lasting: Graph = { ...graph, allowed: lastingRows(task, problem.within) };
  const quiet = lasting.allowed.slice();
  for (let r = 0; r < column.codes.length; r++) if (column.values[column.codes[r]!]! > 0) clearBit(quiet, r);
  const parts = endComponents(lasting);
  const behaviours = Array.from({ length: parts.count }, (_, c): Behaviour => {
    const members = membersIn(parts, c);
    const happens = rowsAmong(graph.rows, members, parts.rows).some((r) => !hasBit(quiet, r));
    return { members, worth: happens ? ONE : ZERO };
  });
  const without = endComponents({ ...lasting, allowed: quiet });
  if (direction === "minimise")
    for (let c = 0; c < without.count; c++) behaviours.push({ members: membersIn(without, c), worth: ZERO });
  const ended = payoff.final?.terminated;
  const { rowStart } = graph.rows;
  for (let s = 0; s < graph.states; s++)
    if (ended !== undefined && rowStart[s] === rowStart[s + 1])
      behaviours.push({ members: Uint32Array.of(s), worth: ended.exact[ended.codes[s]!]! });
  const found = settle({ ...problem, graph, behaviours });
  return "kind" in found ? found : found.solution;
}
