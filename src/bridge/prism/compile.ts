import { type Rational, rational, toNumber } from "../../core/rational.ts";
import { applyExactly, type Exact, type Operator } from "./arithmetic.ts";
import type { Resolved } from "./resolve.ts";

/** The values of all variables, a truth value as 0 or 1. */
export type Values = Int32Array;
export type Condition = (values: Values) => boolean;
export type Whole = (values: Values) => number;
export type Precise = (values: Values) => Exact;

type Compare = "=" | "!=" | "<" | "<=" | ">=" | ">";
const isCompare = (operator: Operator): operator is Compare => ["=", "!=", "<", "<=", ">=", ">"].includes(operator);

const whole = (value: Exact): number => (typeof value === "boolean" ? (value ? 1 : 0) : toNumber(value));

/**
 * A function from the values of the variables to whether a condition holds.
 *
 * It throws RangeError where the condition has no value, as after a division by 0.
 */
export function compileCondition(resolved: Resolved): Condition {
  if (resolved.kind === "value") {
    const value = resolved.value === true;
    return () => value;
  }
  if (resolved.kind === "variable") {
    const { index } = resolved;
    return (values) => values[index] === 1;
  }
  const { operator, of } = resolved;
  const [first, second, third] = of;
  switch (operator) {
    case "!": {
      const inner = compileCondition(first!);
      return (values) => !inner(values);
    }
    case "&": {
      const [a, b] = [compileCondition(first!), compileCondition(second!)];
      return (values) => a(values) && b(values);
    }
    case "|": {
      const [a, b] = [compileCondition(first!), compileCondition(second!)];
      return (values) => a(values) || b(values);
    }
    case "=>": {
      const [a, b] = [compileCondition(first!), compileCondition(second!)];
      return (values) => !a(values) || b(values);
    }
    case "<=>": {
      const [a, b] = [compileCondition(first!), compileCondition(second!)];
      return (values) => a(values) === b(values);
    }
    case "if": {
      const [condition, yes, no] = [first!, second!, third!].map(compileCondition);
      return (values) => (condition!(values) ? yes!(values) : no!(values));
    }
  }
  if (!isCompare(operator)) throw new RangeError(`"${operator}" is no condition`);
  const isExact = of.some(({ type }) => type === "double");
  return isExact ? compareExactly(operator, of) : compareWhole(operator, first!, second!);
}

function compareExactly(operator: Compare, of: readonly Resolved[]): Condition {
  const sides = of.map(compileExact);
  return (values) =>
    applyExactly(
      operator,
      "bool",
      sides.map((side) => side(values)),
    ) === true;
}

/** Comparisons of a variable with a number are most of all conditions, and one call cheaper than others. */
function compareWhole(operator: Compare, left: Resolved, right: Resolved): Condition {
  if (left.kind === "variable" && right.kind === "value") {
    const [index, value] = [left.index, whole(right.value)];
    switch (operator) {
      case "=":
        return (values) => values[index] === value;
      case "!=":
        return (values) => values[index] !== value;
      case "<":
        return (values) => values[index]! < value;
      case "<=":
        return (values) => values[index]! <= value;
      case ">=":
        return (values) => values[index]! >= value;
      case ">":
        return (values) => values[index]! > value;
    }
  }
  const [a, b] = [compileWhole(left), compileWhole(right)];
  switch (operator) {
    case "=":
      return (values) => a(values) === b(values);
    case "!=":
      return (values) => a(values) !== b(values);
    case "<":
      return (values) => a(values) < b(values);
    case "<=":
      return (values) => a(values) <= b(values);
    case ">=":
      return (values) => a(values) >= b(values);
    case ">":
      return (values) => a(values) > b(values);
  }
}

/** A function from the values of the variables to a whole number, or to 0 or 1 for a truth value. */
export function compileWhole(resolved: Resolved): Whole {
  if (resolved.type === "bool" && resolved.kind === "apply") {
    const condition = compileCondition(resolved);
    return (values) => (condition(values) ? 1 : 0);
  }
  if (resolved.kind === "value") {
    const value = whole(resolved.value);
    return () => value;
  }
  if (resolved.kind === "variable") {
    const { index } = resolved;
    return (values) => values[index]!;
  }
  const { operator, of } = resolved;
  if (operator === "if") {
    const condition = compileCondition(of[0]!);
    const [yes, no] = [compileWhole(of[1]!), compileWhole(of[2]!)];
    return (values) => (condition(values) ? yes(values) : no(values));
  }
  if (of.some(({ type }) => type === "double") || operator === "pow" || operator === "mod") {
    const exact = compileExact(resolved);
    return (values) => whole(exact(values));
  }
  const [a, b] = of.map(compileWhole);
  switch (operator) {
    case "negate":
      return (values) => -a!(values);
    case "+":
      return (values) => a!(values) + b!(values);
    case "-":
      return (values) => a!(values) - b!(values);
    case "*":
      return (values) => a!(values) * b!(values);
    case "min":
      return of.map(compileWhole).reduce((one, other) => (values) => Math.min(one(values), other(values)));
    case "max":
      return of.map(compileWhole).reduce((one, other) => (values) => Math.max(one(values), other(values)));
    case "floor":
    case "ceil":
    case "round":
      return a!;
  }
  throw new RangeError(`"${operator}" is no whole number`);
}

/** A function from the values of the variables to an exact number or a truth value. */
export function compileExact(resolved: Resolved): Precise {
  if (resolved.kind === "value") {
    const { value } = resolved;
    return () => value;
  }
  if (resolved.type === "bool") return compileCondition(resolved);
  if (resolved.kind === "variable") {
    const { index } = resolved;
    return (values) => rational(BigInt(values[index]!));
  }
  const { operator, of, type } = resolved;
  const parts = of.map(compileExact);
  if (operator === "if") {
    const [condition, yes, no] = parts;
    return (values) => (condition!(values) === true ? yes!(values) : no!(values));
  }
  return (values) =>
    applyExactly(
      operator,
      type,
      parts.map((part) => part(values)),
    );
}

/** The indices of the variables that an expression reads, ascending. */
export function readsOf(resolved: Resolved): readonly number[] {
  const found = new Set<number>();
  const visit = (one: Resolved): void => {
    if (one.kind === "variable") found.add(one.index);
    if (one.kind === "apply") one.of.forEach(visit);
  };
  visit(resolved);
  return [...found].sort((a, b) => a - b);
}

/** The parts of a condition that must all hold. */
export const conjunctsOf = (resolved: Resolved): readonly Resolved[] =>
  resolved.kind === "apply" && resolved.operator === "&" ? resolved.of.flatMap(conjunctsOf) : [resolved];

export const isRational = (value: Exact): value is Rational => typeof value === "object";
