import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Audit } from "../../audit/report.ts";
import { caseTitle, checkName, countFindings, coverageText, questionText } from "../words.ts";
import { findingKey, type Place, placesOf } from "./address.ts";
import { type AuditData, client } from "./client.ts";
import { renderFinding } from "./finding.ts";
import { renderHeat } from "./heat.ts";
import { dataIsland, html, type Markup, raw } from "./markup.ts";
import { renderItems, renderNotes, renderReads } from "./measures.ts";
import { createPainter, type Painter } from "./picture.ts";
import { renderPressure } from "./pressure.ts";
import { replayData } from "./replay.ts";
import { renderSensitivity } from "./sensitivity.ts";
import { STYLE } from "./style.ts";

const worst = (audit: Audit): string => audit.findings[0]?.severity ?? "none";

const dataOf = (place: Place): AuditData => ({
  key: place.key,
  findings: place.audit.findings.map(({ id, trace }) => replayData(trace, id, findingKey(place, id))),
});

function choices({ audit }: Place, data: AuditData): Markup {
  if (audit.findings.length < 2) return html``;
  const links = audit.findings.map(
    ({ check, severity, term }, k) =>
      html`<li><a data-choice href="#${data.findings[k]?.key}"><span class="dot ${severity}"></span>${checkName(check)}${term === undefined ? "" : html` <span class="of">${term}</span>`}</a></li>`,
  );
  return html`<nav aria-label="findings"><ol class="choices">${links}</ol></nav>`;
}

function renderAudit(place: Place, data: AuditData, painter: Painter): Markup {
  const { audit, key } = place;
  const findings = audit.findings.map((finding, k) => {
    const replay = data.findings[k] ?? replayData(finding.trace, finding.id, findingKey(place, finding.id));
    return renderFinding(finding, replay, painter);
  });
  return html`<section class="audit" id="${key === "" ? "audit" : key}" data-audit><header class="verdict ${worst(audit)}"><p class="which">${caseTitle(audit)}, drive <strong>${audit.drive}</strong></p><h2>${audit.verdict}</h2><ul class="meta"><li><span class="of">Question</span> ${questionText(audit)}</li><li><span class="of">Answer</span> ${coverageText(audit)}</li><li><span class="of">Found</span> ${countFindings(audit)}</li></ul></header>${choices(place, data)}${findings}<div class="parts">${renderItems(audit)}${renderPressure(audit)}${renderHeat(audit)}${renderSensitivity(audit)}${renderReads(audit)}${renderNotes(audit)}</div></section>`;
}

const tabs = (places: readonly Place[]): Markup =>
  places.length < 2
    ? html``
    : html`<nav class="tabs" aria-label="audits">${places.map(
        ({ audit, key, name }) =>
          html`<a data-tab href="#${key}"><span class="dot ${worst(audit)}"></span>${name}<span class="of">${countFindings(audit)}</span></a>`,
      )}</nav>`;

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const hashOf = (text: string): string => `'sha256-${base64(sha256(utf8ToBytes(text)))}'`;

/** The text of the page's script; line ends as the browser will read them, so that the hash agrees. */
const scriptText = (): string => `(${client.toString().replaceAll("\r\n", "\n")})();`;

/**
 * One HTML page with all audits, for reading without a network: style, script and data stand in the page itself, and its
 * policy allows nothing else. Without scripts it shows everything, one thing below the other.
 */
export function renderHtml(audits: readonly Audit[]): string {
  const places = placesOf(audits);
  const painter = createPainter();
  const data = places.map(dataOf);
  const sections = places.map((place, k) => renderAudit(place, data[k] ?? dataOf(place), painter));
  const script = scriptText();
  const policy = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const cases = [...new Set(audits.map((audit) => audit.case))].join(", ");
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${raw(policy)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="generator" content="innate"><title>${cases} · audit</title><style>${raw(STYLE)}</style></head>
<body><header class="top"><h1><span>innate</span> ${cases}</h1>${tabs(places)}</header><main>${sections}</main>
<script type="application/json" id="data">${dataIsland(data)}</script>
<script>${raw(script)}</script></body></html>
`;
  return page.html;
}
