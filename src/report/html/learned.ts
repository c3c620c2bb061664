import type { Audit } from "../../audit/report.ts";
import { itemTexts, misgeneralisedText, triedText } from "../learned.ts";
import { formatQuantity } from "../number.ts";
import { itemName } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** What a search and the lives of a mind found, and what was not tried. */
export function renderLearned({ learned, items, exactness }: Audit): Markup {
  if (learned === undefined) return html``;
  const { lives, untried } = learned;
  const wishes = misgeneralisedText(learned);
  const rows = lives.items.flatMap((own) => {
    const item = items[own.item];
    if (item === undefined) return [];
    return [html`<p><strong>${itemName(item)}</strong>: ${itemTexts(learned, own, item).join("; ")}.</p>`];
  });
  return html`<section class="part"><h3>Learned</h3><p class="about">${exactness.exact ? "Beside the exact answer: a" : "A"} lower bound on what can go wrong, from ${triedText(learned)}. Figures are sampled, with their 95% intervals.</p>
    ${rows}
    ${wishes === undefined ? "" : html`<p>Wishes: ${wishes}.</p>`}
    <p>In the last fifth of a life an episode pays ${formatQuantity(lives.reward)}.</p>
    <p class="about">Not tried:</p><ul>${untried.map((text) => html`<li>${text}</li>`)}</ul></section>`;
}
