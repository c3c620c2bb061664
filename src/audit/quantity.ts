import { formatRational } from "../core/rational.ts";
import type { Figure } from "../exact/model.ts";

/** A number with certified bounds; `exact` is the rational where it is known, written "13/120". */
export interface Quantity {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly exact?: string;
}

/** A figure as plain data. */
export const quantity = ({ value, low, high, exact }: Figure): Quantity => ({
  value,
  low,
  high,
  ...(exact === undefined ? {} : { exact: formatRational(exact) }),
});
