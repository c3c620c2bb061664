import { negate, type Rational } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { boundValues } from "./bounds.ts";
import { gather } from "./coded.ts";
import { stronglyConnected } from "./graph.ts";
import type { ExactValues } from "./horizon.ts";
import { createKernel, type Quotient } from "./kernel.ts";
import { type Lumped, lump } from "./lump.ts";
import type { Direction, Model } from "./model.ts";
import type { Budget } from "./rational-linear.ts";
import { rationalValues } from "./rational-values.ts";
import { prepareUntil, type Until } from "./reachability.ts";
import { type Earning, prepareEarning } from "./total-reward.ts";

/** What may be spent on an exact answer, and who is told of it. */
export interface Effort {
  readonly budget: Budget;
  /** called now and then; what it throws ends the work */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Largest component that is solved as it is; of larger ones, states that cannot be told apart are made one first. */
const SMALL = 500;
/** Most states that a lumped model may have to be worth it, as a share of those that there were. */
const LUMPED_SHARE = 0.7;
/** Units of work for one look at a state. */
const LOOKS = 0.25;

/** The values that are asked for, in rationals, or undefined where the budget ran out or no bounds passed their check. */
function solved(quotient: Quotient, asked: Iterable<number>, { budget, onProgress }: Effort): ExactValues | undefined {
  const bounds = boundValues(createKernel(quotient));
  if (bounds === undefined) return undefined;
  const values = rationalValues(quotient, bounds, asked, budget, () => onProgress?.(0));
  const { sign } = quotient.task;
  if (values === undefined) return undefined;
  return (state): Rational => {
    const value = values[state];
    if (value === undefined) throw new RangeError(`no exact value was asked of state ${state}`);
    return sign === 1 ? value : negate(value);
  };
}

const isTangled = ({ task }: Quotient): boolean => {
  const parts = stronglyConnected(task.graph);
  for (let c = 0; c < parts.count; c++) if (parts.start[c + 1]! - parts.start[c]! > SMALL) return true;
  return false;
};

/** The states of a set in a lumped model, which has its blocks inside or outside of it. */
function lumpedSet({ base }: Lumped, set: Bits): Bits {
  const found = createBits(base.length);
  base.forEach((s, k) => {
    if (hasBit(set, s)) setBit(found, k);
  });
  return found;
}

/** Solves a quotient, or that of the lumped model where it has a large component and lumping makes it smaller. */
function solvedLumped(
  model: Model,
  quotient: Quotient,
  asked: readonly number[],
  effort: Effort,
  marks: { readonly colours: ArrayLike<number>; readonly rows?: ArrayLike<number> },
  again: (lumped: Lumped) => Quotient,
): ExactValues | undefined {
  const lumped = isTangled(quotient)
    ? lump(model, marks.colours, marks.rows, effort.budget.left / LOOKS, LUMPED_SHARE * model.states)
    : undefined;
  if (lumped === undefined) return solved(quotient, asked, effort);
  const { block } = lumped;
  const found = solved(again(lumped), new Set(asked.map((s) => block[s]!)), effort);
  return found === undefined ? undefined : (state) => found(block[state]!);
}

/** The probabilities of `reachability` in rationals, for the states that are asked about; undefined where the budget ran out. */
export function exactUntil(
  model: Model,
  { target, through }: Until,
  direction: Direction,
  asked: readonly number[],
  effort: Effort,
): ExactValues | undefined {
  const colours = Uint8Array.from({ length: model.states }, (_, s) =>
    hasBit(target, s) ? 2 : through === undefined || hasBit(through, s) ? 1 : 0,
  );
  const quotient = prepareUntil(model, { target, through }, direction, effort.onProgress);
  return solvedLumped(model, quotient, asked, effort, { colours }, (lumped) =>
    prepareUntil(
      lumped.model,
      {
        target: lumpedSet(lumped, target),
        ...(through === undefined ? {} : { through: lumpedSet(lumped, through) }),
      },
      direction,
      effort.onProgress,
    ),
  );
}

/** The rewards of `totalReward` in rationals, for the states that are asked about; undefined where the budget ran out. */
export function exactEarning(earning: Earning, asked: readonly number[], effort: Effort): ExactValues | undefined {
  const { model, target, rewards } = earning;
  const colours = Uint8Array.from({ length: model.states }, (_, s) =>
    target !== undefined && hasBit(target, s) ? 1 : 0,
  );
  const { quotient } = prepareEarning(earning);
  return solvedLumped(
    model,
    quotient,
    asked,
    effort,
    { colours, rows: rewards.codes },
    (lumped) =>
      prepareEarning({
        ...earning,
        model: lumped.model,
        rewards: gather(rewards, lumped.baseRow),
        ...(target === undefined ? {} : { target: lumpedSet(lumped, target) }),
      }).quotient,
  );
}
