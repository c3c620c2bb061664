import type { Body, Experience } from "../../core/mind.ts";
import type { Situations } from "../situations.ts";

/** The learned value of one mind: what it expects to be paid from a situation on. */
export interface Critic<M> {
  /** Learns from a step that was lived, by temporal differences. `situation` and `next` are the numbers of its percepts. */
  learn(situation: number, next: number, experience: Experience): void;
  /** Moves the value of a situation all the way to one that a planner has worked out in the learned model. */
  adopt(situation: number, left: number, value: number): void;
  value(situation: number, left: number): number;
  memory(): M;
}

/** A kind of critic. */
export interface CriticKind<M = unknown> {
  readonly name: string;
  newborn(body: Body): M;
  wake(body: Body, memory: M, situations: Situations): Critic<M>;
}
