import type { Audit, ItemResult, PressurePoint, SoftPressurePoint, TurnOver } from "../audit/report.ts";
import { formatNumber, formatPercent, formatQuantity, isProbability } from "./number.ts";
import { itemName, listOf } from "./words.ts";

/** The middle of what an item of the intent comes to at a point. */
const middle = ({ worst, best }: PressurePoint, item: number): number =>
  ((worst[item] ?? Number.NaN) + (best[item] ?? Number.NaN)) / 2;

/**
 * The places of the points that tell most of an item's curve: its two ends, where it is best and worst, and where it turns from
 * rising to falling or back; in this order.
 */
export const tellingPoints = (points: readonly PressurePoint[], item: number): readonly number[] =>
  tellingPlaces(points.map((point) => middle(point, item)));

function tellingPlaces(values: readonly number[]): readonly number[] {
  const last = values.length - 1;
  const telling = new Set(values.length === 0 ? [] : [0, last]);
  const finite = values.filter(Number.isFinite);
  for (const extreme of [Math.max(...finite), Math.min(...finite)])
    if (values.includes(extreme)) telling.add(values.indexOf(extreme));
  let direction = 0;
  for (let k = 1; k <= last; k++) {
    const step = Math.sign(values[k]! - values[k - 1]!);
    if (step !== 1 && step !== -1) continue;
    if (direction === -step) telling.add(k - 1);
    direction = step;
  }
  return [...telling];
}

/** A probability below this is not written out on a curve. */
const LEAST = 1e-4;

/** How a value of an item is written on a curve. */
export const formatOn = ({ measure }: ItemResult): ((value: number) => string) =>
  isProbability(measure)
    ? (value) => (value > 0 && value < LEAST ? `<${formatPercent(LEAST)}` : formatPercent(value))
    : (value) => formatNumber(value, 3);

/** Points that are said of a soft curve, at most. */
const MOST_SAID = 5;

/**
 * What an item comes to along the soft curve, in a few points: "score 0 at 0% competence, 30 at 60%, 20 at 100%"; empty where
 * there is none, and where it goes from a random agent's to the optimum's without a turn that shows in print.
 */
export function softText(points: readonly SoftPressurePoint[], item: ItemResult, place: number): string {
  if (points.length < 2) return "";
  const values = points.map((point) => point.values[place] ?? Number.NaN);
  const number = formatOn(item);
  const said = tellingPlaces(values)
    .slice(0, MOST_SAID)
    .sort((a, b) => a - b)
    .filter((k, j, places) => j === 0 || number(values[k]!) !== number(values[places[j - 1]!]!));
  if (said.length < 3) return "";
  const parts = said.map(
    (k, first) => `${number(values[k]!)} at ${formatPercent(points[k]!.competence)}${first === 0 ? " competence" : ""}`,
  );
  return `${item.name} ${parts.join(", ")}`;
}

const whereOf = ({ family, at }: TurnOver): string =>
  at === (family === "lookahead" ? 0 : Infinity) ? "at random" : `at ${family} ${formatNumber(at)}`;

/** Where more optimisation hurts, one sentence for each item of which that is so. */
export const turnTexts = ({ items, turnsOver }: Pick<Audit, "items" | "turnsOver">): readonly string[] =>
  items.flatMap((item, place) => {
    const number = formatOn(item);
    // A difference that does not show in print is not worth a line.
    const turns = turnsOver.filter((turn) => turn.item === place && number(turn.value) !== number(item.best.value));
    if (turns.length === 0) return [];
    const where = [...new Set(turns.map((turn) => `${number(turn.value)} ${whereOf(turn)}`))];
    return [
      `${itemName(item)}: ${listOf(where)}, better than the best optimum (${formatQuantity(item.best, item.measure)})`,
    ];
  });
