import type { Random } from "../../core/random.ts";

/** A whole number from low to high, both included, all equally likely. */
export const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

/** One of some values, all equally likely. */
export const oneFrom = <T>(random: Random, values: readonly T[]): T => values[between(random, 0, values.length - 1)]!;

/** Places joined by two-way paths; `ways[p]` are the places beside p. */
export interface Places {
  readonly count: number;
  readonly ways: readonly (readonly number[])[];
}

/** Names of the moves, one for each way out of a place. */
export const WAYS = ["first", "second", "third", "fourth"] as const;
export type Way = (typeof WAYS)[number];

/** Random places, all joined: a random tree, and a few paths more; at most four ways out of a place. */
export function randomPlaces(random: Random): Places {
  const count = between(random, 5, 9);
  const ways: number[][] = Array.from({ length: count }, () => []);
  const join = (a: number, b: number): void => {
    if (a === b || ways[a]!.includes(b) || ways[a]!.length >= WAYS.length || ways[b]!.length >= WAYS.length) return;
    ways[a]!.push(b);
    ways[b]!.push(a);
  };
  for (let place = 1; place < count; place++) {
    const open = Array.from({ length: place }, (_, k) => k).filter((k) => ways[k]!.length < WAYS.length);
    join(place, oneFrom(random, open));
  }
  for (let more = between(random, 0, 3); more > 0; more--)
    join(between(random, 0, count - 1), between(random, 0, count - 1));
  return { count, ways };
}

/** Where a move leads; nowhere where a place has no such way. */
export const follow = ({ ways }: Places, place: number, way: Way): number => ways[place]![WAYS.indexOf(way)] ?? place;

/** Steps from one place to every place, Infinity where there is no way; `closed` is not passed through. */
export function distances({ count, ways }: Places, from: number, closed?: number): readonly number[] {
  const steps: number[] = new Array(count).fill(Infinity);
  steps[from] = 0;
  let layer = [from];
  for (let step = 1; layer.length > 0; step++) {
    const next: number[] = [];
    for (const place of layer)
      for (const beside of ways[place]!)
        if (beside !== closed && steps[beside] === Infinity) {
          steps[beside] = step;
          next.push(beside);
        }
    layer = next;
  }
  return steps;
}
