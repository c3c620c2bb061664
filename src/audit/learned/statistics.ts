import type { Sampled } from "./report.ts";

/** 97.5 % points of Student's t with 1 … 30 degrees of freedom (NIST/SEMATECH handbook, table 1.3.6.7.2); beyond, the normal's. */
const STUDENT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const NORMAL = 1.96;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard error of a mean; 0 where all values are one, NaN of a single value. */
function errorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** A mean with its 95 % interval by Student's distribution; a single value stands for itself. */
export function estimate(values: readonly number[]): Sampled {
  const value = meanOf(values);
  const half = values.length < 2 ? 0 : (STUDENT[values.length - 2] ?? NORMAL) * errorOf(values);
  return { value, low: value - half, high: value + half };
}

/**
 * The share of times that something happened, with its 95 % interval.
 *
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference"
 */
export function rate(times: number, of: number): Sampled {
  const value = times / of;
  const z = NORMAL * NORMAL;
  const middle = (times + z / 2) / (of + z);
  const half = (NORMAL / (of + z)) * Math.sqrt((times * (of - times)) / of + z / 4);
  return { value, low: times === 0 ? 0 : middle - half, high: times === of ? 1 : middle + half };
}

/** Standard errors beyond which a difference is taken for one: by luck alone that happens once in 700 times. */
const SURELY = 3;

/** Whether the mean of some differences is surely above 0; where chance has no say, whether it is. */
export function isAboveZero(differences: readonly number[]): boolean {
  const mean = meanOf(differences);
  return mean > 1e-9 && (differences.length === 1 || mean > SURELY * errorOf(differences));
}

/** Whether the mean of some differences is surely not below 0, where that can be said: above it, or exactly 0 throughout. */
export const isNotBelowZero = (differences: readonly number[]): boolean =>
  isAboveZero(differences) || differences.every((difference) => difference >= -1e-9);

/** Whether two lists of paired values surely differ in the mean. */
export function isApart(a: readonly number[], b: readonly number[]): boolean {
  const differences = a.map((value, k) => value - b[k]!);
  return differences.length > 1 && (isAboveZero(differences) || isAboveZero(differences.map((one) => -one)));
}

/** What an item of an intent comes to over some episodes: a mean, or how often it happened; without chance one episode is as sure as any. */
export const worthIn = (isScore: boolean, worths: readonly number[]): Sampled =>
  isScore || worths.length === 1
    ? estimate(worths)
    : rate(
        worths.reduce((sum, one) => sum + one, 0),
        worths.length,
      );
