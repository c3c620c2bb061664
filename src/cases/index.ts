import type { AnyCase } from "../core/case.ts";

/** The library's cases by the id that a user types, each loaded when it is asked for. */
export const CASES: Readonly<Record<string, () => Promise<{ readonly default: AnyCase }>>> = {};
