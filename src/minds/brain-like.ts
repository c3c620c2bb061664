import type { Mind } from "../core/mind.ts";
import { randomStream } from "../core/random.ts";
import type { CriticKind } from "./critic/critic.ts";
import type { RewardsKind } from "./critic/reward.ts";
import { tableCritic } from "./critic/table.ts";
import { tableRewards } from "./critic/table-rewards.ts";
import { counts } from "./model/counts.ts";
import type { ModelKind } from "./model/model.ts";
import type { PlannerKind } from "./planner/planner.ts";
import { sweep } from "./planner/sweep.ts";
import { newSituations, type SituationsMemory, wakeSituations } from "./situations.ts";

/** The parts of a brain-like mind, each of which can be replaced alone. */
export interface Parts {
  readonly name?: string;
  /** what happens next */
  readonly model?: ModelKind;
  /** what is paid */
  readonly rewards?: RewardsKind;
  /** what it is worth */
  readonly critic?: CriticKind;
  /** what to do about it */
  readonly planner?: PlannerKind;
}

export interface BrainMemory {
  readonly situations: SituationsMemory;
  readonly model: unknown;
  readonly rewards: unknown;
  readonly critic: unknown;
  readonly planner: unknown;
  random: readonly number[];
}

/**
 * Actor-critic, model-based reinforcement learning from scratch: a learned model of what happens, a learned value of it, and a planner
 * that asks these two. It learns from every step that it lives and never stops.
 */
export function brainLike({
  name = "brain-like",
  model = counts,
  rewards = tableRewards,
  critic = tableCritic({ rate: 0, trace: 0 }),
  planner = sweep(),
}: Parts = {}): Mind<BrainMemory> {
  return {
    name,
    about: `learns a model (${model.name}), rewards and a value (${critic.name}), and plans (${planner.name})`,
    newborn: (body, seed) => ({
      situations: newSituations(body),
      model: model.newborn(body),
      rewards: rewards.newborn(body),
      critic: critic.newborn(body),
      planner: planner.newborn(body),
      random: randomStream(seed).state(),
    }),
    wake(body, memory) {
      const situations = wakeSituations(body, memory.situations);
      const random = randomStream(memory.random);
      const faculties = {
        body,
        situations,
        model: model.wake(body, memory.model, situations),
        rewards: rewards.wake(body, memory.rewards, situations),
        critic: critic.wake(body, memory.critic, situations),
        random: random.next,
      };
      const actor = planner.wake(body, memory.planner, faculties);
      return {
        act: (percept) => actor.decide(situations.of(percept), percept.left),
        learn(experience) {
          const { percept, action, reward, terminated } = experience;
          const situation = situations.of(percept);
          const next = situations.of(experience.next);
          faculties.model.learn(situation, action, next, terminated);
          faculties.rewards.learn(situation, action, next, reward);
          faculties.critic.learn(situation, next, experience);
          actor.notice(situation, next, experience);
        },
        greedy({ features, available, left }) {
          const situation = situations.find(features);
          return situation < 0 ? available[0]! : actor.greedy(situation, left);
        },
        value({ features, left }) {
          const situation = situations.find(features);
          return situation < 0 ? 0 : actor.value(situation, left);
        },
        memory() {
          memory.random = random.state();
          return memory;
        },
      };
    },
  };
}
