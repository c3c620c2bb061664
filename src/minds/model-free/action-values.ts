import type { Agent, Mind, Percept } from "../../core/mind.ts";
import { randomStream } from "../../core/random.ts";
import { longer } from "../arrays.ts";
import type { SituationsMemory } from "../situations.ts";
import { newEntries, type Tiling, wakeEntries } from "./entries.ts";

export interface ActionValueOptions extends Tiling {
  /** the step size at the n-th update of a weight is rate·n to the power of minus this, and at least `least` */
  readonly rate: number;
  readonly power: 0 | 0.5 | 0.75;
  readonly least: number;
  /** share of the credit that an act keeps for each further step (λ), in [0, 1] */
  readonly trace: number;
  /** an act is drawn evenly with probability e/(e + visits of the percept) */
  readonly exploration: number;
  /**
   * an act that was never tried counts as worth the most that was ever paid for a step, and at least this much, at every step left; 0 for
   * worth nothing
   */
  readonly optimism: number;
}

export interface ActionValuesMemory {
  readonly entries: SituationsMemory;
  /** shape [capacity·actions] */
  weights: Float64Array;
  visits: Float64Array;
  /** the weights that are credited with what happens, the oldest first, and how much */
  traced: number[];
  strength: number[];
  /** the most that was ever paid for a step */
  high: number;
  /** the act that Sarsa has chosen to be next; −1 where it has not */
  chosen: number;
  random: readonly number[];
}

/** The weight of a later reward in what is hoped for where nothing ends an episode: with 1 it would be without bounds. */
const MOST_DISCOUNT = 0.999;
/** Below this a trace is dropped. */
const FAINT = 0.01;

/**
 * A mind without a model that learns action values from each step as it is lived. "q-learning" counts on the best act next, and drops the
 * traces after an act that it thinks worse (Watkins's Q(λ)); "sarsa" counts on the act that it will take.
 *
 * @see Sutton & Barto 2018, sections 6.4, 6.5, 12.7 and 12.10
 */
export const actionValues = (
  method: "q-learning" | "sarsa",
  options: ActionValueOptions,
): Mind<ActionValuesMemory> => ({
  name: method,
  newborn: (body, seed) => ({
    entries: newEntries(body, options),
    weights: new Float64Array(),
    visits: new Float64Array(),
    traced: [],
    strength: [],
    high: 0,
    chosen: -1,
    random: randomStream(seed).state(),
  }),
  wake(body, memory): Agent<ActionValuesMemory> {
    const width = body.actions.length;
    const entries = wakeEntries(body, options, memory.entries);
    const stream = randomStream(memory.random);
    const discount = Math.min(body.discount, options.discount);
    const random = stream.next;
    const endless = 1 / (1 - Math.min(discount, MOST_DISCOUNT));

    const worthOf = (active: readonly number[], action: number, left: number): number => {
      let value = 0;
      let isTried = false;
      for (const entry of active) {
        const at = entry * width + action;
        value += memory.weights[at] ?? 0;
        if ((memory.visits[at] ?? 0) > 0) isTried = true;
      }
      return isTried || options.optimism === 0
        ? value
        : Math.max(memory.high, options.optimism) * Math.min(left, endless);
    };
    const best = (active: readonly number[], { available, left }: Percept): number =>
      available.reduce((most, action) => Math.max(most, worthOf(active, action, left)), -Infinity);
    const visitsOf = (active: readonly number[]): number => {
      let least = Infinity;
      for (const entry of active) {
        let visits = 0;
        for (let action = 0; action < width; action++) visits += memory.visits[entry * width + action] ?? 0;
        least = Math.min(least, visits);
      }
      return least;
    };
    const choose = (active: readonly number[], percept: Percept): number => {
      const { available, left } = percept;
      const explores = random() < options.exploration / (options.exploration + visitsOf(active));
      const most = best(active, percept);
      const among = explores ? available : available.filter((action) => worthOf(active, action, left) === most);
      return among[Math.floor(random() * among.length)]!;
    };
    const room = () => {
      const least = entries.count * width;
      if (least <= memory.weights.length) return;
      memory.weights = longer(memory.weights, least, 0);
      memory.visits = longer(memory.visits, least, 0);
    };
    const stepSize = (visits: number): number => {
      const root = Math.sqrt(visits);
      const divisor = options.power === 0 ? 1 : options.power === 0.5 ? root : root * Math.sqrt(root);
      return Math.max(options.least, options.rate / divisor) / entries.active;
    };
    const forget = (count: number) => {
      memory.traced.splice(0, count);
      memory.strength.splice(0, count);
    };
    return {
      act(percept) {
        const action = memory.chosen >= 0 ? memory.chosen : choose(entries.of(percept), percept);
        memory.chosen = -1;
        return { action };
      },
      learn({ percept, action, reward, next, terminated, truncated }) {
        const { traced, strength } = memory;
        const active = entries.of(percept);
        const after = entries.of(next);
        room();
        memory.high = Math.max(memory.high, reward);
        let later = 0;
        // Where the clock is part of what is learned, the end that it foresees is one like any other.
        if (!terminated && (next.left > 0 || !options.clock)) {
          if (method === "q-learning") later = best(after, next);
          else {
            const following = choose(after, next);
            later = worthOf(after, following, next.left);
            if (!truncated) memory.chosen = following;
          }
        }
        const value = worthOf(active, action, percept.left);
        if (method === "q-learning" && value < best(active, percept)) forget(traced.length);
        for (const entry of active) {
          const at = entry * width + action;
          const old = traced.indexOf(at);
          if (old >= 0) {
            traced.splice(old, 1);
            strength.splice(old, 1);
          }
          traced.push(at);
          strength.push(1);
          memory.visits[at]!++;
        }
        const sum = active.reduce((total, entry) => total + memory.weights[entry * width + action]!, 0);
        const difference = reward + discount * later - sum;
        for (let k = 0; k < traced.length; k++) {
          const at = traced[k]!;
          memory.weights[at]! += stepSize(memory.visits[at]!) * difference * strength[k]!;
          strength[k]! *= discount * options.trace;
        }
        if (terminated || truncated) forget(traced.length);
        else {
          const kept = strength.findIndex((left) => left >= FAINT);
          forget(kept < 0 ? traced.length : kept);
        }
      },
      greedy(percept) {
        const active = entries.find(percept);
        const most = best(active, percept);
        return percept.available.find((action) => worthOf(active, action, percept.left) === most)!;
      },
      value: (percept) => best(entries.find(percept), percept),
      memory() {
        memory.random = stream.state();
        return memory;
      },
    };
  },
});
