import { didYouMean, InnateError } from "../../core/errors.ts";
import type { Exact } from "./arithmetic.ts";
import { cursorOf } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";
import { constantValue, inWords, type Known, resolverOf } from "./resolve.ts";
import { problem, type Source } from "./source.ts";
import type { ConstantDeclaration, Definition, Type } from "./syntax.ts";

/** Values of constants as typed: "2", "0.1", "1/3", "true". */
export type Given = Readonly<Record<string, string>>;
export type Constant = Known & { readonly kind: "value" };

/** The constants of a model that must be given. */
export const undefinedConstants = (declared: readonly ConstantDeclaration[]): readonly ConstantDeclaration[] =>
  declared.filter(({ value }) => value === undefined);

/**
 * The value that was typed for a constant.
 *
 * @throws InnateError `usage` if it is none of its type
 */
export function typedValue(name: string, type: Type, text: string): Exact {
  const source: Source = { name: `--const ${name}=${text}`, text: "", fault: "usage" };
  const cursor = cursorOf({ ...source, text });
  const resolver = resolverOf({ source, formulas: new Map(), names: () => [], lookUp: () => undefined });
  let resolved: ReturnType<typeof resolver.resolve> | undefined;
  try {
    const expression = parseExpression(cursor);
    resolved = cursor.peek().kind === "end" ? resolver.resolve(expression) : undefined;
  } catch (error) {
    if (!(error instanceof InnateError)) throw error;
  }
  const fits = resolved?.type === type || (type === "double" && resolved?.type === "int");
  if (resolved?.kind !== "value" || !fits)
    throw new InnateError(
      "usage",
      `--const ${name}=${text}: the constant ${name} is ${inWords(type)} (${type})${text.includes(":") ? "; a range of values is not supported: one each time" : ""}`,
    );
  return resolved.value;
}

/**
 * Refuses values for constants that are not to be given, and constants that have none.
 *
 * @throws InnateError `usage`
 */
export function checkGiven(owner: string, declared: readonly ConstantDeclaration[], given: Given): void {
  const open = undefinedConstants(declared);
  const names = open.map(({ name }) => name);
  const takes = names.length === 0 ? "it has no constant without a value" : `those to be given are ${names.join(", ")}`;
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const isSet = declared.some((one) => one.name === name);
    throw new InnateError(
      "usage",
      isSet
        ? `${owner}: the constant "${name}" has a value in the file; ${takes}`
        : `${owner}: there is no constant "${name}"${didYouMean(name, names)}; ${takes}`,
    );
  }
  refuseMissing(owner, declared, given);
}

/**
 * Says which constants without a value are not given, and how to give them.
 *
 * @throws InnateError `usage` if there are any
 */
export function refuseMissing(owner: string, declared: readonly ConstantDeclaration[], given: Given): void {
  const missing = undefinedConstants(declared).filter(({ name }) => !Object.hasOwn(given, name));
  if (missing.length === 0) return;
  const listed = missing.map(({ name, type }) => `${name} (${type})`).join(", ");
  const options = missing.map(({ name }) => `--const ${name}=…`).join(" ");
  throw new InnateError(
    "usage",
    `${owner}: expected a value for ${missing.length === 1 ? "the constant" : "each of the constants"} ${listed}: ${options}`,
  );
}

/**
 * The values of all constants.
 *
 * @param given - values of those that have none in the file
 * @param names - every name of the model, for errors
 * @throws InnateError where one is defined by itself, is of another type, or is not given
 */
export function constantsOf(
  source: Source,
  declared: readonly ConstantDeclaration[],
  formulas: ReadonlyMap<string, Definition>,
  given: Given,
  names: () => readonly string[],
): ReadonlyMap<string, Constant> {
  const byName = new Map(declared.map((one) => [one.name, one]));
  const values = new Map<string, Constant>();
  const open: string[] = [];
  const resolver = resolverOf({ source, formulas, names, lookUp: (name) => constantNamed(name) });
  const compute = ({ name, type, value, at }: ConstantDeclaration): Exact => {
    if (value === undefined) return typedValue(name, type, given[name] ?? "");
    if (open.includes(name))
      throw problem(source, at, `the constant ${name} is defined by itself: ${[...open, name].join(" → ")}`);
    open.push(name);
    const resolved = resolver.resolveAs(type, value, `the constant ${name}`);
    open.pop();
    return constantValue(source, resolved, `the constant ${name}`);
  };
  const constantNamed = (name: string): Constant | undefined => {
    const declaration = byName.get(name);
    if (declaration === undefined) return undefined;
    const known = values.get(name);
    if (known !== undefined) return known;
    const constant: Constant = { kind: "value", type: declaration.type, value: compute(declaration) };
    values.set(name, constant);
    return constant;
  };
  for (const { name } of declared) constantNamed(name);
  return values;
}
