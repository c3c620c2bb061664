import type { Body, Mind } from "../core/mind.ts";
import { brainLike } from "./brain-like.ts";
import { imitator } from "./imitator.ts";
import { actionValues } from "./model-free/action-values.ts";
import { actorCritic } from "./model-free/actor-critic.ts";
import { dyna } from "./planner/dyna.ts";

/*
 * The minds that the brain-like one is compared with, each at the best setting of a grid: see bench/minds/README.md.
 */

/** One kind of mind for bodies whose features are all discrete, another for those with real ones. */
function byFeatures<M>(name: string, about: string, discrete: Mind<M>, real: Mind<M>): Mind<M> {
  const fitting = ({ features }: Body) => (features.some(({ kind }) => kind === "real") ? real : discrete);
  return {
    name,
    about,
    newborn: (body, seed) => fitting(body).newborn(body, seed),
    wake: (body, memory) => fitting(body).wake(body, memory),
  };
}

const TABLE = { tilings: 1, bins: 1, clock: false, discount: 0.9 } as const;
const TILES = { tilings: 8, bins: 8, clock: false, discount: 1 } as const;

const FROM_TABLE = {
  ...TABLE,
  rate: 1,
  power: 0.75,
  least: 0.01,
  trace: 0.5,
  exploration: 100,
  optimism: 0,
} as const;
const FROM_TILES = { ...TILES, rate: 0.5, power: 0, least: 0, trace: 0.9, exploration: 0.1, optimism: 0 } as const;

export const qLearning = () =>
  byFeatures(
    "q-learning",
    "learns without a model what each act is worth (Q-learning with traces)",
    actionValues("q-learning", FROM_TABLE),
    actionValues("q-learning", FROM_TILES),
  );
export const sarsa = () =>
  byFeatures(
    "sarsa",
    "learns without a model what each act is worth if it goes on as it does (Sarsa with traces)",
    actionValues("sarsa", FROM_TABLE),
    actionValues("sarsa", FROM_TILES),
  );
export const tracedActorCritic = () =>
  byFeatures(
    "actor-critic",
    "learns without a model what to do and what that is worth (actor-critic with traces)",
    actorCritic({ ...TABLE, discount: 0.99, actorRate: 0.2, criticRate: 0.3, trace: 0.5 }),
    actorCritic({ ...TILES, actorRate: 0.1, criticRate: 0.1, trace: 0.9 }),
  );
export const dynaQ = () =>
  brainLike({
    name: "dyna",
    planner: dyna({ planned: 50, clock: false, discount: 0.9, least: 0.01, exploration: 100, optimism: 0 }),
  });
export const cloning = () => imitator({ smoothing: 1 });
