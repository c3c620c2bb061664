import { messageOf } from "../../core/errors.ts";
import { add, multiply, type Rational, rational, ZERO } from "../../core/rational.ts";
import { createNumbers, type Numbers } from "../../exact/numbers.ts";
import type { Choice } from "./choices.ts";
import { describeValues } from "./commands.ts";
import {
  type Condition,
  compileCondition,
  compileExact,
  isRational,
  type Precise,
  readsOf,
  type Values,
} from "./compile.ts";
import type { Elaborated, ResolvedReward } from "./elaborate.ts";
import { memoised } from "./memo.ts";
import { problem } from "./source.ts";
import type { Place } from "./syntax.ts";

/** One line of a reward structure as functions. */
export interface CompiledReward {
  readonly label?: string;
  readonly guard: Condition;
  /** the variables that it reads */
  readonly reads: readonly number[];
  /** exact, and the code of the same number */
  readonly value: Precise;
  /** the same where it does not depend on the state */
  readonly constant?: Rational;
  readonly code: (values: Values) => number;
  readonly at: Place;
}

/** A reward structure as functions; codes are of its own numbers. */
export interface CompiledRewards {
  readonly name: string;
  readonly at: Place;
  readonly items: readonly CompiledReward[];
  readonly numbers: Numbers;
  /** The code of what a state pays. */
  ofState(values: Values): number;
  /** The code of what a row pays on average over its choices, each as likely as the others. */
  ofRow(values: Values, choices: readonly Choice[]): number;
}

function compileItem({ variables, source }: Elaborated, item: ResolvedReward, numbers: Numbers): CompiledReward {
  /** Reads a line in a state, and names both where it has no value there. */
  const within =
    <T>(read: (values: Values) => T) =>
    (values: Values): T => {
      try {
        return read(values);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const message = `this reward: ${messageOf(error)}, in the state ${describeValues(variables, values)}`;
        throw problem(source, item.at, message);
      }
    };
  const value = compileExact(item.value);
  const exact = (values: Values): Rational => {
    const paid = value(values);
    return isRational(paid) ? paid : ZERO;
  };
  return {
    at: item.at,
    reads: [...new Set([...readsOf(item.guard), ...readsOf(item.value)])],
    ...(item.label === undefined ? {} : { label: item.label }),
    guard: within(compileCondition(item.guard)),
    value: within(exact),
    ...(item.value.kind === "value" && isRational(item.value.value) ? { constant: item.value.value } : {}),
    code: memoised(
      readsOf(item.value),
      variables,
      within((values) => numbers.code(exact(values))),
    ),
  };
}

/** The reward structures of a model. */
export const compileRewards = (model: Elaborated): readonly CompiledRewards[] =>
  model.rewards.map(({ name, items, at }) => {
    const numbers = createNumbers([ZERO]);
    const compiled = items.map((item) => compileItem(model, item, numbers));
    const ofStates = compiled.filter(({ label }) => label === undefined);
    const byLabel = new Map<string, CompiledReward[]>();
    for (const item of compiled)
      if (item.label !== undefined) byLabel.set(item.label, [...(byLabel.get(item.label) ?? []), item]);
    const total = (items: readonly CompiledReward[], values: Values): number => {
      let sum = 0;
      for (const { guard, code } of items)
        if (guard(values)) sum = sum === 0 ? code(values) : numbers.sum(sum, code(values));
      return sum;
    };
    return {
      name,
      at,
      items: compiled,
      numbers,
      ofState: (values) => total(ofStates, values),
      ofRow(values, choices) {
        if (byLabel.size === 0) return 0;
        if (choices.length === 1) return total(byLabel.get(choices[0]!.label) ?? [], values);
        const codes = choices.map(({ label }) => total(byLabel.get(label) ?? [], values));
        if (codes.every((code) => code === 0)) return 0;
        const share = rational(1n, BigInt(choices.length));
        return numbers.code(codes.map((code) => multiply(share, numbers.exact[code]!)).reduce(add));
      },
    };
  });
