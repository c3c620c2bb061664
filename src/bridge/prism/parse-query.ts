import { ONE } from "../../core/rational.ts";
import type { Cursor } from "./cursor.ts";
import { type Extra, parseExpression, parseOperand } from "./expressions.ts";
import {
  type Asked,
  type Expression,
  FILTERS,
  type FilterOperator,
  type Path,
  type Query,
  type RewardPath,
  type Within,
} from "./syntax.ts";

const PATHS = "X, F, G, U, W and R over states are";
const LONG_RUN = ["S", "LRA", "LRAmin", "LRAmax"];
const isFilter = (name: string): name is FilterOperator => FILTERS.some((known) => known === name);

/**
 * Reads an operator of properties: P, R, S, LRA or a filter; undefined where none begins here.
 *
 * @throws InnateError where it does not parse, or is not supported
 */
export function parseQuery(cursor: Cursor, extra: Extra): Expression | undefined {
  const { kind, text, at } = cursor.peek();
  if (kind !== "name") return undefined;
  switch (text) {
    case "P":
    case "Pmin":
    case "Pmax": {
      cursor.next();
      const asked = parseAsked(cursor, extra, text.slice(1));
      return { kind: "probability", at, path: inBrackets(cursor, () => parsePath(cursor, extra)), ...asked };
    }
    case "R":
    case "Rmin":
    case "Rmax": {
      cursor.next();
      const structure = parseStructure(cursor, extra);
      const optimum = cursor.at("min", "max") ? cursor.next().text : text.slice(1);
      const asked = parseAsked(cursor, extra, optimum);
      const path = inBrackets(cursor, () => parseRewardPath(cursor, extra));
      return { kind: "reward", at, path, ...(structure === undefined ? {} : { structure }), ...asked };
    }
    case "filter":
      cursor.next();
      return { at, ...parseFilter(cursor, extra) };
    case "X":
    case "F":
    case "G":
      return cursor.unsupported(at, "one path formula inside another (LTL)", PATHS);
    case "E":
    case "A":
      return cursor.unsupported(at, `the operator ${text} of CTL`, text === "E" ? "P>0 [ … ] is" : "P>=1 [ … ] is");
    case "multi":
      return cursor.unsupported(at, "a property of several objectives (multi)", "one objective in each property is");
  }
  if (!LONG_RUN.includes(text)) return undefined;
  cursor.next();
  const asked = parseAsked(cursor, extra, text.replace(/^(S|LRA)/, ""));
  return { kind: "long-run", at, formula: inBrackets(cursor, () => parseExpression(cursor, extra)), ...asked };
}

function inBrackets<T>(cursor: Cursor, read: () => T): T {
  cursor.expect("[", "before what is asked for");
  const result = read();
  if (cursor.at("U", "W", "R", "&", "|", "=>"))
    cursor.unsupported(cursor.peek().at, "one path formula inside another (LTL)", PATHS);
  cursor.expect("]", "after what is asked for");
  return result;
}

/** Reads =? or a bound. */
function parseAsked(cursor: Cursor, extra: Extra, optimum: string): Asked {
  const of = optimum === "min" || optimum === "max" ? ({ optimum } as const) : {};
  if (cursor.take("=")) {
    cursor.expect("?", 'after "="');
    return of;
  }
  const operator = (["<", "<=", ">=", ">"] as const).find((known) => cursor.take(known));
  if (operator === undefined) return cursor.fail('"=?" or a bound (>=0.9)');
  return { ...of, bound: { operator, value: parseExpression(cursor, extra) } };
}

/** Reads {"name"} or {number}; undefined where there is neither. */
function parseStructure(cursor: Cursor, extra: Extra): string | Expression | undefined {
  if (!cursor.take("{")) return undefined;
  const structure = cursor.peek().kind === "string" ? cursor.next().text : parseExpression(cursor, extra);
  cursor.expect("}", "after a reward structure");
  if (cursor.at("{")) cursor.unsupported(cursor.peek().at, "a second reward structure", "one is");
  return structure;
}

function parsePath(cursor: Cursor, extra: Extra): Path {
  if (cursor.at("(") && ["X", "F", "G"].includes(cursor.peek(1).text)) {
    cursor.next();
    const path = parsePath(cursor, extra);
    cursor.expect(")", "to close a parenthesis");
    return path;
  }
  if (cursor.take("X")) return { kind: "next", formula: parseExpression(cursor, extra) };
  const unary = cursor.at("F") ? "eventually" : cursor.at("G") ? "globally" : undefined;
  if (unary !== undefined) {
    cursor.next();
    const within = parseWithin(cursor, extra);
    return { kind: unary, formula: parseExpression(cursor, extra), ...(within === undefined ? {} : { within }) };
  }
  const left = parseExpression(cursor, extra);
  const kind = cursor.at("U") ? "until" : cursor.at("W") ? "weak-until" : cursor.at("R") ? "release" : undefined;
  if (kind === undefined) return cursor.fail("a path formula (X, F or G before a formula; U, W or R after it)");
  cursor.next();
  const within = parseWithin(cursor, extra);
  return { kind, left, right: parseExpression(cursor, extra), ...(within === undefined ? {} : { within }) };
}

/** Reads a bound on steps (<=k, [a,b], =k) or on a reward (^{rew{"time"}<=k}); undefined where there is none. */
function parseWithin(cursor: Cursor, extra: Extra): Within | undefined {
  if (!cursor.take("^")) return parseInterval(cursor, extra);
  cursor.expect("{", 'after "^"');
  const { text, at } = cursor.peek();
  if (text !== "rew") return cursor.unsupported(at, `a bound on ${text}`, 'rew{"name"}<=… is');
  cursor.next();
  const reward = parseStructure(cursor, extra) ?? { kind: "number", type: "int", value: ONE, at };
  const interval = parseInterval(cursor, extra) ?? cursor.fail("a bound (<=10)");
  if (cursor.at(",", "&")) cursor.unsupported(cursor.peek().at, "a second bound", "one is");
  cursor.expect("}", "after a bound on a reward");
  return { reward, ...interval };
}
function parseInterval(cursor: Cursor, extra: Extra): Within | undefined {
  if (cursor.take("[")) {
    const low = parseExpression(cursor, extra);
    cursor.expect(",", "between two bounds");
    const high = parseExpression(cursor, extra);
    cursor.expect("]", "after two bounds");
    return { lower: { value: low, strict: false }, upper: { value: high, strict: false } };
  }
  if (cursor.take("=")) {
    const bound = { value: parseBound(cursor, extra), strict: false };
    return { lower: bound, upper: bound };
  }
  const operator = ["<", "<=", ">", ">="].find((known) => cursor.take(known));
  if (operator === undefined) return undefined;
  const bound = { value: parseBound(cursor, extra), strict: operator.length === 1 };
  return operator.startsWith("<") ? { upper: bound } : { lower: bound };
}

/** Reads a number, a constant or something in parentheses: what follows a bound belongs to the formula. */
function parseBound(cursor: Cursor, extra: Extra): Expression {
  const { kind, text, at } = cursor.peek();
  if (kind === "number" || cursor.at("(", "-")) return parseOperand(cursor, extra);
  const declared = extra(cursor);
  if (declared !== undefined) return declared;
  if (kind !== "name") return cursor.fail("a bound: a number, a constant, or an expression in parentheses");
  cursor.name("a constant");
  return { kind: "name", name: text, at };
}

function parseRewardPath(cursor: Cursor, extra: Extra): RewardPath {
  const { at } = cursor.peek();
  if (cursor.take("F")) {
    if (cursor.at("<", "<=", ">", ">=", "^", "=")) cursor.unsupported(at, "a bound on F in a reward property", "F is");
    return { kind: "reach", formula: parseExpression(cursor, extra) };
  }
  if (cursor.take("C")) {
    if (cursor.at("]")) return { kind: "total" };
    cursor.expect("<=", 'after "C"');
    return { kind: "cumulative", steps: parseExpression(cursor, extra) };
  }
  if (cursor.take("I")) {
    cursor.expect("=", 'after "I"');
    return { kind: "instantaneous", step: parseExpression(cursor, extra) };
  }
  if (cursor.take("S") || cursor.take("LRA")) return { kind: "long-run" };
  return cursor.fail("what rewards are added over: F, C<=, C, I= or S");
}

/** Operators of filters that are written with a symbol. */
const SYMBOLS: Readonly<Record<string, FilterOperator>> = { "&": "forall", "|": "exists", "+": "sum" };

function parseFilter(cursor: Cursor, extra: Extra): Query & { readonly kind: "filter" } {
  cursor.expect("(", 'after "filter"');
  const { text, at } = cursor.next();
  const operator = Object.hasOwn(SYMBOLS, text) ? SYMBOLS[text] : isFilter(text) ? text : undefined;
  if (operator === undefined) return cursor.unsupported(at, `the filter "${text}"`, `${FILTERS.join(", ")} are`);
  cursor.expect(",", "after the operator of a filter");
  const formula = parseExpression(cursor, extra);
  const states = cursor.take(",") ? parseExpression(cursor, extra) : undefined;
  cursor.expect(")", "after a filter");
  return { kind: "filter", operator, formula, ...(states === undefined ? {} : { states }) };
}
