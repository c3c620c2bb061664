import { scaleLinear } from "d3-scale";
import type { Audit, Sensitivity } from "../../audit/report.ts";
import { formatMultiple, formatNumber, formatQuantity } from "../number.ts";
import { itemName, sensitivityText } from "../words.ts";
import { at, html, type Markup } from "./markup.ts";

const WIDTH = 620;
const SIDE = 16;
const TOP = 8;
const BAR = 18;
const HEIGHT = 66;
/** Where the labels of the places stand; that of the axis stands below them. */
const LABELS = 44;

/** What stands below a place of the strip, kept inside at its two ends. */
function label(place: number, text: string): Markup {
  const anchor = place < 3 * SIDE ? "start" : place > WIDTH - 3 * SIDE ? "end" : "middle";
  const x = anchor === "start" ? Math.min(place, SIDE) : anchor === "end" ? Math.max(place, WIDTH - SIDE) : place;
  return html`<text class="tick" x="${at(x)}" y="${LABELS}" text-anchor="${anchor}">${text}</text>`;
}

function strip(sensitivity: Sensitivity, audit: Audit): Markup {
  const { term, low, high, pieces } = sensitivity;
  const x = scaleLinear([low, high], [SIDE, WIDTH - SIDE]);
  const inside = (value: number) => at(x(Math.min(high, Math.max(low, value))));
  const worstOf = (piece: (typeof pieces)[number]) =>
    audit.items
      .map((item, k) => {
        const quantity = piece.worst[k];
        return `${itemName(item)} ${quantity === undefined ? "unknown" : formatQuantity(quantity, item.measure)}`;
      })
      .join(", ");
  const open = pieces.filter((piece) => piece.low.value !== piece.high.value);
  // An end of the interval is marked only where it differs from what is beside it.
  const points = pieces.filter((piece, k) => {
    if (piece.low.value !== piece.high.value) return false;
    const beside = k === 0 ? pieces[k + 1] : k + 1 === pieces.length ? pieces[k - 1] : undefined;
    return beside?.good !== piece.good;
  });
  const bars = open.map((piece) => {
    const [from, to] = [inside(piece.low.value), inside(piece.high.value)];
    return html`<rect class="${piece.good ? "good" : "bad"}" x="${from}" width="${at(Math.max(0, Number(to) - Number(from)))}" y="${TOP}" height="${BAR}">
      <title>between ${formatMultiple(piece.low)} and ${formatMultiple(piece.high)}: worst ${worstOf(piece)}</title></rect>`;
  });
  const shown: number[] = [];
  const breaks = points.map((piece) => {
    const place = Number(inside(piece.low.value));
    const apart = shown.every((other) => Math.abs(other - place) > 44);
    if (apart) shown.push(place);
    return html`<line class="break ${piece.good ? "good" : "bad"}" x1="${place}" x2="${place}" y1="${TOP - 4}" y2="${TOP + BAR + 4}">
      <title>at ${formatMultiple(piece.low)}: worst ${worstOf(piece)}</title></line>${
        apart ? label(place, formatMultiple(piece.low)) : ""
      }`;
  });
  const ends = [low, high].map((value) =>
    shown.every((other) => Math.abs(other - x(value)) > 60) ? label(x(value), `×${formatNumber(value)}`) : html``,
  );
  const now =
    low <= 1 && high >= 1
      ? html`<path class="present" d="M${at(x(1))} ${TOP + BAR + 1}l-5 8h10z"><title>the present weight, ×1</title></path>`
      : "";
  const text = sensitivityText(sensitivity);
  return html`<div class="strip"><p><strong>${term}</strong>: ${text}</p>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${term}: ${text}"><title>${term}: ${text}
    </title>${bars}${breaks}${ends}${now}<text class="label" x="${WIDTH / 2}" y="${HEIGHT - 5}" text-anchor="middle">weight of ${term}, as a multiple of the present one
    </text></svg></div>`;
}

/** How the worst optimum changes with each term's weight, as strips of good and bad pieces. */
export function renderSensitivity(audit: Audit): Markup {
  if (audit.sensitivity.length === 0) return html``;
  return html`<section class="part"><h3>Sensitivity</h3>
    <p class="about">One weight is moved, all others stay. Green: the worst optimal agent does what was meant. Red: it does not. Ticks are the weights at which it changes; the triangle is the present weight.</p>${audit.sensitivity.map((one) => strip(one, audit))}
    </section>`;
}
