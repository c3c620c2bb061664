import { scaleLinear } from "d3-scale";
import type { Audit, Frontier, FrontierEdge, ItemResult, Quantity } from "../../audit/report.ts";
import { costText, MARGIN, shareText } from "../frontier.ts";
import { formatNumber, formatPercent, isProbability } from "../number.ts";
import { itemName } from "../words.ts";
import { chart, FRAME, vertical, xLabel, yAxis } from "./charts.ts";
import { at, html, type Markup } from "./markup.ts";

type Place = (point: { readonly drive: Quantity; readonly item: Quantity }) => readonly [x: number, y: number];

/** An edge as lines between vertices that are known to be neighbours, and its vertices as dots. */
function edge({ vertices, gaps }: FrontierEdge, name: "worst" | "best", place: Place, format: Format): Markup {
  const lines = vertices.slice(1).flatMap((vertex, k) => {
    if (gaps.includes(k)) return [];
    const [[x1, y1], [x2, y2]] = [place(vertices[k]!), place(vertex)];
    return [html`<line class="edge ${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`];
  });
  const dots = vertices.map((vertex) => {
    const [x, y] = place(vertex);
    return html`<circle class="corner ${name}" cx="${at(x)}" cy="${at(y)}" r="2.5">
      <title>${name} at a return of ${formatNumber(vertex.drive.value)}: ${format(vertex.item.value)}</title></circle>`;
  });
  return html`${lines}${dots}`;
}
type Format = (value: number) => string;

/** What a budget buys, as small bars on the worst edge. */
function marks({ within, worst }: Frontier, optimum: Quantity, place: Place, format: Format): Markup {
  const end = worst.vertices.at(-1)?.drive.value ?? optimum.value;
  return html`${within
    .filter(({ share, budget }) => share > 0 && optimum.value - budget.value >= end)
    .map(({ share, budget, mixed }) => {
      const drive = optimum.value - budget.value;
      const [x, y] = place({ drive: { value: drive, low: drive, high: drive }, item: mixed });
      return html`<line class="mark-at" x1="${at(x)}" x2="${at(x)}" y1="${at(y - 5)}" y2="${at(y + 5)}">
        <title>within ${shareText(share)} of ${MARGIN}: at worst ${format(mixed.value)}</title></line>`;
    })}`;
}

function drawing(frontier: Frontier, item: ItemResult, optimum: Quantity): Markup {
  const frame = FRAME;
  const format = isProbability(item.measure) ? formatPercent : formatNumber;
  const all = [...frontier.worst.vertices, ...frontier.best.vertices];
  const drives = all.map(({ drive }) => drive.value);
  const [low, high] = [Math.min(...drives), Math.max(...drives)];
  const x = scaleLinear(low === high ? [low - 1, high] : [low, high], [
    frame.left + 8,
    frame.width - frame.right - 12,
  ]).nice(4);
  const { scale: y, ticks } = vertical([...all.map((vertex) => vertex.item.value), item.meant.value], frame);
  const place: Place = (point) => [x(point.drive.value), y(point.item.value)];
  const level = at(y(item.meant.value));
  const foot = x
    .ticks(4)
    .map(
      (tick) =>
        html`<text class="tick" x="${at(x(tick))}" y="${frame.height - frame.bottom + 15}" text-anchor="middle">${formatNumber(tick)}</text>`,
    );
  const title = `${itemName(item)} against the return of the drive: ${costText(frontier, item)}`;
  return chart(
    itemName(item),
    title,
    frame,
    html`${yAxis(ticks, y, frame, format)}
      <line class="meant" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${level}" y2="${level}">
      <title>what was meant: ${format(item.meant.value)}</title></line>${foot}${xLabel("return of the drive", frame)}
      ${edge(frontier.worst, "worst", place, format)}${edge(frontier.best, "best", place, format)}
      ${marks(frontier, optimum, place, format)}`,
    html`<p class="about">${costText(frontier, item)}${
      frontier.worst.reason === undefined && frontier.best.reason === undefined
        ? ""
        : `; not known throughout: ${frontier.worst.reason ?? frontier.best.reason}`
    }</p>`,
  );
}

/** The worst of each item for each budget: of all policies, and of the deterministic ones at the corners. */
function table({ items, frontier }: Audit): Markup {
  const shares = [...new Set(frontier.flatMap(({ within }) => within.map(({ share }) => share)))];
  const heads = items.map((item) => html`<th scope="col">${itemName(item)}</th>`);
  const rows = shares.map((share) => {
    const cells = items.map((item, k) => {
      const format = isProbability(item.measure) ? formatPercent : formatNumber;
      const mark = frontier[k]?.within.find((one) => one.share === share);
      if (mark === undefined) return html`<td>not known</td>`;
      const [mixed, pure] = [format(mark.mixed.value), format(mark.vertex.item.value)];
      return html`<td>${mixed === pure ? mixed : `${mixed} (${pure})`}</td>`;
    });
    return html`<tr><th scope="row">${shareText(share)}</th>${cells}</tr>`;
  });
  return html`<div class="scroll"><table><thead><tr><th scope="col">forgone</th>${heads}</tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

/** What the drive's return trades against each item of the intent, over all policies. */
export function renderFrontier(audit: Audit): Markup {
  if (audit.frontier.length === 0) return html``;
  const drawn = audit.items.flatMap((item, k) => {
    const frontier = audit.frontier[k];
    if (frontier === undefined) return [];
    if (frontier.worst.vertices.length === 0)
      return [html`<p>${itemName(item)}: not known: ${frontier.worst.reason}.</p>`];
    return [drawing(frontier, item, audit.optimum)];
  });
  // Nothing to explain, nor a table, where no item has a line.
  if (audit.frontier.every(({ worst }) => worst.vertices.length === 0))
    return html`<section class="part"><h3>Frontier</h3>${drawn}</section>`;
  return html`<section class="part"><h3>Frontier</h3>
    <p class="about">The worst (red) and the best (blue) that an item can be at each return of the drive. Dots are deterministic agents; between them lie coins between two agents, tossed once before the start. Bars: what the budgets of the table buy at worst. Dashes: what was meant.</p>
    <div class="charts">${drawn}</div>${table(audit)}
    <p class="about">Forgone: at most this share of ${MARGIN}. In brackets: the worst of the dots within it, where no dot is as bad as a coin.</p></section>`;
}
