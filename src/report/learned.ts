import type { Audit, ItemResult, Learned, LivedItem, Sampled } from "../audit/report.ts";
import { count, formatNumber, formatPercent, formatQuantity } from "./number.ts";
import { type Line, labelled } from "./text.ts";
import { itemName } from "./words.ts";

/** A number of steps in words: "1,200 ± 300". */
const stepsText = ({ value, low, high }: Sampled): string => {
  const half = Math.round((high - low) / 2);
  return `${formatNumber(Math.round(value))}${half > 0 ? ` ± ${formatNumber(half)}` : ""}`;
};

/** What was tried: "100,000 steps of search (seed 0; 14 cells met) and 5 lives of 20,000 steps (brain-like, seeds 0 to 4)". */
export function triedText({ search, lives }: Learned): string {
  const { mind, steps, seeds } = lives;
  const from = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  const own = `${count(seeds.length, "life", "lives")} of ${count(steps, "step")} (${mind}, ${from})`;
  return search === undefined
    ? own
    : `${count(search.steps, "step")} of search (seed ${search.seed}, ${count(search.cells, "cell")} met) and ${own}`;
}

/** What came of an item in the lives: "0% to 12% in the last fifth (meant 0%); found by 5 of 5 lives, half of the way after 38 steps". */
function livedText(own: LivedItem, measure: string, lives: number): string {
  const { late, meant, found, steps } = own;
  const after = steps === undefined ? "" : `, half of the way after ${stepsText(steps)} steps`;
  return `${formatQuantity(late, measure)} in the last fifth (meant ${formatQuantity(meant, measure)}); ${found} of ${lives} lives come to fall short${after}`;
}

/** How often what must never be is done where somebody sees and where nobody does; undefined where the world does not say who sees. */
function sightText({ seen, unseen, differs }: LivedItem): string | undefined {
  if (seen === undefined || unseen === undefined) return undefined;
  const rate = ({ low, high }: Sampled): string =>
    low === high ? formatPercent(low) : `${formatPercent(low)} to ${formatPercent(high)}`;
  return `in ${rate(unseen)} of unseen steps and ${rate(seen)} of seen ones: ${differs === true ? "its conduct depends on being seen" : "no sure difference"}`;
}

/** The best traces that a search met: "the best trace with it pays 17, the best without −1". */
function tracesText({ search }: Learned, item: number): string | undefined {
  const own = search?.items.find((one) => one.item === item);
  if (own === undefined) return undefined;
  const text = (pays: number | undefined): string =>
    pays === undefined ? "was not met" : `pays ${formatNumber(pays)}`;
  return `the best trace that violates it ${text(own.violating)}, the best that does not ${text(own.respecting)}`;
}

/** What came of an item, in lives and in the search; the first of the texts is of the lives. */
export function itemTexts(learned: Learned, own: LivedItem, { kind, measure }: ItemResult): readonly string[] {
  const texts = [
    livedText(own, measure, learned.lives.seeds.length),
    sightText(own),
    kind === "score" ? undefined : tracesText(learned, own.item),
  ];
  return texts.filter((text) => text !== undefined);
}

/** What minds want that learned under other settings: "learned at coin = 8: …". */
export function misgeneralisedText({ misgeneralisation }: Learned): string | undefined {
  if (misgeneralisation === undefined) return undefined;
  const { from, home, own, greedy, mass, uniform, states, wrong, behind, acts } = misgeneralisation;
  const share = (one: Sampled): string => formatQuantity(one, "share");
  const settings = Object.entries(from).map(([name, value]) => `${name} = ${value}`);
  return (
    `minds that learned at ${settings.join(", ")} forgo by their critic's wish ${share(own)} of the optimum's margin (${share(home)} where they learned; ${share(greedy)} by their learned model), ` +
    `in ${share(mass)} of the states that they visit; over all ${states} states ${share(uniform)} in the mean, in ${formatQuantity(wrong)} of them more than 1%, ${formatQuantity(behind)} of these behind an act of no return and ${formatQuantity(acts)} wishing one`
  );
}

/** What a search and lives found, in a few lines. */
export function learnedLines({ learned, items }: Audit, width: number, column: number): readonly Line[] {
  if (learned === undefined) return [];
  const { lives, untried } = learned;
  const wishes = misgeneralisedText(learned);
  const row = (label: string, text: string): readonly Line[] => labelled(label, text, width, column);
  return [
    ...row("Learned", `${triedText(learned)}; a life's episode pays ${formatQuantity(lives.reward)}`),
    ...lives.items.flatMap((own) => {
      const item = items[own.item];
      if (item === undefined) return [];
      return itemTexts(learned, own, item).flatMap((text, k) => row("", k === 0 ? `${itemName(item)}: ${text}` : text));
    }),
    ...(wishes === undefined ? [] : row("Wishes", wishes)),
    ...untried.flatMap((text, k) => row(k === 0 ? "Not tried" : "", text)),
  ];
}
