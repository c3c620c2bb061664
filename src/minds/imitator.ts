import { caseError } from "../core/errors.ts";
import type { Agent, Body, Mind, Percept } from "../core/mind.ts";
import { randomStream } from "../core/random.ts";
import { longer } from "./arrays.ts";
import { newSituations, type SituationsMemory, wakeSituations } from "./situations.ts";

export interface ImitatorOptions {
  /**
   * names of the features that show what somebody has just done; where left out, those of which at least two values are names of the
   * mind's own acts
   */
  readonly shownBy?: readonly string[];
  /** observations that the wider of two conditions counts for in the narrower one */
  readonly smoothing: number;
}

export interface ImitatorMemory {
  readonly situations: SituationsMemory;
  /** shape [capacity·actions]: times that each act was seen in each situation, and shape [actions] in any */
  seen: Float64Array;
  everywhere: Float64Array;
  random: readonly number[];
}

/** Most values of a feature that are looked through for names of acts. */
const MOST_VALUES = 64;

/** What the features show in the place of one of them, as text: the observation's field, or an item of a field that is a list. */
function shownAt({ features, describe }: Body, feature: number, values: Float64Array): string {
  const observation: unknown = describe(values);
  const [, field = "", item] = /^(.*?)(?:\[(\d+)\])?$/.exec(features[feature]!.name) ?? [];
  const whole: unknown =
    observation !== null && typeof observation === "object" && !Array.isArray(observation)
      ? Reflect.get(observation, field)
      : observation;
  return String(Array.isArray(whole) && item !== undefined ? whole[Number(item)] : whole);
}

/** The features that show what somebody has just done, by their numbers. */
function showingActs(body: Body, names: readonly string[] | undefined): readonly number[] {
  if (names !== undefined)
    return names.map((name) => {
      const feature = body.features.findIndex((known) => known.name === name);
      if (feature >= 0) return feature;
      throw caseError(
        `imitator: no feature is named "${name}"; expected one of ${body.features.map((known) => known.name).join(", ")}`,
      );
    });
  return body.features.flatMap((known, feature) => {
    if (known.kind === "real" || known.size > MOST_VALUES) return [];
    const acts = Array.from({ length: known.size }, (_, code) => {
      const values = new Float64Array(body.features.length);
      values[feature] = code;
      return shownAt(body, feature, values);
    }).filter((text) => body.actions.includes(text));
    return acts.length >= 2 ? [feature] : [];
  });
}

/**
 * An imitator: an observed act becomes an act. It learns how likely each act is, of whomever it sees, given what was to be seen before it, and
 * acts by the same odds: what it has seen in this very situation, smoothed by what it has seen in any, smoothed by even odds. Reward does
 * not reach it, and whose act it was is a fact like any other: it does not weigh whom to copy.
 *
 * @see Pomerleau 1991, Efficient training of artificial neural networks for autonomous navigation (behaviour cloning)
 */
export const imitator = ({ shownBy, smoothing }: ImitatorOptions): Mind<ImitatorMemory> => ({
  name: "imitator",
  about: "does what it saw others do in such a situation, whatever is paid",
  newborn: (body, seed) => ({
    situations: newSituations(body),
    seen: new Float64Array(),
    everywhere: new Float64Array(body.actions.length),
    random: randomStream(seed).state(),
  }),
  wake(body, memory): Agent<ImitatorMemory> {
    const width = body.actions.length;
    const situations = wakeSituations(body, memory.situations);
    const stream = randomStream(memory.random);
    const showing = showingActs(body, shownBy);

    /** A percept without the acts that it shows: the next ones are what is to be foretold. */
    const contextOf = ({ features }: Percept): Float64Array => {
      const context = features.slice();
      for (const feature of showing) context[feature] = 0;
      return context;
    };
    const oddsOf = (percept: Percept): Float64Array => {
      const { available } = percept;
      const situation = situations.find(contextOf(percept));
      const odds = new Float64Array(width);
      let here = 0;
      let all = 0;
      for (const action of available) {
        here += memory.seen[situation * width + action] ?? 0;
        all += memory.everywhere[action]!;
      }
      for (const action of available) {
        const anywhere = (memory.everywhere[action]! + smoothing / available.length) / (all + smoothing);
        odds[action] = ((memory.seen[situation * width + action] ?? 0) + smoothing * anywhere) / (here + smoothing);
      }
      return odds;
    };
    return {
      act(percept) {
        const odds = oddsOf(percept);
        let left = stream.next();
        const drawn = percept.available.find((action) => {
          left -= odds[action]!;
          return left < 0;
        });
        return { action: drawn ?? percept.available.at(-1)! };
      },
      learn({ percept, next }) {
        const situation = situations.imagine(contextOf(percept));
        const least = (situation + 1) * width;
        if (least > memory.seen.length) memory.seen = longer(memory.seen, least, 0);
        for (const feature of showing) {
          const act = body.actions.indexOf(shownAt(body, feature, next.features));
          if (act < 0) continue;
          memory.seen[situation * width + act]!++;
          memory.everywhere[act]!++;
        }
      },
      greedy(percept) {
        const odds = oddsOf(percept);
        return percept.available.reduce((most, action) => (odds[action]! > odds[most]! ? action : most));
      },
      value: () => 0,
      memory() {
        memory.random = stream.state();
        return memory;
      },
    };
  },
});
