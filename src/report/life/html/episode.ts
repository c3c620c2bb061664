import { html, type Markup } from "../../html/markup.ts";
import { drawFields, type Painter } from "../../html/picture.ts";
import { BUTTONS } from "../../html/replay.ts";
import { renderRewards } from "../../html/rewards.ts";
import { formatNumber, formatSigned } from "../../number.ts";
import { gridOf, vectorOf } from "../../picture.ts";
import { isHarm, listOf } from "../../words.ts";
import type { LivedEpisode, LivedStep } from "../report.ts";
import { courseText, episodeName, overText } from "../words.ts";
import { renderThought } from "./thought.ts";

/** What the script has to know of an episode. Frames are the steps that are shown, and its end. */
export interface EpisodeData {
  readonly episode: number;
  /** shape [frames]: the step of the episode that each shows */
  readonly times: readonly number[];
}

/** At most so many steps of an episode: what is new, then its beginning and its end. */
export function stepsWithin({ steps }: LivedEpisode, most: number): readonly LivedStep[] {
  if (steps.length <= most) return steps;
  const fresh = steps.filter(({ firsts }) => firsts.length > 0).slice(0, Math.ceil(most / 3));
  const left = most - fresh.length;
  const others = steps.filter((step) => !fresh.includes(step));
  const kept = new Set([
    ...fresh,
    ...others.slice(0, Math.ceil(left / 2)),
    ...others.slice(others.length - Math.floor(left / 2)),
  ]);
  return steps.filter((step) => kept.has(step));
}

export const episodeData = (episode: LivedEpisode, shown: readonly LivedStep[]): EpisodeData => ({
  episode: episode.episode,
  times: [...shown.map(({ time }) => time), episode.length],
});

const isDrawn = (step: Pick<LivedStep, "picture">): boolean =>
  gridOf(step.picture) !== undefined || vectorOf(step.picture) !== undefined;

function badges({ happened, firsts }: LivedStep): Markup {
  const all = [...happened, ...firsts.filter((first) => !happened.includes(first))];
  const items = all.map((what) => {
    const kind = isHarm(what) ? "bad" : what.startsWith("reach ") ? "event" : "";
    return html`<li class="${kind}">${what.replace(/^signal /, "")}${firsts.includes(what) ? ", for the first time" : ""}</li>`;
  });
  return html`<ul class="badges">${items}</ul>`;
}

const frame = (step: LivedStep, before: LivedStep | undefined, length: number, painter: Painter): Markup => {
  const terms = Object.entries(step.rewards).map(
    ([term, paid]) => html`<li><span>${term}</span> <b>${formatSigned(paid)}</b></li>`,
  );
  const gap = before === undefined ? step.time : step.time - before.time - 1;
  const left = gap > 0 ? html`<li class="gap">${formatNumber(gap)} steps are left out</li>` : "";
  const when = `Step ${formatNumber(step.time)} of ${formatNumber(length)}, ${formatNumber(step.step)} of its life`;
  return html`${left}<li class="frame" data-status="${when}"><div class="stage">${painter.draw(step, before)}${isDrawn(step) ? drawFields(step, before) : ""}</div>
    <div class="act"><p class="when">${when}</p><p class="action"><span>${step.action}</span>
    <b class="${step.reward > 0 ? "plus" : step.reward < 0 ? "minus" : ""}">${formatSigned(step.reward)}</b></p>
    <ul class="terms">${terms}</ul>${badges(step)}${renderThought(step)}</div></li>`;
};

function endFrame(episode: LivedEpisode, last: LivedStep | undefined, painter: Painter): Markup {
  const when = `After ${formatNumber(episode.length)} steps`;
  return html`<li class="frame end" data-status="${when}"><div class="stage">${painter.draw(episode.end, last)}${isDrawn(episode.end) ? drawFields(episode.end, last) : ""}</div>
    <div class="act"><p class="when">${when}</p><p class="over">${overText(episode)}</p></div></li>`;
}

/** The acts in a row, each leading to its step. */
const path = ({ episode }: LivedEpisode, shown: readonly LivedStep[], length: number): Markup =>
  html`<ol class="path" aria-label="steps">${shown.map(
    (step) =>
      html`<li class="${step.happened.some(isHarm) ? "bad" : ""}"><a href="#episode=${episode}&amp;step=${step.time}" title="step ${step.time}: ${formatSigned(step.reward)}">${step.action}</a></li>`,
  )}<li><a href="#episode=${episode}&amp;step=${length}">end</a></li></ol>`;

/** An episode as frames that can be read one below the other, and that the script shows one at a time. */
export function renderEpisode(episode: LivedEpisode, shown: readonly LivedStep[], painter: Painter): Markup {
  const { length, why } = episode;
  const frames = shown.map((step, k) => frame(step, shown[k - 1], length, painter));
  const isWhole = shown.length === length;
  const rewards = isWhole ? renderRewards({ steps: shown, stem: 0, loop: 0 }, painter.bars) : html``;
  const slider = html`<input type="range" data-slide min="0" max="${shown.length}" value="0" aria-label="step">`;
  return html`<article class="finding episode" id="episode=${episode.episode}" data-episode><h3><b>${episodeName(episode)}</b>, ${listOf(why)}
    <span class="of">${courseText(episode)}</span></h3><div class="controls">${BUTTONS}<p class="status" aria-live="polite"></p>${slider}</div>
    <ol class="frames">${frames}${endFrame(episode, shown[shown.length - 1], painter)}</ol>${path(episode, shown, length)}${rewards}${
      isWhole
        ? ""
        : html`<p class="about">Of ${formatNumber(length)} steps ${formatNumber(shown.length)} are kept: how it began and ended, and what led to something new. innate live --record keeps all.</p>`
    }</article>`;
}
