import type { Body } from "../../core/mind.ts";
import type { Situations } from "../situations.ts";

/**
 * What one mind has learned of when its innate signals occur. It learns from what was lived and from the signals, and from nothing else:
 * neither what is paid nor what is planned can change it, or choose what it is told.
 */
export interface Assessors<M> {
  /** @param signals - shape [signals]: which of the body's signals occurred */
  learn(situation: number, action: number, next: number, signals: readonly boolean[]): void;
  /** The probability that a signal occurs in an act that leads from one situation to another; 0 where nothing is known of it. */
  expect(signal: number, situation: number, action: number, next: number): number;
  /** Whether a probability rests on a feature before or after an act; where left out, they rest on all. */
  restsOn?(feature: number): boolean;
  memory(): M;
}

/** A kind of assessors. */
export interface AssessorsKind<M = unknown> {
  readonly name: string;
  newborn(body: Body): M;
  wake(body: Body, memory: M, situations: Situations): Assessors<M>;
}
