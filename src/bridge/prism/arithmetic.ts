import { exp, ln } from "../../core/math.ts";
import {
  add,
  compare,
  divide,
  equals,
  formatRational,
  fromComputed,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
  toNumber,
} from "../../core/rational.ts";
import type { BINARY, FUNCTIONS, Type } from "./syntax.ts";

export type Operator = (typeof BINARY)[number] | (typeof FUNCTIONS)[number] | "!" | "negate" | "if";
/** A number or a truth value, exact. */
export type Exact = Rational | boolean;

const isNumber = (type: Type): boolean => type !== "bool";
const numbers = (types: readonly Type[]): boolean => types.every(isNumber);
const truths = (types: readonly Type[]): boolean => types.every((type) => type === "bool");
const widest = (types: readonly Type[]): Type => (types.every((type) => type === "int") ? "int" : "double");

/** The type of what an operator gives; what it takes, in words, where it does not take these. */
export function typeOf(
  operator: Operator,
  types: readonly Type[],
): { readonly type: Type } | { readonly takes: string } {
  const given = (accepted: boolean, type: Type, takes: string) => (accepted ? { type } : { takes });
  const two = types.length === 2;
  switch (operator) {
    case "!":
    case "&":
    case "|":
    case "=>":
    case "<=>":
      return given(truths(types), "bool", "truth values");
    case "<":
    case "<=":
    case ">=":
    case ">":
      return given(numbers(types), "bool", "numbers");
    case "=":
    case "!=":
      return given(numbers(types) || truths(types), "bool", "two numbers or two truth values");
    case "negate":
    case "+":
    case "-":
    case "*":
      return given(numbers(types), widest(types), "numbers");
    case "/":
      return given(numbers(types), "double", "numbers");
    case "min":
    case "max":
      return given(types.length >= 2 && numbers(types), widest(types), "two or more numbers");
    case "floor":
    case "ceil":
    case "round":
      return given(types.length === 1 && numbers(types), "int", "one number");
    case "pow":
      return given(two && numbers(types), widest(types), "two numbers");
    case "log":
      return given(two && numbers(types), "double", "two numbers (log(x, base))");
    case "mod":
      return given(two && widest(types) === "int" && numbers(types), "int", "two whole numbers");
    case "if": {
      const [condition, ...values] = types;
      const accepted = condition === "bool" && (numbers(values) || truths(values));
      return given(
        accepted,
        numbers(values) ? widest(values) : "bool",
        "a truth value, then two numbers or two truth values",
      );
    }
  }
}

/** The greatest whole number not above a rational. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

const HALF = rational(1n, 2n);
/** Greatest exponent, so that no power takes more than a moment. */
const MOST = 100_000;

/** A base to a whole power. */
function wholePower(base: Rational, exponent: bigint): Rational {
  if (exponent > MOST || exponent < -MOST) throw new RangeError(`pow with the exponent ${exponent} is too large`);
  const size = exponent < 0n ? -exponent : exponent;
  const power = { numerator: base.numerator ** size, denominator: base.denominator ** size };
  return exponent < 0n ? divide(ONE, power) : power;
}

function power(base: Rational, exponent: Rational, type: Type): Rational {
  if (exponent.denominator === 1n) {
    if (type === "int" && exponent.numerator < 0n)
      throw new RangeError("pow of whole numbers has a negative exponent; make one of them a double (2.0)");
    if (base.numerator === 0n && exponent.numerator < 0n) throw new RangeError("pow of 0 has a negative exponent");
    return wholePower(base, exponent.numerator);
  }
  if (base.numerator <= 0n) throw new RangeError("pow of a number not above 0 has a fraction as its exponent");
  return fromComputed(exp(toNumber(exponent) * ln(toNumber(base))));
}

/** The logarithm, exact where it is a whole number and else to 12 digits. */
function logarithm(x: Rational, base: Rational): Rational {
  if (x.numerator <= 0n || base.numerator <= 0n || equals(base, ONE))
    throw new RangeError("log takes two numbers above 0, the base not 1");
  const value = ln(toNumber(x)) / ln(toNumber(base));
  const whole = BigInt(Math.round(value));
  return equals(wholePower(base, whole), x) ? rational(whole) : fromComputed(value);
}

function modulo(a: Rational, b: Rational): Rational {
  if (b.numerator <= 0n) throw new RangeError(`mod by ${b.numerator}, expected a number above 0`);
  const rest = a.numerator % b.numerator;
  return rational(rest < 0n ? rest + b.numerator : rest);
}

const isTrue = (value: Exact | undefined): boolean => value === true;
function number(value: Exact | undefined): Rational {
  if (typeof value !== "object") throw new RangeError("expected a number");
  return value;
}

/**
 * What an operator gives for exact arguments.
 *
 * @param type - of the result
 * @throws RangeError if it gives nothing: division by 0
 */
export function applyExactly(operator: Operator, type: Type, values: readonly Exact[]): Exact {
  const [first, second] = values;
  const order = (): number => compare(number(first), number(second));
  const best = (sign: number): Rational => values.map(number).reduce((a, b) => (compare(a, b) * sign >= 0 ? a : b));
  switch (operator) {
    case "!":
      return !isTrue(first);
    case "&":
      return isTrue(first) && isTrue(second);
    case "|":
      return isTrue(first) || isTrue(second);
    case "=>":
      return !isTrue(first) || isTrue(second);
    case "<=>":
      return first === second;
    case "=":
    case "!=":
      return (typeof first === "boolean" ? first === second : order() === 0) === (operator === "=");
    case "<":
      return order() < 0;
    case "<=":
      return order() <= 0;
    case ">=":
      return order() >= 0;
    case ">":
      return order() > 0;
    case "negate":
      return negate(number(first));
    case "+":
      return add(number(first), number(second));
    case "-":
      return subtract(number(first), number(second));
    case "*":
      return multiply(number(first), number(second));
    case "/":
      if (number(second).numerator === 0n) throw new RangeError(`${formatRational(number(first))} is divided by 0`);
      return divide(number(first), number(second));
    case "min":
      return best(-1);
    case "max":
      return best(1);
    case "floor":
      return rational(floor(number(first)));
    case "ceil":
      return rational(-floor(negate(number(first))));
    case "round":
      return rational(floor(add(number(first), HALF)));
    case "pow":
      return power(number(first), number(second), type);
    case "log":
      return logarithm(number(first), number(second));
    case "mod":
      return modulo(number(first), number(second));
    case "if":
      return isTrue(first) ? values[1]! : values[2]!;
  }
}
