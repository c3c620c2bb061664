import { exp } from "../../core/math.ts";
import type { Agent, Mind, Percept } from "../../core/mind.ts";
import { randomStream } from "../../core/random.ts";
import { longer } from "../arrays.ts";
import type { SituationsMemory } from "../situations.ts";
import { drop, faded, type Traces } from "../traces.ts";
import { newEntries, type Tiling, wakeEntries } from "./entries.ts";

export interface ActorCriticOptions extends Tiling {
  /** step sizes of the preferences and of the values, in [0, 1] */
  readonly actorRate: number;
  readonly criticRate: number;
  /** share of the credit that a step keeps for each further one (λ), in [0, 1] */
  readonly trace: number;
}

export interface ActorCriticMemory extends Traces {
  readonly entries: SituationsMemory;
  /** shape [capacity·actions] */
  preferences: Float64Array;
  /** shape [capacity] */
  values: Float64Array;
  /** shape [traced·actions]: how much each act is credited in the entries that are traced */
  readonly credit: number[];
  /** mean square of the differences so far, and how many there were */
  square: number;
  steps: number;
  random: readonly number[];
}

/** Below this a trace is dropped. */
const FAINT = 0.01;

/**
 * An actor-critic without a model: a softmax policy over learned preferences, moved by the temporal differences of learned values, both with
 * eligibility traces, at every step. The actor takes differences in units of their root mean square, so that it does not depend on what a
 * reward is measured in.
 *
 * @see Sutton & Barto 2018, section 13.6
 */
export const actorCritic = (options: ActorCriticOptions): Mind<ActorCriticMemory> => ({
  name: "actor-critic",
  about: "learns without a model what to do and what that is worth (actor-critic with traces)",
  newborn: (body, seed) => ({
    entries: newEntries(body, options),
    preferences: new Float64Array(),
    values: new Float64Array(),
    traced: [],
    strength: [],
    credit: [],
    square: 0,
    steps: 0,
    random: randomStream(seed).state(),
  }),
  wake(body, memory): Agent<ActorCriticMemory> {
    const width = body.actions.length;
    const entries = wakeEntries(body, options, memory.entries);
    const stream = randomStream(memory.random);
    const discount = Math.min(body.discount, options.discount);

    const preference = (active: readonly number[], action: number): number =>
      active.reduce((sum, entry) => sum + (memory.preferences[entry * width + action] ?? 0), 0);
    const estimate = (active: readonly number[]): number =>
      active.reduce((sum, entry) => sum + (memory.values[entry] ?? 0), 0);
    /** Shape [actions]: the policy's probabilities; 0 for acts that cannot be taken. */
    const policy = (active: readonly number[], { available }: Percept): Float64Array => {
      const weights = new Float64Array(width);
      const highest = available.reduce((most, action) => Math.max(most, preference(active, action)), -Infinity);
      let total = 0;
      for (const action of available) {
        weights[action] = exp(preference(active, action) - highest);
        total += weights[action]!;
      }
      for (const action of available) weights[action]! /= total;
      return weights;
    };
    const room = () => {
      if (entries.count <= memory.values.length) return;
      memory.values = longer(memory.values, entries.count, 0);
      memory.preferences = longer(memory.preferences, memory.values.length * width, 0);
    };
    /** Credits the entries of a percept with the act: the gradient of ln π is 1 − π for the act, and −π for the others. */
    const trace = (active: readonly number[], action: number, probabilities: Float64Array) => {
      const { traced, strength, credit } = memory;
      for (const entry of active) {
        let at = traced.indexOf(entry);
        if (at < 0) {
          at = traced.push(entry) - 1;
          strength.push(0);
          for (let k = 0; k < width; k++) credit.push(0);
        }
        strength[at]!++;
        for (let k = 0; k < width; k++) credit[at * width + k]! += (k === action ? 1 : 0) - probabilities[k]!;
      }
    };
    return {
      act(percept) {
        const probabilities = policy(entries.of(percept), percept);
        let left = stream.next();
        const drawn = percept.available.find((action) => {
          left -= probabilities[action]!;
          return left < 0;
        });
        return { action: drawn ?? percept.available.at(-1)! };
      },
      learn({ percept, action, reward, next, terminated, truncated }) {
        const active = entries.of(percept);
        const isOver = terminated || (next.left === 0 && options.clock);
        const after = isOver ? [] : entries.of(next);
        room();
        trace(active, action, policy(active, percept));
        const difference = reward + discount * estimate(after) - estimate(active);
        memory.steps++;
        memory.square += (difference * difference - memory.square) / Math.min(memory.steps, 10_000);
        const scale = Math.sqrt(memory.square);
        const { traced, strength, credit } = memory;
        const forActor = scale === 0 ? 0 : (options.actorRate * difference) / (scale * entries.active);
        const forCritic = (options.criticRate * difference) / entries.active;
        for (let k = 0; k < traced.length; k++) {
          memory.values[traced[k]!]! += forCritic * strength[k]!;
          strength[k]! *= discount * options.trace;
          for (let act = 0; act < width; act++) {
            memory.preferences[traced[k]! * width + act]! += forActor * credit[k * width + act]!;
            credit[k * width + act]! *= discount * options.trace;
          }
        }
        const gone = faded(memory, FAINT, terminated || truncated);
        drop(memory, gone);
        credit.splice(0, gone * width);
      },
      greedy(percept) {
        const active = entries.find(percept);
        return percept.available.reduce((most, action) =>
          preference(active, action) > preference(active, most) ? action : most,
        );
      },
      value: (percept) => estimate(entries.find(percept)),
      memory() {
        memory.random = stream.state();
        return memory;
      },
    };
  },
});
