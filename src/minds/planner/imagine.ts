import type { Foreseen } from "../../core/moment.ts";
import type { Faculties } from "./planner.ts";

/** One step as a mind imagines it: what it tells of it, and where it most likely leads. */
export interface Imagined {
  readonly step: Foreseen;
  readonly next: number;
  /** whether the world ends there */
  readonly ended: boolean;
}

/** Imagines the likeliest outcome of an act; undefined where nothing is known of the act. */
export function imagine(
  { body, situations, model, rewards }: Faculties,
  situation: number,
  action: number,
): Imagined | undefined {
  let [likeliest, share, over] = [-1, 0, false];
  let reward = 0;
  model.foresee(situation, action, (next, probability, ended) => {
    reward += probability * rewards.expect(situation, action, next);
    if (probability > share) [likeliest, share, over] = [next, probability, ended];
  });
  if (likeliest < 0) return undefined;
  const observation = body.describe(situations.features(likeliest));
  const step = { action: body.actions[action]!, observation, probability: share, reward };
  return { step, next: likeliest, ended: over };
}
