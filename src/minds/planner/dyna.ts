import type { Body } from "../../core/mind.ts";
import { longer } from "../arrays.ts";
import type { Faculties, Planner, PlannerKind } from "./planner.ts";

export interface DynaOptions {
  /** steps imagined for each step lived */
  readonly planned: number;
  /** the most that a reward one step later may weigh */
  readonly discount: number;
  /** the step size at the n-th update of a value is n to the power of minus ¾, and at least this */
  readonly least: number;
  /** an act is drawn evenly with probability e/(e + times any act was tried there) */
  readonly exploration: number;
}

export interface DynaMemory {
  /** shape [capacity, actions]: the value of each act, and how often it was updated */
  values: Float64Array;
  updates: Float64Array;
  /** shape [tried]: situation·actions + act of everything that was ever tried, in that order */
  tried: Int32Array;
  count: number;
}

/**
 * Dyna-Q: action values learned by Q-learning from steps that were lived and from steps that are imagined, each of them from a situation
 * and an act drawn evenly from all that were ever tried.
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
  { planned, discount: most, least, exploration }: DynaOptions,
): Planner<DynaMemory> {
  const width = body.actions.length;
  const discount = Math.min(body.discount, most);

  const worthOf = (situation: number, action: number): number => memory.values[situation * width + action] ?? 0;
  /** The value of the best act; 0 where none can be taken, as where the world was last seen to end. */
  const best = (situation: number): number => {
    const values = situations.available(situation).map((action) => worthOf(situation, action));
    return values.length === 0 ? 0 : Math.max(...values);
  };
  /** Learns from a step, whether it was lived or imagined. */
  const update = (situation: number, action: number, reward: number, next: number, ended: boolean): void => {
    const at = situation * width + action;
    if (at >= memory.values.length) {
      memory.values = longer(memory.values, (situation + 1) * width, 0);
      memory.updates = longer(memory.updates, (situation + 1) * width, 0);
    }
    const target = reward + (ended ? 0 : discount * best(next));
    const root = Math.sqrt(++memory.updates[at]!);
    memory.values[at]! += Math.max(least, 1 / (root * Math.sqrt(root))) * (target - memory.values[at]!);
  };
  const imagine = (): void => {
    const pair = memory.tried[Math.floor(random() * memory.count)]!;
    const [situation, action] = [Math.floor(pair / width), pair % width];
    const outcome = model.sample(situation, action, random);
    const next = outcome >> 1;
    update(situation, action, rewards.expect(situation, action, next), next, (outcome & 1) === 1);
  };
  const greedy = (situation: number): readonly number[] => {
    const most = best(situation);
    return situations.available(situation).filter((action) => worthOf(situation, action) === most);
  };
  return {
    decide(situation) {
      const available = situations.available(situation);
      const visits = available.reduce((sum, action) => sum + model.evidence(situation, action), 0);
      const among = random() * (exploration + visits) < exploration ? available : greedy(situation);
      return { action: among[Math.floor(random() * among.length)]! };
    },
    notice(situation, next, { action, reward, terminated }) {
      if (model.evidence(situation, action) === 1) {
        if (memory.count === memory.tried.length) memory.tried = longer(memory.tried, 64, 0);
        memory.tried[memory.count++] = situation * width + action;
      }
      update(situation, action, reward, next, terminated);
      for (let k = 0; k < planned; k++) imagine();
    },
    greedy: (situation) => greedy(situation)[0]!,
    value: best,
    memory: () => memory,
  };
}
