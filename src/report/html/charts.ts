import { scaleLinear } from "d3-scale";
import { formatNumber } from "../number.ts";
import { at, html, type Markup } from "./markup.ts";

/** The room of a chart: a frame with space for the axes' labels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const FRAME: Frame = { width: 320, height: 190, left: 42, right: 10, top: 20, bottom: 34 };

export type Scale = (value: number) => number;

/** A scale from values to a chart's height, with round ends and about `steps` of them marked; it stretches where all values are one. */
export function vertical(
  values: readonly number[],
  frame: Frame,
  steps = 4,
): { readonly scale: Scale; readonly ticks: readonly number[] } {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const domain = finite.length === 0 ? [0, 1] : low === high ? [low - 1, high + 1] : [low, high];
  const scale = scaleLinear(domain, [frame.height - frame.bottom, frame.top]).nice(steps);
  const ticks = scale.ticks(steps);
  return { scale, ticks: finite.every(Number.isInteger) ? ticks.filter(Number.isInteger) : ticks };
}

/** Grid lines with their values on the left. */
export const yAxis = (
  ticks: readonly number[],
  scale: Scale,
  frame: Frame,
  format: (value: number) => string = formatNumber,
): Markup =>
  html`${ticks.map((tick) => {
    const y = at(scale(tick));
    return html`<line class="rule" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${y}" y2="${y}"/>
      <text class="tick" x="${frame.left - 6}" y="${y}" dy="0.32em" text-anchor="end">${format(tick)}</text>`;
  })}`;

/** What runs along the foot of a chart. */
export const xLabel = (text: string, frame: Frame): Markup =>
  html`<text class="label" x="${(frame.left + frame.width - frame.right) / 2}" y="${frame.height - 4}" text-anchor="middle">${text}
    </text>`;

/** A chart as a figure: heading, drawing with its title for screen readers, and what may be said below. */
export function chart(heading: string, title: string, frame: Frame, body: Markup, foot: Markup | string = ""): Markup {
  return html`<figure class="chart"><figcaption>${heading}</figcaption>
    <svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${title}"><title>${title}</title>${body}
    </svg>${foot}</figure>`;
}

/** The class of a series' colour; a page has eight. */
export const tone = (index: number): string => `t${index % 8}`;

/** The names of series beside their colours. */
export const legend = (names: readonly string[]): Markup =>
  html`<ul class="legend">${names.map(
    (name, k) => html`<li><svg width="10" height="10" aria-hidden="true">
    <rect class="${tone(k)}" width="10" height="10" rx="2"/></svg>${name}</li>`,
  )}</ul>`;
