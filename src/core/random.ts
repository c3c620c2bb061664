import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { type Chance, createChance } from "./chance.ts";
import { toNumber } from "./rational.ts";

/** Numbers in [0, 1), the same sequence for the same seed on every engine. */
export type Random = () => number;

/**
 * A whole number of 32 bits, each of which depends on every bit of the seed (the finaliser of MurmurHash3). The generator's first
 * numbers follow its seed closely: unmixed, the episodes of seeds 0, 1, 2, … would begin alike.
 */
function mixed(seed: number): number {
  let bits = seed | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** A sequence of numbers in [0, 1) that can be written down where it stands, and taken up there again. */
export interface RandomStream {
  readonly next: Random;
  state(): readonly number[];
}

/** The stream of a seed from its beginning, or one from where it stood. */
export function randomStream(from: number | readonly number[]): RandomStream {
  const fresh = typeof from === "number";
  const generator = fresh ? xoroshiro128plus(mixed(from)) : xoroshiro128plusFromState(from);
  if (fresh) for (let k = 0; k < 16; k++) generator.next();
  return { next: () => uniformFloat64(generator), state: () => generator.getState() };
}

/** A seeded source of numbers in [0, 1). */
export const createRandom = (seed: number): Random => randomStream(seed).next;

/** The seed of one role's own stream among those of a seed: what one of them draws does not move the others. */
export function seedFor(seed: number, role: string): number {
  let bits = mixed(seed);
  for (let k = 0; k < role.length; k++) bits = mixed(bits ^ role.charCodeAt(k));
  return bits;
}

/** A chance that answers every draw by sampling. */
export const sampled = (random: Random): Chance =>
  createChance((weights) => {
    let left = random();
    for (let k = 0; k < weights.length - 1; k++) {
      left -= toNumber(weights[k]!);
      if (left < 0) return k;
    }
    return weights.length - 1;
  });
