import type { Trace } from "../../audit/report.ts";
import { count, formatPercent, formatSigned } from "../number.ts";
import { changesOf, distinctSteps, formatValue, stateAfter, whyOver } from "../picture.ts";
import { togetherText, traceTitle } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Steps of a further trace that the page shows. */
const MOST_STEPS = 30;

/** A trace as a table, a line for each of its steps. */
function table(trace: Trace): Markup {
  const steps = distinctSteps(trace);
  const rows = steps.slice(0, MOST_STEPS).map((step, k) => {
    const changes = changesOf(step.state, stateAfter(trace, k)).map(
      ({ field, from, to }) => html`<li><span class="of">${field}</span> ${from} → ${to}</li>`,
    );
    const seen = step.seen === undefined ? [] : [step.seen ? "seen" : "nobody sees it"];
    const chance = step.probability === 1 ? [] : [`${formatPercent(step.probability)} of the time`];
    const marks = [...step.events, ...seen, ...chance].map((mark) => html`<li>${mark}</li>`);
    return html`<tr><th scope="row">${k}</th><td>${step.action}</td><td>${formatSigned(step.reward)}</td>
      <td>${step.score === undefined ? "" : formatSigned(step.score)}</td><td><ul class="terms">${changes}${marks}</ul></td></tr>`;
  });
  const left = steps.length - MOST_STEPS;
  const end =
    left > 0
      ? `${count(left, "further step")} are left out of this page; --json has them all.`
      : `Then ${whyOver(trace)}.`;
  const start = Object.entries(trace.steps[0]?.state ?? trace.end.state).map(
    ([field, value]) => html`<li><span class="of">${field}</span> ${formatValue(value)}</li>`,
  );
  return html`<ul class="terms"><li>It starts at</li>${start}</ul><div class="scroll"><table><thead><tr><th scope="col">step</th><th scope="col">action</th>
    <th scope="col">paid</th><th scope="col">score (meant)</th><th scope="col">what becomes of it</th></tr></thead>
    <tbody>${rows}</tbody></table></div><p class="about">${end}</p>`;
}

/** The traces of a finding after the first, which is replayed above; nothing where there is one. */
export function renderFurther(traces: readonly Trace[]): Markup {
  if (traces.length < 2) return html``;
  const others = traces.slice(1).map(
    (
      trace,
      k,
    ) => html`<details open><summary>Trace ${k + 2}: ${traceTitle(trace)}; ${formatPercent(trace.share)} of the regret</summary>
      ${table(trace)}</details>`,
  );
  return html`<div class="fact"><h4>Traces</h4><p class="about">${togetherText(traces)}. The first is replayed above.</p>${others}</div>`;
}
