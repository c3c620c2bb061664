import { messageOf } from "../../core/errors.ts";
import { compileCondition, conjunctsOf, readsOf, type Values } from "./compile.ts";
import type { Elaborated } from "./elaborate.ts";
import { problem } from "./source.ts";

/** Most values that are tried one after another for a model's variables. */
const MOST_TRIED = 2 ** 26;

/**
 * Calls `visit` with the values of each state in which a model may begin.
 *
 * Values are tried variable after variable, and each part of init … endinit as soon as all that it reads have one.
 *
 * @throws InnateError if there is none, or too many have to be tried
 */
export function eachStart({ variables, initial, source }: Elaborated, visit: (values: Values) => void): void {
  const values = Int32Array.from(variables, (variable) => variable.initial);
  if (initial === undefined) {
    visit(values);
    return;
  }
  const parts = conjunctsOf(initial).map((part) => ({
    last: Math.max(0, ...readsOf(part)),
    holds: compileCondition(part),
  }));
  const checks = variables.map((_, k) => parts.filter(({ last }) => last === k));
  let tried = 0;
  let found = 0;
  const assign = (k: number): void => {
    if (k === variables.length) {
      found++;
      visit(values);
      return;
    }
    const { low, high } = variables[k]!;
    for (let value = low; value <= high; value++) {
      if (++tried > MOST_TRIED)
        throw problem(
          source,
          initial.at,
          `init … endinit leaves more than ${MOST_TRIED} values to be tried; restrict it further`,
        );
      values[k] = value;
      if (checks[k]!.every(({ holds }) => holds(values))) assign(k + 1);
    }
  };
  try {
    assign(0);
  } catch (error) {
    if (error instanceof RangeError) throw problem(source, initial.at, messageOf(error));
    throw error;
  }
  if (found === 0)
    throw problem(source, initial.at, "no state fulfils init … endinit, so that the model begins nowhere");
}
