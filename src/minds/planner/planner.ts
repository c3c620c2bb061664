import type { Body, Decision, Experience } from "../../core/mind.ts";
import type { Random } from "../../core/random.ts";
import type { Critic } from "../critic/critic.ts";
import type { Rewards } from "../critic/reward.ts";
import type { Model } from "../model/model.ts";
import type { Situations } from "../situations.ts";

/** What a planner thinks with: what the mind has learned of the world, and of what it wants. The drive is not among them. */
export interface Faculties {
  readonly body: Body;
  readonly situations: Situations;
  readonly model: Model<unknown>;
  readonly rewards: Rewards<unknown>;
  readonly critic: Critic<unknown>;
  readonly random: Random;
  /** A copy of a critic of this mind, which learns apart from it. */
  copyOf(critic: Critic<unknown>): Critic<unknown>;
}

/** How one mind chooses: plans that are made in its model and judged by its critic. */
export interface Planner<M> {
  /** Chooses an act in a situation with some steps left, and may explore. */
  decide(situation: number, left: number): Decision;
  /** Takes notice of a step that was lived, after model, rewards and critic have learned from it. */
  notice(situation: number, next: number, experience: Experience): void;
  /** The act that is best if nothing is to be learned by it; changes nothing. */
  greedy(situation: number, left: number): number;
  /** What is expected to be paid from here on; changes nothing. */
  value(situation: number, left: number): number;
  memory(): M;
}

/** A kind of planner. */
export interface PlannerKind<M = unknown> {
  readonly name: string;
  newborn(body: Body): M;
  wake(body: Body, memory: M, faculties: Faculties): Planner<M>;
}
