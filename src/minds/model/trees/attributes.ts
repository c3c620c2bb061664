import { InnateError } from "../../../core/errors.ts";
import { ln } from "../../../core/math.ts";
import type { Body } from "../../../core/mind.ts";
import type { Question } from "./sample.ts";

/**
 * The questions that a model of a body asks of steps. The row of a step holds the features before the act, the action, and the
 * features after it; that of a situation its features alone.
 */
export interface Attributes {
  /** What a feature becomes, given those before it. */
  feature(feature: number): Question;
  /** Whether the world ends: 0 or 1. */
  readonly ended: Question;
  /** Whether an action can be taken: 0 or 1. */
  readonly available: Question;
  /** Anything else about a step: outcomes are numbered as they are met. */
  readonly step: Question;
}

/**
 * Prior shares of what a split asks for: what is done, what is there, how it compares, what comes of it. What comes of an act is asked
 * for last, since what is there before it explains as much and more of it holds elsewhere.
 */
const SHARES = { action: 0.3, own: 0.2, features: 0.35, compares: 0.1, after: 0.05 } as const;

/** Numbers of values of a body's features. @throws where a feature is real, since trees ask for codes. */
function sizesOf(body: Body): readonly number[] {
  return body.features.map((feature) => {
    if (feature.kind === "discrete") return feature.size;
    throw new InnateError(
      "usage",
      `a factored model: feature "${feature.name}" is real, expected codes; divide it into cells first`,
    );
  });
}

export function attributesOf(body: Body): Attributes {
  const features = sizesOf(body);
  const width = features.length;
  const after = width + 1;
  const sizes = [...features, body.actions.length, ...features];
  /** The cost of one of `count` attributes that share a prior, and of one of its values. */
  const cost = (share: number, count: number, values: number): number =>
    ln((count * (values === Infinity ? 16 : values)) / share);
  const isSame = (a: number, b: number): boolean => sizes[a] === sizes[b];
  const before = features.map((_, k) => k);

  /** Questions that may ask for all before the act, and for the first so many features after it. */
  function question(outcomes: number, own: number, known: number): Question {
    const asks = [
      { attribute: width, cost: cost(SHARES.action, 1, body.actions.length) },
      ...before.map((attribute) => ({
        attribute,
        cost: attribute === own ? cost(SHARES.own, 1, sizes[own]!) : cost(SHARES.features, width, sizes[attribute]!),
      })),
      ...before
        .slice(0, known)
        .map((k) => ({ attribute: after + k, cost: cost(SHARES.after, known, sizes[after + k]!) })),
    ];
    const pairs: (readonly [number, number])[] = before.flatMap((a) =>
      before.flatMap((b) => (a < b && isSame(a, b) ? [[a, b] as const] : [])),
    );
    const compares = [
      ...pairs.map((pair) => ({ pair, cost: cost(SHARES.compares, pairs.length, 1) })),
      ...before.slice(0, known).map((k) => ({ pair: [k, after + k] as const, cost: cost(SHARES.after, known, 1) })),
    ];
    return { sizes, outcomes, own, isThorough: false, asks, compares };
  }
  const situation = question(2, -1, 0);
  return {
    feature: (k) => question(features[k]!, k, k),
    ended: question(2, -1, width),
    available: {
      ...situation,
      sizes: features,
      asks: situation.asks.filter(({ attribute }) => attribute < width),
    },
    step: { ...question(Infinity, -1, width), isThorough: true },
  };
}
