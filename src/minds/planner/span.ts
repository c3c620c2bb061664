import type { Body } from "../../core/mind.ts";

/** The weight of a later reward where nothing ends an episode: with 1 a loop would be worth more and more. */
const MOST_DISCOUNT = 0.999;

/** How far plans reach: tables by situation and steps left, where nothing cuts an episode off one number of these stands for all. */
export interface Span {
  /** weight of a reward one step later, in plans */
  readonly discount: number;
  /** how many numbers of steps left are told apart */
  readonly stride: number;
  /** shape [stride]: what a payment of 1 at each step left is worth */
  readonly lengths: Float64Array;
  /** Where steps left stand among those told apart. */
  layer(left: number): number;
  /** What is left after one more step. */
  below(left: number): number;
}

export function spanOf({ discount: own, horizon }: Body): Span {
  const clock = horizon !== undefined;
  const discount = clock ? own : Math.min(own, MOST_DISCOUNT);
  const stride = (horizon ?? 0) + 1;
  const lengths = new Float64Array(stride);
  if (clock) for (let left = 1; left < stride; left++) lengths[left] = 1 + discount * lengths[left - 1]!;
  else lengths[0] = 1 / (1 - discount);
  return {
    discount,
    stride,
    lengths,
    layer: (left) => (clock ? left : 0),
    below: (left) => (clock ? left - 1 : left),
  };
}

/**
 * What the unknown is hoped to be worth: any journey within the episode, and more the sooner it is reached.
 *
 * @param low - the least that was ever paid for a step
 * @param high - the most
 * @param optimism - it is hoped to pay as much more than the most as this share of the range of what was paid
 */
export function heavenOf(
  { stride, lengths }: Span,
  low: number,
  high: number,
  optimism: number,
  layer: number,
): number {
  const more = optimism * (high > low ? high - low : 1);
  return high * lengths[layer]! + more * (lengths[stride - 1]! + lengths[layer]!);
}
