import type { Enumeration } from "../exact/enumerate.ts";
import { type Analysis, type Context, nameOf } from "./analysis.ts";
import { quantity } from "./quantity.ts";
import { inTheLongRun, type Recurrent } from "./recurrent.ts";
import type { Audit, ItemResult } from "./report.ts";
import { isEvent } from "./subject.ts";
import { measureOf } from "./words.ts";

/** What every audit says, whatever was asked and however far it was answered. */
export type Head = Pick<Audit, "case" | "drive" | "settings" | "question" | "sizes" | "reads">;

/** The parts of an audit that are empty where nothing could be judged. */
export const UNMEASURED = {
  items: [],
  someOptimumIsGood: false,
  frontier: [],
  pressure: [],
  lostByChance: [],
  softPressure: [],
  turnsOver: [],
  sensitivity: [],
} as const;

/** How large the model of an audit is. */
export function sizesOf({ subject, arena }: Context): Audit["sizes"] {
  const { model } = subject.enumeration;
  const sum = (count: (rows: Enumeration["model"]["phases"][number]) => number) =>
    model.phases.reduce((total, rows) => total + count(rows), 0);
  return {
    states: model.states,
    stateActions: sum(({ action }) => action.length),
    transitions: sum(({ successor }) => successor.length),
    ...(arena.beliefs === undefined ? {} : { beliefs: arena.model.states }),
  };
}

const fareOf = ({ meant, worst, best }: Recurrent): Pick<ItemResult, "meant" | "worst" | "best"> => ({
  meant: quantity(meant),
  worst: quantity(worst),
  best: quantity(best),
});

/** How each item fares, as plain data. */
export const itemsOf = ({ items }: Analysis): readonly ItemResult[] =>
  items.map(({ objective, meant, worstFigure, best, violated, recurrent }) => ({
    kind: objective.item.kind,
    name: objective.item.name,
    measure: measureOf(objective.item, meant),
    ...fareOf({ meant, worst: worstFigure, best }),
    ...(recurrent === undefined ? {} : { recurrent: fareOf(recurrent) }),
    violated,
  }));

/** Where no drive-optimal policy meets all items: the first that none meets together with those before it. */
export const unmetOf = ({ items, unmet }: Analysis): Pick<Audit, "unmet"> =>
  unmet === undefined ? {} : { unmet: { item: items.indexOf(unmet), alone: unmet.isMetAlone } };

/** Remarks on the whole audit. */
export function notesOf(
  context: Context,
  { optimum, items, honest }: Analysis,
  weightsLeftOut: boolean,
): readonly string[] {
  const { columns, drive, isTimeUp } = context;
  const rounded = columns.flatMap((column, k) =>
    column.rounded === undefined
      ? []
      : [`term "${drive.terms[k]!.name}" returned ${column.rounded}, which was read as its first 12 digits`],
  );
  const ties =
    optimum.ties === "proved"
      ? []
      : [`unproved ties: actions whose values differ by at most ${optimum.ties.gap.toPrecision(2)} count as equal`];
  const left = weightsLeftOut ? ["weights were not moved: the model is too large for that"] : [];
  const vacuous = items.flatMap(({ objective, meant }) => {
    const { item } = objective;
    const isMet = isEvent(item) ? meant.exact?.numerator !== meant.exact?.denominator : meant.high > 0;
    return item.kind === "score" || isMet || meant.exact === undefined
      ? []
      : [`no policy at all can do what ${nameOf(objective)} asks, given the items before it`];
  });
  const price =
    honest.approached === undefined
      ? []
      : ["the price of honesty is approached by putting something off ever longer, not attained"];
  const late = isTimeUp() ? ["measurements were cut short: the time allowed was nearly up"] : [];
  return [...inTheLongRun(context), ...rounded, ...ties, ...vacuous, ...price, ...left, ...late];
}
