import { InnateError } from "../core/errors.ts";
import { ONE, rational, ZERO } from "../core/rational.ts";
import { type Bits, clearBit, fullBits, hasBit } from "./bits.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import { encloseTable } from "./enclose.ts";
import { almostSurely, canAvoid, canReach, endComponents, type Graph, reverseOf } from "./graph.ts";
import { createKernel, type Quotient } from "./kernel.ts";
import type { Direction, Model } from "./model.ts";
import { settle } from "./recurrence.ts";
import { type Amounts, counter, onlyPhase, type Task } from "./task.ts";

/** The probability of reaching a set from each state, with certified bounds: shape [states] each. */
export interface Reachability extends Bounds {
  /** the middle of the bounds */
  readonly value: Float64Array;
}

/** Entering a state of `target`, before that only states of `through`; a start in the target counts. */
export interface Until {
  readonly target: Bits;
  /** all states where left out */
  readonly through?: Bits | undefined;
}

/**
 * The largest or smallest probability, over all policies, that a state of the target is ever entered (a start in it counts),
 * for every state of the model, reachable or not. No horizon.
 *
 * Where the answer is 0 or 1 the graph alone says so, and the bounds are exactly that.
 *
 * @throws InnateError `undecided` if the bounds do not pass their check, RangeError if the model has several phases
 */
export const reachability = (
  model: Model,
  target: Bits,
  direction: Direction,
  onProgress?: (done: number) => void,
): Reachability => boundUntil(prepareUntil(model, { target }, direction, onProgress));

/** Bounds on the probability that a prepared task asks for, as `reachability` gives them. */
export function boundUntil(quotient: Quotient): Reachability {
  const { sign } = quotient.task;
  const bounds = boundValues(createKernel(quotient));
  if (bounds === undefined)
    throw new InnateError(
      "undecided",
      `the ${sign === 1 ? "largest" : "smallest"} probability of reaching a set of states: ` +
        "its bounds did not pass their check, the likely cause being a way out that is taken less than once in 10¹² steps",
    );
  const [below, above] = sign === 1 ? [bounds.low, bounds.high] : [bounds.high, bounds.low];
  const low = below.map((p) => Math.max(0, sign * p + 0));
  const high = above.map((p) => Math.min(1, sign * p + 0));
  return { low, high, value: low.map((p, s) => p + (high[s]! - p) / 2) };
}

/**
 * The task whose values are the probabilities, times the sign of its direction, its end components collapsed.
 *
 * @throws RangeError if the model has several phases
 */
export function prepareUntil(
  model: Model,
  { target, through }: Until,
  direction: Direction,
  onProgress?: (done: number) => void,
): Quotient {
  const rows = onlyPhase(model);
  const { states } = model;
  const reverse = reverseOf(states, rows);
  const allowed = fullBits(reverse.owner.length);
  const close = (ended: Bits): void => {
    for (let r = 0; r < reverse.owner.length; r++) if (hasBit(ended, reverse.owner[r]!)) clearBit(allowed, r);
  };
  close(target);
  if (through !== undefined) close(through.map((word) => ~word));
  const graph: Graph = { states, rows, reverse, allowed };
  const { ones, zeros } = certain(graph, target, direction);
  const ended = ones.map((word, i) => word | zeros[i]!);
  close(ended);
  const sign = direction === "maximise" ? 1 : -1;
  const amounts = (codes: Uint8Array, amount: 0 | 1 | -1): Amounts => ({
    codes,
    table: encloseTable([ZERO, rational(BigInt(amount))]),
  });
  const task: Task = {
    graph,
    reachable: fullBits(states),
    sign,
    discount: ONE,
    rewards: amounts(new Uint8Array(reverse.owner.length), 0),
    finals: amounts(
      Uint8Array.from({ length: states }, (_, s) => (hasBit(ones, s) ? 1 : 0)),
      sign,
    ),
    ended,
    leave: undefined,
    progress: counter(onProgress),
  };
  // Nothing is paid on the way, so every end component that is left is idle.
  return settle(task, { kind: "settled", idle: endComponents(graph) }).quotient;
}

/** The states where the probability is 1 and where it is 0, by the graph; the target is among the former. */
function certain(graph: Graph, target: Bits, direction: Direction): { ones: Bits; zeros: Bits } {
  const others = (bits: Bits): Bits => bits.map((word) => ~word);
  if (direction === "maximise")
    return { ones: almostSurely(graph, target).states, zeros: others(canReach(graph, target)) };
  const zeros = canAvoid(graph, target);
  return { ones: others(canReach(graph, zeros)), zeros };
}
