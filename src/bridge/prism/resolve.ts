import { didYouMean, messageOf } from "../../core/errors.ts";
import { applyExactly, type Exact, type Operator, typeOf } from "./arithmetic.ts";
import { problem, type Source, withinStack } from "./source.ts";
import type { Definition, Expression, Place, Type } from "./syntax.ts";

/** An expression whose names are looked up, whose types are checked and whose constant parts are worked out. */
export type Resolved = { readonly type: Type; readonly at: Place } & (
  | { readonly kind: "value"; readonly value: Exact }
  | { readonly kind: "variable"; readonly index: number }
  | { readonly kind: "apply"; readonly operator: Operator; readonly of: readonly Resolved[] }
);

/** What names mean. */
export interface Scope {
  readonly source: Source;
  /** A constant's value, or a variable; undefined where the name is neither. */
  lookUp(name: string): Known | undefined;
  readonly formulas: ReadonlyMap<string, Definition>;
  /** every name that there is, for errors */
  readonly names: () => readonly string[];
}
export type Known =
  | { readonly kind: "value"; readonly type: Type; readonly value: Exact }
  | { readonly kind: "variable"; readonly type: Type; readonly index: number };

const TYPES: Readonly<Record<Type, string>> = { int: "a whole number", double: "a number", bool: "a truth value" };
export const inWords = (type: Type): string => TYPES[type];

/** Resolves expressions of one scope; a formula is resolved once. */
export interface Resolver {
  readonly source: Source;
  /** @throws InnateError where a name is not known or a type is wrong */
  resolve(expression: Expression): Resolved;
  /**
   * The same, for an expression that must be of a type; a double may be a whole number.
   *
   * @param what - what it is, for the error: "a guard"
   */
  resolveAs(type: Type, expression: Expression, what: string): Resolved;
}

export function resolverOf(scope: Scope): Resolver {
  const { source, formulas } = scope;
  const known = new Map<string, Resolved>();
  /** Formulas that are being resolved, the outermost first. */
  const open: string[] = [];

  const resolveName = (name: string, at: Place): Resolved => {
    const found = scope.lookUp(name);
    if (found !== undefined) return { ...found, at };
    const before = known.get(name);
    if (before !== undefined) return before;
    const formula = formulas.get(name);
    if (formula === undefined && scope.names().includes(name))
      throw problem(source, at, `${name} is a variable, and what stands here must be constant`);
    if (formula === undefined)
      throw problem(
        source,
        at,
        `there is no variable, constant or formula "${name}"${didYouMean(name, scope.names())}`,
      );
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].join(" → ");
      throw problem(source, formula.at, `the formula ${name} is defined by itself: ${circle}`);
    }
    open.push(name);
    const resolved = resolve(formula.expression);
    open.pop();
    known.set(name, resolved);
    return resolved;
  };
  const apply = (operator: Operator, at: Place, of: readonly Resolved[], shown: string): Resolved => {
    const typed = typeOf(
      operator,
      of.map(({ type }) => type),
    );
    if ("takes" in typed)
      throw problem(
        source,
        at,
        `${shown} takes ${typed.takes}, got ${of.map(({ type }) => inWords(type)).join(" and ")}`,
      );
    return fold({ kind: "apply", operator, of, at, type: typed.type });
  };
  const resolve = (expression: Expression): Resolved => {
    const { at } = expression;
    switch (expression.kind) {
      case "number":
        return { kind: "value", type: expression.type, value: expression.value, at };
      case "boolean":
        return { kind: "value", type: "bool", value: expression.value, at };
      case "name":
        return resolveName(expression.name, at);
      case "unary": {
        const operator = expression.operator === "-" ? "negate" : "!";
        return apply(operator, at, [resolve(expression.operand)], `"${expression.operator}"`);
      }
      case "binary": {
        const { operator, left, right } = expression;
        return apply(operator, at, [resolve(left), resolve(right)], `"${operator}"`);
      }
      case "if": {
        const { condition, consequent, alternative } = expression;
        return apply("if", at, [condition, consequent, alternative].map(resolve), '"?"');
      }
      case "call":
        return apply(expression.name, at, expression.arguments.map(resolve), expression.name);
      case "label":
        throw problem(source, at, `the label "${expression.name}" cannot stand here; labels are for properties`);
      default:
        throw problem(source, at, "an operator of properties cannot stand here");
    }
  };
  return {
    source,
    resolve,
    resolveAs(type, expression, what) {
      const resolved = withinStack(
        source,
        () => expression.at,
        () => resolve(expression),
      );
      const fits = resolved.type === type || (type === "double" && resolved.type === "int");
      if (fits) return resolved;
      const hint = type === "int" && resolved.type === "double" ? "; floor, ceil and round make one of it" : "";
      throw problem(source, expression.at, `${what} is ${inWords(type)}, got ${inWords(resolved.type)}${hint}`);
    },
  };
}

const isValue = (resolved: Resolved): resolved is Resolved & { readonly kind: "value" } => resolved.kind === "value";

/**
 * Works out what is constant: all arguments, or those that decide alone. What fails, as a division by 0, is left as it is: it may stand
 * where it is never worked out.
 */
function fold(applied: Resolved & { readonly kind: "apply" }): Resolved {
  const { operator, of, type, at } = applied;
  const [first, second, third] = of;
  if (operator === "if" && first?.kind === "value") return { ...(first.value === true ? second! : third!), type };
  const truth = (value: boolean): Resolved => ({ kind: "value", type, value, at });
  const has = (value: boolean): boolean => of.some((one) => one.kind === "value" && one.value === value);
  if (operator === "&" || operator === "|") {
    const decides = operator === "|";
    if (has(decides)) return truth(decides);
    if (has(!decides)) return of.find((one) => !isValue(one)) ?? truth(!decides);
  }
  if (!of.every(isValue)) return applied;
  try {
    const values = of.map(({ value }) => value);
    return { kind: "value", type, at, value: applyExactly(operator, type, values) };
  } catch (error) {
    if (error instanceof RangeError) return applied;
    throw error;
  }
}

/**
 * The value of an expression that must be constant.
 *
 * @param what - what it is, for the error: "a bound"
 * @throws InnateError if it depends on the state, or has no value
 */
export function constantValue(source: Source, resolved: Resolved, what: string): Exact {
  if (resolved.kind === "value") return resolved.value;
  if (resolved.kind === "variable")
    throw problem(source, resolved.at, `${what} is constant; this depends on the state`);
  const values = resolved.of.map((one) => constantValue(source, one, what));
  try {
    return applyExactly(resolved.operator, resolved.type, values);
  } catch (error) {
    if (error instanceof RangeError) throw problem(source, resolved.at, messageOf(error));
    throw error;
  }
}
