import { add, divide, multiply, type Rational, subtract, ZERO } from "../core/rational.ts";

/** One equation: Σ coefficient · x = right. */
export interface Equation {
  readonly left: Map<number, Rational>;
  right: Rational;
}

/**
 * Work that may still be spent; solving stops when it is used up.
 *
 * It is counted and not timed, so that an answer does not depend on the machine. The unit is a sum or product of rationals whose
 * numerators and denominators fill one 64-bit word each: about a microsecond, spent on the greatest common divisor.
 */
export interface Budget {
  left: number;
}

const wordsOf = (a: bigint): number =>
  a > -0x1_0000_0000n && a < 0x1_0000_0000n ? 0.25 : 0.5 + a.toString(16).length / 16;

/** The words that a rational fills. */
const words = (a: Rational): number => wordsOf(a.numerator) + wordsOf(a.denominator);

/** Pays for a sum, product, quotient or comparison: Euclid's steps grow with the words, and from some hundred on each costs more. */
export function spend(budget: Budget, a: Rational, b: Rational): void {
  const size = words(a) + words(b);
  budget.left -= size * (1 + size / 128);
}

/** Entries of plain arrays and sets that are gone through for one unit. */
export const ENTRIES = 100;

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
    budget.left -= 1 + open.size / ENTRIES;
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
        spend(budget, factor, coefficient);
        spend(budget, term, equation.left.get(other) ?? ZERO);
        const had = equation.left.has(other);
        addTo(equation.left, other, { numerator: -term.numerator, denominator: term.denominator });
        const has = equation.left.has(other);
        if (has && !had) users.get(other)!.add(equation);
        if (had && !has) users.get(other)!.delete(equation);
      }
      const moved = multiply(factor, pivot.right);
      spend(budget, factor, pivot.right);
      spend(budget, moved, equation.right);
      equation.right = subtract(equation.right, moved);
      if (budget.left < 0) return undefined;
    }
    users.delete(unknown);
    solved.push({ unknown, equation: pivot });
    if (budget.left < 0) return undefined;
  }
  const solution = new Map<number, Rational>();
  for (const { unknown, equation } of solved.reverse()) {
    let right = equation.right;
    for (const [other, coefficient] of equation.left)
      if (other !== unknown) {
        const term = multiply(coefficient, solution.get(other)!);
        spend(budget, coefficient, solution.get(other)!);
        spend(budget, term, right);
        right = subtract(right, term);
      }
    if (budget.left < 0) return undefined;
    solution.set(unknown, divide(right, equation.left.get(unknown)!));
  }
  return solution;
}
