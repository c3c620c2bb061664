/** A copy that is at least twice as long, its new items at the given value. */
export function longer<T extends Float64Array | Int32Array>(array: T, least: number, fill: number): T;
export function longer(array: Float64Array | Int32Array, least: number, fill: number): Float64Array | Int32Array {
  const length = Math.max(least, 2 * array.length);
  const copy = array instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
  copy.set(array);
  return copy.fill(fill, array.length);
}
