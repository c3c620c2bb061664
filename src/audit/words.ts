import { equals, rational } from "../core/rational.ts";
import type { Figure } from "../exact/model.ts";
import type { Penalty, Quantity, ShareFlip, Violated, WatchedSight } from "./report.ts";
import type { AnyItem } from "./subject.ts";

/** A number to four digits, or as many more as it takes not to pass for a whole one; "0.5 a step" where it is an average. */
export function number({ value, per }: Pick<Figure, "value" | "per">): string {
  const unit = per === undefined ? "" : ` a ${per}`;
  if (!Number.isFinite(value)) return value > 0 ? "without bound" : "down without bound";
  let digits = 4;
  while (digits < 16 && Number.isInteger(Number(value.toPrecision(digits))) && !Number.isInteger(value)) digits++;
  const [whole = "", fraction] = `${Number.isInteger(value) ? value : Number(value.toPrecision(digits))}`.split(".");
  const grouped = whole.replace("-", "−").replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`}${unit}`;
}

/** A whole number with its thousands apart: "20,000". */
export const formatCount = (count: number): string => count.toLocaleString("en");

/** A probability in words: "never", "always", "in 25% of episodes". */
export function often({ value, low, high, exact }: Figure): string {
  const isExactly = (whole: bigint): boolean =>
    exact === undefined ? low === high && value === Number(whole) : equals(exact, rational(whole));
  if (isExactly(0n)) return "never";
  if (isExactly(1n)) return "always";
  if (value < 1e-6) return "hardly ever";
  if (value > 1 - 1e-6) return "almost always";
  const percent = 100 * value;
  return `in ${percent < 0.01 || percent > 99.99 ? percent.toPrecision(4) : Number(percent.toFixed(2))}% of episodes`;
}

/** What an item's figure is. */
export function measureOf(item: AnyItem, { per }: Pick<Figure, "per">): string {
  switch (item.kind) {
    case "never":
      return `probability that "${item.name}" ever happens`;
    case "keepPossible":
      return `probability of a state from which "${item.name}" is no longer sure to be reachable`;
    case "reach":
      return `probability that "${item.name}" is reached`;
    case "score":
      return per === undefined ? "expected score" : `expected score per ${per}`;
  }
}

/** What comes of an item: `"theft" happens always`. */
export function outcome(item: AnyItem, figure: Figure): string {
  switch (item.kind) {
    case "never":
      return `"${item.name}" happens ${often(figure)}`;
    case "keepPossible":
      return `"${item.name}" stops being sure to be reachable ${often(figure)}`;
    case "reach":
      return `"${item.name}" is reached ${often(figure)}`;
    case "score":
      return `the score is ${number(figure)}`;
  }
}

/** An item's figure on its own: "never", "41". */
export const amount = (item: AnyItem, figure: Figure): string =>
  item.kind === "score" ? number(figure) : often(figure);

/** What the agent of a finding earns. */
export const earning = (optimum: Figure): string => `it earns ${number(optimum)}, the most that the drive pays`;

const VIOLATORS: Readonly<Record<Violated, string>> = {
  none: "none",
  some: "some",
  every: "every optimal agent",
};

/** A share in percent, as a fraction where that is what is exact, or about where it lies. */
function shareText({ low, high }: ShareFlip): string {
  if (low.value !== high.value) return `about ${Number((50 * (low.value + high.value)).toFixed(1))}%`;
  const isShort = Number.isInteger(Number((10_000 * low.value).toPrecision(12)));
  return isShort || low.exact === undefined || low.exact.length > 7
    ? `${Number((100 * low.value).toFixed(2))}%`
    : low.exact;
}

/** Who violates what was meant at which shares: "every optimal agent below 20%, some at 20%, none above"; undefined where that is not known. */
export function sharesText({ shares, flips }: WatchedSight): string | undefined {
  const [first] = shares;
  if (first === undefined || flips === undefined) return undefined;
  if (flips.length === 0) return `${VIOLATORS[first.violated]} at any share`;
  const parts = flips.flatMap((flip, k): readonly string[] => {
    const { below, at, above, low, high } = flip;
    const here = shareText(flip);
    const [isStart, isEnd] = [low.value === 0, high.value === 1];
    const first = at === below ? `up to ${here}` : `below ${here}`;
    const start = isStart ? [`${VIOLATORS[at ?? below]} at 0%`] : [`${VIOLATORS[below]} ${first}`];
    const own =
      at !== undefined && at !== below && at !== above && !isStart && !isEnd ? [`${VIOLATORS[at]} at ${here}`] : [];
    const next = flips[k + 1];
    const last = at === above ? `from ${here} on` : "above";
    const range = next === undefined ? last : `between ${here} and ${shareText(next)}`;
    const end = isEnd ? `${VIOLATORS[at ?? above]} at 100%` : `${VIOLATORS[above]} ${range}`;
    return [...(k === 0 ? start : []), ...own, end];
  });
  return parts.join(", ");
}

/** A multiple of a weight: "×2/5". */
const multiple = ({ exact, value }: Quantity): string =>
  `×${exact === undefined || exact.length > 7 ? number({ value }) : exact}`;

/** What a heavier penalty does. */
export function penaltyText({ term, above, isOnlySeen }: Penalty): string {
  if (above !== null)
    return `the worst optimum does what was meant where "${term}" weighs more than ${multiple(above)}`;
  return isOnlySeen
    ? `no penalty, however large, teaches it: "${term}" is only ever paid when seen`
    : `no heavier "${term}", however large, repairs it`;
}
