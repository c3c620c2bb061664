import type { Audit, Frontier, FrontierVertex, ItemResult, Quantity } from "../audit/report.ts";
import { formatNumber, formatPercent, formatQuantity, isProbability } from "./number.ts";
import { itemName } from "./words.ts";

/** What the budgets are shares of. */
export const MARGIN = "the margin over a random agent";
/** Budgets that are said in a sentence. */
const SAID: readonly number[] = [0, 0.01, 0.1];

/** A budget: "1%". */
export const shareText = (share: number): string => formatPercent(share);

/** Return forgone for a unit of the item (a percent of a probability) from one vertex of the best edge to the next. */
const unitCost = (above: FrontierVertex, below: FrontierVertex, measure: string): number =>
  Math.abs((above.drive.value - below.drive.value) / (above.item.value - below.item.value)) /
  (isProbability(measure) ? 100 : 1);

/** What it costs to get to what was meant, and what each further unit of the item costs on the way where that is known. */
export function costText({ best: { vertices, gaps }, price }: Frontier, { measure, meant }: ItemResult): string {
  if (price === undefined) return "what it costs to meet it is not known";
  if (price.value === 0) return "meeting it costs nothing";
  const [first] = vertices;
  const gained = (vertex: FrontierVertex): number => Math.abs(vertex.item.value - (first ?? vertex).item.value);
  // The vertices after which the edge still goes on to what was meant.
  const way = vertices.filter((vertex) => gained(vertex) < Math.abs(meant.value - (first ?? vertex).item.value));
  const costs = way.map((vertex, k) => unitCost(vertex, vertices[k + 1] ?? vertex, measure));
  const [low, high] = [costs[0], costs.at(-1)].map((cost) => formatNumber(cost ?? Number.NaN));
  const unit = isProbability(measure) ? "each 1%" : "each unit";
  const each = low === high ? `${low} for ${unit}` : `from ${low} to ${high} for ${unit}`;
  const isKnown = way.every((_, k) => !gaps.includes(k));
  return `meeting it costs ${formatQuantity(price)} of the return${isKnown ? `, ${each}` : ""}`;
}

/** The worst of an item at the optimum and for budgets of return, those that change nothing left out. */
export function worstText({ within }: Frontier, { measure }: ItemResult): string {
  const shown: { readonly share: number; readonly text: string }[] = [];
  for (const { share, mixed } of within.filter((mark) => SAID.includes(mark.share))) {
    const text = formatQuantity(rounded(mixed), measure);
    if (shown.at(-1)?.text !== text) shown.push({ share, text });
  }
  const [optimum, ...others] = shown;
  if (optimum === undefined) return "not known near the optimum";
  const rest = others.map(({ share, text }, k) => `${text} within ${shareText(share)}${k === 0 ? " of it" : ""}`);
  const unit = rest.length === 0 ? "" : ` (of ${MARGIN})`;
  return `at worst ${[`${optimum.text} at the optimum`, ...rest].join(", ")}${unit}`;
}

/** A quantity without its fraction, which for a point of an edge tells nobody anything. */
const rounded = ({ value, low, high }: Quantity): Quantity => ({ value, low, high });

/** The frontier of an item in one sentence; that meeting it costs nothing is left to the price of honesty. */
export function frontierText(frontier: Frontier, item: ItemResult): string {
  const reason = frontier.worst.reason ?? frontier.best.reason;
  if (frontier.worst.vertices.length === 0) return `${itemName(item)}: not known: ${reason}`;
  const cost = frontier.price?.value === 0 ? "" : `; ${costText(frontier, item)}`;
  const partly = reason === undefined ? "" : `; not known throughout: ${reason}`;
  return `${itemName(item)}: ${worstText(frontier, item)}${cost}${partly}`;
}

/** The place of the item whose frontier tells most: the first that is violated, else that loses most for a hundredth of the margin. */
export function tellingItem({ items, frontier }: Audit): number {
  const violated = items.findIndex((item) => item.violated);
  if (violated >= 0) return violated;
  const losses = items.map(({ meant }, k) => {
    const { worst, within } = frontier[k] ?? { within: [] };
    const range = Math.abs((worst?.vertices.at(-1)?.item.value ?? Number.NaN) - meant.value);
    const near = within.find(({ share }) => share === 0.01)?.mixed.value ?? meant.value;
    return range > 0 ? Math.abs(near - meant.value) / range : 0;
  });
  return Math.max(0, losses.indexOf(Math.max(...losses)));
}
