import type { Body } from "../core/mind.ts";

/** Turns what is perceived into the few of many binary features that are on. */
export interface Coder {
  /** number of binary features */
  readonly size: number;
  /** how many of them are on at a time */
  readonly active: number;
  /** Writes which features are on: shape [active], each in [0, size). */
  code(features: Float64Array, left: number, into: Int32Array): void;
}

export interface CoderOptions {
  /** grids that are laid over the real features, each shifted against the others; 8 where left out */
  readonly tilings?: number;
  /** cells of a grid along each real feature; 8 where left out */
  readonly tiles?: number;
  /** binary features that all are hashed to; 2¹⁶ where left out */
  readonly size?: number;
}

/** Adds a whole number to a hash of 32 bits (the steps of MurmurHash3). */
const mixed = (hash: number, value: number): number => {
  const rolled = Math.imul(value, 0xcc9e2d51);
  const turned = hash ^ Math.imul((rolled << 15) | (rolled >>> 17), 0x1b873593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
};
const finished = (hash: number): number => {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

/**
 * Tile coding, hashed (Sutton and Barto 2018, section 9.5.4): with real features, each of several grids has one feature on, its cell
 * together with all discrete features; with discrete ones alone, each, each pair and all together have one on. The steps left
 * of an episode count as a real feature where episodes are cut off.
 */
export function createCoder(body: Body, options: CoderOptions = {}): Coder {
  const { tilings = 8, tiles = 8, size = 2 ** 16 } = options;
  const { features, horizon } = body;
  const reals = features.flatMap((feature, k) => (feature.kind === "real" ? [{ ...feature, k }] : []));
  const discrete = features.flatMap((feature, k) => (feature.kind === "discrete" ? [k] : []));
  const place = (hash: number): number => finished(hash) % size;

  if (reals.length === 0) {
    const parts = [
      [],
      ...discrete.map((k) => [k]),
      ...discrete.flatMap((a) => discrete.filter((b) => b > a).map((b) => [a, b])),
      ...(discrete.length > 2 ? [discrete] : []),
    ];
    return {
      size,
      active: parts.length + (horizon === undefined ? 0 : 1),
      code(values, left, into) {
        for (const [p, part] of parts.entries())
          into[p] = place(part.reduce((hash, k) => mixed(hash, values[k]!), mixed(p, part.length)));
        // How much can still be had depends on the time left and on all else together.
        if (horizon !== undefined)
          into[parts.length] = place(discrete.reduce((hash, k) => mixed(hash, values[k]!), mixed(-1, left)));
      },
    };
  }
  return {
    size,
    active: tilings,
    code(values, left, into) {
      const isTimed = horizon !== undefined && left !== Infinity;
      for (let tiling = 0; tiling < tilings; tiling++) {
        let hash = discrete.reduce((sum, k) => mixed(sum, values[k]!), mixed(0, tiling));
        // Each grid is shifted by another odd multiple along each dimension, so that no direction is favoured.
        for (const [dimension, { k, low, high }] of reals.entries()) {
          const shift = ((tiling * (2 * dimension + 1)) % tilings) / tilings;
          hash = mixed(hash, Math.floor(((values[k]! - low) / (high - low)) * tiles + shift));
        }
        if (isTimed) {
          const shift = ((tiling * (2 * reals.length + 1)) % tilings) / tilings;
          hash = mixed(hash, Math.floor((left / horizon) * tiles + shift));
        }
        into[tiling] = place(hash);
      }
    },
  };
}
