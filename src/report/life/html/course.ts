import { scaleLinear } from "d3-scale";
import { chart, type Frame, vertical, xLabel, yAxis } from "../../html/charts.ts";
import { at, html, type Markup } from "../../html/markup.ts";
import { formatNumber } from "../../number.ts";
import type { LifeReport, Stretch } from "../report.ts";
import { rowsOf } from "../stretches.ts";
import { columnsOf, legendOf } from "../table.ts";
import { firstText } from "../words.ts";

const FRAME: Frame = { width: 720, height: 200, left: 48, right: 26, top: 12, bottom: 34 };
/** Most points of the curve, and rows of the table. */
const POINTS = 200;
const ROWS = 10;

/** What a stretch shows of how the mind fares: the returns of its episodes, or where none ends the reward per step. */
function standing({ returns, paid, steps }: Stretch, perEpisode: boolean) {
  if (perEpisode) return returns;
  const mean = paid.reduce((sum, one) => sum + one, 0) / steps;
  return { mean, least: mean, most: mean };
}

/** How a mind fares over its life, with the range of its returns. */
function curve({ stretches, episodes, from, steps }: LifeReport): Markup {
  const perEpisode = episodes > 0;
  const points = rowsOf(stretches, POINTS).flatMap((stretch) => {
    const found = standing(stretch, perEpisode);
    return found === undefined ? [] : [{ x: stretch.from + stretch.steps / 2, ...found }];
  });
  if (points.length < 2) return html``;
  const { scale: y, ticks } = vertical(
    points.flatMap(({ least, most }) => [least, most]),
    FRAME,
  );
  const x = scaleLinear([from, from + steps], [FRAME.left, FRAME.width - FRAME.right]);
  const line = (values: readonly (readonly [number, number])[]) =>
    values.map(([a, b]) => `${at(x(a))} ${at(y(b))}`).join("L");
  const band = line([
    ...points.map(({ x: step, most }) => [step, most] as const),
    ...[...points].reverse().map(({ x: step, least }) => [step, least] as const),
  ]);
  const mean = line(points.map(({ x: step, mean: value }) => [step, value] as const));
  const marks = x
    .ticks(6)
    .map(
      (tick) =>
        html`<text class="tick" x="${at(x(tick))}" y="${FRAME.height - FRAME.bottom + 14}" text-anchor="middle">${formatNumber(tick)}</text>`,
    );
  const what = perEpisode ? "Return of its episodes: mean, least and most" : "Reward per step";
  return chart(
    what,
    `${what}, over ${formatNumber(steps)} steps`,
    FRAME,
    html`${yAxis(ticks, y, FRAME)}<path class="band" d="M${band}z"/><path class="curve" d="M${mean}"/>${marks}${xLabel("steps lived", FRAME)}`,
  );
}

/** How the life went: the curve, its stretches in a table, and what happened for the first time. */
export function renderCourse(report: LifeReport): Markup {
  const columns = columnsOf(report);
  const rows = rowsOf(report.stretches, ROWS).map(
    (stretch) =>
      html`<tr><th scope="row">to ${formatNumber(stretch.from + stretch.steps)}</th>${columns.map(({ cell, isHarm }) => html`<td${isHarm === true && cell(stretch) !== "0%" ? html` class="harm"` : ""}>${cell(stretch)}</td>`)}</tr>`,
  );
  const firsts = report.firsts.map(
    (first) => html`<li><a href="#episode=${first.episode}">${firstText(first)}</a></li>`,
  );
  return html`<section class="part course"><h3>Its course</h3>${curve(report)}<div class="scroll"><table><thead><tr><th scope="col">steps</th>${columns.map(
    ({ head }) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div><p class="about">${legendOf(report)}.</p></section>${
    firsts.length === 0
      ? ""
      : html`<section class="part"><h3>For the first time</h3><ul class="firsts">${firsts}</ul></section>`
  }`;
}
