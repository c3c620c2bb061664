import { caseError, didYouMean } from "../../core/errors.ts";
import { checkGiven, constantsOf, type Given } from "./constants.ts";
import { writtenOut } from "./rename.ts";
import { constantValue, type Known, type Resolved, type Resolver, resolverOf, type Scope } from "./resolve.ts";
import { problem, type Source } from "./source.ts";
import type {
  Command,
  Definition,
  ModelFile,
  Module,
  Place,
  RewardItem,
  System,
  VariableDeclaration,
} from "./syntax.ts";

/** A variable; a truth value has the bounds 0 and 1. */
export interface Variable {
  readonly name: string;
  readonly type: "int" | "bool";
  readonly index: number;
  readonly low: number;
  readonly high: number;
  readonly initial: number;
  /** the module that it belongs to; left out where all may change it */
  readonly module?: string;
}

export interface ResolvedUpdate {
  readonly at: Place;
  readonly probability: Resolved;
  readonly assignments: readonly { readonly variable: Variable; readonly value: Resolved; readonly at: Place }[];
}

/** A command with its names looked up, and where it stands. */
export interface ResolvedCommand {
  readonly module: string;
  readonly label: string;
  readonly guard: Resolved;
  readonly updates: readonly ResolvedUpdate[];
  readonly at: Place;
}

export interface ResolvedModule {
  readonly name: string;
  readonly commands: readonly ResolvedCommand[];
}

export interface ResolvedReward {
  readonly label?: string;
  readonly guard: Resolved;
  readonly value: Resolved;
  readonly at: Place;
}

/** A model whose constants have values and whose names are looked up. */
export interface Elaborated {
  readonly source: Source;
  readonly kind: ModelFile["kind"];
  readonly variables: readonly Variable[];
  readonly modules: readonly ResolvedModule[];
  readonly labels: readonly { readonly name: string; readonly holds: Resolved; readonly at: Place }[];
  readonly rewards: readonly { readonly name: string; readonly items: readonly ResolvedReward[]; readonly at: Place }[];
  /** the states in which it may begin; one where left out */
  readonly initial?: Resolved;
  readonly system?: System;
  /** what the model's names mean */
  readonly scope: Scope;
}

/** Refuses names that stand for two things. */
function refuseDoubles(
  source: Source,
  named: readonly { readonly name: string; readonly at: Place }[],
  what: string,
): void {
  const first = new Map<string, Place>();
  for (const { name, at } of named) {
    const before = first.get(name);
    if (before !== undefined)
      throw problem(source, at, `${what} "${name}" is there twice; the first is in line ${before.line}`);
    first.set(name, at);
  }
}

const MOST = 2 ** 31 - 1;

/** The bounds and the first value of a variable, all constant. */
function variableOf(
  resolver: Resolver,
  { name, range, initial, at }: VariableDeclaration,
  module: string | undefined,
  index: number,
): Variable {
  const { source } = resolver;
  const owner = module === undefined ? {} : { module };
  const whole = (expression: NonNullable<typeof initial>, what: string): number => {
    const value = constantValue(source, resolver.resolveAs("int", expression, what), what);
    const number = typeof value === "object" ? Number(value.numerator) : 0;
    if (Math.abs(number) > MOST) throw problem(source, expression.at, `${what} is ${number}, expected at most ${MOST}`);
    return number;
  };
  if (range === undefined) {
    const what = `the first value of ${name}`;
    const first =
      initial === undefined ? false : constantValue(source, resolver.resolveAs("bool", initial, what), what);
    return { name, type: "bool", index, low: 0, high: 1, initial: first === true ? 1 : 0, ...owner };
  }
  const low = whole(range.low, `the low bound of ${name}`);
  const high = whole(range.high, `the high bound of ${name}`);
  if (low > high) throw problem(source, at, `the bounds of ${name} are [${low}..${high}], and leave it no value`);
  if (high - low > MOST) throw problem(source, at, `the bounds of ${name} are [${low}..${high}], more than 2³¹ values`);
  const first = initial === undefined ? low : whole(initial, `the first value of ${name}`);
  if (first < low || first > high)
    throw problem(source, initial?.at ?? at, `${name} begins as ${first}, which is not in [${low}..${high}]`);
  return { name, type: "int", index, low, high, initial: first, ...owner };
}

/**
 * A model with its constants given, its modules written out, and every name looked up.
 *
 * @throws InnateError where anything in it has no meaning, or a constant is missing
 */
export function elaborate(source: Source, model: ModelFile, given: Given): Elaborated {
  checkGiven(source.name, model.constants, given);
  refuseDoubles(source, model.formulas, "a formula");
  const formulas = new Map<string, Definition>(model.formulas.map((formula) => [formula.name, formula]));
  const modules = writtenOut(source, model, formulas);
  refuseDoubles(source, modules, "a module");
  const declared = [
    ...model.globals.map((variable) => ({ variable, module: undefined })),
    ...modules.flatMap(({ name, variables }) => variables.map((variable) => ({ variable, module: name }))),
  ];
  const everything = [...model.constants, ...model.formulas, ...declared.map(({ variable }) => variable)];
  refuseDoubles(source, everything, "the name");
  refuseDoubles(source, model.labels, "a label");
  refuseDoubles(
    source,
    model.rewards.filter(({ name }) => name !== ""),
    "a reward structure",
  );

  const names = everything.map(({ name }) => name);
  const constants = constantsOf(source, model.constants, formulas, given, () => names);
  const before = resolverOf({ source, formulas, names: () => names, lookUp: (name) => constants.get(name) });
  const variables = declared.map(({ variable, module }, index) => variableOf(before, variable, module, index));
  if (variables.length === 0) throw caseError(`${source.name}: expected at least one variable, and the model has none`);
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const lookUp = (name: string): Known | undefined => {
    const variable = byName.get(name);
    return variable === undefined
      ? constants.get(name)
      : { kind: "variable", type: variable.type, index: variable.index };
  };
  const scope: Scope = { source, formulas, names: () => names, lookUp };
  const resolver = resolverOf(scope);

  if (model.initial !== undefined) {
    const own = declared.find(({ variable }) => variable.initial !== undefined)?.variable;
    if (own !== undefined)
      throw problem(
        source,
        own.at,
        `${own.name} has a first value of its own beside init … endinit (line ${model.initial.at.line}); leave one of them out`,
      );
  }
  // What is relabelled in a system may have any label.
  const labels =
    model.system === undefined
      ? new Set(modules.flatMap(({ commands }) => commands.map(({ label }) => label)))
      : undefined;
  return {
    source,
    kind: model.kind,
    variables,
    modules: modules.map((module) => resolveModule(resolver, module, byName)),
    labels: model.labels.map(({ name, expression, at }) => ({
      name,
      at,
      holds: resolver.resolveAs("bool", expression, `the label "${name}"`),
    })),
    rewards: model.rewards.map(({ name, items, at }) => ({
      name,
      at,
      items: items.map((item) => resolveReward(resolver, item, labels)),
    })),
    ...(model.initial === undefined
      ? {}
      : { initial: resolver.resolveAs("bool", model.initial.expression, "what holds at the start") }),
    ...(model.system === undefined ? {} : { system: model.system }),
    scope,
  };
}

function resolveModule(
  resolver: Resolver,
  { name, commands }: Module,
  variables: ReadonlyMap<string, Variable>,
): ResolvedModule {
  return { name, commands: commands.map((command) => resolveCommand(resolver, name, command, variables)) };
}

const ONE = { kind: "number", type: "int", value: { numerator: 1n, denominator: 1n } } as const;

function resolveCommand(
  resolver: Resolver,
  module: string,
  { label, guard, updates, at }: Command,
  variables: ReadonlyMap<string, Variable>,
): ResolvedCommand {
  const { source } = resolver;
  const target = (name: string, at: Place): Variable => {
    const variable = variables.get(name);
    if (variable === undefined)
      throw problem(source, at, `there is no variable "${name}"${didYouMean(name, [...variables.keys()])}`);
    if (variable.module !== undefined && variable.module !== module)
      throw problem(
        source,
        at,
        `${name} belongs to the module ${variable.module}, and the module ${module} cannot change it`,
      );
    return variable;
  };
  return {
    module,
    label,
    at,
    guard: resolver.resolveAs("bool", guard, "a guard"),
    updates: updates.map(({ probability, assignments, at }) => {
      const met = new Set<string>();
      return {
        at,
        probability: resolver.resolveAs("double", probability ?? { ...ONE, at }, "a probability"),
        assignments: assignments.map(({ variable: name, value, at }) => {
          if (met.has(name)) throw problem(source, at, `${name} is changed twice in one update`);
          met.add(name);
          const variable = target(name, at);
          return { variable, at, value: resolver.resolveAs(variable.type, value, `the new value of ${name}`) };
        }),
      };
    }),
  };
}

function resolveReward(
  resolver: Resolver,
  { label, guard, value, at }: RewardItem,
  labels: ReadonlySet<string> | undefined,
): ResolvedReward {
  if (label !== undefined && label !== "" && labels !== undefined && !labels.has(label))
    throw problem(resolver.source, at, `no command has the label "${label}"${didYouMean(label, [...labels])}`);
  return {
    at,
    ...(label === undefined ? {} : { label }),
    guard: resolver.resolveAs("bool", guard, "the guard of a reward"),
    value: resolver.resolveAs("double", value, "a reward"),
  };
}
