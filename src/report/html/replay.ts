import type { Step, Trace } from "../../audit/report.ts";
import { formatNumber, formatPercent, formatSigned } from "../number.ts";
import { distinctSteps, gridOf, vectorOf, whyOver } from "../picture.ts";
import { isHarm, traceOrigin, traceTitle } from "../words.ts";
import { html, type Markup } from "./markup.ts";
import { drawFields, type Painter } from "./picture.ts";
import { renderRewards } from "./rewards.ts";

/** What the script has to know of one trace. Frames are the distinct steps, and the end as the last of them. */
export interface ReplayData {
  readonly id: string;
  /** the address without the step */
  readonly key: string;
  readonly steps: number;
  readonly stem: number;
  readonly loop: number;
  /** per frame, the end's left out */
  readonly rewards: readonly number[];
  readonly scores: readonly number[];
  /** steps that the page leaves out */
  readonly omitted: number;
}

const finite = (value: number | undefined): number => (value !== undefined && Number.isFinite(value) ? value : 0);

/**
 * A trace for the script; one too long for the page is cut.
 *
 * @param most - steps that the page draws
 */
export function replayData(trace: Trace | undefined, id: string, key: string, most: number): ReplayData {
  const distinct = trace === undefined ? [] : distinctSteps(trace);
  const kept = distinct.slice(0, most);
  const cut = kept.length < distinct.length;
  const total = trace?.steps.length ?? 0;
  return {
    id,
    key,
    steps: cut ? kept.length : total,
    stem: cut ? kept.length : (trace?.stem ?? 0),
    loop: cut ? 0 : (trace?.loop ?? 0),
    rewards: kept.map(({ reward }) => finite(reward)),
    scores: kept.some(({ score }) => score !== undefined) ? kept.map(({ score }) => finite(score)) : [],
    omitted: cut ? total - kept.length : 0,
  };
}

function badges(step: Step): Markup {
  const events = step.events.map((event) => html`<li class="${isHarm(event) ? "bad" : "event"}">${event}</li>`);
  const seen = step.seen === undefined ? "" : html`<li>${step.seen ? "seen" : "nobody sees it"}</li>`;
  const chance = step.probability === 1 ? "" : html`<li>${formatPercent(step.probability)} of the time</li>`;
  return html`<ul class="badges">${events}${seen}${chance}</ul>`;
}

const isDrawn = (step: Pick<Step, "picture">): boolean =>
  gridOf(step.picture) !== undefined || vectorOf(step.picture) !== undefined;

function frame(step: Step, k: number, trace: Trace, painter: Painter): Markup {
  const before = trace.steps[k - 1];
  const terms = Object.entries(step.rewards).map(
    ([term, paid]) => html`<li><span>${term}</span> <b>${formatSigned(paid)}</b></li>`,
  );
  const loops = trace.loop > 0 && k >= trace.stem;
  const score =
    step.score === undefined
      ? ""
      : html`<li class="score"><span>score (meant)</span> <b>${formatSigned(step.score)}</b></li>`;
  return html`<li class="frame${loops ? " loops" : ""}"><div class="stage">${painter.draw(step, before)}</div>
    <div class="act"><p class="when">Step ${k}${loops ? ", in the loop" : ""}</p><p class="action">
    <span>${step.action}
    </span> <b class="${step.reward > 0 ? "plus" : step.reward < 0 ? "minus" : ""}">${formatSigned(step.reward)}</b></p>
    <ul class="terms">${terms}${score}</ul>${badges(step)}${isDrawn(step) ? drawFields(step, before) : ""}</div></li>`;
}

function endFrame(trace: Trace, painter: Painter): Markup {
  const again = trace.loop === 0 ? "" : ` The loop of ${trace.loop} is shown once.`;
  return html`<li class="frame end"><div class="stage">${painter.draw(trace.end, trace.steps[trace.steps.length - 1])}</div>
    <div class="act"><p class="when">After ${formatNumber(trace.steps.length)} steps</p>
    <p class="over">${whyOver(trace)}</p><p class="about once">${again}
    </p>${isDrawn(trace.end) ? drawFields(trace.end, undefined) : ""}</div></li>`;
}

/** The actions in a row, the loop in brackets; each leads to its step. */
function path(trace: Trace, data: ReplayData): Markup {
  const steps = distinctSteps(trace).slice(0, data.rewards.length);
  const chips = steps.map(
    (step, k) =>
      html`<li class="${data.loop > 0 && k >= data.stem ? "loops" : "stem"}${step.events.some(isHarm) ? " bad" : ""}">
        <a href="#${data.key}&amp;step=${k}" title="step ${k}: ${formatSigned(step.reward)}">${step.action}</a></li>`,
  );
  return html`<ol class="path" aria-label="steps">${chips}${
    data.loop > 0
      ? html`<li class="again">↻ again and again</li>`
      : data.omitted > 0
        ? ""
        : html`<li><a href="#${data.key}&amp;step=${data.steps}">end</a></li>`
  }</ol>`;
}

const button = (go: string, name: string, key: string, icon: string, shown: boolean): Markup =>
  html`<button type="button" data-go="${go}" aria-label="${name}" title="${name}: ${key}">${
    shown && go === "next" ? html`<span>${name}</span>` : ""
  }<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="${icon}"/></svg>${
    shown && go !== "next" ? html`<span>${name}</span>` : ""
  }</button>`;

/** Buttons that go through steps. */
export const BUTTONS: readonly Markup[] = [
  button("first", "First", "Home", "M1 1h2v10H1zM11 1v10L4 6z", false),
  button("previous", "Previous", "left arrow", "M10 1v10L2 6z", true),
  button("next", "Next", "right arrow", "M2 1v10l8-5z", true),
  button("last", "Last", "End", "M9 1h2v10H9zM1 1v10l7-5z", false),
];

/** A trace as frames that can be read one below the other, and that the script shows one at a time; `further` stands below it. */
export function renderReplay(trace: Trace, data: ReplayData, painter: Painter, further: Markup): Markup {
  const steps = distinctSteps(trace).slice(0, data.rewards.length);
  const frames = steps.map((step, k) => frame(step, k, trace, painter));
  const cut =
    data.omitted === 0
      ? ""
      : html`<p class="about">${formatNumber(data.omitted)} further steps are left out of this page; --json has them all.</p>`;
  return html`<div class="replay"><p class="title">Trace: ${traceTitle(trace)}</p><div class="controls">${BUTTONS}
    <p class="status" aria-live="polite"></p></div>
    <ol class="frames">${frames}${data.omitted > 0 ? "" : endFrame(trace, painter)}
    </ol>${cut}${path(trace, data)}${renderRewards(trace, painter.bars)}<p class="about">${traceOrigin(trace)}.</p>${further}</div>`;
}
