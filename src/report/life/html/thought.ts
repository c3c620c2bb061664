import type { Alternative, Foreseen, Thought } from "../../../core/moment.ts";
import { html, type Markup } from "../../html/markup.ts";
import { formatSigned } from "../../number.ts";
import type { LivedStep } from "../report.ts";
import {
  changeText,
  formatLearned,
  formatShare,
  isUntried,
  seenIn,
  seenText,
  valueText,
  whyLost,
  worthOf,
} from "../words.ts";

/** A row of the plan: the act, what it is to lead to, how likely that is, what it is to be paid. */
function foreseenRow(one: Foreseen, before: Foreseen["observation"]): Markup {
  const change = changeText(before, one.observation);
  return html`<li><b>${one.action}</b><span>${change === "" ? "nothing changes" : change}</span>
    <i>${formatShare(one.probability)}</i><i>${formatSigned(Number(one.reward.toPrecision(4)))}</i></li>`;
}

function plan({ plan: acts = [], foreseen = [] }: Thought<string>, step: LivedStep): Markup {
  if (acts.length === 0) return html``;
  const rows = foreseen.map((one, k) => foreseenRow(one, foreseen[k - 1]?.observation ?? seenIn(step)));
  const rest = acts
    .slice(foreseen.length)
    .map((act) => html`<li><b>${act}</b><span>it cannot say what comes</span></li>`);
  return html`<div><h4>Plan, and what it foresees</h4><ol class="plan">${rows}${rest}</ol></div>`;
}

const alternativeRow = (one: Alternative, thought: Thought<string>): Markup =>
  isUntried(one)
    ? html`<tr><th scope="row">${one.action}</th><td colspan="3">never tried</td><td>${whyLost(one, thought)}</td><td></td></tr>`
    : html`<tr><th scope="row">${one.action}</th><td>${formatLearned(one.reward)}</td><td>${formatLearned(one.later)}</td>
    <td>${formatLearned(worthOf(one))}</td><td>${whyLost(one, thought)}</td><td>${formatShare(one.sure)}</td></tr>`;

/** The other acts, under what was done. */
function alternatives(thought: Thought<string>): Markup {
  const { alternatives: others = [] } = thought;
  if (others.length === 0) return html``;
  return html`<h4>Other acts, and why they lost</h4><div class="scroll"><table class="others"><thead><tr><th scope="col">act</th>
    <th scope="col">now</th><th scope="col">later</th><th scope="col">in all</th><th scope="col">beside the plan</th>
    <th scope="col">sure</th></tr></thead><tbody>${others.map((one) => alternativeRow(one, thought))}</tbody></table></div>`;
}

/** What the mind's assessors say of the act. */
function readings({ readings: all }: Thought<string>): Markup {
  const entries = Object.entries(all);
  if (entries.length === 0) return html``;
  const rows = entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatShare(value)}</dd></div>`);
  return html`<h4>Its assessors expect</h4><dl class="fields">${rows}</dl>`;
}

/** What was in mind when an act was chosen. */
export function renderThought(step: LivedStep): Markup {
  const { thought, observation } = step;
  const saw = observation === undefined ? "" : html`<h4>It sees</h4><p class="sees">${seenText(observation)}</p>`;
  if (thought === undefined)
    return html`<div class="thought"><div>${saw}<p class="about">It says nothing of what it thinks.</p></div></div>`;
  const value = valueText(thought);
  const worth = value === "" ? "" : html`<h4>Value</h4><p class="worth">${value}</p>`;
  return html`<div class="thought"><div>${saw}${worth}${readings(thought)}${alternatives(thought)}</div>${plan(thought, step)}</div>`;
}
