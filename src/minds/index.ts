import type { Mind } from "../core/mind.ts";
import { factoredAssessors } from "./assessors/factored.ts";
import { brainLike, type Parts } from "./brain-like.ts";
import { inCells } from "./cells.ts";
import { cloning, dynaQ, qLearning, sarsa, tracedActorCritic } from "./contrasts.ts";
import { factoredRewards } from "./critic/factored-rewards.ts";
import { factored } from "./model/factored.ts";
import { searchWithOptions } from "./planner/options/options.ts";
import { search } from "./planner/search/search.ts";
import { sweep } from "./planner/sweep.ts";
import { ignoring, judgingByToday, judgingByTomorrow } from "./self/selves.ts";
import { withMemory } from "./with-memory.ts";

export type * from "./assessors/assessors.ts";
export { type BrainMemory, brainLike, type Parts } from "./brain-like.ts";
export { cellsOf, inCells } from "./cells.ts";
export type * from "./critic/critic.ts";
export { factoredRewards } from "./critic/factored-rewards.ts";
export { type LinearOptions, linearCritic } from "./critic/linear.ts";
export type * from "./critic/reward.ts";
export { tableCritic } from "./critic/table.ts";
export { tableRewards } from "./critic/table-rewards.ts";
export { counts } from "./model/counts.ts";
export { factored } from "./model/factored.ts";
export type * from "./model/model.ts";
export { searchWithOptions } from "./planner/options/options.ts";
export type * from "./planner/planner.ts";
export { type SearchOptions, search } from "./planner/search/search.ts";
export { type SweepOptions, sweep } from "./planner/sweep.ts";
export type { Situations } from "./situations.ts";
export { withMemory } from "./with-memory.ts";

/** The parts that make a brain-like mind understand what it never met by what it is made of. */
const FACTORED: Parts = {
  name: "brain-like-factored",
  model: factored,
  rewards: factoredRewards,
  assessors: factoredAssessors,
  // It thinks a situation through when it decides: sweeping over what it only imagined adds little, and each query is a long one.
  planner: sweep({ queries: 20 }),
};

/** The minds by the name that a user types. */
export const MINDS: Readonly<Record<string, () => Mind>> = {
  "brain-like": () => inCells(brainLike()),
  "brain-like-search": () => inCells(brainLike({ name: "brain-like-search", planner: search() })),
  "brain-like-options": () => inCells(brainLike({ name: "brain-like-options", planner: searchWithOptions() })),
  "brain-like-factored": () => inCells(brainLike(FACTORED)),
  "brain-like-memory": () => withMemory(inCells(brainLike())),
  "brain-like-factored-memory": () => withMemory(inCells(brainLike(FACTORED))),
  "brain-like-ignores": ignoring,
  "brain-like-judges-by-today": judgingByToday,
  "brain-like-judges-by-tomorrow": judgingByTomorrow,
  "q-learning": qLearning,
  "q-learning-memory": () => withMemory(qLearning()),
  sarsa,
  "actor-critic": tracedActorCritic,
  dyna: dynaQ,
  imitator: cloning,
};
