/** What was arrived at, save-point by save-point: rows of numbers, in the order in which they came about. */
export interface Store {
  readonly size: number;
  /** Adds a row under a name. */
  add(name: number, row: Float64Array): void;
  /** The save-point that goes by a name; undefined where none does. */
  find(name: number): number | undefined;
  /** A number of a save-point's row. */
  at(point: number, column: number): number;
  /** Shape [width]: a save-point's row, in place. */
  row(point: number): Float64Array;
}

/** A store without save-points, whose rows have `width` numbers. */
export function createStore(width: number): Store {
  let numbers = new Float64Array(1024 * width);
  const points = new Map<number, number>();
  return {
    get size() {
      return points.size;
    },
    add(name, row) {
      const at = points.size * width;
      if (at === numbers.length) {
        const larger = new Float64Array(2 * numbers.length);
        larger.set(numbers);
        numbers = larger;
      }
      numbers.set(row, at);
      points.set(name, points.size);
    },
    find: (name) => points.get(name),
    at: (point, column) => numbers[point * width + column]!,
    row: (point) => numbers.subarray(point * width, (point + 1) * width),
  };
}
