import type { Body } from "../../core/mind.ts";
import { longer } from "../arrays.ts";
import type { Faculties, Planner, PlannerKind } from "./planner.ts";

export interface DynaOptions {
  /** steps imagined for each step lived */
  readonly planned: number;
  /** whether what is learned depends on the steps left, where episodes are cut off */
  readonly clock: boolean;
  /** the most that a reward one step later may weigh */
  readonly discount: number;
  /** the step size at the n-th update of a value is n to the power of minus ¾, and at least this */
  readonly least: number;
  /** an act is drawn evenly with probability e/(e + times any act was tried there) */
  readonly exploration: number;
  /**
   * an act that was never tried counts as worth the most that was ever paid for a step, and at least this much, at every step left; 0 for
   * worth nothing
   */
  readonly optimism: number;
}

export interface DynaMemory {
  /** shape [capacity, steps left, actions]: the value of each act, and how often it was updated; one number of steps left without the clock */
  values: Float64Array;
  updates: Float64Array;
  /** shape [tried]: situation·actions + act of everything that was ever tried, in that order */
  tried: Int32Array;
  count: number;
}

/** The weight of a later reward in what is hoped for where nothing ends an episode: with 1 it would be without bounds. */
const MOST_DISCOUNT = 0.999;
/**
 * Dyna-Q: action values learned by Q-learning from steps that were lived and from steps that are imagined, each of them from a situation
 * and an act drawn evenly from all that were ever tried, with as many steps left as are drawn evenly.
 *
 * @see Sutton & Barto 2018, section 8.2
 */
export const dyna = (options: DynaOptions): PlannerKind<DynaMemory> => ({
  name: "dyna",
  newborn: () => ({ values: new Float64Array(), updates: new Float64Array(), tried: new Int32Array(), count: 0 }),
  wake: (body, memory, faculties) => wakeDyna(body, memory, faculties, options),
});

function wakeDyna(
  body: Body,
  memory: DynaMemory,
  { situations, model, rewards, random }: Faculties,
  { planned, clock, discount: most, least, exploration, optimism }: DynaOptions,
): Planner<DynaMemory> {
  const width = body.actions.length;
  const horizon = clock ? (body.horizon ?? 0) : 0;
  const stride = horizon + 1;
  const layer = (left: number) => (horizon > 0 ? left : 0);
  const discount = Math.min(body.discount, most);
  const endless = 1 / (1 - Math.min(discount, MOST_DISCOUNT));
  const place = (situation: number, left: number, action: number) =>
    (situation * stride + layer(left)) * width + action;

  const worthOf = (situation: number, left: number, action: number): number => {
    const at = place(situation, left, action);
    if ((memory.updates[at] ?? 0) > 0 || optimism === 0) return memory.values[at] ?? 0;
    return Math.max(rewards.bounds()[1], optimism) * Math.min(left, endless);
  };
  /** The value of the best act; 0 where none can be taken, as where the world was last seen to end. */
  const best = (situation: number, left: number): number => {
    const values = situations.available(situation).map((action) => worthOf(situation, left, action));
    return values.length === 0 ? 0 : Math.max(...values);
  };
  /** What follows a step: nothing where the world has ended or the clock has run out. */
  const later = (next: number, left: number, ended: boolean): number =>
    ended || (horizon > 0 && left === 0) ? 0 : discount * best(next, left);
  const update = (situation: number, left: number, action: number, target: number): void => {
    const at = place(situation, left, action);
    if (at >= memory.values.length) {
      memory.values = longer(memory.values, (situation + 1) * stride * width, 0);
      memory.updates = longer(memory.updates, (situation + 1) * stride * width, 0);
    }
    const root = Math.sqrt(++memory.updates[at]!);
    memory.values[at]! += Math.max(least, 1 / (root * Math.sqrt(root))) * (target - memory.values[at]!);
  };
  const imagine = (): void => {
    const pair = memory.tried[Math.floor(random() * memory.count)]!;
    const [situation, action] = [Math.floor(pair / width), pair % width];
    const left = horizon > 0 ? 1 + Math.floor(random() * horizon) : Infinity;
    const outcome = model.sample(situation, action, random);
    const next = outcome >> 1;
    const reward = rewards.expect(situation, action, next);
    update(situation, left, action, reward + later(next, left - 1, (outcome & 1) === 1));
  };
  const greedy = (situation: number, left: number): readonly number[] => {
    const most = best(situation, left);
    return situations.available(situation).filter((action) => worthOf(situation, left, action) === most);
  };
  return {
    decide(situation, left) {
      const available = situations.available(situation);
      const visits = available.reduce((sum, action) => sum + model.evidence(situation, action), 0);
      const among = random() * (exploration + visits) < exploration ? available : greedy(situation, left);
      return { action: among[Math.floor(random() * among.length)]! };
    },
    notice(situation, next, { percept, action, reward, next: after, terminated }) {
      if (model.evidence(situation, action) === 1) {
        if (memory.count === memory.tried.length) memory.tried = longer(memory.tried, 64, 0);
        memory.tried[memory.count++] = situation * width + action;
      }
      update(situation, percept.left, action, reward + later(next, after.left, terminated));
      for (let k = 0; k < planned; k++) imagine();
    },
    greedy: (situation, left) => greedy(situation, left)[0]!,
    value: (situation, left) => best(situation, left),
    memory: () => memory,
  };
}
