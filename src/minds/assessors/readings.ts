import type { Body } from "../../core/mind.ts";
import { longer } from "../arrays.ts";
import type { Rewards } from "../critic/reward.ts";

export interface ReadingsMemory {
  /** shape [capacity·actions, readings]: of each situation and act the readings as last taken, and the means of those paid for */
  latest: Float64Array;
  mean: Float64Array;
  /** shape [capacity·actions]: times each act was paid in a situation, and the mean of what was */
  paid: Float64Array;
  reward: Float64Array;
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
  /** Learns what was paid for an act, its readings being those last taken. */
  learn(situation: number, action: number, reward: number): void;
  /** The rewards that are expected by others, at the readings as last taken. */
  condition<M>(others: Rewards<M>): Rewards<M>;
}

/** A slope is learned as if one deviation of 0.1 had been seen to change nothing: readings that hardly vary tell little. */
const RIDGE = 0.01;

export const newReadings = ({ actions, readings = [] }: Body): ReadingsMemory => ({
  latest: new Float64Array(),
  mean: new Float64Array(),
  paid: new Float64Array(),
  reward: new Float64Array(),
  slope: new Float64Array(actions.length * readings.length),
  squares: new Float64Array(actions.length * readings.length).fill(RIDGE),
});

/**
 * The readings in a memory. A reward that is paid for a reading is expected at the reading that is taken now, not at those of the
 * times when it was paid: assessors that learn would otherwise leave behind what is expected of acts that are no longer taken.
 * How reward goes with a reading is learned for each action by least squares, from deviations from the means of the same
 * situation and action, one reading at a time. An act that was never paid in a situation is expected to pay what goes with its
 * readings alone.
 *
 * @param assess - what the assessors say of an act, now
 */
export function wakeReadings(
  { actions, readings = [] }: Body,
  memory: ReadingsMemory,
  assess: (situation: number, action: number, signal: number, within: number) => number,
): Readings {
  const width = readings.length;
  const row = (situation: number, action: number) => situation * actions.length + action;
  return {
    take(situation, action) {
      const at = row(situation, action) * width;
      if (at + width > memory.latest.length) {
        const least = (situation + 1) * actions.length * width;
        memory.latest = longer(memory.latest, least, 0);
        memory.mean = longer(memory.mean, least, 0);
      }
      for (let k = 0; k < width; k++)
        memory.latest[at + k] = assess(situation, action, readings[k]!.signal, readings[k]!.within);
    },
    read(situation, action, signal, within) {
      const k = readings.findIndex((reading) => reading.signal === signal && reading.within === within);
      const taken = k < 0 ? undefined : memory.latest[row(situation, action) * width + k];
      return taken ?? assess(situation, action, signal, within);
    },
    learn(situation, action, reward) {
      if (width === 0) return;
      const of = row(situation, action);
      if (of >= memory.paid.length) {
        memory.paid = longer(memory.paid, (situation + 1) * actions.length, 0);
        memory.reward = longer(memory.reward, (situation + 1) * actions.length, 0);
      }
      const before = memory.paid[of]!++;
      const share = 1 / (before + 1);
      let unexplained = reward - memory.reward[of]!;
      memory.reward[of]! += share * unexplained;
      const deviation = (k: number) => memory.latest[of * width + k]! - memory.mean[of * width + k]!;
      for (let k = 0; k < width; k++) unexplained -= memory.slope[action * width + k]! * deviation(k);
      for (let k = 0; k < width; k++) {
        const away = deviation(k);
        memory.mean[of * width + k]! += share * away;
        memory.squares[action * width + k]! += before * share * away * away;
        memory.slope[action * width + k]! +=
          (before * share * away * unexplained) / memory.squares[action * width + k]!;
      }
    },
    condition: (others) =>
      width === 0
        ? others
        : {
            ...others,
            expect(situation, action, next) {
              let reward = others.expect(situation, action, next);
              const at = row(situation, action) * width;
              if (at < memory.latest.length)
                for (let k = 0; k < width; k++)
                  reward += memory.slope[action * width + k]! * (memory.latest[at + k]! - memory.mean[at + k]!);
              return reward;
            },
          },
  };
}
