import { parseDecimal } from "../../core/rational.ts";
import type { Cursor } from "./cursor.ts";
import { RESERVED } from "./lexer.ts";
import { problem } from "./source.ts";
import { BINARY, type Expression, FUNCTIONS, type Place } from "./syntax.ts";

type BinaryOperator = (typeof BINARY)[number];
type FunctionName = (typeof FUNCTIONS)[number];
export const isFunction = (name: string): name is FunctionName => FUNCTIONS.some((known) => known === name);
const isBinary = (text: string): text is BinaryOperator => BINARY.some((known) => known === text);

/** Reads what only properties have, where it begins here: P, R and S operators, labels, filters. */
export type Extra = (cursor: Cursor) => Expression | undefined;
type Reader = (cursor: Cursor, extra: Extra) => Expression;

/** Operators of one level, which all bind to the left; the first level binds weakest. */
const LEVELS: readonly (readonly string[])[] = [
  ["=>"],
  ["<=>"],
  ["|"],
  ["&"],
  ["!"],
  ["=", "!="],
  ["<", "<=", ">=", ">"],
  ["+", "-"],
  ["*", "/"],
];

const none: Extra = () => undefined;

/**
 * Reads an expression; everything that binds weaker than its operators is left.
 *
 * @throws InnateError where the next word cannot go on with it
 */
export function parseExpression(cursor: Cursor, extra: Extra = none): Expression {
  const condition = parseLevel(0)(cursor, extra);
  if (!cursor.take("?")) return condition;
  const consequent = parseExpression(cursor, extra);
  cursor.expect(":", 'between the two values of "?"');
  return { kind: "if", at: condition.at, condition, consequent, alternative: parseExpression(cursor, extra) };
}

const parseLevel =
  (level: number): Reader =>
  (cursor, extra) => {
    const operators = LEVELS[level];
    if (operators === undefined) return parseOperand(cursor, extra);
    if (operators[0] === "!") {
      const { at } = cursor.peek();
      return cursor.take("!")
        ? { kind: "unary", at, operator: "!", operand: parseLevel(level)(cursor, extra) }
        : parseLevel(level + 1)(cursor, extra);
    }
    const operand = parseLevel(level + 1);
    const operands = [operand(cursor, extra)];
    const signs: Sign[] = [];
    while (cursor.at(...operators)) {
      const { text: operator, at } = cursor.next();
      if (!isBinary(operator)) throw new RangeError(`"${operator}" is no operator`);
      signs.push({ operator, at });
      operands.push(operand(cursor, extra));
    }
    if (level === 0) refuseForeign(cursor);
    return operators[0] === "&" || operators[0] === "|" ? balanced(operands, signs) : leaning(operands, signs);
  };

interface Sign {
  readonly operator: BinaryOperator;
  readonly at: Place;
}

const leaning = ([first, ...others]: readonly Expression[], signs: readonly Sign[]): Expression =>
  others.reduce((left, right, k) => ({ kind: "binary", ...signs[k]!, left, right }), first!);

/** As deep as it has to be: generated files tell states one by one in chains of thousands, and every later pass goes down the tree. */
function balanced(operands: readonly Expression[], signs: readonly Sign[]): Expression {
  if (operands.length < 3) return leaning(operands, signs);
  const middle = operands.length >>> 1;
  return {
    kind: "binary",
    ...signs[middle - 1]!,
    left: balanced(operands.slice(0, middle), signs.slice(0, middle - 1)),
    right: balanced(operands.slice(middle), signs.slice(middle)),
  };
}

/** Operators of other languages, which are easily typed by mistake. */
const MISTAKEN: Readonly<Record<string, string>> = { "||": "|", "==": "=", "&&": "&" };

function refuseForeign(cursor: Cursor): void {
  if (!cursor.at(...Object.keys(MISTAKEN))) return;
  const { text, at } = cursor.peek();
  throw problem(cursor.source, at, `"${text}" is no operator of the PRISM language; write "${MISTAKEN[text]}"`);
}

/** Reads what stands between two operators: a number, a name, a call, or something in parentheses. */
export function parseOperand(cursor: Cursor, extra: Extra = none): Expression {
  const { at } = cursor.peek();
  return cursor.take("-")
    ? { kind: "unary", at, operator: "-", operand: parseOperand(cursor, extra) }
    : (extra(cursor) ?? parsePrimary(cursor, extra));
}

function parseArguments(cursor: Cursor, extra: Extra): readonly Expression[] {
  const given: Expression[] = [];
  do given.push(parseExpression(cursor, extra));
  while (cursor.take(","));
  cursor.expect(")", "after the arguments of a function");
  return given;
}

function parsePrimary(cursor: Cursor, extra: Extra): Expression {
  const token = cursor.peek();
  const { at, text } = token;
  if (cursor.take("(")) {
    const inner = parseExpression(cursor, extra);
    cursor.expect(")", "to close a parenthesis");
    return inner;
  }
  if (token.kind === "number") {
    cursor.next();
    const type = /^\d+$/.test(text) ? "int" : "double";
    return { kind: "number", at, type, value: parseDecimal(text.replace(/^\./, "0.").replace("E", "e")) };
  }
  if (token.kind !== "name")
    return cursor.fail("an expression", token.kind === "string" ? "; labels stand in properties only" : "");
  if (text === "true" || text === "false") {
    cursor.next();
    return { kind: "boolean", at, value: text === "true" };
  }
  if (cursor.take("func")) {
    // The old way of writing a call: func(floor, x).
    cursor.expect("(", 'after "func"');
    const { text: name } = cursor.peek();
    if (!isFunction(name)) return cursor.fail(`a function (${FUNCTIONS.join(", ")})`);
    cursor.next();
    cursor.expect(",", "after the name of a function");
    return { kind: "call", at, name, arguments: parseArguments(cursor, extra) };
  }
  if (cursor.peek(1).kind === "symbol" && cursor.peek(1).text === "(") {
    if (!isFunction(text)) return cursor.fail(`a function (${FUNCTIONS.join(", ")})`);
    cursor.next();
    cursor.next();
    return { kind: "call", at, name: text, arguments: parseArguments(cursor, extra) };
  }
  if (RESERVED.has(text)) return cursor.fail("an expression");
  cursor.next();
  return { kind: "name", at, name: text };
}
