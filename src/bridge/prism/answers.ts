import { messageOf } from "../../core/errors.ts";
import { type Bits, createBits, setBit } from "../../exact/index.ts";
import type { LabelledModel } from "../labelled.ts";
import { compileCondition, type Values } from "./compile.ts";
import { constantValue, type Resolved, resolverOf, type Scope } from "./resolve.ts";
import { problem, type Source } from "./source.ts";

/** The states of a model as values of its variables. */
export interface StateValues {
  readonly states: number;
  readonly variables: number;
  /** Writes the values of a state. */
  read(state: number, values: Values): void;
  /** a state for messages: "(s=2,k=0)" */
  describe(state: number): string;
}

/** The source of a property where its text is not known; its places are. */
export const PROPERTY: Source = { name: "property", text: "", fault: "usage" };

/**
 * The states in which a condition holds.
 *
 * @throws InnateError with the state where the condition has no value there, as it divides by 0
 */
export function statesWhere(
  { states, variables, read, describe }: StateValues,
  condition: Resolved,
  source: Source,
): Bits {
  const holds = compileCondition(condition);
  const values = new Int32Array(variables);
  const found = createBits(states);
  for (let state = 0; state < states; state++) {
    read(state, values);
    try {
      if (holds(values)) setBit(found, state);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw problem(source, condition.at, `${messageOf(error)}, in the state ${describe(state)}`);
    }
  }
  return found;
}

/** What a model answers about expressions of a property, whose places are in the property's text. */
export function answersOf(
  values: StateValues,
  scope: Omit<Scope, "source">,
): Pick<LabelledModel, "satisfying" | "constant" | "describe"> {
  const { resolveAs } = resolverOf({ ...scope, source: PROPERTY });
  return {
    satisfying: (expression) => statesWhere(values, resolveAs("bool", expression, "a formula of a property"), PROPERTY),
    constant(expression) {
      const what = "a bound";
      const value = constantValue(PROPERTY, resolveAs("double", expression, what), what);
      if (typeof value === "boolean") throw problem(PROPERTY, expression.at, `${what} is a number`);
      return value;
    },
    describe: values.describe,
  };
}
