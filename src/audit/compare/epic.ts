import type { AnyDrive } from "../../core/case.ts";
import { InnateError, messageOf } from "../../core/errors.ts";
import type { Moment } from "../../core/moment.ts";
import {
  add,
  divide,
  fromComputed,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { withAmbient, withoutAmbient } from "../../exact/ambient.ts";
import type { Enumeration } from "../../exact/enumerate.ts";
import type { Payoff } from "../../exact/model.ts";
import { onlyPhase } from "../../exact/task.ts";
import type { Moments } from "./distance.ts";

/** A drive, and what it pays in all on the model's rows. */
export interface Reward {
  readonly name: string;
  readonly drive: AnyDrive;
  readonly payoff: Payoff;
}

/** Why a reward may have no EPIC distance. */
export const IMPOSSIBLE = "it asks what would be paid for moments that the world cannot make";

/** Most moments at which a drive is asked, possible or not. */
export const MOST_MOMENTS = 20_000_000;

/** Values with how often each occurs; each distinct double is read once. */
function createSum() {
  const counts = new Map<number, bigint>();
  return {
    add(value: number) {
      counts.set(value, (counts.get(value) ?? 0n) + 1n);
    },
    total: (): Rational =>
      [...counts].reduce((sum, [value, times]) => add(sum, multiply(fromComputed(value), rational(times))), ZERO),
  };
}

/** A reward as a function of any two states and an action, possible or not. */
interface Asked {
  /** what it pays there */
  reward(state: number, action: number, nextState: number): Rational;
  /** shape [states]; the mean over actions and next states of what it pays there */
  readonly means: readonly Rational[];
}

/** What is paid for ending in a state, as seen from the step that ends there. */
function endings({ model }: Enumeration, { payoff }: Reward, discount: Rational): readonly Rational[] {
  const { rowStart } = onlyPhase(model);
  const { final } = payoff;
  return Array.from({ length: model.states }, (_, state) =>
    final === undefined || rowStart[state] !== rowStart[state + 1]
      ? ZERO
      : multiply(discount, final.terminated.exact[final.terminated.codes[state]!]!),
  );
}

/** @throws InnateError `undecided` if a term has no number at a moment that the world cannot make */
function ask(enumeration: Enumeration, given: Reward, discount: Rational, onProgress: (done: number) => void): Asked {
  const { world, model } = enumeration;
  const states = Array.from({ length: model.states }, (_, index) => Object.freeze(enumeration.state(index)));
  const terms = given.drive.terms.flatMap(({ name, weight, pays }) =>
    "each" in pays ? [{ name, weight, each: pays.each }] : [],
  );
  const ending = endings(enumeration, given, discount);
  const moment: { state: State; action: string; nextState: State; phase: number } = {
    state: states[0]!,
    action: "",
    nextState: states[0]!,
    phase: 0,
  };
  const point = (state: number, action: number, nextState: number): Moment<State, string> => {
    moment.state = states[state]!;
    moment.action = world.actions[action]!;
    moment.nextState = states[nextState]!;
    return moment;
  };
  const readTerm = ({ name, each }: (typeof terms)[number], at: Moment<State, string>): number => {
    let why = "it is no finite number";
    try {
      const value = each(at);
      if (Number.isFinite(value)) return value;
    } catch (thrown) {
      why = messageOf(thrown);
    }
    throw new InnateError(
      "undecided",
      `${IMPOSSIBLE}, and term "${name}" of ${given.name} has no answer to one: ${why}`,
    );
  };
  const meanEnding = divide(ending.reduce(add, ZERO), rational(BigInt(states.length)));
  const each = rational(BigInt(states.length * world.actions.length));
  const means = states.map((_, state): Rational => {
    withAmbient(() => onProgress(state * states.length * world.actions.length));
    const sums = terms.map(createSum);
    for (let action = 0; action < world.actions.length; action++)
      for (let next = 0; next < states.length; next++) {
        const at = point(state, action, next);
        for (const [k, term] of terms.entries()) sums[k]!.add(readTerm(term, at));
      }
    const total = sums.reduce((sum, one, k) => add(sum, multiply(terms[k]!.weight, one.total())), ZERO);
    return add(divide(total, each), meanEnding);
  });
  return {
    means,
    reward(state, action, nextState) {
      const at = point(state, action, nextState);
      return terms.reduce(
        (sum, term) => add(sum, multiply(term.weight, fromComputed(readTerm(term, at)))),
        ending[nextState]!,
      );
    },
  };
}

/**
 * Variances and covariance of two canonically shaped rewards: r(s, a, s′) + γ m(s′) − m(s), m(s) the mean reward over independent
 * uniform actions and next states; the constant that the paper also takes off has no variance. The moments are those of the
 * coverage distribution: a uniform state that has not ended, a uniform available action, the world's own next state.
 *
 * @throws InnateError `undecided` where a drive cannot be asked, or the world has ended in every state
 * @see Gleave et al. 2021, arXiv:2006.13900, definitions 4.1 to 4.4
 */
export function epicMoments(
  enumeration: Enumeration,
  rewards: readonly [Reward, Reward],
  discount: Rational,
  onProgress: (done: number, of: number) => void,
): Moments {
  const { model, world } = enumeration;
  const { rowStart, action, branchStart, successor, probability } = onlyPhase(model);
  const each = model.states ** 2 * world.actions.length;
  if (each > MOST_MOMENTS)
    throw new InnateError(
      "undecided",
      `${IMPOSSIBLE}: ${each} pairs of states with an action between them are more than ${MOST_MOMENTS}`,
    );
  return withoutAmbient(() => {
    const first = ask(enumeration, rewards[0], discount, (done) => onProgress(done, 2 * each));
    const second = ask(enumeration, rewards[1], discount, (done) => onProgress(each + done, 2 * each));
    const shaped = ({ reward, means }: Asked, state: number, a: number, next: number): Rational =>
      add(subtract(reward(state, a, next), means[state]!), multiply(discount, means[next]!));
    let [weights, sumX, sumY, sumXX, sumYY, sumXY] = [ZERO, ZERO, ZERO, ZERO, ZERO, ZERO];
    for (let state = 0; state < model.states; state++) {
      const [from, to] = [rowStart[state]!, rowStart[state + 1]!];
      if (from === to) continue;
      const share = rational(1n, BigInt(to - from));
      weights = add(weights, ONE);
      for (let row = from; row < to; row++)
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) {
          const weight = multiply(share, probability.exact[probability.codes[branch]!]!);
          const x = shaped(first, state, action[row]!, successor[branch]!);
          const y = shaped(second, state, action[row]!, successor[branch]!);
          sumX = add(sumX, multiply(weight, x));
          sumY = add(sumY, multiply(weight, y));
          sumXX = add(sumXX, multiply(weight, multiply(x, x)));
          sumYY = add(sumYY, multiply(weight, multiply(y, y)));
          sumXY = add(sumXY, multiply(weight, multiply(x, y)));
        }
    }
    if (weights.numerator === 0n)
      throw new InnateError(
        "undecided",
        "there is no moment to compare them over: the world has ended where it starts",
      );
    const central = (sum: Rational, a: Rational, b: Rational): Rational =>
      subtract(divide(sum, weights), divide(multiply(a, b), multiply(weights, weights)));
    return {
      first: central(sumXX, sumX, sumX),
      second: central(sumYY, sumY, sumY),
      product: central(sumXY, sumX, sumY),
    };
  });
}
