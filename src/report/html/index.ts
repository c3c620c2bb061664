import { type Audit, SEVERITIES } from "../../audit/report.ts";
import { caseTitle, checkName, countFindings, coverageText, questionText } from "../words.ts";
import { findingKey, type Place, placesOf } from "./address.ts";
import { renderBehaviours } from "./behaviours.ts";
import { type AuditData, client } from "./client.ts";
import { renderFinding } from "./finding.ts";
import { renderFrontier } from "./frontier.ts";
import { renderHeat } from "./heat.ts";
import { renderLearned } from "./learned.ts";
import { html, type Markup } from "./markup.ts";
import { renderItems, renderNotes, renderOptions, renderReads } from "./measures.ts";
import { createPainter, type Painter } from "./picture.ts";
import { renderPressure } from "./pressure.ts";
import { type ReplayData, replayData } from "./replay.ts";
import { renderSensitivity } from "./sensitivity.ts";
import { fitting, renderShell } from "./shell.ts";
import { STYLE } from "./style.ts";
import { renderWatching } from "./watching.ts";

const worst = (audit: Audit): string => audit.findings[0]?.severity ?? "none";

/** How much of each thing a page shows; a page that comes out too large is made again with less. */
interface Detail {
  /** steps drawn of each trace */
  readonly frames: number;
  /** characters of all drawings */
  readonly pictures: number;
  /** steps of a chart of rewards */
  readonly bars: number;
  /** cells of a heat map */
  readonly cells: number;
}
const DETAILS: readonly Detail[] = [
  { frames: 160, pictures: 420_000, bars: 120, cells: 900 },
  { frames: 48, pictures: 200_000, bars: 120, cells: 200 },
  { frames: 16, pictures: 80_000, bars: 40, cells: 64 },
  { frames: 6, pictures: 0, bars: 0, cells: 0 },
];
const dataOf = (place: Place, { frames }: Detail): AuditData => ({
  key: place.key,
  findings: [
    ...place.audit.findings.map(({ id, trace }) => replayData(trace, id, findingKey(place, id), frames)),
    ...kindReplays(place, frames),
  ],
});

/** The replays of the kinds of behaviour, addressed as findings are. */
const kindReplays = (place: Place, frames: number): readonly ReplayData[] =>
  (place.audit.behaviours?.kinds ?? []).map(({ trace }, k) =>
    replayData(trace, `kind-${k + 1}`, findingKey(place, `kind-${k + 1}`), frames),
  );

function choices(place: Place): Markup {
  const { findings, behaviours } = place.audit;
  const kinds = behaviours?.kinds ?? [];
  if (findings.length + kinds.length < 2) return html``;
  const links = findings.map(({ id, check, severity, term }) => {
    const isAlone = findings.every((other) => other.id === id || other.check !== check || other.term !== term);
    // An id begins with the check and says what tells the finding from others of it.
    const of = isAlone ? term : id.slice(id.indexOf(":") + 1).replaceAll(":", ", ");
    return html`<li><a data-choice href="#${findingKey(place, id)}"><span class="dot ${severity}">
        </span>${checkName(check)}${of === undefined ? "" : html` <span class="of">${of}</span>`}</a></li>`;
  });
  const others = kinds.map(
    ({ answer }, k) =>
      html`<li><a data-choice href="#${findingKey(place, `kind-${k + 1}`)}"><span class="dot none">
        </span>kind ${k + 1}${answer === undefined ? "" : html` <span class="of">${answer}</span>`}</a></li>`,
  );
  return html`<nav aria-label="findings"><ol class="choices">${links}${others}</ol></nav>`;
}

function renderAudit(place: Place, detail: Detail, painter: Painter): Markup {
  const { audit, key } = place;
  const findings = audit.findings.map((finding) => {
    const replay = replayData(finding.trace, finding.id, findingKey(place, finding.id), detail.frames);
    return renderFinding(finding, audit, replay, painter);
  });
  return html`<section class="audit" id="${key === "" ? "audit" : key}" data-audit>
    <header class="verdict ${worst(audit)}"><p class="which">${caseTitle(audit)}, drive <strong>${audit.drive}</strong></p>
    <h2>${audit.verdict}</h2><ul class="meta"><li><span class="of">Question</span> ${questionText(audit)}</li><li>
    <span class="of">Answer</span> ${coverageText(audit)}</li><li>
    <span class="of">Found</span> ${countFindings(audit)}</li></ul></header>${choices(place)}${findings}${renderBehaviours(audit, kindReplays(place, detail.frames), painter)}
    <div class="parts">${renderItems(audit)}${renderFrontier(audit)}${renderPressure(audit)}${renderOptions(audit)}${renderHeat(audit, detail.cells)}${renderSensitivity(audit)}${renderWatching(audit)}${renderLearned(audit)}${renderReads(audit)}${renderNotes(audit)}
    </div></section>`;
}

const tabs = (places: readonly Place[]): Markup =>
  places.length < 2
    ? html``
    : html`<nav class="tabs" aria-label="audits">${places.map(
        ({ audit, key, name }) =>
          html`<a data-tab href="#${key}"><span class="dot ${worst(audit)}"></span>${name}
            <span class="of">${countFindings(audit)}</span></a>`,
      )}</nav>`;

/**
 * One HTML page with all audits, below 1 MB, for reading without a network: style, script and data stand in the page itself,
 * and its policy allows nothing else. Without scripts it shows everything, one thing below the other.
 */
export const renderHtml = (audits: readonly Audit[]): string =>
  fitting(DETAILS, (detail) => renderPage(audits, detail));

function renderPage(audits: readonly Audit[], detail: Detail): string {
  const places = placesOf(audits);
  const painter = createPainter(detail.pictures, detail.bars);
  const data = places.map((place) => dataOf(place, detail));
  const severities = audits.map(worst);
  const start = SEVERITIES.map((severity) => severities.indexOf(severity)).find((place) => place >= 0) ?? 0;
  const sections = places.map((place) => renderAudit(place, detail, painter));
  const cases = [...new Set(audits.map((audit) => audit.case))];
  const name = cases.length <= 3 ? cases.join(", ") : `${cases.length} cases`;
  return renderShell({
    title: `${name} · audit`,
    heading: name,
    nav: tabs(places),
    main: html`${sections}`,
    style: STYLE,
    client,
    data: { start, audits: data },
  });
}
