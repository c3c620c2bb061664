import { type Given, refuseMissing, typedValue, undefinedConstants } from "./constants.ts";
import { type Cursor, cursorOf } from "./cursor.ts";
import type { Extra } from "./expressions.ts";
import { parseExpression } from "./expressions.ts";
import { parseConstant, parseFormula, parseLabel } from "./parse-model.ts";
import { parseQuery } from "./parse-query.ts";
import { refuseCircles, withoutFormulas } from "./rename.ts";
import { type Source, withinStack } from "./source.ts";
import type { ConstantDeclaration, Definition, Expression, Property } from "./syntax.ts";

/** The properties of a file, or of a command line. */
export interface PropertyFile {
  /** with the file's own constants, formulas and labels replaced by what they stand for */
  readonly properties: readonly Property[];
  /** names of the constants that it declares without a value */
  readonly constants: readonly string[];
}

/** What a file declares beside its properties. */
interface Declared {
  readonly constants: readonly ConstantDeclaration[];
  readonly formulas: readonly Definition[];
  readonly labels: readonly Definition[];
}

/**
 * The properties that stand in a text.
 *
 * @param name - what messages call the text: the file as typed, or "--property"
 * @param given - values for constants that the text declares without one; those of other names are left to the model
 * @throws InnateError `usage` with line and column where it does not parse or has what is not supported
 */
export function parseProperties(text: string, name: string, given: Given = {}): PropertyFile {
  const source: Source = { name, text, fault: "usage" };
  // Read twice: what is declared may stand below what uses it.
  const { constants, formulas, labels } = read(source, new Map(), new Map()).declared;
  refuseMissing(name, constants, given);
  const byName = new Map<string, Definition>(formulas.map((formula) => [formula.name, formula]));
  for (const constant of constants) byName.set(constant.name, { ...constant, expression: meaningOf(constant, given) });
  refuseCircles(source, byName);
  const byLabel = new Map(labels.map((label) => [label.name, label]));
  const { properties } = read(source, byName, byLabel);
  return { properties, constants: undefinedConstants(constants).map((constant) => constant.name) };
}

/** What a constant stands for. */
function meaningOf({ name, type, value, at }: ConstantDeclaration, given: Given): Expression {
  if (value !== undefined) return value;
  const exact = typedValue(name, type, given[name] ?? "");
  return typeof exact === "boolean"
    ? { kind: "boolean", at, value: exact }
    : { kind: "number", at, value: exact, type: type === "int" ? "int" : "double" };
}

type Definitions = ReadonlyMap<string, Definition>;

/** Reads a text in which some names and labels stand for expressions. */
function read(
  source: Source,
  names: Definitions,
  labels: Definitions,
): { readonly declared: Declared; readonly properties: readonly Property[] } {
  const cursor = cursorOf(source);
  const declared = { constants: [] as ConstantDeclaration[], formulas: [] as Definition[], labels: [] as Definition[] };
  const properties: Property[] = [];
  /** What a name or a label that the text declares stands for. */
  const extra: Extra = (cursor) => {
    const { kind, text, at } = cursor.peek();
    const definition = kind === "name" ? names.get(text) : kind === "string" ? labels.get(text) : undefined;
    if (definition !== undefined) {
      cursor.next();
      return withoutFormulas(definition.expression, names);
    }
    if (kind !== "string") return parseQuery(cursor, extra);
    cursor.next();
    return { kind: "label", name: text, at };
  };
  const parsePart = (): void => {
    if (cursor.at("const")) declared.constants.push(parseConstant(cursor));
    else if (cursor.at("formula")) declared.formulas.push(parseFormula(cursor));
    else if (cursor.at("label")) declared.labels.push(parseLabel(cursor));
    else if (!cursor.take(";")) properties.push(parseProperty(cursor, extra));
  };
  while (cursor.peek().kind !== "end") withinStack(source, () => cursor.peek().at, parsePart);
  return { declared, properties };
}

function parseProperty(cursor: Cursor, extra: Extra): Property {
  const { kind, text: name, at } = cursor.peek();
  const isNamed = kind === "string" && cursor.peek(1).kind === "symbol" && cursor.peek(1).text === ":";
  if (isNamed) {
    cursor.next();
    cursor.next();
  }
  const first = cursor.peek();
  const formula = parseExpression(cursor, extra);
  const text = cursor.since(first);
  if (!cursor.take(";") && cursor.peek().kind !== "end" && cursor.peek().at.line === at.line)
    cursor.fail('";" or the end of the line after a property');
  return { formula, text, at, ...(isNamed ? { name } : {}) };
}
