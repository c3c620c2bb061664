import type { Body, Experience, Feature, Mind, Percept } from "../core/mind.ts";

/** Cells that the real features together are divided into, at most. */
const MOST_CELLS = 4096;

/** The even number of cells along each of some real features: with an odd one the middle, where much turns, would be one cell. */
export function cellsAlong(reals: number): number {
  let along = 2;
  const product = (each: number): number => Array.from({ length: reals }, () => each).reduce((a, b) => a * b, 1);
  while (along < 64 && product(along + 2) <= MOST_CELLS) along += 2;
  return along;
}

/**
 * A mind that perceives real features as the cells that they fall into, so that it can count what comes of acts and plan over cells
 * as over any other situations. To a body without real features it is the mind itself.
 */
export const inCells = <M>(mind: Mind<M>): Mind<M> => ({
  ...mind,
  newborn: (body, seed) => mind.newborn(coarse(body), seed),
  wake(body, memory) {
    if (body.features.every(({ kind }) => kind === "discrete")) return mind.wake(body, memory);
    const agent = mind.wake(coarse(body), memory);
    const along = alongOf(body);
    const cell = (value: number, feature: Feature): number => {
      if (feature.kind === "discrete") return value;
      const at = Math.floor(((value - feature.low) / (feature.high - feature.low)) * along);
      return Math.min(along - 1, Math.max(0, at));
    };
    /** The percept in cells; the same for the same percept, which is perceived twice: when acting and when learning. */
    const known = new WeakMap<Percept, Percept>();
    const perceive = (percept: Percept): Percept => {
      const found = known.get(percept);
      if (found !== undefined) return found;
      const features = percept.features.map((value, k) => cell(value, body.features[k]!));
      const made = { ...percept, features };
      known.set(percept, made);
      return made;
    };
    return {
      act: (percept) => agent.act(perceive(percept)),
      learn: (experience: Experience) =>
        agent.learn({ ...experience, percept: perceive(experience.percept), next: perceive(experience.next) }),
      greedy: (percept) => agent.greedy(perceive(percept)),
      value: (percept) => agent.value(perceive(percept)),
      memory: () => agent.memory(),
    };
  },
});

const alongOf = (body: Body): number => cellsAlong(body.features.filter(({ kind }) => kind === "real").length);

/** The body whose real features are divided into cells; a cell is described by its middle. */
function coarse(body: Body): Body {
  const along = alongOf(body);
  return {
    ...body,
    features: body.features.map((feature) =>
      feature.kind === "real" ? { name: feature.name, kind: "discrete", size: along } : feature,
    ),
    describe: (cells) =>
      body.describe(
        cells.map((cell, k) => {
          const feature = body.features[k]!;
          return feature.kind === "real" ? feature.low + ((cell + 0.5) / along) * (feature.high - feature.low) : cell;
        }),
      ),
  };
}
