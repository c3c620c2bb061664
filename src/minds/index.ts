import type { Mind } from "../core/mind.ts";
import { brainLike } from "./brain-like.ts";
import { search } from "./planner/search/search.ts";

export { type BrainMemory, brainLike, type Parts } from "./brain-like.ts";
export { type SearchOptions, search } from "./planner/search/search.ts";

/** The minds by the name that a user types. */
export const MINDS: Readonly<Record<string, () => Mind>> = {
  "brain-like": () => brainLike(),
  "brain-like-search": () => brainLike({ name: "brain-like-search", planner: search() }),
};
