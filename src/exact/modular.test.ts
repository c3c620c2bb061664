import { expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { add, equals, multiply, ONE, type Rational, rational, ZERO } from "../core/rational.ts";
import { type SparseEquation, solveSparse } from "./modular.ts";

const never = (): boolean => false;

/** The left side of an equation for some values. */
const leftOf = ({ left }: SparseEquation, x: readonly Rational[]): Rational =>
  [...left].reduce((sum, [j, weight]) => add(sum, multiply(weight, x[j]!)), ZERO);

test("random sparse systems: what is found solves every equation exactly", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(seed);
    const below = (most: number): bigint => BigInt(Math.floor(random() * most));
    const size = 1 + Number(below(40));
    const equations = Array.from({ length: size }, (_, i): SparseEquation => {
      const left = new Map<number, Rational>([[i, rational(1n + below(9), 1n + below(9))]]);
      for (let k = 0; k < 3; k++) {
        const j = Number(below(size));
        if (j !== i) left.set(j, rational(below(19) - 9n, 1n + below(9)));
      }
      return { left, right: rational(below(99) - 49n, 1n + below(9)) };
    });
    const found = solveSparse(equations, never);
    // Singular systems are told by nothing being found; of these few are.
    if (found === undefined) continue;
    for (const equation of equations) expect(equals(leftOf(equation, found), equation.right)).toBe(true);
  }
});

test("a walk of 400 steps: the chance of the right end from k is k/401", () => {
  // x_k = (x_{k−1} + x_{k+1}) / 2 with x_0 = 0 and x_401 = 1.
  const size = 400;
  const half = rational(-1n, 2n);
  const equations = Array.from({ length: size }, (_, i): SparseEquation => {
    const left = new Map([[i, ONE]]);
    if (i > 0) left.set(i - 1, half);
    if (i + 1 < size) left.set(i + 1, half);
    return { left, right: i + 1 === size ? rational(1n, 2n) : ZERO };
  });
  const found = solveSparse(equations, never);
  expect(found?.every((x, i) => equals(x, rational(BigInt(i + 1), 401n)))).toBe(true);
});

test("a system without one solution gives none, and so does a search that is cut short", () => {
  const twice: SparseEquation = {
    left: new Map([
      [0, ONE],
      [1, ONE],
    ]),
    right: ONE,
  };
  expect(solveSparse([twice, { ...twice, right: ZERO }], never)).toBeUndefined();
  expect(solveSparse([{ left: new Map([[0, rational(3n)]]), right: ONE }], () => true)).toBeUndefined();
});
