import { didYouMean } from "../../core/errors.ts";
import { ZERO } from "../../core/rational.ts";
import { isEmpty } from "../../exact/bits.ts";
import type { Bits } from "../../exact/index.ts";
import type { Expression, Place, Query } from "../prism/syntax.ts";
import { type Context, constantOf, named } from "./context.ts";
import { filtered } from "./filter.ts";
import { pathValues, type SetOf } from "./path.ts";
import { rewardValues, shareValues } from "./reward.ts";
import {
  COMPARISONS,
  type Comparison,
  combineValues,
  compareValues,
  constantValues,
  negated,
  type Operation,
  type Truth,
  type Values,
} from "./values.ts";
import { undecided, wrong } from "./wrong.ts";

/** What a formula says of each state: whether it holds, or a number. */
export type Answer =
  | { readonly kind: "truth"; readonly truth: Truth }
  | { readonly kind: "values"; readonly values: Values };

const isComparison = (operator: string): operator is Comparison => Object.hasOwn(COMPARISONS, operator);
const isOperation = (operator: string): operator is Operation => ["+", "-", "*", "/"].includes(operator);
/** The property that a name in quotes stands for, where it is no label. */
function propertyOf({ model, properties }: Context, expression: Expression): Expression | undefined {
  if (expression.kind !== "label" || model.labels.has(expression.name)) return undefined;
  return properties.find(({ name }) => name === expression.name)?.formula;
}

/** Whether an expression is more than one over the model's variables. */
function isFormula(context: Context, expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
    case "boolean":
    case "name":
      return false;
    case "unary":
      return isFormula(context, expression.operand);
    case "binary":
      return isFormula(context, expression.left) || isFormula(context, expression.right);
    case "if":
      return [expression.condition, expression.consequent, expression.alternative].some((part) =>
        isFormula(context, part),
      );
    case "call":
      return expression.arguments.some((part) => isFormula(context, part));
    default:
      return true;
  }
}

/**
 * What a formula says of every state; with `startsOnly` of the initial states at least.
 *
 * @throws InnateError `usage` with line and column where it cannot be asked, `undecided` where it was not decided
 */
export function evaluate(context: Context, expression: Expression, startsOnly: boolean): Answer {
  if (!isFormula(context, expression)) return { kind: "truth", truth: { yes: context.model.satisfying(expression) } };
  switch (expression.kind) {
    case "label":
      return labelled(context, expression, startsOnly);
    case "unary":
      return expression.operator === "!"
        ? { kind: "truth", truth: not(truthOf(context, expression.operand, startsOnly)) }
        : { kind: "values", values: negated(valuesOf(context, expression.operand, startsOnly)) };
    case "binary":
      return binary(context, expression, startsOnly);
    case "if": {
      const [condition, then, otherwise] = [expression.condition, expression.consequent, expression.alternative].map(
        (part) => truthOf(context, part, startsOnly),
      );
      return { kind: "truth", truth: or(and(condition!, then!), and(not(condition!), otherwise!)) };
    }
    case "call":
      throw wrong(expression.at, `${expression.name} of what an operator gives is not supported`);
    case "probability":
    case "reward":
    case "long-run":
      return operator(context, expression, startsOnly);
    case "filter":
      return filtered(context, expression, evaluate);
    default:
      throw wrong(expression.at, "expected a formula");
  }
}

function labelled(context: Context, expression: Expression & { kind: "label" }, startsOnly: boolean): Answer {
  const { labels } = context.model;
  const states = labels.get(expression.name);
  if (states !== undefined) return { kind: "truth", truth: { yes: states } };
  const property = propertyOf(context, expression);
  // A property that names itself, by whatever detour, finds that it is not there.
  const properties = context.properties.filter(({ name }) => name !== expression.name);
  if (property !== undefined) return evaluate({ ...context, properties }, property, startsOnly);
  const known = [...labels.keys()];
  throw wrong(
    expression.at,
    `no label or property "${expression.name}"${didYouMean(expression.name, known)}; the labels are ${known.map((name) => `"${name}"`).join(", ")}`,
  );
}

/** What P, R and S give: a value, or whether it keeps to a bound. */
function operator(
  context: Context,
  query: Exclude<Query, { kind: "filter" }> & { at: Place },
  startsOnly: boolean,
): Answer {
  const setOf: SetOf = (formula) => statesOf(context, formula);
  const { at, bound } = query;
  const values =
    query.kind === "probability"
      ? pathValues(context, query, at, setOf, startsOnly)
      : query.kind === "reward"
        ? rewardValues(context, query, at, setOf, startsOnly)
        : shareValues(context, query, at, setOf);
  if (bound === undefined) return { kind: "values", values };
  const limit = constantOf(context, bound.value);
  const isShare = query.kind !== "reward";
  if (limit.numerator < 0n || (isShare && limit.numerator > limit.denominator))
    throw wrong(
      bound.value.at,
      isShare ? "a bound on a probability must lie in [0, 1]" : "a bound on a reward must be at least 0",
    );
  const asked = startsOnly ? context.model.labels.get("init") : undefined;
  return { kind: "truth", truth: compareValues(values, bound.operator, limit, asked) };
}

function binary(context: Context, expression: Expression & { kind: "binary" }, startsOnly: boolean): Answer {
  const { operator: sign, left, right } = expression;
  if (isOperation(sign))
    return {
      kind: "values",
      values: combineValues(sign, valuesOf(context, left, startsOnly), valuesOf(context, right, startsOnly)),
    };
  if (isComparison(sign)) {
    const asked = startsOnly ? context.model.labels.get("init") : undefined;
    const difference = combineValues("-", valuesOf(context, left, startsOnly), valuesOf(context, right, startsOnly));
    return { kind: "truth", truth: compareValues(difference, sign, ZERO, asked) };
  }
  const [a, b] = [truthOf(context, left, startsOnly), truthOf(context, right, startsOnly)];
  const truth =
    sign === "&"
      ? and(a, b)
      : sign === "|"
        ? or(a, b)
        : sign === "=>"
          ? or(not(a), b)
          : or(and(a, b), and(not(a), not(b)));
  return { kind: "truth", truth };
}

function truthOf(context: Context, expression: Expression, startsOnly: boolean): Truth {
  const answer = evaluate(context, expression, startsOnly);
  if (answer.kind === "truth") return answer.truth;
  throw wrong(expression.at, "expected a formula that holds or does not, got a number; give it a bound");
}

function valuesOf(context: Context, expression: Expression, startsOnly: boolean): Values {
  if (!isFormula(context, expression))
    return constantValues(context.model.model.states, constantOf(context, expression));
  const answer = evaluate(context, expression, startsOnly);
  if (answer.kind === "values") return answer.values;
  throw wrong(expression.at, "expected a number, got a formula that holds or does not");
}

/** The states in which a formula holds; it has to be decided in all of them. */
function statesOf(context: Context, formula: Expression): Bits {
  const { yes, unsure } = truthOf(context, formula, false);
  if (unsure === undefined) return yes;
  throw undecided(formula.at, `whether it holds was not decided in ${named(context, unsure.states)}: ${unsure.why}`);
}

/** A truth from where it surely holds and where it surely does not. */
function between(yes: Bits, no: Bits, why: string | undefined): Truth {
  const states = yes.map((word, i) => ~(word | no[i]!));
  return why === undefined || isEmpty(states) ? { yes } : { yes, unsure: { states, why } };
}
const falseIn = ({ yes, unsure }: Truth): Bits => yes.map((word, i) => ~(word | (unsure?.states[i] ?? 0)));

const not = (truth: Truth): Truth => ({ ...truth, yes: falseIn(truth) });
const and = (a: Truth, b: Truth): Truth =>
  between(
    a.yes.map((word, i) => word & b.yes[i]!),
    falseIn(a).map((word, i) => word | falseIn(b)[i]!),
    a.unsure?.why ?? b.unsure?.why,
  );
const or = (a: Truth, b: Truth): Truth => not(and(not(a), not(b)));
