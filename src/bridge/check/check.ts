import { InnateError } from "../../core/errors.ts";

import { type Figure, hasBit, indicesIn } from "../../exact/index.ts";
import type { LabelledModel } from "../labelled.ts";
import type { Property } from "../prism/syntax.ts";
import type { Context, OnProgress } from "./context.ts";
import { evaluate } from "./evaluate.ts";
import { lookedAt } from "./filter.ts";
import { figureOf, type Values } from "./values.ts";
import { wrong } from "./wrong.ts";

/** What was found of one property. */
export type Outcome =
  | {
      readonly kind: "value";
      readonly figure: Figure /** why it is not known in rationals, where that was asked for */;
      readonly inexact?: string;
    }
  /** the least and the largest value, where it has more than one over the initial states, or a filter asks for both */
  | { readonly kind: "range"; readonly least: Figure; readonly most: Figure }
  | { readonly kind: "truth"; readonly holds: boolean }
  | { readonly kind: "undecided"; readonly why: string };

export interface CheckOptions {
  /** whether values are wanted in rationals */
  readonly exact?: boolean;
  readonly onProgress?: OnProgress;
}

export interface Checked {
  readonly outcome: Outcome;
  /** how it was found: "sound iteration over 263 states" */
  readonly how: string;
}

/**
 * Units of work (about a microsecond each) that one exact answer may take: where it is asked for, and where only it can decide
 * whether a bound is kept.
 */
const WORK = { wanted: 100_000_000, needed: 4_000_000 } as const;

/** How a number is told that stands for all of a model's initial states. */
function overStarts(values: Values, states: readonly number[], wantsExact: boolean): Outcome {
  const found = states.map((s) => figureOf(values, s, wantsExact));
  const [first] = found;
  if (first === undefined) throw new RangeError("a model has an initial state");
  const isSame = ({ low, high }: Figure): boolean => low === first.figure.low && high === first.figure.high;
  if (found.every(({ figure }) => isSame(figure))) {
    const { figure, why } = first;
    return { kind: "value", figure, ...(why === undefined ? {} : { inexact: why }) };
  }
  const figures = found.map(({ figure }) => figure);
  const pick = (isBetter: (a: Figure, b: Figure) => boolean): Figure =>
    figures.reduce((best, figure) => (isBetter(figure, best) ? figure : best));
  const [least, most] = [pick((a, b) => a.value < b.value), pick((a, b) => a.value > b.value)];
  // The bounds hold whichever state has the least and the largest value.
  return {
    kind: "range",
    least: {
      ...least,
      low: Math.min(...figures.map(({ low }) => low)),
      high: Math.min(...figures.map(({ high }) => high)),
    },
    most: {
      ...most,
      low: Math.max(...figures.map(({ low }) => low)),
      high: Math.max(...figures.map(({ high }) => high)),
    },
  };
}

/**
 * What a property's answer is for a model: for all of its initial states together.
 *
 * @param properties - others that it may name
 * @throws InnateError `usage` with line and column if it cannot be asked; what `onProgress` throws
 */
export function check(
  model: LabelledModel,
  property: Property,
  properties: readonly Property[] = [],
  { exact = false, onProgress = () => {} }: CheckOptions = {},
): Checked {
  const notes: string[] = [];
  const context: Context = {
    model,
    properties: properties.filter(({ name }) => name !== property.name),
    work: exact ? WORK.wanted : WORK.needed,
    onProgress,
    note: (how) => {
      if (!notes.includes(how)) notes.push(how);
    },
  };
  const outcome = found(context, property, exact);
  return { outcome, how: notes.join(", ") };
}

function found(context: Context, { formula }: Property, exact: boolean): Outcome {
  const { model, labels } = context.model;
  try {
    if (formula.kind === "filter" && formula.operator === "range") {
      const { answer, among } = lookedAt(context, formula, evaluate);
      if (answer.kind === "truth") throw wrong(formula.at, "filter(range, …) takes a number");
      const range = overStarts(answer.values, among, exact);
      return range.kind === "value" ? { kind: "range", least: range.figure, most: range.figure } : range;
    }
    const answer = evaluate(context, formula, true);
    const starts = indicesIn(labels.get("init")!, model.states);
    if (answer.kind === "values") return overStarts(answer.values, starts, exact);
    const { yes, unsure } = answer.truth;
    if (starts.some((s) => !hasBit(yes, s) && !(unsure !== undefined && hasBit(unsure.states, s))))
      return { kind: "truth", holds: false };
    if (unsure !== undefined && starts.some((s) => hasBit(unsure.states, s)))
      return { kind: "undecided", why: unsure.why };
    return { kind: "truth", holds: true };
  } catch (error) {
    if (error instanceof InnateError && error.fault === "undecided") return { kind: "undecided", why: error.message };
    throw error;
  }
}
