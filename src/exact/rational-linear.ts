import { add, divide, multiply, type Rational, subtract, ZERO } from "../core/rational.ts";

/** One equation: Σ coefficient · x = right. */
export interface Equation {
  readonly left: Map<number, Rational>;
  right: Rational;
}

/** Work that may still be spent, in multiplications of 64-bit words; solving stops when it is used up. */
export interface Budget {
  left: number;
}

const words = (a: Rational): number =>
  1 + ((a.numerator.toString(16).length + a.denominator.toString(16).length) >>> 4);

/** Adds an amount to the coefficient of one unknown, leaving no zeros behind. */
export function addTo(left: Map<number, Rational>, unknown: number, amount: Rational): void {
  const sum = add(left.get(unknown) ?? ZERO, amount);
  if (sum.numerator === 0n) left.delete(unknown);
  else left.set(unknown, sum);
}

/**
 * The one solution of as many equations as unknowns, by Gaussian elimination with the sparsest pivot row; uses the equations up.
 *
 * @returns undefined when the budget ran out
 * @throws RangeError if the system is singular
 */
export function solveEquations(equations: readonly Equation[], budget: Budget): Map<number, Rational> | undefined {
  const open = new Set(equations);
  const users = new Map<number, Set<Equation>>();
  for (const equation of equations)
    for (const unknown of equation.left.keys()) {
      const known = users.get(unknown);
      if (known === undefined) users.set(unknown, new Set([equation]));
      else known.add(equation);
    }
  const solved: { readonly unknown: number; readonly equation: Equation }[] = [];
  while (open.size > 0) {
    let pivot: Equation | undefined;
    for (const equation of open) if (pivot === undefined || equation.left.size < pivot.left.size) pivot = equation;
    const unknown = [...(pivot?.left.keys() ?? [])].sort((a, b) => users.get(a)!.size - users.get(b)!.size)[0];
    if (pivot === undefined || unknown === undefined) throw new RangeError("solveEquations: the system is singular");
    open.delete(pivot);
    for (const other of pivot.left.keys()) users.get(other)!.delete(pivot);
    const lead = pivot.left.get(unknown)!;
    for (const equation of users.get(unknown)!) {
      const factor = divide(equation.left.get(unknown)!, lead);
      equation.left.delete(unknown);
      for (const [other, coefficient] of pivot.left) {
        if (other === unknown) continue;
        const term = multiply(factor, coefficient);
        budget.left -= words(factor) * words(coefficient) + 4;
        const had = equation.left.has(other);
        addTo(equation.left, other, { numerator: -term.numerator, denominator: term.denominator });
        const has = equation.left.has(other);
        if (has && !had) users.get(other)!.add(equation);
        if (had && !has) users.get(other)!.delete(equation);
      }
      equation.right = subtract(equation.right, multiply(factor, pivot.right));
    }
    users.delete(unknown);
    solved.push({ unknown, equation: pivot });
    if (budget.left < 0) return undefined;
  }
  const solution = new Map<number, Rational>();
  for (const { unknown, equation } of solved.reverse()) {
    let right = equation.right;
    for (const [other, coefficient] of equation.left)
      if (other !== unknown) right = subtract(right, multiply(coefficient, solution.get(other)!));
    solution.set(unknown, divide(right, equation.left.get(unknown)!));
  }
  return solution;
}
