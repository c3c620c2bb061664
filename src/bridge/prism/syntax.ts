import type { Rational } from "../../core/rational.ts";

/** A place in a text, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export const BINARY = ["=>", "<=>", "|", "&", "=", "!=", "<", "<=", ">=", ">", "+", "-", "*", "/"] as const;
export const FUNCTIONS = ["min", "max", "floor", "ceil", "round", "pow", "mod", "log"] as const;

/** An expression of the PRISM language, as written; in a property it may hold operators that ask for a probability or a reward. */
export type Expression = { readonly at: Place } & (
  | { readonly kind: "number"; readonly value: Rational; readonly type: "int" | "double" }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** a variable, constant or formula; in a property also another property, as "name" in quotes is a `label` */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "label"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: "-" | "!"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: (typeof BINARY)[number];
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly consequent: Expression;
      readonly alternative: Expression;
    }
  | {
      readonly kind: "call";
      readonly name: (typeof FUNCTIONS)[number];
      readonly arguments: readonly Expression[];
    }
  | Query
);

/** What an operator is asked for: its value (`?`, with min or max where the model has choices), or whether it keeps to a bound. */
export interface Asked {
  readonly optimum?: "min" | "max";
  readonly bound?: { readonly operator: "<" | "<=" | ">=" | ">"; readonly value: Expression };
}

/** P, R, S and LRA operators, and filters. */
export type Query =
  | ({ readonly kind: "probability"; readonly path: Path } & Asked)
  | ({
      readonly kind: "reward";
      /** the name or the number, from 1, of a reward structure; the first where left out */
      readonly structure?: string | Expression;
      readonly path: RewardPath;
    } & Asked)
  /** the share of time, in the long run, in which a formula holds */
  | ({ readonly kind: "long-run"; readonly formula: Expression } & Asked)
  | {
      readonly kind: "filter";
      readonly operator: FilterOperator;
      readonly formula: Expression;
      /** the states looked at; all where left out */
      readonly states?: Expression;
    };

export const FILTERS = ["min", "max", "sum", "avg", "first", "range", "count", "forall", "exists", "state"] as const;
export type FilterOperator = (typeof FILTERS)[number];

/** A bound on a path: on the number of its steps, or on the reward collected along it. */
export interface Within {
  readonly reward?: string | Expression;
  readonly lower?: { readonly value: Expression; readonly strict: boolean };
  readonly upper?: { readonly value: Expression; readonly strict: boolean };
}

/** What must hold along a path. */
export type Path =
  | { readonly kind: "next"; readonly formula: Expression }
  | { readonly kind: "eventually" | "globally"; readonly formula: Expression; readonly within?: Within }
  | {
      readonly kind: "until" | "weak-until" | "release";
      readonly left: Expression;
      readonly right: Expression;
      readonly within?: Within;
    };

/** Over which part of a path rewards are added. */
export type RewardPath =
  | { readonly kind: "reach"; readonly formula: Expression }
  | { readonly kind: "cumulative"; readonly steps: Expression }
  | { readonly kind: "instantaneous"; readonly step: Expression }
  | { readonly kind: "total" }
  | { readonly kind: "long-run" };

/** One property of a file or a command line. */
export interface Property {
  readonly name?: string;
  readonly formula: Expression;
  /** as written, without its name */
  readonly text: string;
  readonly at: Place;
}

export type Type = "int" | "double" | "bool";

export interface ConstantDeclaration {
  readonly name: string;
  readonly type: Type;
  /** left out where it is to be given from outside */
  readonly value?: Expression;
  readonly at: Place;
}

/** What a formula or a label stands for. */
export interface Definition {
  readonly name: string;
  readonly expression: Expression;
  readonly at: Place;
}

export interface VariableDeclaration {
  readonly name: string;
  /** both bounds included; a truth value where left out */
  readonly range?: { readonly low: Expression; readonly high: Expression };
  /** the low bound or false where left out */
  readonly initial?: Expression;
  readonly at: Place;
}

export interface Assignment {
  readonly variable: string;
  readonly value: Expression;
  readonly at: Place;
}

/** What a command does with some probability. */
export interface Update {
  /** 1 where left out */
  readonly probability?: Expression;
  readonly assignments: readonly Assignment[];
  readonly at: Place;
}

export interface Command {
  /** what it synchronises on; "" where it does not */
  readonly label: string;
  readonly guard: Expression;
  readonly updates: readonly Update[];
  readonly at: Place;
}

export interface Module {
  readonly name: string;
  readonly variables: readonly VariableDeclaration[];
  readonly commands: readonly Command[];
  readonly at: Place;
}

/** A module that is another one with some names changed. */
export interface RenamedModule {
  readonly name: string;
  readonly base: string;
  readonly renames: ReadonlyMap<string, string>;
  readonly at: Place;
}

/** One line of a reward structure: paid in states, or on the steps with a label. */
export interface RewardItem {
  /** the label of the steps, "" for those without one; left out where states pay */
  readonly label?: string;
  readonly guard: Expression;
  readonly value: Expression;
  readonly at: Place;
}

export interface RewardsDeclaration {
  /** empty where it has none */
  readonly name: string;
  readonly items: readonly RewardItem[];
  readonly at: Place;
}

/** How modules run beside one another. */
export type System = { readonly at: Place } & (
  | { readonly kind: "module"; readonly name: string }
  /** in step on all labels that both have, on none, or on these */
  | {
      readonly kind: "parallel";
      readonly left: System;
      readonly right: System;
      readonly labels: "common" | ReadonlySet<string>;
    }
  | { readonly kind: "hide"; readonly of: System; readonly labels: ReadonlySet<string> }
  | { readonly kind: "rename"; readonly of: System; readonly renames: ReadonlyMap<string, string> }
);

/** A model file as written. */
export interface ModelFile {
  readonly kind: "dtmc" | "mdp";
  readonly constants: readonly ConstantDeclaration[];
  readonly formulas: readonly Definition[];
  readonly labels: readonly Definition[];
  readonly globals: readonly VariableDeclaration[];
  readonly modules: readonly (Module | RenamedModule)[];
  /** the states in which it may begin; one, of every variable's own initial value, where left out */
  readonly initial?: { readonly expression: Expression; readonly at: Place };
  readonly rewards: readonly RewardsDeclaration[];
  readonly system?: System;
}
