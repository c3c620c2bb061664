import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Chance, createChance } from "./chance.ts";
import { toNumber } from "./rational.ts";

/** Numbers in [0, 1), the same sequence for the same seed on every engine. */
export type Random = () => number;

/** A seeded source of numbers in [0, 1). */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
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
