import { lender } from "./chance.ts";
import type { Drive, Ending, Term } from "./drive.ts";
import { caseError, show } from "./errors.ts";
import type { Moment } from "./moment.ts";
import { createRandom, sampled } from "./random.ts";
import { add, fromComputed, multiply, type Rational, toNumber, ZERO } from "./rational.ts";
import { withReadings } from "./reading.ts";
import type { World } from "./world.ts";

/** The phase that a step belongs to, counted from 0. */
export const phaseAt = (phases: readonly number[] | undefined, step: number): number =>
  (phases ?? []).filter((boundary) => boundary <= step).length;

/** The actions that can be taken in a state, in the world's order. */
export const availableActions = <S, A extends string>(world: World<S, A>, state: S): readonly A[] =>
  world.actions.filter((action) => world.available?.(state, action) ?? true);

/**
 * The moments of one episode, until the world ends, the horizon cuts it off, or `choose` returns undefined.
 *
 * @param choose - the action to take in a state at a step
 * @throws if the action cannot be taken there
 */
export function* simulate<S, A extends string>(
  world: World<S, A>,
  choose: (state: NoInfer<S>, step: number) => NoInfer<A> | undefined,
  seed: number,
): Generator<Moment<S, A>, void> {
  const lend = lender(sampled(createRandom(seed)));
  let state = lend((chance) => world.start(chance));
  for (let step = 0; step < (world.horizon ?? Infinity) && !world.terminated?.(state); step++) {
    const action = choose(state, step);
    if (action === undefined) return;
    if (world.available?.(state, action) === false)
      throw caseError(
        `${world.id}: "${action}" cannot be taken at step ${step}; it has ${availableActions(world, state).join(", ")}`,
      );
    const phase = phaseAt(world.phases, step);
    const before = state;
    const nextState = lend((chance) => world.transition(before, action, chance, phase));
    yield { state: before, action, nextState, phase };
    state = nextState;
  }
}

/**
 * What one term of a drive gives for a moment, before its weight; and, where the episode is over after it, at the end. Readings that the
 * drive declares are taken exactly where the moment's thought does not have them.
 *
 * @throws if it is not a finite number
 */
export function termValue<S, A extends string>(
  { world, readings = {} }: Drive<S, A>,
  { name, pays }: Term<S, A>,
  moment: Moment<S, A>,
  why?: Ending,
): number {
  const value =
    "each" in pays
      ? pays.each(withReadings(world, readings, moment))
      : why === undefined
        ? 0
        : pays.final(moment.nextState, why);
  if (!Number.isFinite(value))
    throw caseError(`${world.id}: term "${name}" is ${show(value)}, expected a finite number`);
  return value;
}

/**
 * What one term of a drive pays for a moment, its weight included, read to 12 digits; and, where the episode is over after it, at the end.
 *
 * @throws if the term is not a finite number
 */
export const termReward = <S, A extends string>(
  drive: Drive<S, A>,
  term: Term<S, A>,
  moment: Moment<S, A>,
  why?: Ending,
): Rational => multiply(term.weight, fromComputed(termValue(drive, term, moment, why)));

/**
 * What a drive pays for one moment, all its terms together; what `final` pays at the end, one step later, aside.
 *
 * @throws if a term is not a finite number
 */
export const rewardOf = <S, A extends string>(drive: Drive<S, A>, moment: Moment<S, A>): number =>
  toNumber(drive.terms.map((term) => termReward(drive, term, moment)).reduce(add, ZERO));

/**
 * The rewards along a sequence of actions, each written as the shortest start of its name that is its own: "rrdd".
 *
 * @throws if no action, or more than one, starts with a letter, or the episode is over before the letters are
 */
export function rewardsAlong<S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  letters: string,
  seed = 0,
): readonly number[] {
  const actions = [...letters].map((letter) => {
    const [action, other] = world.actions.filter((name) => name.startsWith(letter));
    if (action === undefined || other !== undefined)
      throw caseError(
        `rewardsAlong: ${action === undefined ? "no" : "more than one"} action of "${world.id}" starts with "${letter}"; it has ${world.actions.join(", ")}`,
      );
    return action;
  });
  const rewards = [...simulate(world, (_, step) => actions[step], seed)].map((moment) => rewardOf(drive, moment));
  if (rewards.length < actions.length)
    throw caseError(`rewardsAlong: "${world.id}" was over after ${rewards.length} of ${actions.length} actions`);
  return rewards;
}
