import { compare, formatRational, ONE, type Rational, ZERO } from "../../core/rational.ts";
import type { Numbers } from "../../exact/numbers.ts";
import {
  type Condition,
  compileCondition,
  compileExact,
  compileWhole,
  isRational,
  readsOf,
  type Values,
  type Whole,
} from "./compile.ts";
import { type Domains, domainsOf } from "./domains.ts";
import type { Elaborated, ResolvedCommand, ResolvedUpdate, Variable } from "./elaborate.ts";
import { memoised } from "./memo.ts";
import { problem, type Source } from "./source.ts";
import type { Place } from "./syntax.ts";

export interface CompiledAssignment {
  readonly variable: Variable;
  readonly value: Whole;
  readonly at: Place;
}
export type CompiledUpdate = readonly CompiledAssignment[];

/** The updates of a command that are possible, and the codes of their probabilities, which sum to 1. */
export interface Outcomes {
  readonly updates: readonly CompiledUpdate[];
  readonly codes: readonly number[];
}

export interface CompiledCommand extends Pick<ResolvedCommand, "module" | "label" | "at"> {
  readonly guard: Condition;
  readonly domains: Domains;
  /** what any of its updates changes */
  readonly changes: readonly CompiledAssignment[];
  outcomes(values: Values): Outcomes;
}

/** "(s=2,b=true)" */
export const describeValues = (variables: readonly Variable[], values: Values): string =>
  `(${variables.map(({ name, type, index }) => `${name}=${type === "bool" ? values[index] === 1 : values[index]}`).join(",")})`;

/** A command as functions of the values of the variables. */
export function compileCommand(model: Elaborated, command: ResolvedCommand, numbers: Numbers): CompiledCommand {
  const { variables, source } = model;
  const { guard, updates, module, label, at } = command;
  const compiled = updates.map(compileUpdate);
  return {
    module,
    label,
    at,
    guard: compileCondition(guard),
    domains: domainsOf(guard, variables),
    changes: compiled.flat(),
    outcomes: outcomesOf(source, variables, command, compiled, numbers),
  };
}

const compileUpdate = ({ assignments }: ResolvedUpdate): CompiledUpdate =>
  assignments.map(({ variable, value, at }) => ({ variable, at, value: compileWhole(value) }));

function outcomesOf(
  source: Source,
  variables: readonly Variable[],
  { module, at, updates }: ResolvedCommand,
  compiled: readonly CompiledUpdate[],
  numbers: Numbers,
): (values: Values) => Outcomes {
  const probabilities = updates.map(({ probability }) => compileExact(probability));
  const reads = [...new Set(updates.flatMap(({ probability }) => readsOf(probability)))];
  const compute = (values: Values): Outcomes => {
    const here = reads.length === 0 ? "" : ` in the state ${describeValues(variables, values)}`;
    const exact = probabilities.map((probability): Rational => {
      const value = probability(values);
      return isRational(value) ? value : ZERO;
    });
    const negative = exact.findIndex((value) => compare(value, ZERO) < 0);
    if (negative >= 0)
      throw problem(
        source,
        updates[negative]!.at,
        `a probability of the module ${module} is ${formatRational(exact[negative]!)}${here}, expected at least 0`,
      );
    const codes = exact.map((value) => numbers.code(value));
    const sum = numbers.exact[codes.reduce((total, code) => numbers.sum(total, code), numbers.code(ZERO))]!;
    if (compare(sum, ONE) !== 0)
      throw problem(
        source,
        at,
        `the probabilities of this command of the module ${module} sum to ${formatRational(sum)}${here}, expected exactly 1`,
      );
    const possible = codes.flatMap((_, k) => (exact[k]!.numerator === 0n ? [] : [k]));
    return { updates: possible.map((k) => compiled[k]!), codes: possible.map((k) => codes[k]!) };
  };
  if (reads.length > 0) return memoised(reads, variables, compute);
  const outcomes = compute(new Int32Array(variables.length));
  return () => outcomes;
}
