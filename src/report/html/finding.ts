import type { Audit, Finding, SourceLine } from "../../audit/report.ts";
import { formatQuantity } from "../number.ts";
import { checkName, isJudged, listOf, standingText, tracesOf } from "../words.ts";
import { renderFurther } from "./further.ts";
import { html, type Markup } from "./markup.ts";
import type { Painter } from "./picture.ts";
import { type ReplayData, renderReplay } from "./replay.ts";

/** A line of the user's source with its place. */
export const sourceLine = ({ file, line, text }: SourceLine): Markup =>
  html`<span class="place">${file}:${line}</span><pre class="source"><code>${text.trim()}</code></pre>`;

function paidBy({ term, source }: Finding): Markup {
  if (term === undefined) return html``;
  return html`<div class="fact"><h4>Paid by</h4><p><strong class="term">${term}
    </strong> ${source === undefined ? "" : sourceLine(source)}</p></div>`;
}

/**
 * A finding: the claim and its figure, what pays for it and what would repair it, and its replay.
 *
 * @param audit - whose verdict stands above it; a claim that says the same is not said again
 */
export function renderFinding(finding: Finding, audit: Audit, data: ReplayData, painter: Painter): Markup {
  const { severity, check, agreeing, claim, measure, figure, meant, repair, notes, trace, baseline } = finding;
  const also = agreeing.length === 0 ? "" : html` <span class="also">also ${listOf(agreeing.map(checkName))}</span>`;
  const mended = repair === undefined ? "" : html`<div class="fact repair"><h4>Repair</h4><p>${repair.text}</p></div>`;
  const standing =
    baseline === undefined ? "" : html`<div class="fact"><h4>Baseline</h4><p>${standingText(baseline)}</p></div>`;
  const remarks =
    notes.length === 0 ? "" : html`<div class="fact"><h4>Note</h4>${notes.map((note) => html`<p>${note}</p>`)}</div>`;
  return html`<article class="finding ${severity}" id="${data.key}" data-finding="${data.id}"><div class="what"><h3>
    <span class="severity ${severity}">${severity}</span> ${checkName(check)}${also}</h3>${
      claim === audit.verdict ? "" : html`<p class="claim">${claim}</p>`
    }<div class="figures"><div><span class="of">${measure}</span><b>${formatQuantity(figure, measure)}</b></div>
    ${
      isJudged(audit)
        ? html`<div class="against"><span class="of">meant</span><b>${formatQuantity(meant, measure)}</b></div>`
        : ""
    }
    </div>${standing}${paidBy(finding)}${mended}${remarks}</div>${
      trace === undefined
        ? html`<p class="about">No trace belongs to this finding.</p>`
        : renderReplay(trace, data, painter, renderFurther(tracesOf(finding)))
    }</article>`;
}
