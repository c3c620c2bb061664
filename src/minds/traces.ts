/** Eligibility traces: what is credited with what happens, the oldest first, and how much. */
export interface Traces {
  readonly traced: number[];
  readonly strength: number[];
}

/** Credits a place in full, as the newest; it replaces what was left of its credit. */
export function replaceTrace({ traced, strength }: Traces, at: number): void {
  const old = traced.indexOf(at);
  if (old >= 0) {
    traced.splice(old, 1);
    strength.splice(old, 1);
  }
  traced.push(at);
  strength.push(1);
}

/** How many traces, from the oldest on, are to be dropped: all where the episode is over, else those fainter than given. */
export function faded({ traced, strength }: Traces, faint: number, isOver: boolean): number {
  const kept = isOver ? -1 : strength.findIndex((left) => left >= faint);
  return kept < 0 ? traced.length : kept;
}

/** Drops the oldest traces. */
export function drop({ traced, strength }: Traces, count: number): void {
  traced.splice(0, count);
  strength.splice(0, count);
}
