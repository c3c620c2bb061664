import { InnateError } from "../core/errors.ts";
import { multiply, negate, ONE, type Rational, rational } from "../core/rational.ts";
import { type Bounds, boundValues } from "./bounds.ts";
import type { Coded } from "./coded.ts";
import { binaryValue } from "./enclose.ts";
import type { Effort } from "./exactly.ts";
import { boundGain, gainOf } from "./gain.ts";
import { endComponents, membersIn } from "./graph.ts";
import type { ExactValues } from "./horizon.ts";
import { createKernel, type Quotient } from "./kernel.ts";
import type { Direction, Model } from "./model.ts";
import { rationalValues } from "./rational-values.ts";
import { settle as collapseIdle } from "./recurrence.ts";
import { type Behaviour, collapse } from "./settling.ts";
import { prepare, type Task } from "./task.ts";

/** The best or worst long-run average per step. */
export interface Averaging {
  readonly model: Model;
  /** shape [rows] */
  readonly rewards: Coded;
  readonly direction: Direction;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Every state is asked about, whatever the starts are. */
function everywhere(model: Model): Model {
  const probability = rational(1n, BigInt(model.states));
  return { ...model, starts: Array.from({ length: model.states }, (_, state) => ({ state, probability })) };
}

const prepared = ({ model, rewards, direction, onProgress }: Averaging): Task =>
  prepare({
    model: everywhere(model),
    payoff: { rows: [rewards] },
    criterion: { kind: "total" },
    direction,
    onProgress,
  });

/** What may be settled on, with its gain, as a task of its own. */
function settlingTask(
  { model, direction }: Averaging,
  { graph }: Task,
  behaviours: readonly Behaviour[],
): { readonly quotient: Quotient; readonly place: Uint32Array } {
  const collapsed = collapse({ model: everywhere(model), graph, behaviours });
  const task = prepare({
    model: everywhere(collapsed.model),
    payoff: collapsed.payoff,
    criterion: { kind: "total" },
    direction,
  });
  // Nothing but settling comes to an end, and every way leads there.
  const { quotient } = collapseIdle(task, { kind: "settled", idle: endComponents(task.graph) });
  return { quotient, place: collapsed.place };
}

/**
 * Certified bounds on the largest or smallest long-run average, over all policies, from every state.
 *
 * @throws InnateError `undecided` if bounds do not pass their check, RangeError if the model has several phases
 */
export function longRunValues(averaging: Averaging): Bounds {
  const task = prepared(averaging);
  const parts = endComponents(task.graph);
  const { sign } = task;
  const gains = Array.from({ length: parts.count }, (_, c) => {
    const { low, high } = boundGain(task, parts, c);
    return sign === 1 ? { low, high } : { low: -high + 0, high: -low + 0 };
  });
  const [low, high] = (["low", "high"] as const).map((side) => {
    const behaviours = gains.map((gain, c) => ({ members: membersIn(parts, c), worth: binaryValue(gain[side]) }));
    const { quotient, place } = settlingTask(averaging, task, behaviours);
    const bounds = boundValues(createKernel(quotient));
    if (bounds === undefined)
      throw new InnateError(
        "undecided",
        "a long-run average: bounds on where a policy settles did not pass their check",
      );
    const column = side === "low" ? (sign === 1 ? bounds.low : bounds.high) : sign === 1 ? bounds.high : bounds.low;
    return Float64Array.from(place, (k) => sign * column[k]! + 0);
  });
  return { low: low!, high: high! };
}

/** The averages of `longRunValues` in rationals, for the states that are asked about; undefined where the budget ran out. */
export function exactLongRun(
  averaging: Averaging,
  asked: readonly number[],
  { budget, onProgress }: Effort,
): ExactValues | undefined {
  const task = prepared(averaging);
  const parts = endComponents(task.graph);
  const behaviours: Behaviour[] = [];
  for (let c = 0; c < parts.count; c++) {
    const found = gainOf(task, parts, c, budget);
    if (found === undefined) return undefined;
    behaviours.push({ members: membersIn(parts, c), worth: task.sign === 1 ? found.gain : negate(found.gain) });
  }
  const { quotient, place } = settlingTask(averaging, task, behaviours);
  const bounds = boundValues(createKernel(quotient));
  if (bounds === undefined) return undefined;
  const values = rationalValues(quotient, bounds, new Set(asked.map((s) => place[s]!)), budget, () => onProgress?.(0));
  if (values === undefined) return undefined;
  const sign = task.sign === 1 ? ONE : negate(ONE);
  return (state): Rational => {
    const value = values[place[state]!];
    if (value === undefined) throw new RangeError(`no exact value was asked of state ${state}`);
    return multiply(sign, value);
  };
}
