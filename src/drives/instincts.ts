import { type Drive, defineDrive, type Moment, type Reading, type World } from "../core/index.ts";

/*
 * Innate drives, each one term, to be summed onto a case's own drive: sum(own, scale(compassion(world), 20)). Each is in units of
 * one occurrence of the signal that it reads; how much that matters beside the rest is for `scale` to say. A world says what its
 * signals are, under these names where a drive is not told another:
 *
 *     food         I eat while I am hungry
 *     hurt         somebody else is hurt, by whatever
 *     harm         somebody else is hurt by what I did
 *     odd          those around me do otherwise than I do
 *     admired      what I do is what somebody does whom I look up to
 *     despised     what I do is what somebody does whom I look down on
 *     approved     somebody sees what I do, and thinks well of me
 *     disapproved  somebody sees what I do, and thinks ill of me
 *
 * What is foreseen is paid for at each step. With the step of the act alone in sight, a life is paid once for each occurrence that is
 * to be expected; with more steps, once for each at which it was in sight, and who dreads a harm for long may do it to have it over.
 *
 * Source       the essay, section 2.4.1: compassion and norm-following in some dozens to hundreds of legible lines; 2.3.4: what a
 *              mind without them makes of other people
 */

/** What an instinct looks at, where it is not the signal of its convention, in the step of the act alone. */
export interface Foresight<S, A extends string> {
  /** the name of the world's signal */
  readonly signal?: string;
  /** steps, the act's own being the first; 1 where left out */
  readonly within?: number;
  /** what is done after the act, where nobody has a plan; the first action that can be taken where left out */
  continuation?(state: S): A;
}

function reading<S, A extends string>(world: World<S, A>, signal: string, foresight: Foresight<S, A>): Reading<S, A> {
  const first = (state: S) => world.actions.find((action) => world.available?.(state, action) ?? true)!;
  return { signal, within: 1, continuation: first, ...foresight };
}

/**
 * Hunger: eating when hungry is good, and is good once it is done, not when it is thought of.
 *
 *     hunger = [I eat while I am hungry]
 *
 * Source       the essay, section 2.4: "eating-when-hungry is good"; Keramati & Gutkin 2014, reward as the reduction of a deficit
 */
export const hunger = <S, A extends string>(world: World<S, A>, foresight: Pick<Foresight<S, A>, "signal"> = {}) => {
  const { signal } = reading(world, "food", foresight);
  return defineDrive(world, {
    hunger: (moment: Moment<S, A>) => (world.signals?.[signal]?.(moment) ? 1 : 0),
  });
};

/**
 * Curiosity: what is not yet understood is worth doing for that alone. No exact audit can tell what a mind has understood.
 *
 *     curiosity = 1 − how sure the mind is of what the act leads to
 *
 * Source       Schmidhuber 1991, "Curious model-building control systems"; Oudeyer & Kaplan 2007
 */
export const curiosity = <S, A extends string>(world: World<S, A>): Drive<S, A> =>
  defineDrive(world, { curiosity: ({ thought }) => 1 - (thought?.sure ?? 1) });

/**
 * Compassion: that another is about to be hurt is bad, whoever does it, so that looking away does not help and helping does.
 *
 *     compassion = −P(somebody else is hurt)
 *
 * Source       the essay, section 2.3.4: "Ahmed looks sad, poor guy"; Batson 2011, "Altruism in humans"
 */
export const compassion = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { compassion: ({ thought }) => -thought.readings.hurt },
    { readings: { hurt: reading(world, "hurt", foresight) } },
  );

/**
 * Guilt: to be about to be the cause of another's harm is bad, seen or not.
 *
 *     guilt = −P(somebody else is hurt by what I do)
 *
 * Source       the essay, section 2.4.1: non-behaviourist rewards; Baumeister, Stillwell & Heatherton 1994, "Guilt"
 */
export const guilt = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { guilt: ({ thought }) => -thought.readings.harm },
    { readings: { harm: reading(world, "harm", foresight) } },
  );

/**
 * Norm-following: to do otherwise than those around me is bad, whether or not they mind.
 *
 *     norm = −P(those around me do otherwise)
 *
 * Source       the essay, section 2.3.4: "intrinsically motivated to fit in and follow norms"; Asch 1956
 */
export const norm = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { norm: ({ thought }) => -thought.readings.odd },
    { readings: { odd: reading(world, "odd", foresight) } },
  );

/**
 * Admiration: what is done by somebody whom I look up to is worth doing.
 *
 *     admiration = P(what I do is what they do)
 *
 * Source       the essay, section 2.3.2: "if someone you admire starts skateboarding"; Henrich & Gil-White 2001, "The evolution of
 *              prestige"
 */
export const admiration = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { admiration: ({ thought }) => thought.readings.admired },
    { readings: { admired: reading(world, "admired", foresight) } },
  );

/**
 * Contempt: what is done by somebody whom I look down on is not worth doing.
 *
 *     contempt = −P(what I do is what they do)
 *
 * Source       the essay, section 2.3.2: "if someone you despise starts skateboarding"; Berger & Heath 2008, "Who drives divergence?"
 */
export const contempt = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { contempt: ({ thought }) => -thought.readings.despised },
    { readings: { despised: reading(world, "despised", foresight) } },
  );

/**
 * Pride: to be thought well of is good. It asks who sees, so that good deeds unseen are worth nothing by it.
 *
 *     pride = P(I am seen and thought well of)
 *
 * Source       Tracy & Robins 2007, "The psychological structure of pride"; Sznycer et al. 2017
 */
export const pride = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { pride: ({ thought }) => thought.readings.approved },
    { readings: { approved: reading(world, "approved", foresight) } },
  );

/**
 * Shame: to be thought ill of is bad. It asks who sees, which is what sets it apart from guilt.
 *
 *     shame = −P(I am seen and thought ill of)
 *
 * Source       Sznycer et al. 2016, "Shame closely tracks the threat of devaluation by others"; the essay, section 2.4.1: "don't
 *              get caught doing bad things"
 */
export const shame = <S, A extends string>(world: World<S, A>, foresight: Foresight<S, A> = {}): Drive<S, A> =>
  defineDrive(
    world,
    { shame: ({ thought }) => -thought.readings.disapproved },
    { readings: { disapproved: reading(world, "disapproved", foresight) } },
  );
