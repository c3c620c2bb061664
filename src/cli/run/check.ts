import type { Quantity } from "../../audit/report.ts";
import { type CheckedProperty, checkModel, type ModelSizes } from "../../bridge/check-model.ts";
import { formatRational } from "../../core/rational.ts";
import type { Figure } from "../../exact/index.ts";
import type { CheckedModel, PropertyReport, PropertyResult } from "../../report/check/report.ts";
import type { Answer, CheckTask, Order, Progressing } from "./messages.ts";

/** Most characters of a property that stand for it in a line about progress. */
const SHORT = 24;

const quantity = ({ value, low, high, exact }: Figure): Quantity => ({
  value,
  low,
  high,
  ...(exact === undefined ? {} : { exact: formatRational(exact) }),
});

function resultOf(answer: CheckedProperty["answer"]): PropertyResult {
  if ("refused" in answer) return { kind: "refused", reason: answer.refused };
  const { outcome } = answer;
  switch (outcome.kind) {
    case "value": {
      const { figure, inexact } = outcome;
      return { kind: "value", value: quantity(figure), ...(inexact === undefined ? {} : { inexact }) };
    }
    case "range":
      return { kind: "range", least: quantity(outcome.least), most: quantity(outcome.most) };
    case "truth":
      return outcome;
    case "undecided":
      return { kind: "undecided", reason: outcome.why };
  }
}

function reportOf({ name, text, seconds, answer }: CheckedProperty): PropertyReport {
  const how = "refused" in answer ? "" : answer.how;
  return { ...(name === undefined ? {} : { name }), text, result: resultOf(answer), how, seconds };
}

const modelOf = ({ kind: _, ...sizes }: ModelSizes, { name, settings }: Order): CheckedModel => ({
  name,
  constants: settings,
  ...sizes,
});

/**
 * A model and the answers to what is asked of it, one after another.
 *
 * @throws InnateError where the model or its properties cannot be read
 */
export function* checking(order: Order<CheckTask>, onProgress: Progressing["onProgress"]): Generator<Answer, void> {
  const { task, name, foreign, settings } = order;
  const { properties, wanted, exact, states, bytes } = task;
  const questions = {
    file: foreign?.kind === "model" ? foreign.file : "",
    name,
    constants: settings,
    wanted,
    exact,
    limits: { bytes, ...(states === undefined ? {} : { states }) },
    ...(properties === undefined ? {} : { properties }),
  };
  const onCheck = (stage: string, property: string, done: number, of?: number): void => {
    const short = property.length > SHORT ? `${property.slice(0, SHORT - 1)}…` : property;
    onProgress({ drive: short, stage, done, ...(of === undefined ? {} : { of }) });
  };
  for (const found of checkModel(questions, onCheck))
    yield found.kind === "model"
      ? { kind: "model", model: modelOf(found, order) }
      : { kind: "property", property: reportOf(found) };
}
