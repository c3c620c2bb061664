import type { Body, Feature } from "../../src/core/mind.ts";

export const codes = (size: number, name = "place"): Feature => ({ name, kind: "discrete", size });
export const real = (low: number, high: number, name = "place"): Feature => ({ name, kind: "real", low, high });

/** A body without signals, which weighs later rewards in full and describes features as a list. */
export const bodyWith = (
  features: readonly Feature[],
  actions: readonly string[],
  span: Partial<Pick<Body, "discount" | "horizon">> = {},
): Body => ({ features, actions, signals: [], discount: 1, describe: (values) => [...values], ...span });
