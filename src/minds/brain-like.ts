import type { Mind } from "../core/mind.ts";
import { randomStream } from "../core/random.ts";
import { copied } from "../core/snapshot.ts";
import type { AssessorsKind } from "./assessors/assessors.ts";
import { foreseen } from "./assessors/foresight.ts";
import { newReadings, type ReadingsMemory, wakeReadings } from "./assessors/readings.ts";
import { shares } from "./assessors/shares.ts";
import type { Critic, CriticKind } from "./critic/critic.ts";
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
  /** which of its innate signals occur */
  readonly assessors?: AssessorsKind;
  /** what to do about it */
  readonly planner?: PlannerKind;
}

export interface BrainMemory {
  readonly situations: SituationsMemory;
  readonly model: unknown;
  readonly rewards: unknown;
  readonly critic: unknown;
  readonly assessors: unknown;
  readonly readings: ReadingsMemory;
  readonly planner: unknown;
  random: readonly number[];
}

/**
 * Actor-critic, model-based reinforcement learning from scratch: a learned model of what happens, a learned value of it, and a planner
 * that asks these two. It learns from every step that it lives and never stops. Beside them assessors foresee its innate signals: they
 * read the act that is taken, with the plan behind it, whatever the planner may say of it.
 */
export function brainLike({
  name = "brain-like",
  model = counts,
  rewards = tableRewards,
  critic = tableCritic({ rate: 0, trace: 0 }),
  assessors = shares,
  planner = sweep(),
}: Parts = {}): Mind<BrainMemory> {
  return {
    name,
    about: `learns a model (${model.name}), rewards (${rewards.name}) and a value (${critic.name}), and plans (${planner.name})`,
    newborn: (body, seed) => ({
      situations: newSituations(body),
      model: model.newborn(body),
      rewards: rewards.newborn(body),
      critic: critic.newborn(body),
      assessors: assessors.newborn(body),
      readings: newReadings(body, rewards),
      planner: planner.newborn(body),
      random: randomStream(seed).state(),
    }),
    wake(body, memory) {
      const situations = wakeSituations(body, memory.situations);
      const random = randomStream(memory.random);
      const assessing = assessors.wake(body, memory.assessors, situations);
      /** steps left at the present act */
      let left = 1;
      const assess = (situation: number, action: number, signal: number, within: number): number =>
        foreseen(faculties.model, assessing, { situation, action, left, plan: actor.greedy }, signal, within);
      const paid = rewards.wake(body, memory.rewards, situations);
      const readings = wakeReadings(body, memory.readings, rewards, situations, paid, assess);
      const matters = (feature: number): boolean =>
        (readings.rewards.restsOn?.(feature) ?? true) || (assessing.restsOn?.(feature) ?? true);
      const faculties = {
        body,
        situations,
        model: model.wake(body, memory.model, situations, matters),
        rewards: readings.rewards,
        critic: critic.wake(body, memory.critic, situations),
        random: random.next,
        copyOf: (of: Critic<unknown>) => critic.wake(body, copied(of.memory()), situations),
      };
      const actor = planner.wake(body, memory.planner, faculties);
      return {
        act(percept) {
          const situation = situations.of(percept);
          left = percept.left;
          for (const action of percept.available) readings.take(situation, action);
          const decision = actor.decide(situation, left);
          return {
            ...decision,
            foresee: (signal, within) => readings.read(situation, decision.action, signal, within),
          };
        },
        learn(experience) {
          const { percept, action, reward, signals, terminated } = experience;
          const situation = situations.of(percept);
          const next = situations.of(experience.next);
          faculties.model.learn(situation, action, next, terminated);
          faculties.rewards.learn(situation, action, next, reward);
          assessing.learn(situation, action, next, signals);
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
          actor.memory();
          return memory;
        },
      };
    },
  };
}
