/**
 * A linear system in which weight only flows on or leaks away: state i passes w_ij to state j and leak_i out of the system.
 *
 * Eliminating a state adds and multiplies what is not negative, and diagonals are sums of what leaves a state rather than
 * differences (Grassmann, Taksar and Heyman 1985), so rare exits keep their accuracy.
 */
export interface FlowSystem {
  /** shape [size]; weight to other states, ≥ 0; used up */
  readonly weights: readonly Map<number, number>[];
  /** shape [size]; ≥ 0; used up */
  readonly leak: Float64Array;
  /** shape [size]; used up */
  readonly right: Float64Array;
}

/** Additions to the matrix that one elimination may make where its caller sets no limit. */
const MOST_FILL = 3e7;

/** States in order of how many others they touch, fewest first, kept up to date lazily. */
interface Queue {
  add(state: number, degree: number): void;
  take(degreeOf: (state: number) => number): number | undefined;
}

function createQueue(): Queue {
  const buckets: number[][] = [];
  let lowest = 0;
  return {
    add(state, degree) {
      while (buckets.length <= degree) buckets.push([]);
      buckets[degree]!.push(state);
      lowest = Math.min(lowest, degree);
    },
    take(degreeOf) {
      for (; lowest < buckets.length; lowest++)
        for (let s = buckets[lowest]!.pop(); s !== undefined; s = buckets[lowest]!.pop())
          if (degreeOf(s) === lowest) return s;
      return undefined;
    },
  };
}

/**
 * Solves, for every i, x_i · (leak_i + Σ_j w_ij) = right_i + Σ_j w_ij x_j; or, `transposed`, … = right_i + Σ_j w_ji x_j.
 *
 * @param mostFill - additions to the matrix after which it is given up
 * @returns shape [size], or undefined where no weight leaks away or too many entries would fill in
 */
export function solveFlow(
  { weights, leak, right }: FlowSystem,
  transposed = false,
  mostFill = MOST_FILL,
): Float64Array | undefined {
  const size = right.length;
  const sources = weights.map(() => new Set<number>());
  weights.forEach((row, i) => {
    for (const j of row.keys()) sources[j]!.add(i);
  });
  const gone = new Uint8Array(size);
  const degreeOf = (s: number): number => (gone[s] ? -1 : weights[s]!.size + sources[s]!.size);
  const queue = createQueue();
  for (let s = 0; s < size; s++) queue.add(s, degreeOf(s));
  const order: number[] = [];
  const out = new Float64Array(size);
  const into: (readonly (readonly [number, number])[])[] = [];
  let fill = 0;
  for (let s = queue.take(degreeOf); s !== undefined; s = queue.take(degreeOf)) {
    gone[s] = 1;
    const row = weights[s]!;
    let total = leak[s]!;
    for (const weight of row.values()) total += weight;
    if (!(total > 0)) return undefined;
    out[s] = total;
    order.push(s);
    const entries = [...row];
    const kept: [number, number][] = [];
    for (const i of sources[s]!) {
      const from = weights[i]!;
      const weight = from.get(s)!;
      if (transposed) kept.push([i, weight]);
      const factor = weight / total;
      from.delete(s);
      for (const [j, onward] of entries) {
        if (j === i) continue;
        const known = from.get(j);
        from.set(j, (known ?? 0) + factor * onward);
        if (known === undefined) sources[j]!.add(i);
      }
      fill += entries.length;
      leak[i]! += factor * leak[s]!;
      if (!transposed) right[i]! += factor * right[s]!;
    }
    if (fill > mostFill) return undefined;
    for (const [j, onward] of entries) {
      sources[j]!.delete(s);
      if (transposed) right[j]! += (right[s]! * onward) / total;
      queue.add(j, degreeOf(j));
    }
    for (const i of sources[s]!) queue.add(i, degreeOf(i));
    into.push(kept);
  }
  const x = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    const s = order[k]!;
    let sum = right[s]!;
    if (transposed) for (const [i, weight] of into[k]!) sum += weight * x[i]!;
    else for (const [j, weight] of weights[s]!) sum += weight * x[j]!;
    x[s] = sum / out[s]!;
  }
  return x.every(Number.isFinite) ? x : undefined;
}
