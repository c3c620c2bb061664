import type { Step } from "../../audit/report.ts";
import { formatValue, gridOf, rowsOf, vectorOf } from "../picture.ts";
import { html, type Markup } from "./markup.ts";

type Drawn = Pick<Step, "picture" | "state">;

/** Draws states until the page has had its share of pictures. */
export interface Painter {
  /** steps that a chart of rewards may have */
  readonly bars: number;
  draw(step: Drawn, before?: Drawn): Markup;
}

const sizeOf = (columns: number, rows: number): string => {
  const most = Math.max(columns, rows * 1.4);
  return most <= 6 ? "xl" : most <= 10 ? "l" : most <= 16 ? "m" : most <= 26 ? "s" : "xs";
};

/** Glyphs that the agent is commonly drawn as. */
const AGENT = ["A", "@"];

const kindOf = (glyph: string): string =>
  glyph === "#" ? "w" : glyph === " " || glyph === "." ? "f" : AGENT.includes(glyph) ? "a" : "g";

/** A grid of cells: walls filled, floors empty, glyphs as letters; what differs from the drawing before is marked. */
function drawGrid(step: Drawn, before: Drawn | undefined): Markup | undefined {
  const grid = gridOf(step.picture);
  if (grid === undefined) return undefined;
  const old = before === undefined ? undefined : gridOf(before.picture);
  const columns = grid.rows[0]?.length ?? 0;
  const rows = grid.rows.map((row, r) => {
    const cells = row.map((glyph, c) => {
      const was = old?.rows[r]?.[c];
      const changed = was !== undefined && was !== glyph ? " c" : "";
      const kind = kindOf(glyph);
      return html`<i class="${kind}${changed}">${kind === "f" && glyph === " " ? "" : glyph}</i>`;
    });
    return html`<b>${cells}</b>`;
  });
  const caption = grid.caption.map((line) => html`<span>${line}</span>`);
  const label = `the state: ${describe(step.state)}`;
  return html`<div class="grid ${sizeOf(columns, grid.rows.length)}" role="img" aria-label="${label}">${rows}</div>${
    caption.length === 0 ? "" : html`<p class="under">${caption}</p>`
  }`;
}

const describe = (state: Drawn["state"]): string =>
  Object.entries(state)
    .map(([field, value]) => `${field} ${formatValue(value)}`)
    .join(", ");

/** The fields of a state as a list, those marked that differ from the state before. */
export function drawFields(step: Drawn, before: Drawn | undefined): Markup {
  const entries = Object.entries(step.state).map(([field, value]) => {
    const text = formatValue(value);
    const changed = before !== undefined && formatValue(before.state[field]) !== text;
    return html`<div${changed ? html` class="c"` : ""}><dt>${field}</dt><dd>${text}</dd></div>`;
  });
  return html`<dl class="fields">${entries}</dl>`;
}

/** Lines of text, those marked that differ from the drawing before. */
function drawLines(rows: readonly string[], before: Drawn | undefined): Markup {
  const old = before === undefined ? rows : rowsOf(before.picture);
  const lines = rows.map((row, k) => html`${row === old[k] ? row : html`<mark>${row}</mark>`}${"\n"}`);
  return html`<pre class="lines">${lines}</pre>`;
}

/** A drawing in SVG goes into an image, where nothing in it runs and nothing is fetched. */
const drawVector = (svg: string, step: Drawn): Markup =>
  html`<img class="vector" alt="the state: ${describe(step.state)}" src="data:image/svg+xml,${encodeURIComponent(
    svg.replace(/\p{Surrogate}/gu, "\ufffd"),
  )}">`;

/** A painter with a budget of characters for all its drawings; what it draws after that is a list of fields. */
export function createPainter(budget: number, bars: number): Painter {
  let left = budget;
  return {
    bars,
    draw(step, before) {
      const vector = vectorOf(step.picture);
      const rows = rowsOf(step.picture);
      const drawn =
        vector !== undefined
          ? drawVector(vector, step)
          : (drawGrid(step, before) ?? (rows.length === 0 ? drawFields(step, before) : drawLines(rows, before)));
      if (drawn.html.length > left) return drawFields(step, before);
      left -= drawn.html.length;
      return drawn;
    },
  };
}
