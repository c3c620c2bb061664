import { equals, rational } from "../core/rational.ts";
import type { Figure } from "../exact/model.ts";
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
