import { didYouMean } from "../../core/errors.ts";
import { isFunction } from "./expressions.ts";
import { problem, type Source, withinStack } from "./source.ts";
import type {
  Command,
  Definition,
  Expression,
  ModelFile,
  Module,
  RenamedModule,
  VariableDeclaration,
} from "./syntax.ts";

type Renames = ReadonlyMap<string, string>;
type Formulas = ReadonlyMap<string, Definition>;

/**
 * An expression with its names changed. A formula that is not itself renamed is replaced by what it stands for, so that the names in
 * it change as well.
 */
function renameExpression(expression: Expression, renames: Renames, formulas: Formulas): Expression {
  const rename = (inner: Expression): Expression => renameExpression(inner, renames, formulas);
  switch (expression.kind) {
    case "name": {
      const name = renames.get(expression.name);
      if (name !== undefined) return { ...expression, name };
      const formula = formulas.get(expression.name);
      return formula === undefined ? expression : rename(formula.expression);
    }
    case "unary":
      return { ...expression, operand: rename(expression.operand) };
    case "binary":
      return { ...expression, left: rename(expression.left), right: rename(expression.right) };
    case "if": {
      const { condition, consequent, alternative } = expression;
      return {
        ...expression,
        condition: rename(condition),
        consequent: rename(consequent),
        alternative: rename(alternative),
      };
    }
    case "call": {
      const name = renames.get(expression.name) ?? expression.name;
      return {
        ...expression,
        name: isFunction(name) ? name : expression.name,
        arguments: expression.arguments.map(rename),
      };
    }
    default:
      return expression;
  }
}

/** An expression with every formula replaced by what it stands for. */
export const withoutFormulas = (expression: Expression, formulas: Formulas): Expression =>
  renameExpression(expression, new Map(), formulas);

/**
 * Refuses formulas that are defined by themselves, which could not be replaced by what they stand for.
 *
 * @throws InnateError at the first of them
 */
export function refuseCircles(source: Source, formulas: Formulas): void {
  const done = new Set<string>();
  const visit = (name: string, open: readonly string[]): void => {
    const formula = formulas.get(name);
    if (formula === undefined || done.has(name)) return;
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].join(" → ");
      throw problem(source, formula.at, `the formula ${name} is defined by itself: ${circle}`);
    }
    for (const used of namesIn(formula.expression)) visit(used, [...open, name]);
    done.add(name);
  };
  for (const [name, { at }] of formulas)
    withinStack(
      source,
      () => at,
      () => visit(name, []),
    );
}

function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "name":
      return [expression.name];
    case "unary":
      return namesIn(expression.operand);
    case "binary":
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case "if":
      return [expression.condition, expression.consequent, expression.alternative].flatMap(namesIn);
    case "call":
      return expression.arguments.flatMap(namesIn);
    default:
      return [];
  }
}

/**
 * The modules of a model, each written out; those that are others renamed have their base's places.
 *
 * @throws InnateError where a base is not there, or a variable of it keeps its name
 */
export function writtenOut(source: Source, { modules }: ModelFile, formulas: Formulas): readonly Module[] {
  refuseCircles(source, formulas);
  const byName = new Map(modules.map((module) => [module.name, module]));
  const done = new Map<string, Module>();
  const write = (module: Module | RenamedModule, open: readonly string[]): Module => {
    if (!("base" in module)) return module;
    const known = done.get(module.name);
    if (known !== undefined) return known;
    const base = byName.get(module.base);
    if (base === undefined)
      throw problem(
        source,
        module.at,
        `there is no module "${module.base}"${didYouMean(module.base, [...byName.keys()])}`,
      );
    if (open.includes(module.name))
      throw problem(
        source,
        module.at,
        `the module ${module.name} is made of itself: ${[...open, module.name].join(" → ")}`,
      );
    const written = renameModule(source, module, write(base, [...open, module.name]), formulas);
    done.set(module.name, written);
    return written;
  };
  return modules.map((module) => write(module, []));
}

function renameModule(
  source: Source,
  { name, base, renames, at }: RenamedModule,
  module: Module,
  formulas: Formulas,
): Module {
  const kept = module.variables.find((variable) => !renames.has(variable.name));
  if (kept !== undefined)
    throw problem(
      source,
      at,
      `the module ${name} is ${base} renamed, but the variable ${kept.name} keeps its name: expected ${kept.name}=…, as two modules cannot have it`,
    );
  const rename = (expression: Expression): Expression =>
    withinStack(
      source,
      () => expression.at,
      () => renameExpression(expression, renames, formulas),
    );
  const nameOf = (old: string): string => renames.get(old) ?? old;
  const renameVariable = ({ range, initial, ...variable }: VariableDeclaration): VariableDeclaration => ({
    ...variable,
    name: nameOf(variable.name),
    ...(range === undefined ? {} : { range: { low: rename(range.low), high: rename(range.high) } }),
    ...(initial === undefined ? {} : { initial: rename(initial) }),
  });
  const renameCommand = ({ label, guard, updates, at }: Command): Command => ({
    at,
    label: nameOf(label),
    guard: rename(guard),
    updates: updates.map(({ probability, assignments, at }) => ({
      at,
      ...(probability === undefined ? {} : { probability: rename(probability) }),
      assignments: assignments.map(({ variable, value, at }) => ({
        at,
        variable: nameOf(variable),
        value: rename(value),
      })),
    })),
  });
  return { name, at, variables: module.variables.map(renameVariable), commands: module.commands.map(renameCommand) };
}
