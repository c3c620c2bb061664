import { scaleLinear } from "d3-scale";
import type { Step } from "../../audit/report.ts";
import { formatNumber, formatSigned } from "../number.ts";
import { legend, tone, vertical, yAxis } from "./charts.ts";
import { at, html, type Markup } from "./markup.ts";

const FRAME = { width: 620, height: 120, left: 40, right: 8, top: 8, bottom: 18 };

type Paid = Pick<Step, "reward" | "rewards">;

/** The terms that pay anything along a trace, in the drive's order. */
const payingTerms = (steps: readonly Paid[]): readonly string[] =>
  Object.keys(steps[0]?.rewards ?? {}).filter((term) => steps.some(({ rewards }) => (rewards[term] ?? 0) !== 0));

/**
 * What each term pays in each step, stacked up and down from zero; the script moves the mark of the step it shows.
 *
 * @param most - steps that are drawn of a longer trace
 */
export function renderRewards(
  trace: { readonly steps: readonly Paid[]; readonly stem: number; readonly loop: number },
  most: number,
): Markup {
  const steps = trace.steps.slice(0, most);
  const terms = payingTerms(steps);
  if (steps.length === 0 || terms.length === 0) return html``;
  const sums = steps.map(({ rewards }) => {
    const paid = Object.values(rewards).filter(Number.isFinite);
    const total = (sign: number) => paid.reduce((sum, one) => sum + (one * sign > 0 ? one : 0), 0);
    return { up: total(1), down: total(-1) };
  });
  const { scale: y, ticks } = vertical([0, ...sums.flatMap(({ up, down }) => [up, down])], FRAME, 2);
  const inner = FRAME.width - FRAME.left - FRAME.right;
  const band = Math.min(inner / steps.length, 44);
  const x = scaleLinear([0, 1], [FRAME.left, FRAME.left + band]);
  const gap = band > 5 ? 1 : 0;
  const ends = steps.map(() => ({ up: 0, down: 0 }));
  // One path for each term, not one element for each bar: the page has to stay small.
  const bars = terms.map((term, t) => {
    const path = steps.map(({ rewards }, k) => {
      const paid = rewards[term] ?? 0;
      const end = ends[k];
      if (paid === 0 || !Number.isFinite(paid) || end === undefined) return "";
      const from = paid > 0 ? end.up : end.down;
      if (paid > 0) end.up += paid;
      else end.down += paid;
      return `M${at(x(k) + gap)} ${at(y(from))}h${at(band - 2 * gap)}V${at(y(from + paid))}h${at(2 * gap - band)}z`;
    });
    return html`<path class="${tone(t)}" d="${path.join("")}"/>`;
  });
  const loops =
    trace.loop > 0 && trace.stem < steps.length
      ? html`<rect class="looped" x="${at(x(trace.stem))}" width="${at(x(steps.length) - x(trace.stem))}" y="${FRAME.top}" height="${FRAME.height - FRAME.top - FRAME.bottom}"/>`
      : "";
  const every = Math.max(1, Math.ceil(24 / band));
  const round = [1, 2, 5, 10, 20, 50].find((candidate) => candidate >= every) ?? 50;
  const marks = steps.flatMap((_, k) =>
    k % round === 0
      ? [html`<text class="tick" x="${at(x(k + 0.5))}" y="${FRAME.height - 4}" text-anchor="middle">${k}</text>`]
      : [],
  );
  const total = steps.reduce((sum, { reward }) => sum + reward, 0);
  const title = `Reward per term along the trace: ${terms
    .map((term) => `${term} ${formatSigned(steps.reduce((sum, { rewards }) => sum + (rewards[term] ?? 0), 0))}`)
    .join(", ")}; ${formatNumber(total)} in all over ${formatNumber(steps.length)} steps`;
  return html`<figure class="rewards"><figcaption>Reward per term and step</figcaption>
    <svg viewBox="0 0 ${FRAME.width} ${FRAME.height}" role="img" aria-label="${title}" data-width="${FRAME.width}" data-from="${FRAME.left}" data-band="${at(band)}" data-bars="${steps.length}">
    <title>${title}</title>${loops}${yAxis(ticks, y, FRAME)}${bars}
    <line class="zero" x1="${FRAME.left}" x2="${FRAME.width - FRAME.right}" y1="${at(y(0))}" y2="${at(y(0))}"/>${marks}
    <rect class="mark" x="${FRAME.left}" width="${at(band)}" y="${FRAME.top - 4}" height="${FRAME.height - FRAME.top - FRAME.bottom + 8}" rx="2"/>
    </svg>${legend(terms)}</figure>`;
}
