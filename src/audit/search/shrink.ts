/**
 * A sequence from which no single part can be left out, by delta debugging: larger pieces are tried first. It is 1-minimal as far as the
 * test is a function of the sequence, and not the shortest.
 *
 * @param holds - whether a sequence still shows what it is to show; it holds of the given one
 * @see Zeller and Hildebrandt 2002, "Simplifying and isolating failure-inducing input"
 */
export function shrink<T>(sequence: readonly T[], holds: (shorter: readonly T[]) => boolean): readonly T[] {
  let kept = sequence;
  let pieces = 2;
  while (kept.length > 0) {
    const size = Math.ceil(kept.length / pieces);
    const shorter = without(kept, size).find(holds);
    if (shorter !== undefined) {
      kept = shorter;
      pieces = Math.max(2, pieces - 1);
    } else if (size === 1) return kept;
    else pieces = Math.min(kept.length, 2 * pieces);
  }
  return kept;
}

/** The sequence without each of its pieces in turn. */
const without = <T>(sequence: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(sequence.length / size) }, (_, k) => [
    ...sequence.slice(0, k * size),
    ...sequence.slice((k + 1) * size),
  ]);
