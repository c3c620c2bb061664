import { html, type Markup } from "../../html/markup.ts";
import { createPainter } from "../../html/picture.ts";
import { fitting, renderShell } from "../../html/shell.ts";
import { STYLE } from "../../html/style.ts";
import { formatNumber } from "../../number.ts";
import type { LifeReport, LivedEpisode } from "../report.ts";
import { cellsText, lastWhole, lifeTitle, livedText, mainWhy, mindText, timeText } from "../words.ts";
import { client } from "./client.ts";
import { renderCourse } from "./course.ts";
import { episodeData, renderEpisode, stepsWithin } from "./episode.ts";
import { LIFE_STYLE } from "./style.ts";

/** Steps of an episode and of a chart of rewards that a page shows; one that comes out too large is made again with less. */
const DETAILS = [
  { frames: 80, bars: 120 },
  { frames: 40, bars: 80 },
  { frames: 20, bars: 40 },
  { frames: 10, bars: 0 },
  { frames: 4, bars: 0 },
] as const;
/** Characters of all drawings of the page. */
const PICTURES = 900_000;

const choice = (kept: LivedEpisode): Markup =>
  html`<li><a data-choice href="#episode=${kept.episode}">${formatNumber(kept.episode)}<span class="of">${mainWhy(kept)}</span></a></li>`;

function renderPage(report: LifeReport, { frames, bars }: (typeof DETAILS)[number]): string {
  const { shown, from, episodes } = report;
  const painter = createPainter(PICTURES, bars);
  const kept = shown.map((episode) => ({ episode, steps: stepsWithin(episode, frames) }));
  const left = episodes - shown.length;
  const cells = cellsText(report);
  const choices = html`<nav aria-label="episodes"><ol class="choices">${shown.map(choice)}</ol></nav>`;
  const articles = kept.map(({ episode, steps }) => renderEpisode(episode, steps, painter));
  const main = html`<section class="audit now life"><header class="verdict"><p class="which">${lifeTitle(report)}</p><h2>${mindText(report)}: ${livedText(report)}</h2>
    <ul class="meta"><li><span class="of">Question</span> ${timeText(report)}</li><li><span class="of">Kept to be read</span> ${
      left > 0 ? "the first episodes, those in which something new happened, the best, and the last" : "every episode"
    }</li>${cells === "" ? "" : html`<li><span class="of">Plans</span> ${cells}</li>`}${from === 0 ? "" : html`<li><span class="of">Goes on from</span> step ${formatNumber(from)}</li>`}</ul></header>
    ${choices}${articles}<div class="parts">${renderCourse(report)}</div></section>`;
  return renderShell({
    title: `${report.case} · life`,
    heading: report.case,
    nav: html``,
    main,
    style: STYLE + LIFE_STYLE,
    client,
    data: {
      start: shown.findIndex(({ episode }) => episode === lastWhole(report)?.episode),
      episodes: kept.map(({ episode, steps }) => episodeData(episode, steps)),
    },
  });
}

/** One HTML page, below 1 MB, on which a life can be read step by step with what was thought. Without scripts it shows everything. */
export const renderLifeHtml = (report: LifeReport): string => fitting(DETAILS, (detail) => renderPage(report, detail));
