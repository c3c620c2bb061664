import type { AnyWorld } from "../core/case.ts";
import { didYouMean, InnateError } from "../core/errors.ts";
import { defineIntent, type Intent } from "../core/intent.ts";
import type { Moment } from "../core/moment.ts";
import type { State } from "../core/world.ts";
import { parseProperties } from "./prism/parse-properties.ts";
import type { Expression } from "./prism/syntax.ts";

/** What is meant by a model, which does not say it itself: labels, or conditions over its variables. */
export interface Meant {
  readonly never?: readonly string[];
  readonly reach?: readonly string[];
  readonly keepPossible?: readonly string[];
}

/** What a model says of the states in which something holds. */
export interface Holding {
  /** what messages call it */
  readonly name: string;
  /** every label, "deadlock" among them */
  readonly labels: ReadonlyMap<string, (state: State) => boolean>;
  /** its variables, constants and formulas */
  readonly names: readonly string[];
  /** a condition over its variables, without labels */
  satisfying(expression: Expression): (state: State) => boolean;
}

/** The states that a condition over labels and variables names. */
function conditionOf(holding: Holding, expression: Expression): (state: State) => boolean {
  const of = (inner: Expression): ((state: State) => boolean) => conditionOf(holding, inner);
  if (expression.kind === "label") return labelOf(holding, expression.name);
  if (expression.kind === "unary" && expression.operator === "!") {
    const operand = of(expression.operand);
    return (state) => !operand(state);
  }
  if (expression.kind === "binary") {
    const { operator } = expression;
    if (operator === "&" || operator === "|" || operator === "=>") {
      const [left, right] = [of(expression.left), of(expression.right)];
      if (operator === "&") return (state) => left(state) && right(state);
      return operator === "|" ? (state) => left(state) || right(state) : (state) => !left(state) || right(state);
    }
  }
  return holding.satisfying(expression);
}

function labelOf({ name, labels }: Holding, label: string): (state: State) => boolean {
  const found = labels.get(label);
  if (found !== undefined) return found;
  const known = [...labels.keys()];
  throw new InnateError(
    "usage",
    `${name}: there is no label "${label}"${didYouMean(label, known)}; it has ${known.join(", ")}`,
  );
}

/** The states that a label, or a condition, names. */
function readerOf(holding: Holding, text: string): (state: State) => boolean {
  if (holding.labels.has(text)) return labelOf(holding, text);
  const [property, ...others] = parseProperties(text, "condition").properties;
  if (property === undefined || others.length > 0) throw new InnateError("usage", `"${text}" is no condition`);
  const { formula } = property;
  // A name alone that is no variable was meant as a label.
  return formula.kind === "name" && !holding.names.includes(formula.name)
    ? labelOf(holding, text)
    : conditionOf(holding, formula);
}

/**
 * The intent that labels and conditions state; undefined where none is given.
 *
 * What must never happen does where a step begins or ends in such a state.
 *
 * @throws InnateError `usage` where there is no such label, or a condition makes no sense
 */
export function intentOf(world: AnyWorld, holding: Holding, meant: Meant): Intent<State, string> | undefined {
  const { never = [], reach = [], keepPossible = [] } = meant;
  if (never.length + reach.length + keepPossible.length === 0) return undefined;
  // Reports put names in quotes of their own.
  const readers = (texts: readonly string[]) =>
    texts.map((text) => [text.replaceAll('"', ""), readerOf(holding, text)] as const);
  const happens = readers(never).map(([text, is]) => {
    const holds = ({ state, nextState }: Moment<State, string>): boolean => is(state) || is(nextState);
    return [text, holds] as const;
  });
  return defineIntent(world, {
    never: Object.fromEntries(happens),
    reach: Object.fromEntries(readers(reach)),
    keepPossible: Object.fromEntries(readers(keepPossible)),
  });
}
