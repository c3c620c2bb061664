import type { Model } from "../model/model.ts";
import type { Assessors } from "./assessors.ts";

/** An act, and how the mind goes on after it. */
export interface Course {
  readonly situation: number;
  readonly action: number;
  /** steps left in the episode, the act's own included */
  readonly left: number;
  /** The act that is planned in a situation with some steps left, at least 1. */
  plan(situation: number, left: number): number;
}

/** Futures less probable than this are not followed. */
const FAINT = 1e-6;

/**
 * The probability that a signal occurs within some steps of a course, the act's own being the first, as the learned model has it
 * happen and the assessors judge it. As in a drive's readings, what has ended gives no more signals, and the cutting off of an
 * episode is no end: a harm that comes after it is foreseen as well.
 */
export function foreseen(
  model: Model<unknown>,
  assessors: Assessors<unknown>,
  { situation, action, left, plan }: Course,
  signal: number,
  within: number,
): number {
  let occurred = 0;
  // Probabilities of the situations in which it has not occurred yet.
  let open = new Map([[situation, 1]]);
  for (let step = 0; step < within && open.size > 0; step++) {
    const after = new Map<number, number>();
    for (const [from, share] of open) {
      if (share < FAINT) continue;
      const act = step === 0 ? action : plan(from, Math.max(1, left - step));
      model.foresee(from, act, (next, probability, ended) => {
        const occurs = assessors.expect(signal, from, act, next);
        const both = share * probability;
        occurred += both * occurs;
        if (!ended) after.set(next, (after.get(next) ?? 0) + both * (1 - occurs));
      });
    }
    open = after;
  }
  return occurred;
}
