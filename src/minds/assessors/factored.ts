import { type FactoredRewardsMemory, factoredRewards } from "../critic/factored-rewards.ts";
import type { AssessorsKind } from "./assessors.ts";

/**
 * Assessors that generalise: each signal is predicted as a reward of 1 would be, by a tree over the features and the action that matter,
 * so that it is foreseen in situations never met that are alike in those.
 */
export const factoredAssessors: AssessorsKind<readonly FactoredRewardsMemory[]> = {
  name: "factored",
  newborn: (body) => body.signals.map(() => factoredRewards.newborn(body)),
  wake(body, memory, situations) {
    const signals = memory.map((signal) => factoredRewards.wake(body, signal, situations));
    return {
      learn(situation, action, next, occurring) {
        for (const [k, signal] of signals.entries()) signal.learn(situation, action, next, occurring[k] ? 1 : 0);
      },
      expect: (signal, situation, action, next) => signals[signal]!.expect(situation, action, next),
      restsOn: (feature) => signals.some((signal) => signal.restsOn?.(feature) ?? true),
      memory: () => memory,
    };
  },
};
