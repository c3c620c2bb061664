import type { Audit } from "../../audit/report.ts";
import { apartText, sampledText, standingText } from "../behaviours.ts";
import { html, type Markup } from "./markup.ts";
import type { Painter } from "./picture.ts";
import { type ReplayData, renderReplay } from "./replay.ts";

/** The kinds of behaviour of a case that states no intent, each with its replay. */
export function renderBehaviours({ behaviours }: Audit, data: readonly ReplayData[], painter: Painter): Markup {
  if (behaviours === undefined) return html``;
  const kinds = behaviours.kinds.map((kind, k) => {
    const replay = data[k]!;
    const answer = kind.answer === undefined ? "" : html` <span class="also">${kind.answer}</span>`;
    return html`<article class="finding" id="${replay.key}" data-finding="${replay.id}"><div class="what"><h3>Kind ${k + 1}${answer}</h3><p class="claim">${standingText(kind, k)}</p><div class="fact"><h4>Only this kind does</h4>
      <p>${apartText(kind)}</p></div></div>${renderReplay(kind.trace, replay, painter, html``)}</article>`;
  });
  return html`<section class="kinds"><p class="about">${sampledText(behaviours)}.</p>${kinds}</section>`;
}
