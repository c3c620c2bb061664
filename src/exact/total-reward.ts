import { InnateError } from "../core/errors.ts";
import { negate, ONE } from "../core/rational.ts";
import { type Bits, clearBit, createBits, fullBits, hasBit, setBit } from "./bits.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import type { Coded } from "./coded.ts";
import { encloseTable } from "./enclose.ts";
import { almostSurely, canAvoid, canReach, endComponents, type Graph, reverseOf, rowsAmong } from "./graph.ts";
import { createKernel, type Quotient } from "./kernel.ts";
import type { Direction, Model } from "./model.ts";
import { findRecurrence, settle } from "./recurrence.ts";
import { counter, onlyPhase, type Task } from "./task.ts";

/** What is earned on the way to a target, or for ever where there is none. */
export interface Earning {
  readonly model: Model;
  /** shape [rows]; at least 0 */
  readonly rewards: Coded;
  /** where earning stops; a policy that misses it earns without end. Left out: nothing stops it, and a policy may earn nothing for ever */
  readonly target?: Bits | undefined;
  readonly direction: Direction;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** A question of total reward made ready: what is infinite by the graph alone, and the task for the rest. */
export interface PreparedEarning {
  readonly infinite: Bits;
  readonly quotient: Quotient;
}

const others = (bits: Bits): Bits => bits.map((word) => ~word);

/**
 * The states where a total reward is infinite, by the graph, and the task whose values are the rewards of the others, times the sign
 * of its direction.
 *
 * To maximise, it is infinite where some policy misses the target with positive probability, or without one earns for ever; to
 * minimise, where no policy reaches the target almost surely, or without one comes to earn nothing. To minimise, the target must be
 * reached: cycles that earn nothing have to be left.
 *
 * @throws RangeError if the model has several phases or a reward is below 0
 */
export function prepareEarning({ model, rewards, target, direction, onProgress }: Earning): PreparedEarning {
  const rows = onlyPhase(model);
  const { states } = model;
  if (rewards.exact.some(({ numerator }) => numerator < 0n)) throw new RangeError("expected rewards of at least 0");
  const reverse = reverseOf(states, rows);
  const allowed = fullBits(reverse.owner.length);
  if (target !== undefined)
    for (let r = 0; r < reverse.owner.length; r++) if (hasBit(target, reverse.owner[r]!)) clearBit(allowed, r);
  const graph: Graph = { states, rows, reverse, allowed };
  const sign = direction === "maximise" ? 1 : -1;
  const infinite = others(
    target === undefined ? earningLittle(graph, rewards, direction) : reaching(graph, target, direction),
  );
  // Rows after which it may be infinite are not taken: to maximise there are none from a state where it is not.
  for (let r = 0; r < reverse.owner.length; r++) {
    if (!hasBit(allowed, r)) continue;
    let remains = !hasBit(infinite, reverse.owner[r]!);
    for (let b = rows.branchStart[r]!; remains && b < rows.branchStart[r + 1]!; b++)
      remains = !hasBit(infinite, rows.successor[b]!);
    if (!remains) clearBit(allowed, r);
  }
  const task: Task = {
    graph,
    reachable: fullBits(states),
    sign,
    discount: ONE,
    rewards: {
      codes: rewards.codes,
      table: encloseTable(sign === 1 ? rewards.exact : rewards.exact.map(negate)),
    },
    finals: undefined,
    ended: target ?? createBits(states),
    leave: target === undefined ? undefined : fullBits(states),
    progress: counter(onProgress),
  };
  const recurrence = findRecurrence(task, () => ({ sign: "unknown" }));
  if (recurrence.kind !== "settled")
    throw new Error(`prepareEarning: a reward without end was left (${recurrence.kind})`);
  return { infinite, quotient: settle(task, recurrence).quotient };
}

/** The states from which every policy, or to minimise some policy, reaches a target almost surely. */
function reaching(graph: Graph, target: Bits, direction: Direction): Bits {
  if (direction === "minimise") return almostSurely(graph, target).states;
  return others(canReach(graph, canAvoid(graph, target)));
}

/** The states from which no policy earns for ever, or to minimise some policy almost surely comes to earn nothing. */
function earningLittle(graph: Graph, { codes, exact }: Coded, direction: Direction): Bits {
  const pays = (r: number): boolean => exact[codes[r]!]!.numerator > 0n;
  const found = createBits(graph.states);
  if (direction === "maximise") {
    const parts = endComponents(graph);
    for (const r of rowsAmong(graph.rows, parts.members, parts.rows))
      if (pays(r)) setBit(found, graph.reverse.owner[r]!);
    return others(canReach(graph, found));
  }
  const free = graph.allowed.slice();
  for (let r = 0; r < codes.length; r++) if (pays(r)) clearBit(free, r);
  for (const s of endComponents({ ...graph, allowed: free }).members) setBit(found, s);
  return almostSurely(graph, found).states;
}

/**
 * The largest or smallest expected total reward, over all policies, from every state, with certified bounds.
 *
 * @throws InnateError `undecided` if the bounds do not pass their check; and as `prepareEarning`
 */
export const totalReward = (earning: Earning): Bounds => boundEarning(prepareEarning(earning));

/** Bounds on what a prepared task asks for. */
export function boundEarning({ infinite, quotient }: PreparedEarning): Bounds {
  const { sign, ended } = quotient.task;
  const bounds = boundValues(createKernel(quotient));
  if (bounds === undefined)
    throw new InnateError(
      "undecided",
      `the ${sign === 1 ? "largest" : "smallest"} expected reward: its bounds did not pass their check`,
    );
  const [below, above] = sign === 1 ? [bounds.low, bounds.high] : [bounds.high, bounds.low];
  const of = (values: Float64Array): Float64Array =>
    values.map((value, s) =>
      ended !== undefined && hasBit(ended, s) ? 0 : hasBit(infinite, s) ? Infinity : sign * value + 0,
    );
  return { low: of(below).map((value) => Math.max(0, value)), high: of(above) };
}
