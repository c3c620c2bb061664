import type { Agent, Body, Experience, Feature, Mind, Percept } from "../core/mind.ts";
import { byFeatures } from "./by-features.ts";

/** Cells that the real features together are divided into, at most. */
const MOST_CELLS = 4096;
/** Steps of one act in one cell that count as one, at most. */
const MOST_HELD = 8;
/** Steps of an episode above which it is no longer counted how many are left: there would be too many values to learn. */
const MOST_COUNTED = 100;

/** The even number of cells along each of some real features: with an odd one the middle, where much turns, would be one cell. */
export function cellsAlong(reals: number): number {
  const cells = (along: number): number => Array.from({ length: reals }, () => along).reduce((a, b) => a * b, 1);
  let along = 2;
  while (along < 64 && cells(along + 2) <= MOST_CELLS) along += 2;
  return along;
}

/** What a mind that lives in cells remembers. */
export interface CellsMemory {
  /** what the mind within remembers */
  within: unknown;
  /** the act that has not led to another cell yet, for how many steps, what they paid and which signals occurred */
  action: number;
  steps: number;
  reward: number;
  signals: readonly boolean[];
}

/**
 * A mind that perceives real features as the cells that they fall into, so that it can count what comes of acts and plan over cells as
 * over any other situations. It learns of an act when that has led to another cell, or has gone on for a while, since a single step
 * seldom does. To a body without real features it is the mind itself.
 */
export function inCells(mind: Mind): Mind {
  const cellular: Mind = {
    ...mind,
    newborn: (body, seed): CellsMemory => ({
      within: mind.newborn(coarse(body), seed),
      action: 0,
      steps: 0,
      reward: 0,
      signals: [],
    }),
    wake: (body, memory: CellsMemory) => wakeInCells(mind, body, memory),
  };
  return byFeatures(mind, cellular);
}

function wakeInCells(mind: Mind, body: Body, memory: CellsMemory): Agent<CellsMemory> {
  const agent = mind.wake(coarse(body), memory.within);
  const along = alongOf(body);
  const longest = heldIn(body);
  const cell = (value: number, feature: Feature): number => {
    if (feature.kind === "discrete") return value;
    const at = Math.floor(((value - feature.low) / (feature.high - feature.low)) * along);
    return Math.min(along - 1, Math.max(0, at));
  };
  const perceive = (percept: Percept): Percept => ({
    features: percept.features.map((value, k) => cell(value, body.features[k]!)),
    available: percept.available,
    left: isCounted(body) ? percept.left : Infinity,
  });
  /** Lets the mind within learn of the act that went on from one percept to another. */
  function conclude(percept: Percept, next: Percept, over: Pick<Experience, "terminated" | "truncated">): void {
    if (memory.steps === 0) return;
    const { action, reward, signals } = memory;
    const { terminated, truncated } = over;
    agent.learn({ percept, action, reward, signals, next, terminated, truncated });
    memory.steps = 0;
  }
  return {
    act: (percept) => agent.act(perceive(percept)),
    learn(experience) {
      const percept = perceive(experience.percept);
      const next = perceive(experience.next);
      if (experience.action !== memory.action) conclude(percept, percept, { terminated: false, truncated: false });
      const isFirst = memory.steps === 0;
      memory.action = experience.action;
      memory.reward = experience.reward + (isFirst ? 0 : memory.reward);
      memory.signals = experience.signals.map((occurs, k) => occurs || (!isFirst && memory.signals[k]!));
      memory.steps++;
      const isSame = next.features.every((value, k) => value === percept.features[k]);
      if (isSame && !experience.terminated && !experience.truncated && memory.steps < longest) return;
      conclude(percept, next, experience);
    },
    greedy: (percept) => agent.greedy(perceive(percept)),
    value: (percept) => agent.value(perceive(percept)),
    memory() {
      memory.within = agent.memory();
      return memory;
    },
  };
}

const alongOf = (body: Body): number => cellsAlong(body.features.filter(({ kind }) => kind === "real").length);
const heldIn = (body: Body): number => (isCounted(body) ? 1 : MOST_HELD);
/** How real features are lived in: the steps of one act in one cell that count as one, at most; undefined where there are none. */
export const cellsOf = (body: Body): { readonly held: number } | undefined =>
  body.features.some(({ kind }) => kind === "real") ? { held: heldIn(body) } : undefined;
const isCounted = ({ horizon = Infinity }: Body): boolean => horizon <= MOST_COUNTED;

/** The body whose real features are divided into cells; a cell is described by its middle. */
function coarse(body: Body): Body {
  const along = alongOf(body);
  const { horizon, ...timeless } = body;
  return {
    ...(horizon !== undefined && isCounted(body) ? body : timeless),
    features: body.features.map((feature) =>
      feature.kind === "real" ? { ...feature, kind: "discrete", size: along } : feature,
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
