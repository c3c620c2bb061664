import type { Foreseen, Thought } from "../../core/moment.ts";
import { imagine } from "./imagine.ts";
import type { Faculties } from "./planner.ts";

/** What a planner expects of an act. */
export interface Expected {
  /** of the act itself */
  readonly reward: number;
  /** of it and of all that follows */
  readonly value: number;
  /** the value with what is hoped for from what is not known yet */
  readonly hope: number;
}

/** A planner that values acts, as far as its thoughts tell of it. */
export interface Valuing {
  expect(situation: number, action: number, left: number): Expected;
  /** The act that it takes; −1 where nothing can be done, as where the world was last seen to end. */
  choose(situation: number, left: number): number;
}

/** Most steps of a plan that a thought holds. */
export const PLAN_STEPS = 8;

/** What a planner that values acts has in mind when it chooses one: it goes on as it would choose, along what is likeliest. */
export function thoughtOf(
  faculties: Faculties,
  { expect, choose }: Valuing,
  situation: number,
  left: number,
  chosen: number,
): Omit<Thought, "readings"> {
  const { body, situations, model } = faculties;
  const foreseen: Foreseen[] = [];
  for (let [from, action, rest] = [situation, chosen, left]; foreseen.length < PLAN_STEPS && rest > 0; rest--) {
    if (foreseen.length > 0) action = choose(from, rest);
    const imagined = action < 0 ? undefined : imagine(faculties, from, action);
    if (imagined === undefined) break;
    foreseen.push(imagined.step);
    if (imagined.ended) break;
    from = imagined.next;
  }
  const { value, hope } = expect(situation, chosen, left);
  const alternatives = situations
    .available(situation)
    .filter((action) => action !== chosen)
    .map((action) => ({ action, ...expect(situation, action, left) }))
    .sort((a, b) => b.hope - a.hope);
  return {
    plan: foreseen.length === 0 ? [body.actions[chosen]!] : foreseen.map(({ action }) => action),
    foreseen,
    value,
    hope: hope - value,
    sure: model.sure(situation, chosen),
    alternatives: alternatives.map((other) => ({
      action: body.actions[other.action]!,
      reward: other.reward,
      later: other.value - other.reward,
      hope: other.hope - other.value,
      sure: model.sure(situation, other.action),
    })),
  };
}
