import { longer } from "../arrays.ts";
import { hasChanged, newRuns, type RunsMemory } from "../change.ts";
import type { Rewards, RewardsKind } from "./reward.ts";

export interface TableRewardsMemory {
  /** shape [capacity·actions]: rewards of each situation and act: how many, their mean, and the sum of their squared deviations */
  paid: Float64Array;
  mean: Float64Array;
  squares: Float64Array;
  readonly runs: RunsMemory;
  /** over all situations and acts: the squared deviations, and how many deviations they are free to be */
  allSquares: number;
  freedom: number;
  low: number;
  high: number;
}

/**
 * The mean of the rewards of each situation and act. Their variance is shrunk towards that of all rewards around their own means, as if
 * one reward of it had been seen: two equal rewards are no proof that the third will be. A row that has changed begins anew.
 */
export const tableRewards: RewardsKind<TableRewardsMemory> = {
  name: "table",
  newborn: () => ({
    paid: new Float64Array(),
    mean: new Float64Array(),
    squares: new Float64Array(),
    runs: newRuns(),
    allSquares: 0,
    freedom: 0,
    low: 0,
    high: 0,
  }),
  wake(body, memory): Rewards<TableRewardsMemory> {
    const width = body.actions.length;
    /** How many of the rewards of a row were the given one, at most (Cantelli); exact where there were but two different ones. */
    const same = (row: number, reward: number): number => {
      const away = reward - memory.mean[row]!;
      const [times, squares] = [memory.paid[row]!, memory.squares[row]!];
      const most = squares + times * away * away;
      // Squares of tiny rewards may be too small for a number: they are all the same then.
      return most === 0 ? times : (times * squares) / most;
    };
    return {
      learn(situation, action, _, reward) {
        const row = situation * width + action;
        if (row >= memory.paid.length) {
          const least = (situation + 1) * width;
          memory.paid = longer(memory.paid, least, 0);
          memory.mean = longer(memory.mean, least, 0);
          memory.squares = longer(memory.squares, least, 0);
        }
        memory.low = Math.min(memory.low, reward);
        memory.high = Math.max(memory.high, reward);
        if (hasChanged(memory.runs, row, reward, memory.paid[row]!, () => same(row, reward))) {
          memory.paid[row] = memory.runs.length[row]!;
          memory.mean[row] = reward;
          memory.squares[row] = 0;
          return;
        }
        const before = memory.mean[row]!;
        const times = memory.paid[row]! + 1;
        const mean = before + (reward - before) / times;
        const more = (reward - before) * (reward - mean);
        memory.paid[row] = times;
        memory.mean[row] = mean;
        memory.squares[row]! += more;
        memory.allSquares += more;
        if (times > 1) memory.freedom++;
      },
      expect: (situation, action) => memory.mean[situation * width + action] ?? 0,
      variance(situation, action) {
        const row = situation * width + action;
        const pooled = memory.freedom === 0 ? 0 : memory.allSquares / memory.freedom;
        return ((memory.squares[row] ?? 0) + pooled) / Math.max(1, memory.paid[row] ?? 0);
      },
      bounds: () => [memory.low, memory.high],
      memory: () => memory,
    };
  },
};
