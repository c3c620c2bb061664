import {
  add,
  compare,
  equals,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import { type Coded, coded } from "../../exact/coded.ts";
import type { Direction, Payoff, Policies } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { hasHappened } from "../../exact/product.ts";
import { type Context, type Counted, criterionOf, opposite } from "../analysis.ts";
import { payoffOf } from "../arena.ts";
import { enumerateAgain, type Oversight, watchedWorld } from "../oversight.ts";
import { layOut, type Objective, type Subject } from "../subject.ts";
import { breakpoints, createPoints, Stopped } from "./breakpoints.ts";

const TWO = rational(2n);
export const HALF = rational(1n, 2n);
export const between = (a: Rational, b: Rational): Rational => multiply(HALF, add(a, b));

/** What the measurement is called while it goes on. */
export const STAGE = "how much is watched";

/**
 * The audited setting laid out where somebody watches with a given probability.
 *
 * @throws Stopped where that is no sound world
 */
export function subjectAt(context: Context, oversight: Oversight, share: Rational): Subject {
  const { setting } = context.subject;
  const world = watchedWorld(setting.world, oversight, share);
  const enumeration = enumerateAgain(context, world, STAGE);
  if (enumeration === undefined) throw new Stopped("the world is not sound where its flags are drawn anew");
  return layOut({ ...setting, world }, enumeration);
}

/** The payoff in the states of which `keep` is true; nothing in the others. */
function masked({ subject }: Context, { rows, final }: Payoff, keep: (state: number) => boolean): Payoff {
  const { model } = subject.product;
  const mask = ({ codes, exact }: Coded, isKept: (entry: number) => boolean): Coded =>
    coded(
      Uint32Array.from(codes, (code, entry) => (isKept(entry) ? code : exact.length)),
      [...exact, ZERO],
    );
  return {
    rows: rows.map((column, phase) => {
      const { rowStart, action } = model.phases[phase]!;
      const kept = new Uint8Array(action.length);
      for (let state = 0; state < model.states; state++)
        if (keep(state)) kept.fill(1, rowStart[state], rowStart[state + 1]);
      return mask(column, (row) => kept[row] === 1);
    }),
    ...(final === undefined
      ? {}
      : { final: { terminated: mask(final.terminated, keep), horizon: mask(final.horizon, keep) } }),
  };
}

/** An expected sum of a world watched in every second episode, by who watches. */
interface Split {
  /** the sum where somebody watches in a share of the episodes */
  at(share: Rational): Counted;
  /** how fast that changes with the share */
  readonly slope: Counted;
}

/**
 * Every share of watched episodes at once. The flags stay as they are drawn at the start, so a policy's return is a straight line
 * in the share, q·J_on + (1 − q)·J_off, and all shares but 0 and 1 tell an agent apart the same things. So one world serves for
 * all, watched in every second episode, in which what is paid counts 2q times in watched episodes and 2(1 − q) times in others.
 */
export interface Spectrum {
  at(share: Rational): Context;
  /** All shares at which some optimum that an analysis compares changes its policies, ascending, 0 and 1 left out. */
  changes(spend: () => void): readonly Rational[];
}

/** The spectrum of a drive in a world whose flags are drawn once an episode, from its context at share ½. */
export function spectrumOf(half: Context, { on }: Oversight): Spectrum {
  const { subject, arena, columns, drive } = half;
  const { product, enumeration } = subject;
  const isOn = Uint8Array.from({ length: enumeration.model.states }, (_, index) => {
    const state = enumeration.state(index);
    return Object.entries(on).every(([flag, value]) => state[flag] === value) ? 1 : 0;
  });
  const watched = (state: number): boolean => isOn[product.base[state]!] === 1;
  const split = (payoff: Payoff, event?: number): Split => {
    const startOf = (keep: (state: number) => boolean): Rational =>
      product.model.starts.reduce((sum, { state, probability }) => {
        const isCounted = event !== undefined && hasHappened(product, event, state) && keep(state);
        return isCounted ? add(sum, probability) : sum;
      }, ZERO);
    const part = (keep: (state: number) => boolean): Counted => ({
      payoff: arena.lift(masked(half, payoff, keep)),
      atStart: startOf(keep),
      ...(event === undefined ? {} : { event }),
    });
    const [seen, unseen] = [part(watched), part((state) => !watched(state))];
    const weighted = (a: Rational, b: Rational): Counted => ({
      ...seen,
      payoff: combine([seen.payoff, unseen.payoff], [a, b]),
      atStart: add(multiply(a, seen.atStart), multiply(b, unseen.atStart)),
    });
    return {
      at: (share) => weighted(multiply(TWO, share), multiply(TWO, subtract(ONE, share))),
      slope: weighted(TWO, negate(TWO)),
    };
  };
  const pays = split(payoffOf(subject, drive, columns));
  const items = subject.objectives.map((objective) => ({
    ...objective,
    split: split(objective.payoff, objective.event),
  }));
  return {
    at: (share) => ({
      ...half,
      payoff: pays.at(share).payoff,
      objectives: items.map(({ split: parts, ...objective }): Objective => ({ ...objective, ...parts.at(share) })),
    }),
    changes(spend) {
      const chain = (from: number): readonly Optimum[] => {
        const item = items[from];
        return item === undefined ? [] : [{ split: item.split, direction: item.meant, inner: chain(from + 1) }];
      };
      const worst = items.map((item): Optimum => ({ split: item.split, direction: opposite(item.meant), inner: [] }));
      const found = [
        { split: pays, direction: "maximise", inner: [...worst, ...chain(0)] } as const,
        ...chain(0),
      ].flatMap((optimum) => changesOf(half, optimum, { from: ZERO, to: ONE }, spend));
      return found.sort(compare).filter((share, k) => k === 0 || !equals(share, found[k - 1]!));
    },
  };
}

/** An optimum, and those that are sought among the policies that attain it. */
interface Optimum {
  readonly split: Split;
  readonly direction: Direction;
  readonly inner: readonly Optimum[];
}

/** The shares strictly inside an interval at which an optimum, or one among its policies, changes them. */
function changesOf(
  half: Context,
  { split, direction, inner }: Optimum,
  { from, to }: { readonly from: Rational; readonly to: Rational },
  spend: () => void,
  within?: Policies,
): readonly Rational[] {
  // What has happened at the start adds a straight line to every policy's value, and so moves no breakpoint.
  const signed = ({ payoff }: Counted): Payoff =>
    direction === "maximise" ? payoff : combine([payoff], [negate(ONE)]);
  const family = { at: (share: Rational) => signed(split.at(share)), slope: signed(split.slope) };
  const inContext = { ...half, criterion: criterionOf(half.criterion, split.slope) };
  const point = createPoints(inContext, family, STAGE, spend, within);
  const [low, high] = [point(from), point(to)];
  const found = breakpoints(low, high, point);
  const ends = [low, ...found, high];
  const deeper = ends.slice(1).flatMap((end, k) => {
    if (inner.length === 0) return [];
    const piece = { from: ends[k]!.weight, to: end.weight };
    const { solution } = point(between(piece.from, piece.to));
    return inner.flatMap((next) => changesOf(half, next, piece, spend, solution.optimal));
  });
  return [...found.map(({ weight }) => weight), ...deeper];
}
