import { brainLike } from "./brain-like.ts";
import { byFeatures } from "./by-features.ts";
import { inCells } from "./cells.ts";
import { imitator } from "./imitator.ts";
import { actionValues } from "./model-free/action-values.ts";
import { actorCritic } from "./model-free/actor-critic.ts";
import { dyna } from "./planner/dyna.ts";

/*
 * The minds that the brain-like one is compared with, each at the best setting of a grid: see bench/minds/README.md.
 */

const TABLE = { tilings: 1, bins: 1, clock: false, discount: 0.9 } as const;
const TILES = { tilings: 8, bins: 8, clock: false, discount: 1 } as const;

const FROM_TABLE = {
  ...TABLE,
  rate: 1,
  power: 0.75,
  least: 0.01,
  trace: 0.5,
  exploration: 100,
} as const;
const FROM_TILES = { ...TILES, rate: 0.5, power: 0, least: 0, trace: 0.9, exploration: 0.1 } as const;

export const qLearning = () =>
  byFeatures(actionValues("q-learning", FROM_TABLE), actionValues("q-learning", FROM_TILES));
export const sarsa = () => byFeatures(actionValues("sarsa", FROM_TABLE), actionValues("sarsa", FROM_TILES));
export const tracedActorCritic = () =>
  byFeatures(
    actorCritic({ ...TABLE, discount: 0.99, actorRate: 0.2, criticRate: 0.3, trace: 0.5 }),
    actorCritic({ ...TILES, actorRate: 0.1, criticRate: 0.1, trace: 0.9 }),
  );
export const dynaQ = () =>
  inCells(brainLike({ name: "dyna", planner: dyna({ planned: 50, discount: 0.9, least: 0.01, exploration: 100 }) }));
export const cloning = () => imitator({ smoothing: 1 });
