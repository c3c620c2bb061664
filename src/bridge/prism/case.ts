import type { AnySetting, Case, Parameter, Settings } from "../../core/case.ts";
import type { State } from "../../core/world.ts";
import { type Holding, intentOf, type Meant } from "../meant.ts";
import { checkGiven, type Given, undefinedConstants } from "./constants.ts";
import { drivesOf } from "./drives.ts";
import type { Program } from "./program.ts";
import { type ParsedModel, programOf } from "./read.ts";
import { resolverOf } from "./resolve.ts";
import type { ConstantDeclaration } from "./syntax.ts";
import { type ProgramWorld, worldOf } from "./world.ts";

const WHOLE = 2 ** 31;
const LARGE = 1e15;

/** A constant without a value as a parameter; what no decimal writes, as 1/3, is one of one choice. */
function parameterOf({ type }: ConstantDeclaration, typed: string): Parameter {
  const about = "a constant of the model";
  const number = Number(typed);
  if (type === "bool") return { default: typed, options: ["false", "true"], about };
  if (Number.isNaN(number)) return { default: typed, options: [typed], about };
  return type === "int"
    ? { default: number, low: -WHOLE, high: WHOLE - 1, about }
    : { default: number, low: -LARGE, high: LARGE, about };
}

/** What a program says of the states in which something holds. */
function holdingOf({ model }: Program, { holds, rows }: ProgramWorld): Holding {
  const { source, scope, labels } = model;
  const resolver = resolverOf({ ...scope, source: { name: "condition", text: "", fault: "usage" } });
  return {
    name: source.name,
    names: scope.names(),
    labels: new Map([
      ...labels.map((label) => [label.name, holds(label.holds)] as const),
      ["deadlock", (state: State) => rows(state).size === 0] as const,
    ]),
    satisfying: (expression) => holds(resolver.resolveAs("bool", expression, "a condition")),
  };
}

/**
 * The case that a model in the PRISM language is: its variables as fields, its choices as actions, its reward structures as drives, and
 * its constants without a value as parameters.
 *
 * @param id - the world's id
 * @param given - values of those constants, as typed
 * @param meant - what an audit holds the drives against
 * @throws InnateError `usage` where a constant is missing or unknown, or there is no reward structure; `case` where the model has no meaning
 */
export function caseOfPrism(model: ParsedModel, id: string, given: Given, meant: Meant = {}): Case<State, string> {
  const { constants } = model.file;
  checkGiven(model.source.name, constants, given);
  const parameters = undefinedConstants(constants).map(
    (one) => [one.name, parameterOf(one, given[one.name] ?? "")] as const,
  );
  return {
    parameters: Object.fromEntries(parameters),
    build(values: Settings): AnySetting {
      const typed = Object.entries({ ...given, ...values }).map(([name, value]) => [name, String(value)]);
      const program = programOf(model, Object.fromEntries(typed));
      const made = worldOf(program, id);
      const intent = intentOf(made.world, holdingOf(program, made), meant);
      return { world: made.world, drives: drivesOf(program, made), ...(intent === undefined ? {} : { intent }) };
    },
  };
}
