/** How often outcomes were new to a model, by how often the act had been tried before. */
export type NoveltyMemory = {
  /** shape [LEVELS]: acts tried after so many tries, and those of them that came out in a way that was not foreseen */
  again: Float64Array;
  fresh: Float64Array;
};

/** Most tries that novelty is kept apart for. */
const LEVELS = 32;
/** First tries after which the old ones begin to count less: what was foreseen badly by a mind that knew little says little. */
const MOST_FIRSTS = 64;

export const newNovelty = (): NoveltyMemory => ({ again: new Float64Array(LEVELS), fresh: new Float64Array(LEVELS) });

/**
 * The probability that an act, tried so many times, comes out in a way that is not foreseen: the share of those that did, each level
 * beginning as one more try than the one below it, and the first, where only what is alike was tried, with one half.
 */
export function noveltyOf({ again, fresh }: NoveltyMemory, tries: number): number {
  let novelty = (fresh[0]! + 1) / (again[0]! + 2);
  for (let n = 1; n <= Math.min(tries, LEVELS - 1); n++)
    novelty = (fresh[n]! + (novelty * n) / (n + 1)) / (again[n]! + 1);
  // Levels that never saw anything new would shrink each other's share without end: no more is known than all tries together tell.
  return Math.max(novelty, 1 / again.reduce((sum, each) => sum + each, 2));
}

export function noteNovelty({ again, fresh }: NoveltyMemory, tries: number, isFresh: boolean): void {
  const level = Math.min(tries, LEVELS - 1);
  again[level]!++;
  if (isFresh) fresh[level]!++;
  if (level > 0 || again[0]! < MOST_FIRSTS) return;
  again[0]! *= 0.5;
  fresh[0]! *= 0.5;
}
