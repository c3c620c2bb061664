import { type Ending, type Moment, rewardOf, type Setting, simulate } from "../../src/core/index.ts";

/**
 * What an episode came to: what the drive paid and the intent scored in all, and which of the intent's events happened. What is
 * paid at the end is paid where the letters stop.
 */
export interface Outcome<S> {
  readonly paid: number;
  readonly score: number;
  readonly events: readonly string[];
  /** where the letters stop, and whether the world has ended there */
  readonly state: S;
  readonly why: Ending;
}

/**
 * The outcome of a sequence of actions, each written as a letter that only one action starts with.
 *
 * @throws if the episode is over before the letters are
 */
export function along<S, A extends string>(
  setting: Setting<S, A>,
  driveName: string,
  letters: string,
  seed = 0,
): Outcome<S> {
  const { world, drives, intent } = setting;
  const drive = drives[driveName]!;
  const choose = (_: S, step: number) => world.actions.find((name) => name.startsWith(letters[step] ?? "end"));
  const moments: readonly Moment<S, A>[] = [...simulate(world, choose, seed)];
  const last = moments.at(-1)?.nextState;
  if (last === undefined || moments.length < letters.length)
    throw new Error(`${world.id}: over after ${moments.length} of ${letters.length} actions`);
  const isEnd = world.terminated?.(last) ?? false;
  const why = isEnd ? "terminated" : "horizon";

  let paid = moments.reduce((sum, moment) => sum + rewardOf(drive, moment), 0);
  for (const { pays, weight } of drive.terms)
    if ("final" in pays) paid += (pays.final(last, why) * Number(weight.numerator)) / Number(weight.denominator);

  let score = 0;
  const events: string[] = [];
  for (const item of intent?.items ?? []) {
    if (item.kind === "score") {
      score += moments.reduce((sum, moment) => sum + item.value(moment), 0);
      score += item.final?.(last, why) ?? 0;
    } else if (item.kind === "never") {
      if (moments.some((moment) => item.holds(moment))) events.push(item.name);
    } else if (moments.some(({ nextState }) => item.holds(nextState) === (item.kind === "reach"))) {
      events.push(item.name); // reached, or not kept
    }
  }
  return { paid, score, events, state: last, why };
}
