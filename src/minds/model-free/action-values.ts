import type { Agent, Mind, Percept } from "../../core/mind.ts";
import { randomStream } from "../../core/random.ts";
import { longer } from "../arrays.ts";
import type { SituationsMemory } from "../situations.ts";
import { drop, faded, replaceTrace, type Traces } from "../traces.ts";
import { newEntries, type Tiling, wakeEntries } from "./entries.ts";

export interface ActionValueOptions extends Tiling {
  /** the step size at the n-th update of a weight is rate·n to the power of minus this, and at least `least` */
  readonly rate: number;
  readonly power: 0 | 0.75;
  readonly least: number;
  /** share of the credit that an act keeps for each further step (λ), in [0, 1] */
  readonly trace: number;
  /** an act is drawn evenly with probability e/(e + visits of the percept) */
  readonly exploration: number;
}

export interface ActionValuesMemory extends Traces {
  readonly entries: SituationsMemory;
  /** shape [capacity·actions] */
  weights: Float64Array;
  visits: Float64Array;
  /** the act that Sarsa has chosen to be next; −1 where it has not */
  chosen: number;
  random: readonly number[];
}

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
  about:
    method === "q-learning"
      ? "learns without a model what each act is worth (Q-learning with traces)"
      : "learns without a model what each act is worth if it goes on as it does (Sarsa with traces)",
  newborn: (body, seed) => ({
    entries: newEntries(body, options),
    weights: new Float64Array(),
    visits: new Float64Array(),
    traced: [],
    strength: [],
    chosen: -1,
    random: randomStream(seed).state(),
  }),
  wake(body, memory): Agent<ActionValuesMemory> {
    const width = body.actions.length;
    const entries = wakeEntries(body, options, memory.entries);
    const stream = randomStream(memory.random);
    const discount = Math.min(body.discount, options.discount);
    const random = stream.next;

    const worthOf = (active: readonly number[], action: number): number =>
      active.reduce((sum, entry) => sum + (memory.weights[entry * width + action] ?? 0), 0);
    const best = (active: readonly number[], { available }: Percept): number =>
      available.reduce((most, action) => Math.max(most, worthOf(active, action)), -Infinity);
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
      const { available } = percept;
      const explores = random() < options.exploration / (options.exploration + visitsOf(active));
      const most = best(active, percept);
      const among = explores ? available : available.filter((action) => worthOf(active, action) === most);
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
      const divisor = options.power === 0 ? 1 : root * Math.sqrt(root);
      return Math.max(options.least, options.rate / divisor) / entries.active;
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
        let later = 0;
        // Where the clock is part of what is learned, the end that it foresees is one like any other.
        if (!terminated && (next.left > 0 || !options.clock)) {
          if (method === "q-learning") later = best(after, next);
          else {
            const following = choose(after, next);
            later = worthOf(after, following);
            if (!truncated) memory.chosen = following;
          }
        }
        const value = worthOf(active, action);
        if (method === "q-learning" && value < best(active, percept)) drop(memory, traced.length);
        for (const entry of active) {
          const at = entry * width + action;
          replaceTrace(memory, at);
          memory.visits[at]!++;
        }
        const difference = reward + discount * later - value;
        for (let k = 0; k < traced.length; k++) {
          const at = traced[k]!;
          memory.weights[at]! += stepSize(memory.visits[at]!) * difference * strength[k]!;
          strength[k]! *= discount * options.trace;
        }
        drop(memory, faded(memory, FAINT, terminated || truncated));
      },
      greedy(percept) {
        const active = entries.find(percept);
        const most = best(active, percept);
        return percept.available.find((action) => worthOf(active, action) === most)!;
      },
      value: (percept) => best(entries.find(percept), percept),
      memory() {
        memory.random = stream.state();
        return memory;
      },
    };
  },
});
