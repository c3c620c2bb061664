import { equals, parseDecimal, type Rational, rational, subtract, toNumber } from "../../core/rational.ts";
import { isBetween } from "../../exact/enclose.ts";
import type { Outcome } from "./check.ts";

/** A value as somebody publishes it: a truth value, or a number as "49/128", "75" or "0.0017". */
export type Published = boolean | string;

/** How a value of ours agrees with a published one: see docs/decisions/0032-agreement-with-published-values.md. */
export type Verdict = "exact" | "inside" | "close" | "differs" | "undecided";

export interface Agreement {
  readonly verdict: Verdict;
  /** how far the published number is from ours, as a share of itself, where it is outside of our bounds */
  readonly difference?: number;
}

/** Share of a published number by which it may differ and still be close. */
const CLOSE = 1e-6;

/**
 * The exact number that a published text writes.
 *
 * @throws RangeError if it writes none
 */
export function publishedNumber(text: string): Rational {
  const [numerator = "", denominator] = text.split("/");
  return denominator === undefined ? parseDecimal(numerator) : rational(BigInt(numerator), BigInt(denominator));
}

/** How an outcome agrees with what is published. */
export function agreement(published: Published, outcome: Outcome): Agreement {
  if (outcome.kind === "undecided") return { verdict: "undecided" };
  if (typeof published === "boolean" || outcome.kind === "truth")
    return { verdict: outcome.kind === "truth" && outcome.holds === published ? "exact" : "differs" };
  if (outcome.kind === "range") return { verdict: "differs" };
  const number = publishedNumber(published);
  const { low, high, exact } = outcome.figure;
  if (exact !== undefined && equals(exact, number)) return { verdict: "exact" };
  if (low === Infinity) return { verdict: "differs", difference: Infinity };
  if (exact === undefined && isBetween(number, low, high)) return { verdict: "inside" };
  const bounds = exact === undefined ? [low, high] : [toNumber(exact), toNumber(exact)];
  const [near] = bounds.map((bound) => gap(number, bound)).sort((a, b) => a - b);
  return { verdict: near! <= CLOSE ? "close" : "differs", difference: near! };
}

/** The distance of a bound from a number, as a share of the number. */
function gap(number: Rational, bound: number): number {
  if (!Number.isFinite(bound)) return Infinity;
  const distance = Math.abs(toNumber(subtract(number, parseDecimal(String(bound)))));
  const size = Math.abs(toNumber(number));
  return size === 0 ? (distance === 0 ? 0 : Infinity) : distance / size;
}
