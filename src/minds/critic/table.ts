import { longer } from "../arrays.ts";
import { drop, faded, replaceTrace, type Traces } from "../traces.ts";
import type { Critic, CriticKind } from "./critic.ts";

export interface TableCriticMemory extends Traces {
  /** shape [capacity, steps left]: one value where episodes are not cut off */
  values: Float64Array;
}

/** Below this a trace is dropped. */
const FAINT = 1e-3;

export interface TemporalDifferences {
  /** share of a temporal difference by which the values move, in [0, 1]; 0 leaves the learning to a planner */
  readonly rate: number;
  /** share of the credit that a value keeps for each further step (λ), in [0, 1] */
  readonly trace: number;
}

/**
 * A value for each situation, and for each number of steps left where episodes are cut off: TD(λ) with replacing traces.
 *
 * @see Sutton & Barto 2018, section 12.2
 */
export const tableCritic = ({ rate, trace }: TemporalDifferences): CriticKind<TableCriticMemory> => ({
  name: "table",
  newborn: () => ({ values: new Float64Array(), traced: [], strength: [] }),
  wake(body, memory): Critic<TableCriticMemory> {
    const stride = (body.horizon ?? 0) + 1;
    const place = (situation: number, left: number) => situation * stride + (body.horizon === undefined ? 0 : left);
    const value = (situation: number, left: number) => memory.values[place(situation, left)] ?? 0;
    const room = (at: number) => {
      if (at >= memory.values.length) memory.values = longer(memory.values, (Math.floor(at / stride) + 1) * stride, 0);
    };
    return {
      learn(situation, next, { percept, reward, next: after, terminated, truncated }) {
        if (rate === 0) return;
        const at = place(situation, percept.left);
        room(at);
        const later = terminated ? 0 : body.discount * value(next, after.left);
        const difference = reward + later - memory.values[at]!;
        const { traced, strength } = memory;
        replaceTrace(memory, at);
        for (let k = 0; k < traced.length; k++) {
          memory.values[traced[k]!]! += rate * difference * strength[k]!;
          strength[k]! *= body.discount * trace;
        }
        drop(memory, faded(memory, FAINT, terminated || truncated));
      },
      adopt(situation, left, worth) {
        const at = place(situation, left);
        room(at);
        memory.values[at] = worth;
      },
      value,
      memory: () => memory,
    };
  },
});
