import { add, compare, multiply, ONE, type Rational, rational, subtract, ZERO } from "../../src/core/rational.ts";

/**
 * Gymnasium's toy text written down again from its description, and solved by methods of its own: what audits of the environments
 * themselves are held against.
 */

const LAKES = {
  "4x4": ["SFFF", "FHFH", "FFFH", "HFFG"],
  "8x8": ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"],
} as const;

/** Left, down, right, up, so that neighbours in the list are at right angles. */
const MOVES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/** Where a frozen lake is: letters in rows one after another, and the cells that an act may lead to, all equally likely. */
export function lake(size: keyof typeof LAKES, isSlippery: boolean) {
  const side: number = LAKES[size].length;
  const letters = LAKES[size].join("");
  const clip = (value: number) => Math.min(side - 1, Math.max(0, value));
  const move = (cell: number, direction: number): number => {
    const [down, right] = MOVES[direction]!;
    return clip(Math.floor(cell / side) + down) * side + clip((cell % side) + right);
  };
  const ways = (cell: number, act: number): readonly number[] =>
    (isSlippery ? [act + 3, act, act + 1] : [act]).map((direction) => move(cell, direction % 4));
  return { letters, ways, isOver: (cell: number) => "GH".includes(letters[cell]!) };
}

/** The greatest probability of standing on the goal of a frozen lake within a number of steps, by backward induction in doubles. */
export function lakeWithin(size: keyof typeof LAKES, isSlippery: boolean, horizon: number): number {
  const { letters, ways, isOver } = lake(size, isSlippery);
  let values: readonly number[] = [...letters].map((letter) => (letter === "G" ? 1 : 0));
  for (let step = 0; step < horizon; step++)
    values = values.map((value, cell) => {
      if (isOver(cell)) return value;
      const of = (act: number) => {
        const cells = ways(cell, act);
        return cells.reduce((sum, next) => sum + values[next]!, 0) / cells.length;
      };
      return Math.max(of(0), of(1), of(2), of(3));
    });
  return values[0]!;
}

/** The solution of A x = b in rationals, by Gauss and Jordan's elimination. */
function solveLinear(rows: Rational[][]): readonly Rational[] {
  const divide = (a: Rational, b: Rational) => multiply(a, rational(b.denominator, b.numerator));
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.findIndex((row, k) => k >= column && row[column]!.numerator !== 0n);
    if (pivot < 0) throw new Error("the policy is not sure to end");
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const lead = rows[column]![column]!;
    rows[column] = rows[column]!.map((entry) => divide(entry, lead));
    for (let k = 0; k < rows.length; k++) {
      const factor = rows[k]![column]!;
      if (k !== column && factor.numerator !== 0n)
        rows[k] = rows[k]!.map((entry, c) => subtract(entry, multiply(factor, rows[column]![c]!)));
    }
  }
  return rows.map((row) => row.at(-1)!);
}

/** The greatest probability of ever standing on the goal of a slippery lake, by policy iteration in rationals. */
export function lakeForEver(size: keyof typeof LAKES): Rational {
  const { letters, ways, isOver } = lake(size, true);
  const cells = [...letters].map((_, cell) => cell);
  // Any first policy that is sure to end will do: away from walls the ice sees to that.
  const policy = cells.map(() => 1);
  for (;;) {
    const rows = cells.map((cell) => {
      const row = [...cells.map(() => ZERO), letters[cell] === "G" ? ONE : ZERO];
      row[cell] = ONE;
      if (!isOver(cell))
        for (const next of ways(cell, policy[cell]!)) row[next] = subtract(row[next]!, rational(1n, 3n));
      return row;
    });
    const values = solveLinear(rows);
    const of = (cell: number, act: number) => ways(cell, act).reduce((sum, next) => add(sum, values[next]!), ZERO);
    let isBetter = false;
    for (const cell of cells)
      for (const act of [0, 1, 2, 3])
        if (!isOver(cell) && compare(of(cell, act), of(cell, policy[cell]!)) > 0) {
          policy[cell] = act;
          isBetter = true;
        }
    if (!isBetter) return values[0]!;
  }
}

/** Taxi's map: between which columns of a row a wall stands, and the four places. */
const WALLS: readonly (readonly [row: number, column: number])[] = [
  [0, 1],
  [1, 1],
  [3, 0],
  [4, 0],
  [3, 2],
  [4, 2],
];
const PLACES = [0, 4, 20, 23] as const;

/** Steps from a cell of Taxi's map to every other, by breadth-first search. */
function taxiSteps(from: number): readonly number[] {
  const steps = Array.from({ length: 25 }, () => Infinity);
  steps[from] = 0;
  const queue = [from];
  for (const cell of queue) {
    const [row, column] = [Math.floor(cell / 5), cell % 5];
    const wall = (at: number) => WALLS.some(([r, c]) => r === row && c === at);
    const next = [
      ...(row > 0 ? [cell - 5] : []),
      ...(row < 4 ? [cell + 5] : []),
      ...(column > 0 && !wall(column - 1) ? [cell - 1] : []),
      ...(column < 4 && !wall(column) ? [cell + 1] : []),
    ];
    for (const one of next)
      if (steps[one] === Infinity) {
        steps[one] = steps[cell]! + 1;
        queue.push(one);
      }
  }
  return steps;
}

/**
 * The optimum of Taxi: the mean, over 25 cells and 12 pairs of different places for passenger and destination, of 20 for the delivery
 * less one for every step before it: the way to the passenger, taking them in, and the way to the destination.
 */
export function taxiOptimum(): Rational {
  const from = PLACES.map(taxiSteps);
  let sum = 0;
  for (let cell = 0; cell < 25; cell++)
    for (const [p] of PLACES.entries())
      for (const [d, destination] of PLACES.entries())
        if (p !== d) sum += 20 - (from[p]![cell]! + 1 + from[p]![destination]!);
  return rational(BigInt(sum), 300n);
}
