import type { Mind } from "../core/mind.ts";
import { brainLike } from "./brain-like.ts";

export { type BrainMemory, brainLike, type Parts } from "./brain-like.ts";

/** The minds by the name that a user types. */
export const MINDS: Readonly<Record<string, () => Mind>> = {
  "brain-like": () => brainLike(),
};
