import { brainLike } from "./brain-like.ts";
import { imitator } from "./imitator.ts";
import { actionValues } from "./model-free/action-values.ts";
import { actorCritic } from "./model-free/actor-critic.ts";
import { dyna } from "./planner/dyna.ts";

/*
 * The minds that the brain-like one is compared with, each at the best setting of a small grid.
 */

const TILES = { tilings: 8, bins: 8 } as const;

export const qLearning = () =>
  actionValues("q-learning", {
    ...TILES,
    clock: false,
    power: 0.75,
    least: 0.01,
    trace: 0.5,
    exploration: 5,
    optimism: 1,
  });
export const sarsa = () =>
  actionValues("sarsa", {
    ...TILES,
    clock: false,
    power: 0.75,
    least: 0.01,
    trace: 0.5,
    exploration: 5,
    optimism: 1,
  });
export const tracedActorCritic = () =>
  actorCritic({ ...TILES, clock: false, actorRate: 0.2, criticRate: 0.2, trace: 0.8 });
export const dynaQ = () =>
  brainLike({
    name: "dyna",
    planner: dyna({ planned: 50, clock: false, least: 0.01, exploration: 5, optimism: 1 }),
  });
export const cloning = () => imitator({ smoothing: 1 });
