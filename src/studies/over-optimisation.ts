import { exp, ln } from "../core/math.ts";

/**
 * Over-optimisation of a learned reward, as fitted by Gao, Schulman and Hilton 2022 (arXiv:2210.10760): the true reward R of a policy
 * by its distance d = √KL(policy ‖ initial) from where it began, which rises, peaks and falls.
 */

/** KL(best of n ‖ one), in nats: ln n − (n − 1)/n, for samples that never tie. */
export const bestOfNDivergence = (n: number): number => ln(n) - (n - 1) / n;

/** How the true reward changes with distance: its parameters α and β, and by which method a policy went there. */
export interface Law {
  readonly method: "best-of-n" | "rl";
  readonly alpha: number;
  readonly beta: number;
}

/** The true reward at a distance, less that of the initial policy: d(α − βd), or for reinforcement learning d(α − β ln d). */
export const trueReward = ({ method, alpha, beta }: Law, distance: number): number =>
  distance === 0 ? 0 : distance * (alpha - beta * (method === "best-of-n" ? distance : ln(distance)));

/** The distance at which the true reward is greatest: α/2β, or e^(α/β − 1). */
export const peak = ({ method, alpha, beta }: Law): number =>
  method === "best-of-n" ? alpha / (2 * beta) : exp(alpha / beta - 1);
