import { didYouMean } from "../../core/errors.ts";
import type { Rational } from "../../core/rational.ts";
import { type Bits, type Direction, hasBit } from "../../exact/index.ts";
import type { LabelledModel, RewardStructure } from "../labelled.ts";
import type { Asked, Expression, Place, Property } from "../prism/syntax.ts";
import { wrong } from "./wrong.ts";

/** Told what is being done, and how far that has come; what it throws ends the check. */
export type OnProgress = (stage: string, done: number, of?: number) => void;

/** What the parts of a property are evaluated in. */
export interface Context {
  readonly model: LabelledModel;
  /** properties that others may name */
  readonly properties: readonly Property[];
  /** units of work that one exact answer may take: see `Budget` */
  readonly work: number;
  readonly onProgress: OnProgress;
  /** takes a word on how an answer was found */
  readonly note: (how: string) => void;
}

export const opposite = (direction: Direction): Direction => (direction === "maximise" ? "minimise" : "maximise");

/**
 * Which policies an operator asks about: those that it names; with a bound and no name all, so those that are worst for it.
 *
 * @throws InnateError `usage` where a value is asked for, there are choices, and neither min nor max is said
 */
export function directionOf({ model }: Context, { optimum, bound }: Asked, operator: string, at: Place): Direction {
  if (optimum !== undefined) return optimum === "max" ? "maximise" : "minimise";
  if (bound !== undefined) return bound.operator.startsWith(">") ? "minimise" : "maximise";
  if (model.kind === "mdp")
    throw wrong(at, `${operator}=? of a model with choices; write ${operator}min=? or ${operator}max=?`);
  return "maximise";
}

/** The value of a constant expression that has to be a whole number of at least 0, as a number. */
export function wholeNumber({ model }: Context, expression: Expression, what: string): number {
  const { numerator, denominator } = model.constant(expression);
  const value = Number(numerator);
  if (denominator !== 1n || numerator < 0n || !Number.isSafeInteger(value))
    throw wrong(
      expression.at,
      `${what} is ${denominator === 1n ? numerator : `${numerator}/${denominator}`}, expected a whole number of at least 0`,
    );
  return value;
}

/** The rational that a constant expression writes. */
export const constantOf = ({ model }: Context, expression: Expression): Rational => model.constant(expression);

/**
 * The reward structure that goes by a name or a number from 1; the first where none is named.
 *
 * @throws InnateError `usage` if there is none
 */
export function structureOf(context: Context, named: string | Expression | undefined, at: Place): RewardStructure {
  const { rewards } = context.model;
  const names = rewards.map(({ name }) => name);
  const has =
    names.length === 0
      ? "the model has no rewards"
      : `it has ${names.map((name) => (name === "" ? "one without a name" : `"${name}"`)).join(", ")}`;
  if (named === undefined) {
    const [first] = rewards;
    if (first === undefined) throw wrong(at, "R: the model has no rewards");
    return first;
  }
  if (typeof named !== "string") {
    const number = wholeNumber(context, named, "the number of a reward structure");
    const found = rewards[number - 1];
    if (found === undefined) throw wrong(at, `no reward structure number ${number}; ${has}`);
    return found;
  }
  const found = rewards.find(({ name }) => name === named);
  if (found === undefined) throw wrong(at, `no reward structure "${named}"${didYouMean(named, names)}; ${has}`);
  return found;
}

/** The first states of a set, for messages: "(s=1), (s=2) and 12 others". */
export function named({ model }: Context, states: Bits): string {
  const found: string[] = [];
  let count = 0;
  for (let s = 0; s < model.model.states; s++) {
    if (!hasBit(states, s)) continue;
    count++;
    if (found.length < 3) found.push(model.describe(s));
  }
  const others = count - found.length;
  return others === 0 ? found.join(", ") : `${found.join(", ")} and ${others} others`;
}
