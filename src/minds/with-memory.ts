import type { Agent, Body, Experience, Feature, Mind, Percept } from "../core/mind.ts";

export interface WorkingMemory {
  inner: unknown;
  /** shape [features]: what was last perceived in this episode; empty where it has not begun */
  last: Float64Array;
  /** shape [features]: of each discrete feature the last value that was another one, plus 1; 0 where there was none in this episode */
  before: Float64Array;
}

/** The features that can be remembered: real ones change at every step. */
const remembered = ({ features }: Body): readonly number[] =>
  features.flatMap(({ kind }, k) => (kind === "discrete" ? [k] : []));

/** A body that also perceives what its mind remembers. */
function widened(body: Body): Body {
  const width = body.features.length;
  const memories = remembered(body).map((k): Feature => {
    const feature = body.features[k]!;
    return {
      name: `${feature.name} before`,
      kind: "discrete",
      size: feature.kind === "discrete" ? feature.size + 1 : 0,
    };
  });
  return {
    ...body,
    features: [...body.features, ...memories],
    describe: (features) => body.describe(features.subarray(0, width)),
  };
}

/**
 * A mind with a working memory: beside each discrete feature it perceives the last value in this episode that was another one. What was
 * shown once and then covered up so stays in view until it is shown again. Greedy acts and values are those in the light of what it now
 * remembers.
 */
export function withMemory(mind: Mind): Mind<WorkingMemory> {
  return {
    name: `${mind.name}-memory`,
    about: `${mind.about ?? mind.name}; remembers what was shown last`,
    newborn: (body, seed) => ({
      inner: mind.newborn(widened(body), seed),
      last: new Float64Array(),
      before: new Float64Array(body.features.length),
    }),
    wake(body, memory): Agent<WorkingMemory> {
      const inner = mind.wake(widened(body), memory.inner);
      const kept = remembered(body);
      /** What is remembered once features have been perceived. */
      const after = (features: Float64Array): Float64Array => {
        const before = memory.before.slice();
        if (memory.last.length > 0)
          for (const k of kept) if (features[k] !== memory.last[k]) before[k] = memory.last[k]! + 1;
        return before;
      };
      const widen = (percept: Percept, before: Float64Array): Percept => ({
        ...percept,
        features: Float64Array.from([...percept.features, ...kept.map((k) => before[k]!)]),
      });
      const perceive = (percept: Percept): Percept => {
        memory.before = after(percept.features);
        memory.last = percept.features.slice();
        return widen(percept, memory.before);
      };
      const remember = (percept: Percept): Percept => widen(percept, after(percept.features));
      return {
        act: (percept) => inner.act(perceive(percept)),
        learn(experience: Experience) {
          const percept = widen(experience.percept, memory.before);
          inner.learn({ ...experience, percept, next: remember(experience.next) });
          if (!experience.terminated && !experience.truncated) return;
          memory.last = new Float64Array();
          memory.before = new Float64Array(body.features.length);
        },
        greedy: (percept) => inner.greedy(remember(percept)),
        value: (percept) => inner.value(remember(percept)),
        memory() {
          memory.inner = inner.memory();
          return memory;
        },
      };
    },
  };
}
