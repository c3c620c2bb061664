import type { Body } from "../../core/mind.ts";
import type { Situations } from "../situations.ts";

/** What one mind has learned of what it is paid. */
export interface Rewards<M> {
  learn(situation: number, action: number, next: number, reward: number): void;
  /** The reward that is expected of an act that leads to a situation; 0 where nothing is known of it. */
  expect(situation: number, action: number, next: number): number;
  /** Whether what is expected rests on a feature before or after an act; where left out, it rests on all. */
  restsOn?(feature: number): boolean;
  /** The variance of the rewards of an act around what is expected of them. */
  variance(situation: number, action: number): number;
  /** The least and the most that was ever paid for a step; 0 and 0 before any was. */
  bounds(): readonly [low: number, high: number];
  memory(): M;
}

/** A kind of reward model. */
export interface RewardsKind<M = unknown> {
  readonly name: string;
  newborn(body: Body): M;
  wake(body: Body, memory: M, situations: Situations): Rewards<M>;
}
