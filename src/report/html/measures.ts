import type { Audit, ItemResult } from "../../audit/report.ts";
import { count, formatNumber, formatQuantity } from "../number.ts";
import { chanceTexts, honestyText, itemHeads, itemName, itemsForEver, listOf, optionsText, unitOf } from "../words.ts";
import { sourceLine } from "./finding.ts";
import { html, type Markup } from "./markup.ts";

const itemRow = (item: ItemResult, measure: string): Markup => {
  const [meant, worst, best] = [item.meant, item.worst, item.best].map((one) => formatQuantity(one, item.measure));
  return html`<tr class="${item.violated ? "violated" : ""}"><th scope="row">${itemName(item)}
    <span class="of">${measure}</span></th><td>${meant}</td><td class="worst">${worst}</td><td>${best}</td></tr>`;
};

/** Each item of the intent beside what was meant, the worst and the best optimum, and the price of honesty. */
export function renderItems(audit: Audit): Markup {
  if (audit.items.length === 0) return html``;
  const rows = [
    ...audit.items.map((item) => itemRow(item, item.measure)),
    ...itemsForEver(audit).map((item) => itemRow(item, "probability that it goes on happening for ever")),
  ];
  const together = audit.someOptimumIsGood
    ? "Some optimal agent does all that was meant."
    : "No optimal agent does all that was meant.";
  const random = `An agent that acts at random earns ${formatQuantity(audit.uniform)}${unitOf(audit)}.`;
  const [meant, worst, best] = itemHeads(audit);
  return html`<section class="part"><h3>What was meant</h3><div class="scroll"><table><thead><tr>
    <th scope="col">intent</th><th scope="col">${meant}</th><th scope="col">${worst}</th>
    <th scope="col">${best}</th></tr></thead><tbody>${rows}</tbody></table></div>
    <p class="about">Meant: what the best agent for the intent gets${audit.exactness.exact ? "" : " of those found"}, the items in this order.</p>
    <p>${audit.exactness.exact ? `${together} Honesty ${honestyText(audit)}.` : ""} ${random}</p>
    ${chanceTexts(audit).map((text) => html`<p>By chance, ${text}.</p>`)}</section>`;
}

/** What can be reached, as POWER; nothing where it was not sampled. */
export const renderOptions = ({ options }: Audit): Markup =>
  options === undefined
    ? html``
    : html`<section class="part"><h3>Options</h3><p class="about">POWER is what can be reached from a state, to an agent that does not know yet what it will want: rewards of states are drawn at random. It says nothing about what was meant.</p>
      <p>${optionsText(options)}.</p></section>`;

/** What each term reads, and what no term does. */
export function renderReads(audit: Audit): Markup {
  const { terms, unreadByDrive } = audit.reads;
  if (terms.length === 0) return html``;
  const rows = terms.map(({ term, state, nextState, action, readings = [], source }) => {
    const reads = [
      ...state,
      ...nextState.map((field) => `${field}′`),
      ...(action ? ["the action"] : []),
      ...readings.map((name) => `what is foreseen of ${name}`),
    ];
    return html`<tr><th scope="row">${term}</th><td>${reads.length === 0 ? "nothing" : reads.join(", ")}</td>
      <td>${source === undefined ? "" : sourceLine(source)}</td></tr>`;
  });
  const unread =
    unreadByDrive.length === 0
      ? ""
      : html`<p class="unread">No term reads <strong>${listOf(unreadByDrive)}</strong>, which the intent reads.</p>`;
  return html`<section class="part"><h3>What the drive reads</h3><div class="scroll"><table class="stack"><thead><tr>
    <th scope="col">term</th><th scope="col">reads (′: in the next state)</th><th scope="col">source</th></tr></thead>
    <tbody>${rows}</tbody></table></div>${unread}</section>`;
}

/** The size of the world, and remarks on the whole audit. */
export function renderNotes(audit: Audit): Markup {
  const { sizes, notes, exactness, optimum, learned } = audit;
  const beliefs =
    sizes.beliefs === undefined ? "" : `, and an agent can hold ${count(sizes.beliefs, "belief")} about the states`;
  const size = `${count(sizes.states, "state")}, ${formatNumber(sizes.stateActions)} pairs of a state and an action, ${count(sizes.transitions, "transition")}${beliefs}`;
  const how = exactness.exact ? "The answer is exact" : `The answer is not exact: ${exactness.reason}`;
  const most =
    exactness.exact || learned === undefined
      ? `The world has ${size}; the most that the drive pays is`
      : "The most that it was found to pay is";
  return html`<section class="part"><h3>How it was found</h3>
    <p>${how}. ${most} ${formatQuantity(optimum)}${unitOf(audit)}.</p>${notes.map(
      (note) => html`<p>${note}
    </p>`,
    )}</section>`;
}
