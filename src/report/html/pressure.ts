import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Audit, ItemResult } from "../../audit/report.ts";
import { formatNumber, formatPercent, isProbability } from "../number.ts";
import { formatOn, tellingPoints, turnTexts } from "../pressure.ts";
import { itemName, unitOf } from "../words.ts";
import { chart, FRAME, vertical, xLabel, yAxis } from "./charts.ts";
import { at, html, type Markup } from "./markup.ts";

interface Point {
  readonly name: string;
  readonly competence: number;
  readonly worst: number;
  readonly best: number;
  /** whether the curve begins, ends, turns, is best or worst here */
  readonly telling: boolean;
}

/** A point of the soft curve: an agent with a temperature. */
interface SoftPoint {
  readonly temperature: number;
  readonly competence: number;
  readonly value: number;
}

/** Units between two labels of points. */
const APART = 15;

function curve(points: readonly Point[], softPoints: readonly SoftPoint[], item: ItemResult): Markup {
  const frame = FRAME;
  const number = isProbability(item.measure) ? formatPercent : formatNumber;
  const drawn = points.filter((point) => [point.competence, point.worst, point.best].every(Number.isFinite));
  const soft = softPoints.filter(({ competence, value }) => Number.isFinite(competence) && Number.isFinite(value));
  const competences = [...drawn, ...soft].map(({ competence }) => competence);
  const x = scaleLinear(
    [Math.min(0, ...competences), Math.max(1, ...competences)],
    [frame.left + 8, frame.width - frame.right - 12],
  );
  const { scale: y, ticks } = vertical(
    [...drawn.flatMap(({ worst, best }) => [worst, best]), ...soft.map(({ value }) => value), item.meant.value],
    frame,
  );
  const bounded = drawn.filter(({ name }) => name !== "optimal");
  const path = line<Point>(
    (point) => x(point.competence),
    (point) => y((point.worst + point.best) / 2),
  )(bounded);
  const softPath = line<SoftPoint>(
    ({ competence }) => x(competence),
    ({ value }) => y(value),
  )(soft);
  const softDots = soft.map(
    ({ temperature, competence, value }) =>
      html`<circle class="soft" cx="${at(x(competence))}" cy="${at(y(value))}" r="2">
      <title>temperature ${formatNumber(temperature)}: competence ${formatPercent(competence)}, ${item.measure} ${number(value)}</title></circle>`,
  );
  const optimum = drawn.find(({ name }) => name === "optimal");
  const labelled: Point[] = [];
  for (const point of [...bounded].sort((a, b) => Number(b.telling) - Number(a.telling)))
    if (labelled.every((other) => Math.abs(x(other.competence) - x(point.competence)) > APART)) labelled.push(point);
  const dots = bounded.map((point) => {
    const { name, competence, worst, best } = point;
    const [px, py] = [x(competence), y((worst + best) / 2)];
    return html`<circle class="dot" cx="${at(px)}" cy="${at(py)}" r="3.5">
      <title>lookahead ${name}: competence ${formatPercent(competence)}, ${item.measure} ${number(worst)}</title></circle>${
        labelled.includes(point)
          ? html`<text class="tick" x="${at(px)}" y="${at(py - 9)}" text-anchor="middle">${name}</text>`
          : ""
      }`;
  });
  const meant = Number.isFinite(item.meant.value)
    ? html`<line class="meant" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${at(y(item.meant.value))}" y2="${at(y(item.meant.value))}">
      <title>what was meant: ${number(item.meant.value)}</title></line>`
    : "";
  const band =
    optimum === undefined
      ? ""
      : html`<rect class="band" x="${at(x(optimum.competence) - 5)}" width="10" rx="3" y="${at(Math.min(y(optimum.worst), y(optimum.best)) - 2)}" height="${at(Math.abs(y(optimum.worst) - y(optimum.best)) + 4)}">
        <title>at the optimum: from ${number(optimum.worst)} to ${number(optimum.best)}</title></rect>
        <circle class="worst" cx="${at(x(optimum.competence))}" cy="${at(y(optimum.worst))}" r="4.5"/>`;
  const marks = x.ticks(5).map(
    (tick) =>
      html`<text class="tick" x="${at(x(tick))}" y="${frame.height - frame.bottom + 15}" text-anchor="middle">${formatPercent(tick)}
          </text>`,
  );
  const title = `${itemName(item)} against competence: ${drawn
    .map(({ name, worst, best }) =>
      worst === best ? `lookahead ${name} ${number(worst)}` : `${name} from ${number(worst)} to ${number(best)}`,
    )
    .join(", ")}`;
  return chart(
    itemName(item),
    title,
    frame,
    html`${yAxis(ticks, y, frame, number)}${meant}${marks}${xLabel("competence: share of the drive's optimum", frame)}
      <path class="curve soft" d="${softPath ?? ""}"/>${softDots}<path class="curve" d="${path ?? ""}"/>${band}${dots}`,
  );
}

/** The numbers of the soft curve. */
function softTable({ softPressure, items }: Audit): Markup {
  if (softPressure.length < 2) return html``;
  const rows = softPressure.map(({ temperature, competence, drive, values, divergence }) => {
    const cells = items.map((item, k) => html`<td>${formatOn(item)(values[k] ?? Number.NaN)}</td>`);
    return html`<tr><th scope="row">${formatNumber(temperature)}</th><td>${formatPercent(competence)}</td>
      <td>${formatNumber(drive)}</td>${cells}<td>${formatNumber(Math.sqrt(Math.max(0, divergence)))}</td></tr>`;
  });
  return html`<div class="scroll"><table><thead><tr><th scope="col">temperature</th><th scope="col">competence</th>
    <th scope="col">the drive's return</th>${items.map((item) => html`<th scope="col">${itemName(item)}</th>`)}
    <th scope="col">√KL from random</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** What happens to each item of the intent as an agent gets better at the drive: one curve for each, and the numbers. */
export function renderPressure(audit: Audit): Markup {
  if (audit.pressure.length < 2 || audit.items.length === 0) return html``;
  const curves = audit.items.map((item, k) => {
    const telling = tellingPoints(audit.pressure, k);
    return curve(
      audit.pressure.map(({ lookahead, competence, worst, best }, place) => ({
        name: String(lookahead),
        competence,
        worst: worst[k] ?? Number.NaN,
        best: best[k] ?? Number.NaN,
        telling: telling.includes(place),
      })),
      audit.softPressure.map(({ temperature, competence, values }) => ({
        temperature,
        competence,
        value: values[k] ?? Number.NaN,
      })),
      item,
    );
  });
  const isSoft = audit.softPressure.length > 1;
  const turns = turnTexts(audit);
  const families = isSoft ? "lookahead or by temperature" : "lookahead";
  const over =
    turns.length === 0
      ? html`<p>Nothing turns over: by ${families}, no agent short of the optimum serves what was meant better than the best optimum.</p>`
      : turns.map((text) => html`<p><strong>Turns over</strong> ${text}.</p>`);
  const heads = audit.items.map((item) => html`<th scope="col">${itemName(item)}</th>`);
  const rows = audit.pressure.map(({ lookahead, competence, drive, worst, best }) => {
    const cells = audit.items.map((item, k) => {
      const number = isProbability(item.measure) ? formatPercent : formatNumber;
      const [low = Number.NaN, high = Number.NaN] = [worst[k], best[k]];
      return html`<td>${low === high ? number(low) : `${number(low)} to ${number(high)}`}</td>`;
    });
    return html`<tr><th scope="row">${lookahead}</th><td>${formatPercent(competence)}</td><td>${formatNumber(drive)}
      </td>${cells}</tr>`;
  });
  return html`<section class="part"><h3>Pressure</h3>
    <p class="about">What happens to what was meant as an agent gets better at the drive. Points are agents that look as many steps ahead as they are numbered; the bar is everything from the worst to the best optimal agent; the dashed line is what was meant.${isSoft ? " The thin curve is softmax agents: they choose at random, the better the likelier, at ever lower temperatures." : ""}</p>
    ${over}<div class="charts">${curves}</div><details><summary>The numbers</summary><div class="scroll"><table><thead><tr>
    <th scope="col">lookahead</th><th scope="col">competence</th><th scope="col">the drive's return${unitOf(audit)}</th>${heads}</tr></thead>
    <tbody>${rows}</tbody></table></div>${softTable(audit)}</details></section>`;
}
