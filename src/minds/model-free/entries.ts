import type { Body, Feature, Percept } from "../../core/mind.ts";
import { hasReal } from "../by-features.ts";
import { newSituations, type Situations, type SituationsMemory, wakeSituations } from "../situations.ts";

/** How percepts become entries of a table of weights. */
export interface Tiling {
  /** whether what is learned depends on the steps left, where episodes are cut off */
  readonly clock: boolean;
  /** the most that a reward one step later may weigh: a mind without the clock that weighs it like one now would count on living for ever */
  readonly discount: number;
  /** grids of tiles laid over the real features, each shifted a little, and tiles of each to a feature's range; not used without real features */
  readonly tilings: number;
  readonly bins: number;
}

/** The entries that stand for percepts: one for each percept, or, where features are real, the tile of each tiling that holds it. */
export interface Entries {
  /** entries that stand for one percept */
  readonly active: number;
  /** entries so far */
  readonly count: number;
  /** Shape [active]: the numbers of the entries that stand for a percept, which are made where they are missing. */
  of(percept: Percept): readonly number[];
  /** Those of them that there are; makes none. */
  find(percept: Percept): readonly number[];
}

/** The features of a tile: which tiling it is of, its place along each feature, and the clock. */
function tileBody(body: Body, { clock, tilings, bins }: Tiling): Body {
  const real = hasReal(body);
  const features: Feature[] = body.features.map((feature) =>
    feature.kind === "real" ? { name: feature.name, kind: "discrete", size: bins + 1 } : feature,
  );
  if (real) features.push({ name: "tiling", kind: "discrete", size: tilings });
  if (clock && !real && body.horizon !== undefined)
    features.push({ name: "left", kind: "discrete", size: body.horizon + 1 });
  return { ...body, features };
}

export const newEntries = (body: Body, tiling: Tiling): SituationsMemory => newSituations(tileBody(body, tiling));

/**
 * The entries in a memory. Tilings are shifted against each other by odd multiples of a fraction of a tile, so that no direction is
 * favoured. Where features are real, the clock is not told apart: values are shared between near percepts at all times.
 *
 * @see Sutton & Barto 2018, section 9.5.4
 */
export function wakeEntries(body: Body, tiling: Tiling, memory: SituationsMemory): Entries {
  const tiles = tileBody(body, tiling);
  const situations: Situations = wakeSituations(tiles, memory);
  const { features } = body;
  const width = features.length;
  const active = hasReal(body) ? tiling.tilings : 1;
  const clock = !hasReal(body) && tiles.features.length > width;
  const place = new Float64Array(tiles.features.length);
  /** Looks up the tile of each tiling that holds a percept. */
  const tilesOf = (percept: Percept, look: (tile: Float64Array) => number): number[] => {
    if (!hasReal(body)) {
      place.set(percept.features);
      if (clock) place[width] = percept.left;
      return [look(place)];
    }
    return Array.from({ length: active }, (_, grid) => {
      place[width] = grid;
      for (let k = 0; k < width; k++) {
        const feature = features[k]!;
        const value = percept.features[k]!;
        if (feature.kind === "discrete") place[k] = value;
        else {
          const shift = (((2 * k + 1) * grid) % active) / active;
          const along = ((value - feature.low) / (feature.high - feature.low)) * tiling.bins;
          place[k] = Math.min(tiling.bins, Math.floor(along + shift));
        }
      }
      return look(place);
    });
  };
  return {
    active,
    get count() {
      return situations.count;
    },
    of: (percept) => tilesOf(percept, situations.imagine),
    find: (percept) => tilesOf(percept, situations.find).filter((entry) => entry >= 0),
  };
}
