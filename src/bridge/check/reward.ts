import { add, compare, multiply, negate, type Rational, rational, ZERO } from "../../core/rational.ts";
import { encloseTable } from "../../exact/enclose.ts";
import { exactEarning } from "../../exact/exactly.ts";
import { exactlyAfter, type Stepping, valuesAfter } from "../../exact/horizon.ts";
import { type Bits, type Coded, coded, type Direction, hasBit } from "../../exact/index.ts";
import { exactLongRun, longRunValues } from "../../exact/long-run-values.ts";
import { boundEarning, prepareEarning } from "../../exact/total-reward.ts";
import type { Place, Query } from "../prism/syntax.ts";
import { type Context, directionOf, structureOf, wholeNumber } from "./context.ts";
import { type SetOf, TOO_MUCH } from "./path.ts";
import { rowRewards, rowsIn } from "./rewards.ts";
import { combineValues, constantValues, type Exactly, type Values } from "./values.ts";
import { wrong } from "./wrong.ts";

/** The expected reward that an operator asks for, from every state. */
export function rewardValues(
  context: Context,
  query: Extract<Query, { readonly kind: "reward" }>,
  at: Place,
  setOf: SetOf,
  startsOnly: boolean,
): Values {
  const direction = directionOf(context, query, "R", at);
  const structure = structureOf(context, query.structure, at);
  const { model } = context.model;
  const { path } = query;
  const onStep = (done: number, of: number): void => context.onProgress("going back in steps", done, of);
  const checked = (rewards: Coded): Coded => {
    if (rewards.exact.some(({ numerator }) => numerator < 0n))
      throw wrong(
        at,
        `R of "${structure.name}", which has rewards below 0: supported only for C<=, I= and the long run`,
      );
    return rewards;
  };
  switch (path.kind) {
    case "reach":
      return earned(context, checked(rowRewards(model, structure)), direction, setOf(path.formula));
    case "total":
      return earned(context, checked(rowRewards(model, structure)), direction, undefined);
    case "long-run":
      return averaged(context, rowRewards(model, structure), direction);
    case "cumulative": {
      const steps = wholeNumber(context, path.steps, "the number of steps");
      const { raised: rewards, by } = raise(rowRewards(model, structure));
      const values = stepped(context, { model, direction, steps, rewards, startsOnly, onStep }, undefined);
      return lowered(values, multiply(by, rational(BigInt(steps))));
    }
    case "instantaneous": {
      const steps = wholeNumber(context, path.step, "the number of steps");
      const { raised, by } = raise(structure.states);
      return lowered(stepped(context, { model, direction, steps, startsOnly, onStep }, raised), by);
    }
  }
}

/** The share of time, in the long run, in which a formula holds, from every state. */
export function shareValues(
  context: Context,
  query: Extract<Query, { readonly kind: "long-run" }>,
  at: Place,
  setOf: SetOf,
): Values {
  const direction = directionOf(context, query, "LRA", at);
  const { low, high, exactly } = averaged(context, rowsIn(context.model.model, setOf(query.formula)), direction);
  return { low: low.map((p) => Math.max(0, p)), high: high.map((p) => Math.min(1, p)), exactly };
}

function earned(context: Context, rewards: Coded, direction: Direction, target: Bits | undefined): Values {
  const { model } = context.model;
  const onProgress = (done: number): void => context.onProgress("bounding rewards", done);
  const earning = { model, rewards, target, direction, onProgress };
  const prepared = prepareEarning(earning);
  let open = 0;
  for (let s = 0; s < model.states; s++)
    if (!hasBit(prepared.infinite, s) && (target === undefined || !hasBit(target, s))) open++;
  context.note(`sound iteration over ${open} states`);
  return {
    ...boundEarning(prepared),
    exactly(asked): Exactly {
      const tell = (done: number): void => context.onProgress("solving in rationals", done);
      const found = exactEarning(earning, asked, { budget: { left: context.work }, onProgress: tell });
      if (found === undefined) return TOO_MUCH;
      context.note("policy iteration in rationals");
      return found;
    },
  };
}

/** Rewards that are at least 0, as bounds on what steps earn need them, and by how much each has been raised for it. */
function raise(rewards: Coded): { readonly raised: Coded; readonly by: Rational } {
  const least = rewards.exact.reduce((low, value) => (compare(value, low) < 0 ? value : low), ZERO);
  if (least === ZERO) return { raised: rewards, by: ZERO };
  const by = negate(least);
  return {
    raised: coded(
      rewards.codes,
      rewards.exact.map((value) => add(value, by)),
    ),
    by,
  };
}

/** The values without what rewards have been raised by: every path is as long, so that it is the same for all. */
const lowered = (values: Values, by: Rational): Values =>
  by.numerator === 0n ? values : combineValues("-", values, constantValues(values.low.length, by));

/** What is earned in some steps, or what a state is worth that is reached after them. */
function stepped(context: Context, stepping: Stepping, last: Coded | undefined): Values {
  const { states } = stepping.model;
  const table = encloseTable(last?.exact ?? [ZERO]);
  const column = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: states }, (_, s) => values[last?.codes[s] ?? 0]!);
  context.note(`${stepping.steps} steps`);
  return {
    ...valuesAfter(stepping, { low: column(table.low), high: column(table.high) }),
    exactly: (): Exactly =>
      exactlyAfter(stepping, (s) => (last === undefined ? ZERO : last.exact[last.codes[s]!]!), context.work) ??
      TOO_MUCH,
  };
}

function averaged(context: Context, rewards: Coded, direction: Direction): Values {
  const { model } = context.model;
  const onProgress = (done: number): void => context.onProgress("bounding averages", done);
  context.note("relative value iteration in each end component");
  return {
    ...longRunValues({ model, rewards, direction, onProgress }),
    exactly: (asked): Exactly =>
      exactLongRun({ model, rewards, direction, onProgress }, asked, { budget: { left: context.work }, onProgress }) ??
      TOO_MUCH,
  };
}
