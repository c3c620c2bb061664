import { phaseAt } from "../core/life.ts";
import type { Bits } from "./bits.ts";
import type { Criterion, Model, Policies } from "./model.ts";

/** The phase that a step belongs to, counted from 0. */
export const phaseOf = ({ boundaries }: Model, step: number): number => phaseAt(boundaries, step);

/** The discount of a criterion; 1 for total reward and the long-run average. */
export const discountOf = (criterion: Criterion): number => ("discount" in criterion ? criterion.discount : 1);

/** The rows that a set of policies may use at a time; undefined where the set says nothing of that time. */
export const rowsAt = (policies: Policies, time: number): Bits | undefined =>
  policies.kind === "timed" ? policies.rows[time] : policies.rows;
