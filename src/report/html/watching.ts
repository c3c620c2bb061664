import type { Audit, ItemResult, WatchedShare, WatchedSight } from "../../audit/report.ts";
import { penaltyText } from "../../audit/words.ts";
import { formatPercent, formatQuantity } from "../number.ts";
import { gridText, sharesOf, sightText } from "../watching.ts";
import { itemName, listOf } from "../words.ts";
import { html, type Markup } from "./markup.ts";

const SIGHTS = { observed: "The agent sees who watches", hidden: "The agent does not see who watches" } as const;

const shareName = ({ share }: WatchedShare): string =>
  share.value === 0 ? "never" : share.value === 1 ? "always" : formatPercent(share.value);

/** What an item comes to at a share, from the worst to the best optimum. */
function cell(at: WatchedShare | undefined, k: number, { measure }: ItemResult): Markup {
  const [worst, best] = [at?.worst[k], at?.best[k]];
  if (at === undefined || worst === undefined || best === undefined) return html`<td>not decided</td>`;
  const texts = [...new Set([worst, best].map((one) => formatQuantity(one, measure)))];
  return html`<td class="${at.violated === "none" ? "" : "worst"}">${texts.join(" … ")}</td>`;
}

/** What is said of one sight below the table. */
function remarks(sight: WatchedSight): Markup {
  const grid = gridText(sight);
  const how = grid === "" ? "" : ` Shares were gone through ${grid}: narrower flips may have been missed.`;
  const open = sight.flips === undefined ? [] : sight.undecided.map((text) => `not decided: ${text}`);
  const here = [...sight.penalties.map(penaltyText), ...open];
  return html`<p><strong>${SIGHTS[sight.sight]}${sight.isOwn ? ", as in this world" : ""}</strong>: ${sightText(sight)}.${how}
    ${here.length === 0 ? "" : ` As much as is watched in this world, ${listOf(here)}.`}</p>`;
}

/** How the worst and the best optimum fare with how much is watched. */
export function renderWatching({ watching, items }: Audit): Markup {
  const item = items.find(({ violated }) => violated) ?? items[0];
  if (watching === undefined || item === undefined) return html``;
  const { sights, flags, drawn } = watching;
  const longest = sights.reduce<readonly WatchedShare[]>(
    (a, { shares }) => (shares.length > a.length ? shares : a),
    [],
  );
  const rows = longest.map((row, r) => {
    const cells = sights.map(({ shares }) => cell(shares[r], items.indexOf(item), item));
    return html`<tr class="violated"><th scope="row">${shareName(row)}</th>${cells}</tr>`;
  });
  const when = drawn === "episode" ? "once an episode" : "anew at each step";
  return html`<section class="part"><h3>Watched and unwatched</h3>
    <p class="about">How much is watched is moved: the share of ${sharesOf(watching)} in which ${listOf(flags)} lets somebody see, drawn ${when}. Observed: the agent sees that before it acts. Hidden: it does not. Red: some optimal agent violates what was meant.</p>
    <div class="scroll"><table><thead><tr><th scope="col">watched</th>${sights.map(
      ({ sight }) => html`<th scope="col">${itemName(item)}, ${sight}</th>`,
    )}</tr></thead><tbody>${rows}</tbody></table></div>
    <p>Who violates what was meant:</p>${sights.map(remarks)}</section>`;
}
