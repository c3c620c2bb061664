import { InnateError } from "../../core/errors.ts";
import {
  add,
  compare,
  divide,
  equals,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import { exactly, isAbove } from "../../exact/figure.ts";
import type { Criterion, Direction, Figure, Model, Payoff, Policies, Solution } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { solve } from "../../exact/solve.ts";
import { onePolicy } from "../../exact/visits.ts";
import { opposite, solutionOf } from "../analysis.ts";
import { overHorizon } from "./horizon.ts";
import { withoutHorizon } from "./stationary.ts";
import { type Play, strategyOf } from "./strategy.ts";

/** Two rewards on one model, under one criterion. */
export interface Rivals {
  readonly model: Model;
  readonly payoffs: readonly [Payoff, Payoff];
  readonly criterion: Criterion;
  readonly onProgress: (stage: string, done: number, of?: number) => void;
}

/** What is known of the deterministic policies: two that are ordered oppositely, or how many pairs of returns were compared. */
export type Outcome = { readonly inversion: readonly [Play, Play] } | { readonly compared: number };

/** What kind of policy a side of a witness is. */
export type Kind =
  /** best for the reward that prefers it and, of those, worst for the other */
  | "best"
  /** worst for the reward that does not prefer it and, of those, best for the other */
  | "worst"
  /** a deterministic policy that was found */
  | "found"
  /** a policy for which the two rewards are farthest apart, each measured by its own range */
  | "farthest";

/** One side of a pair that is ordered oppositely. */
export type Side =
  /** best for both rewards for some steps, then worst for both */
  | { readonly kind: "switch"; readonly steps: number; readonly play: Play }
  | { readonly kind: Kind; readonly play: Play }
  /** a coin tossed before the start: with a probability a policy that is best for both rewards, else one that is worst for both */
  | { readonly kind: "coin"; readonly probability: Rational; readonly returns: Play["returns"] };

/** Whether some two policies of a set are ordered oppositely, and if not why. The first reward prefers the first of a witness. */
export type Decision =
  | { readonly outcome: "hackable"; readonly witness: readonly [Side, Side] }
  | { readonly outcome: "unhackable"; readonly why: "constant"; readonly which: 0 | 1 }
  | { readonly outcome: "unhackable"; readonly why: "equivalent" }
  | { readonly outcome: "unhackable"; readonly why: "compared"; readonly compared: number }
  | { readonly outcome: "undecided"; readonly reason: string };

/** What is decided of the deterministic policies, and of all of them, randomised ones included. */
export interface Decisions {
  readonly deterministic: Decision;
  readonly all: Decision;
}

/** @throws InnateError `undecided` where no policy is known to attain it */
function optimum(rivals: Rivals, payoff: Payoff, direction: Direction, within?: Policies): Solution {
  const { model, criterion, onProgress } = rivals;
  const report = (done: number, of?: number) => onProgress("solving", done, of);
  const problem = { model, payoff, criterion, direction, within, fromStarts: true, onProgress: report };
  const solution = solutionOf(solve(problem), "the optimum of a reward");
  if (solution.approached)
    throw new InnateError("undecided", "an optimum is approached and not attained; give --horizon or --discount");
  if (solution.ties !== "proved") throw new InnateError("undecided", "ties between actions could not be proved");
  return solution;
}

/** A deterministic policy that attains an optimum. */
interface Corner extends Play {
  readonly policies: Policies;
}

const cornerOf = ({ model }: Rivals, { optimal }: Solution, returns: Play["returns"]): Corner => {
  const policies = onePolicy(model, optimal);
  return { returns, policies, begin: () => strategyOf(model, policies) };
};

/** A policy that is best (or worst) for one reward and, of those, worst (or best) for the other. */
function corner(rivals: Rivals, which: 0 | 1, direction: Direction): Corner {
  const own = optimum(rivals, rivals.payoffs[which], direction);
  const other = optimum(rivals, rivals.payoffs[which === 0 ? 1 : 0], opposite(direction), own.optimal);
  return cornerOf(rivals, other, which === 0 ? [own.start, other.start] : [other.start, own.start]);
}

/** Whether the first reward surely prefers a to b, and the second b to a. */
const isInverted = ({ returns: a }: Play, { returns: b }: Play): boolean => isAbove(a[0], b[0]) && isAbove(b[1], a[1]);

const hackable = (kind: Kind, [a, b]: readonly [Play, Play]): Decision => ({
  outcome: "hackable",
  witness: [
    { kind, play: a },
    { kind, play: b },
  ],
});
const both = (decision: Decision): Decisions => ({ deterministic: decision, all: decision });

const isLess = (a: Rational, b: Rational): boolean => compare(a, b) < 0;

/** The exact number of a figure. */
function exactOf({ exact }: Figure): Rational {
  if (exact === undefined) throw new InnateError("undecided", "the optimum of a reward is not known exactly");
  return exact;
}

/** The least that each reward pays, and how much more the most is. */
interface Range {
  readonly low: Rational;
  readonly width: Rational;
}

/** A policy for which the two rewards are as far apart as can be, each as a share of its range. */
interface Farthest extends Play {
  /** of each reward, in their order */
  readonly shares: readonly [Rational, Rational];
}

/**
 * The policy for which the first reward's share of its range is most (or least) above the second's; undefined where the two shares
 * are the same, as they are for a policy that is best for both.
 */
function farthest(rivals: Rivals, [x, y]: readonly [Range, Range], direction: Direction): Farthest | undefined {
  const gap = combine(rivals.payoffs, [y.width, negate(x.width)]);
  const even = subtract(multiply(y.width, x.low), multiply(x.width, y.low));
  const apart = optimum(rivals, gap, direction);
  const amount = exactOf(apart.start);
  if (equals(amount, even)) return undefined;
  const one = optimum(rivals, rivals.payoffs[0], "maximise", apart.optimal);
  const first = exactOf(one.start);
  const second = divide(subtract(multiply(y.width, first), amount), x.width);
  const share = (value: Rational, { low, width }: Range): Rational => divide(subtract(value, low), width);
  return { ...cornerOf(rivals, one, [one.start, exactly(second)]), shares: [share(first, x), share(second, y)] };
}

/** A policy that is best for both rewards, and one that is worst for both. */
interface Ends {
  readonly best: Corner;
  readonly worst: Corner;
}

/** Parts of the horizon after which a policy switches from best to worst, the middle first. */
const SWITCHES = [2, 4, 8, 16].flatMap((parts) =>
  Array.from({ length: parts / 2 }, (_, k) => rational(BigInt(2 * k + 1), BigInt(parts))),
);

/** The policies of `Ends` one after the other, over a finite horizon: between the two as a coin is, and deterministic. */
function* switching(rivals: Rivals, { best, worst }: Ends): Generator<Side & { readonly kind: "switch" }, void> {
  const { model, criterion, payoffs } = rivals;
  if (criterion.kind !== "finite" || best.policies.kind !== "timed" || worst.policies.kind !== "timed") return;
  const whole = (share: Rational): number => Number((BigInt(criterion.horizon) * share.numerator) / share.denominator);
  for (const steps of new Set(SWITCHES.map(whole))) {
    const rows = [...best.policies.rows.slice(0, steps), ...worst.policies.rows.slice(steps)];
    const policies: Policies = { kind: "timed", rows };
    const earned = payoffs.map((payoff) => optimum(rivals, payoff, "maximise", policies).start);
    const play = { returns: [earned[0]!, earned[1]!] as const, begin: () => strategyOf(model, policies) };
    yield { kind: "switch", steps, play };
  }
}

/** The simplest number strictly between two, neither negative: of the least denominator, and of those the least. */
export function simplestBetween(low: Rational, high: Rational): Rational {
  const whole = rational(low.numerator / low.denominator);
  const next = add(whole, rational(1n));
  if (isLess(next, high)) return next;
  const [x, y] = [subtract(low, whole), subtract(high, whole)];
  const inverse = (value: Rational): Rational => divide(rational(1n), value);
  const inner =
    x.numerator === 0n ? rational(y.denominator / y.numerator + 1n) : simplestBetween(inverse(y), inverse(x));
  return add(whole, inverse(inner));
}

/** The two policies that are farthest apart, where they are ordered oppositely, and else the one of them for which the rewards differ. */
function farthestPair(rivals: Rivals, ranges: readonly [Range, Range]) {
  const above = farthest(rivals, ranges, "maximise");
  const below = farthest(rivals, ranges, "minimise");
  const pair =
    above !== undefined && below !== undefined && isInverted(above, below) ? ([above, below] as const) : undefined;
  return { pair, above, below };
}

/**
 * What is decided where one policy is best for both rewards and one is worst for both. A policy of which the shares f and g differ, and
 * a coin between the best and the worst that gives both rewards a share between f and g, are ordered oppositely.
 */
function betweenEnds(rivals: Rivals, ranges: readonly [Range, Range], ends: Ends): Decisions {
  const { pair, above, below } = farthestPair(rivals, ranges);
  if (pair !== undefined) return both(hackable("farthest", pair));
  const play = above ?? below;
  if (play === undefined) return both({ outcome: "unhackable", why: "equivalent" });
  const far: Side = { kind: "farthest", play };
  const against = (other: Side): Decision => ({
    outcome: "hackable",
    witness: play === above ? [far, other] : [other, far],
  });
  for (const side of switching(rivals, ends))
    if (play === above ? isInverted(play, side.play) : isInverted(side.play, play)) return both(against(side));
  const deterministic = amongDeterministic(rivals);
  if (deterministic.outcome === "hackable") return both(deterministic);
  const [more, less] = play === above ? play.shares : [play.shares[1], play.shares[0]];
  const probability = simplestBetween(less, more);
  const mixed = ({ low, width }: Range): Figure => exactly(add(low, multiply(probability, width)));
  return {
    deterministic,
    all: against({ kind: "coin", probability, returns: [mixed(ranges[0]), mixed(ranges[1])] }),
  };
}

/** Whether two deterministic policies are ordered oppositely, by going through what they can earn. */
function amongDeterministic(rivals: Rivals): Decision {
  const { criterion } = rivals;
  return decided(() => {
    if (criterion.kind === "average")
      throw new InnateError("undecided", "averages of single policies are not compared; give --discount or --horizon");
    const found = criterion.kind === "finite" ? overHorizon(rivals, criterion) : withoutHorizon(rivals, criterion);
    return "inversion" in found
      ? hackable("found", found.inversion)
      : { outcome: "unhackable", why: "compared", compared: found.compared };
  }, undecided);
}

const undecided = (reason: string): Decision => ({ outcome: "undecided", reason });

/** What a search finds, or what stands for it where there is no answer. */
function decided<T>(search: () => T, otherwise: (reason: string) => T): T {
  try {
    return search();
  } catch (thrown) {
    if (thrown instanceof InnateError && thrown.fault === "undecided") return otherwise(thrown.message);
    throw thrown;
  }
}

/**
 * Whether two rewards are hackable with respect to each other: some two policies are ordered strictly one way by the one and
 * strictly the other way by the other.
 *
 * What all policies, randomised ones included, can earn under both rewards is a convex polygon. They are unhackable only where it is a
 * point, or a segment along which the rewards do not move oppositely: one of them pays every policy the same, or both order
 * all policies alike. That is decided by optimising: each reward, and the difference of the two measured by their ranges.
 *
 * @see Skalse et al. 2022, arXiv:2209.13085
 */
export const hackability = (rivals: Rivals): Decisions =>
  decided(
    () => {
      const tops = [corner(rivals, 0, "maximise"), corner(rivals, 1, "maximise")] as const;
      if (isInverted(...tops)) return both(hackable("best", tops));
      const bottoms = [corner(rivals, 1, "minimise"), corner(rivals, 0, "minimise")] as const;
      const range = (which: 0 | 1): Range => {
        const low = exactOf(bottoms[1 - which]!.returns[which]);
        return { low, width: subtract(exactOf(tops[which].returns[which]), low) };
      };
      if (isInverted(...bottoms)) {
        const telling = decided(
          () => farthestPair(rivals, [range(0), range(1)]).pair,
          () => undefined,
        );
        return both(telling === undefined ? hackable("worst", bottoms) : hackable("farthest", telling));
      }
      const ranges = [range(0), range(1)] as const;
      for (const which of [0, 1] as const)
        if (equals(ranges[which].width, ZERO)) return both({ outcome: "unhackable", why: "constant", which });
      // Neither pair being inverted, one of each is an optimum of both rewards.
      const isBoth = ([first, second]: readonly [Corner, Corner], other: 0 | 1): boolean =>
        equals(exactOf(first.returns[other]), exactOf(second.returns[other]));
      return betweenEnds(rivals, ranges, {
        best: isBoth(tops, 1) ? tops[0] : tops[1],
        worst: isBoth(bottoms, 0) ? bottoms[0] : bottoms[1],
      });
    },
    (reason) => both(undecided(reason)),
  );
