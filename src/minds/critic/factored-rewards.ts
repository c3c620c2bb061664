import type { Body } from "../../core/mind.ts";
import { longer } from "../arrays.ts";
import { newObservations, type ObservationsMemory, wakeObservations } from "../model/observations.ts";
import { attributesOf } from "../model/trees/attributes.ts";
import { asksFor, type Node, newNode, wakeTree } from "../model/trees/tree.ts";
import type { Situations } from "../situations.ts";
import type { Rewards, RewardsKind } from "./reward.ts";

export type FactoredRewardsMemory = {
  /** marked with the kind of reward that was paid */
  observations: ObservationsMemory;
  root: Node;
  /** for each kind of reward, the mean of those paid and their number */
  means: number[];
  counts: number[];
  /** shape [situations, actions]: sum of the squared differences of rewards from what was expected */
  squares: Float64Array;
  low: number;
  high: number;
};

/** Kinds of rewards that are told apart; a reward beyond them counts as the kind nearest to it. */
const MOST_KINDS = 64;
/** How many rewards of the very step weigh as much as what the tree says of steps like it. */
const STRENGTH = 0.25;

/**
 * A reward model that generalises: what an act is paid is predicted by a tree over the features before it, the action and the features
 * after it that matter, so that a reward met once is expected in situations never met that are alike in those.
 */
export const factoredRewards: RewardsKind<FactoredRewardsMemory> = {
  name: "factored",
  newborn: (body) => ({
    observations: newObservations(body.actions.length),
    root: newNode(),
    means: [],
    counts: [],
    squares: new Float64Array(16 * body.actions.length),
    low: 0,
    high: 0,
  }),
  wake: (body, memory, situations) => wakeFactoredRewards(body, memory, situations),
};

function wakeFactoredRewards(
  body: Body,
  memory: FactoredRewardsMemory,
  situations: Situations,
): Rewards<FactoredRewardsMemory> {
  const width = body.features.length;
  const actions = body.actions.length;
  const observations = wakeObservations(actions, memory.observations);
  function load(situation: number, action: number, next: number, row: Int32Array): void {
    row.set(situations.features(situation));
    row[width] = action;
    row.set(situations.features(next), width + 1);
  }
  const tree = wakeTree(attributesOf(body).step, memory.root, {
    times: observations.times,
    load(observation, row) {
      load(observations.situation(observation), observations.action(observation), observations.next(observation), row);
      return observations.mark(observation);
    },
  });
  const row = new Int32Array(2 * width + 1);
  const kinds: number[] = [];
  const chances: number[] = [];

  /** The kind of a reward, whose mean it joins. */
  function kindOf(reward: number): number {
    let kind = memory.means.indexOf(reward);
    if (kind < 0 && memory.means.length < MOST_KINDS) {
      kind = memory.means.push(reward) - 1;
      memory.counts.push(0);
    }
    if (kind < 0)
      kind = memory.means.reduce(
        (best, mean, k) => (Math.abs(mean - reward) < Math.abs(memory.means[best]! - reward) ? k : best),
        0,
      );
    memory.counts[kind]!++;
    memory.means[kind]! += (reward - memory.means[kind]!) / memory.counts[kind]!;
    return kind;
  }
  function byTree(situation: number, action: number, next: number): number {
    if (memory.root.count === 0) return 0;
    load(situation, action, next, row);
    const found = tree.ways(row, kinds, chances);
    let sum = 0;
    let mean = 0;
    for (let k = 0; k < found; k++) {
      sum += chances[k]!;
      mean += chances[k]! * memory.means[kinds[k]!]!;
    }
    return mean / sum;
  }
  function expect(situation: number, action: number, next: number): number {
    let times = 0;
    let sum = 0;
    observations.each(situation, action, (observation) => {
      if (observations.next(observation) !== next) return;
      times += observations.times(observation);
      sum += observations.times(observation) * memory.means[observations.mark(observation)]!;
    });
    const strength = STRENGTH / (times + STRENGTH);
    return (times === 0 ? 0 : (1 - strength) * (sum / times)) + strength * byTree(situation, action, next);
  }
  return {
    learn(situation, action, next, reward) {
      const isFirst = memory.root.count === 0;
      memory.low = isFirst ? reward : Math.min(memory.low, reward);
      memory.high = isFirst ? reward : Math.max(memory.high, reward);
      const kind = kindOf(reward);
      const before = observations.count;
      const observation = observations.add(situation, action, next, kind);
      load(situation, action, next, row);
      tree.learn(row, kind, observation, observation === before);
      if (situation * actions + action >= memory.squares.length)
        memory.squares = longer(memory.squares, (situation + 1) * actions, 0);
      const off = reward - expect(situation, action, next);
      memory.squares[situation * actions + action]! += off * off;
    },
    expect,
    restsOn: (feature) => asksFor(memory.root, feature) || asksFor(memory.root, width + 1 + feature),
    variance(situation, action) {
      const tried = observations.tried(situation, action);
      return tried === 0 ? 0 : memory.squares[situation * actions + action]! / tried;
    },
    bounds: () => [memory.low, memory.high],
    memory: () => memory,
  };
}
