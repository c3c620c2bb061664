import { ONE, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import { coded } from "./coded.ts";
import { almostSurely, canAvoid, canReach, clearBit } from "./graph.ts";
import { createKernel } from "./kernel.ts";
import type { Model, Policies } from "./model.ts";
import { findRecurrence, settle } from "./recurrence.ts";
import { hasRow, isOver, prepare, type Task } from "./task.ts";

/** The probability of reaching a set from each state, with certified bounds: shape [states] each. */
export interface Reachability extends Bounds {
  /** the middle of the bounds; NaN where no allowed policy goes on */
  readonly value: Float64Array;
}

/**
 * The largest or smallest probability, over the allowed policies, that a state of the target is ever entered (a start in it
 * counts), for every state of the model, reachable or not. No horizon.
 *
 * Where the answer is 0 or 1 the graph alone says so, and the bounds are exactly that.
 *
 * @param within - stationary policies to choose from; all when omitted
 * @throws Error if the bounds do not pass their check, which a rarer exit than 1 in 10¹² may cause
 */
export function reachability(
  model: Model,
  target: Bits,
  direction: "maximise" | "minimise",
  within?: Policies,
  onProgress?: (done: number) => void,
): Reachability {
  const numRows = model.phases[0]!.branchStart.length - 1;
  const none = coded(new Uint8Array(numRows), [ZERO]);
  const task = prepare(
    { model, payoff: { rows: [none] }, criterion: { kind: "total" }, direction, within, onProgress },
    { ended: target, everywhere: true },
  );
  const { ones, zeros } = certain(task, target, direction);
  const ended = target.map((word, i) => word | ones[i]! | zeros[i]!);
  const allowed = task.graph.allowed.slice();
  for (let r = 0; r < numRows; r++) if (hasBit(ended, task.graph.reverse.owner[r]!)) clearBit(allowed, r);
  const amounts = new Float64Array([0, task.sign]);
  const codes = Uint8Array.from({ length: model.states }, (_, s) => (hasBit(ones, s) ? 1 : 0));
  const finals = { codes, table: { exact: [ZERO, ONE], low: amounts, value: amounts, high: amounts } };
  const open: Task = { ...task, ended, finals, graph: { ...task.graph, allowed } };
  const recurrence = findRecurrence(open);
  if (recurrence.kind !== "settled") throw new Error(`reachability: unexpected outcome "${recurrence.kind}"`);
  const bounds = boundValues(createKernel(settle(open, recurrence).quotient));
  if (bounds === undefined) throw new Error("reachability: the bounds did not pass their check");
  return oriented(bounds, task.sign);
}

/** The states where the probability is 1 and where it is 0, by the graph. */
function certain(task: Task, target: Bits, direction: "maximise" | "minimise"): { ones: Bits; zeros: Bits } {
  const { graph, leave } = task;
  const stuck = createBits(graph.states);
  for (let s = 0; s < graph.states; s++) if (!isOver(task, s) && !hasRow(graph, s)) setBit(stuck, s);
  const without = (bits: Bits): Bits => bits.map((word, i) => word & ~stuck[i]!);
  if (direction === "maximise") {
    const some = canReach(graph, target);
    return {
      ones: almostSurely(graph, target).states,
      zeros: leave === undefined ? without(some.map((word) => ~word)) : createBits(graph.states),
    };
  }
  // Where staying may be forbidden, avoiding for ever need not be allowed.
  if (leave !== undefined) return { ones: target, zeros: createBits(graph.states) };
  const zeros = without(canAvoid(graph, target));
  const canEscape = canReach(graph, zeros);
  return { ones: without(canEscape.map((word) => ~word)), zeros };
}

function oriented(bounds: Bounds, sign: 1 | -1): Reachability {
  const [below, above] = sign === 1 ? [bounds.low, bounds.high] : [bounds.high, bounds.low];
  const low = below.map((p) => Math.max(0, sign * p + 0));
  const high = above.map((p) => Math.min(1, sign * p + 0));
  return { low, high, value: low.map((p, s) => p + (high[s]! - p) / 2) };
}
