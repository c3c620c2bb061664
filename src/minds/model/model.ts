import type { Body } from "../../core/mind.ts";
import type { Random } from "../../core/random.ts";
import type { Situations } from "../situations.ts";

/** Takes one way in which an act may come out: the situation after it, its probability, and whether the world ends there. */
export type Visit = (next: number, probability: number, ended: boolean) => void;

/** What one mind has learned of what happens next, without regard to reward. Situations go by their numbers. */
export interface Model<M> {
  /**
   * Of a model that learns of many situations from one, and foresees such as were never met: how often, so far, it has taken into account
   * everywhere what it learned somewhere.
   */
  readonly revision?: number | undefined;
  learn(situation: number, action: number, next: number, ended: boolean): void;
  /** Visits each way in which an act may come out, their probabilities summing to 1; none where nothing is known of it. */
  foresee(situation: number, action: number, visit: Visit): void;
  /** Draws one way in which an act comes out: 2·situation, plus 1 where the world ends there; −1 where nothing is known of it. */
  sample(situation: number, action: number, random: Random): number;
  /**
   * How often, in effect, the act has been tried here. What was observed elsewhere and holds here too counts as less than one try; 0 where
   * nothing is known.
   */
  evidence(situation: number, action: number): number;
  /** How sure the model is that what comes will be one of the ways that it foresees, in [0, 1]; 0 where nothing is known. */
  sure(situation: number, action: number): number;
  memory(): M;
}

/** A kind of model. */
export interface ModelKind<M = unknown> {
  readonly name: string;
  newborn(body: Body): M;
  /** @param matters - whether anything else in the mind rests on a feature, as far as it has learned; by default it does */
  wake(body: Body, memory: M, situations: Situations, matters?: (feature: number) => boolean): Model<M>;
}
