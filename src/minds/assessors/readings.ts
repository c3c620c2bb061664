import type { Body } from "../../core/mind.ts";
import { longer } from "../arrays.ts";
import type { Rewards, RewardsKind } from "../critic/reward.ts";
import type { Situations } from "../situations.ts";

export interface ReadingsMemory {
  /** shape [capacity·actions, readings]: of each situation and act the readings as last taken, NaN where they never were */
  latest: Float64Array;
  /** shape [capacity·actions]: times each act was paid in a situation */
  paid: Float64Array;
  /** for each reading, its mean over what was paid for, learned as a reward is */
  readonly means: readonly unknown[];
  /** shape [actions, readings]: the reward that goes with a reading, and the squared deviations that this rests on */
  readonly slope: Float64Array;
  readonly squares: Float64Array;
}

/** What a mind's assessors say of its acts, and what it has learned of what is paid for that. */
export interface Readings {
  /** Takes the readings of an act anew, all that its body declares. */
  take(situation: number, action: number): void;
  /** The reading of an act as last taken where the body declares it, else as it is now. */
  read(situation: number, action: number, signal: number, within: number): number;
  /** What is expected to be paid for an act at its readings as last taken. */
  readonly rewards: Rewards<unknown>;
}

/** A slope is learned as if one deviation of 0.1 had been seen to change nothing: readings that hardly vary tell little. */
const RIDGE = 0.01;

export function newReadings(body: Body, kind: RewardsKind): ReadingsMemory {
  const { actions, readings = [] } = body;
  return {
    latest: new Float64Array(),
    paid: new Float64Array(),
    means: readings.map(() => kind.newborn(body)),
    slope: new Float64Array(actions.length * readings.length),
    squares: new Float64Array(actions.length * readings.length).fill(RIDGE),
  };
}

/**
 * The readings in a memory. A reward that is paid for a reading is expected at the reading that is taken now, not at those of the
 * times when it was paid: assessors that learn would otherwise leave behind what is expected of acts that are no longer taken. The
 * mean of a reading is learned by the same kind of model as the rewards are, so that what the one generalises the other does; how
 * reward goes with a reading is learned for each action by least squares, from deviations from these means, one reading at a time.
 *
 * @param rewards - a model of rewards as they were paid
 * @param assess - what the assessors say of an act, now
 */
export function wakeReadings(
  body: Body,
  memory: ReadingsMemory,
  kind: RewardsKind,
  situations: Situations,
  rewards: Rewards<unknown>,
  assess: (situation: number, action: number, signal: number, within: number) => number,
): Readings {
  const { actions, readings = [] } = body;
  const width = readings.length;
  const means = memory.means.map((mean) => kind.wake(body, mean, situations));
  const row = (situation: number, action: number) => situation * actions.length + action;
  /** By how much a reading, as last taken, is above its mean; 0 where it never was. */
  const deviation = (k: number, situation: number, action: number, next: number): number => {
    const latest = memory.latest[row(situation, action) * width + k] ?? NaN;
    return Number.isNaN(latest) ? 0 : latest - means[k]!.expect(situation, action, next);
  };
  const restsOn = (feature: number): boolean => [rewards, ...means].some((model) => model.restsOn?.(feature) ?? true);
  const expect = (situation: number, action: number, next: number): number => {
    let reward = rewards.expect(situation, action, next);
    for (let k = 0; k < width; k++) reward += memory.slope[action * width + k]! * deviation(k, situation, action, next);
    return reward;
  };
  const learn = (situation: number, action: number, next: number, reward: number): void => {
    const of = row(situation, action);
    if (of >= memory.paid.length) memory.paid = longer(memory.paid, (situation + 1) * actions.length, 0);
    // A mean of nothing is no mean to deviate from.
    if (memory.paid[of]!++ > 0) {
      const unexplained = reward - expect(situation, action, next);
      for (let k = 0; k < width; k++) {
        const away = deviation(k, situation, action, next);
        memory.squares[action * width + k]! += away * away;
        memory.slope[action * width + k]! += (away * unexplained) / memory.squares[action * width + k]!;
      }
    }
    for (let k = 0; k < width; k++) means[k]!.learn(situation, action, next, memory.latest[of * width + k]!);
    rewards.learn(situation, action, next, reward);
  };
  return {
    take(situation, action) {
      const at = row(situation, action) * width;
      if (at + width > memory.latest.length)
        memory.latest = longer(memory.latest, (situation + 1) * actions.length * width, NaN);
      for (let k = 0; k < width; k++)
        memory.latest[at + k] = assess(situation, action, readings[k]!.signal, readings[k]!.within);
    },
    read(situation, action, signal, within) {
      const k = readings.findIndex((reading) => reading.signal === signal && reading.within === within);
      const taken = k < 0 ? undefined : memory.latest[row(situation, action) * width + k];
      return taken ?? assess(situation, action, signal, within);
    },
    rewards: width === 0 ? rewards : { ...rewards, learn, expect, restsOn },
  };
}
