import { add, compare, multiply, ONE, type Rational, subtract, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { membersIn, NONE, stronglyConnected } from "./graph.ts";
import { membersOf, type Quotient, withoutClasses } from "./kernel.ts";
import { addTo, type Budget, ENTRIES, type Equation, solveEquations, spend } from "./rational-linear.ts";
import { rationalMean } from "./rational-mean.ts";
import { findRecurrence, settle, type Unbounded } from "./recurrence.ts";
import { isOver, rewardOf, type Task } from "./task.ts";

/** A problem solved in rationals. */
export interface RationalSolution {
  readonly kind: "solved";
  /** shape [states]; undefined where the state was not asked about or every policy loses without end */
  readonly values: readonly (Rational | undefined)[];
  /** the rows that an optimal policy may use */
  readonly optimal: Bits;
  /** the states whose end components must be left almost surely */
  readonly leave: Bits;
}

/** Work allowed for one solution: some tenths of a second (see `Budget`). */
export const RATIONAL_BUDGET = 400_000;

const OVER_BUDGET: Unbounded = { kind: "undecided", why: "the model is too large for rational arithmetic" };

/**
 * A task solved in rationals: policy iteration, each policy evaluated by exact elimination, component by component.
 *
 * It shares with the float solvers the graph analysis, and no arithmetic.
 *
 * @param guess - the row that a state's first policy takes, with a discount; a good one saves rounds
 */
export function solveRational(
  task: Task,
  work = RATIONAL_BUDGET,
  guess?: (state: number) => number,
): RationalSolution | Unbounded {
  const budget: Budget = { left: work };
  if (compare(task.discount, ONE) < 0) {
    const { graph } = task;
    const quotient = withoutClasses(task);
    const values = iterate(quotient, budget, guess);
    const optimal = values === undefined ? undefined : attaining(quotient, values, budget);
    return values === undefined || optimal === undefined
      ? OVER_BUDGET
      : { kind: "solved", values, leave: createBits(graph.states), optimal };
  }
  const recurrence = findRecurrence(task, (t, parts, c) => rationalMean(t, parts, c, budget));
  if (recurrence.kind !== "settled") return budget.left < 0 ? OVER_BUDGET : recurrence;
  const { quotient, idle } = settle(task, recurrence);
  const values = iterate(quotient, budget);
  const attained = values === undefined ? undefined : attaining(quotient, values, budget);
  if (values === undefined || attained === undefined) return OVER_BUDGET;
  // The rows inside idle components are optimal where anything is.
  const optimal = attained.map((word, i) => word | (idle.rows[i]! & quotient.task.graph.allowed[i]!));
  const leave = createBits(task.graph.states);
  for (const s of idle.members) {
    const value = values[s];
    if (value === undefined) continue;
    if (value.numerator !== 0n || (task.leave !== undefined && hasBit(task.leave, s))) setBit(leave, s);
  }
  return { kind: "solved", values, optimal, leave };
}

/** The value of a row, or undefined if it may lead to a state without one. */
function rowValue(
  quotient: Quotient,
  row: number,
  values: readonly (Rational | undefined)[],
  budget: Budget,
): Rational | undefined {
  const { task } = quotient;
  const { branchStart, successor, probability } = task.graph.rows;
  let sum = ZERO;
  for (let b = branchStart[row]!; b < branchStart[row + 1]!; b++) {
    const value = values[successor[b]!];
    if (value === undefined) return undefined;
    if (value.numerator === 0n) continue;
    const share = probability.exact[probability.codes[b]!]!;
    const term = share === ONE ? value : multiply(share, value);
    spend(budget, share, value);
    spend(budget, sum, term);
    sum = add(sum, term);
  }
  spend(budget, task.discount, sum);
  spend(budget, ONE, sum);
  return add(rewardOf(task, row), multiply(task.discount, sum));
}

/** The rows that are worth what their state is; undefined when the budget ran out. */
function attaining(quotient: Quotient, values: readonly (Rational | undefined)[], budget: Budget): Bits | undefined {
  const { task, kept } = quotient;
  const optimal = createBits(task.graph.reverse.owner.length);
  for (let r = 0; r < task.graph.reverse.owner.length; r++) {
    if (!hasBit(kept, r)) continue;
    if (budget.left < 0) return undefined;
    const value = rowValue(quotient, r, values, budget);
    const state = values[task.graph.reverse.owner[r]!];
    if (value !== undefined && state !== undefined && compare(value, state) === 0) setBit(optimal, r);
  }
  return optimal;
}

/** Policy iteration on a quotient; undefined when the budget ran out. */
function iterate(
  quotient: Quotient,
  budget: Budget,
  guess?: (state: number) => number,
): (Rational | undefined)[] | undefined {
  const { task, kept, first, stay } = quotient;
  const { graph } = task;
  const { rowStart, branchStart, successor } = graph.rows;
  const lead = (s: number): number => first?.[s] ?? s;
  const rowsOf = new Map<number, number[]>();
  for (let s = 0; s < graph.states; s++)
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      if (!hasBit(kept, r)) continue;
      const rows = rowsOf.get(lead(s));
      if (rows === undefined) rowsOf.set(lead(s), [r]);
      else rows.push(r);
    }
  for (let s = 0; s < graph.states; s++) if (hasBit(stay, s) && !rowsOf.has(s)) rowsOf.set(s, []);

  // A first policy that almost surely ends: each class takes a row that may lead to one that was settled before it.
  const policy = new Map<number, number>();
  for (const [s, rows] of rowsOf) {
    if (hasBit(stay, s)) policy.set(s, NONE);
    else if (compare(task.discount, ONE) < 0) policy.set(s, guess?.(s) ?? rows[0]!);
  }
  const nearer = (r: number): boolean => {
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const t = successor[b]!;
      if (isOver(task, t) || policy.has(lead(t))) return true;
    }
    return false;
  };
  for (let size = -1; size !== policy.size; ) {
    size = policy.size;
    for (const [s, rows] of rowsOf) {
      const row = policy.has(s) ? undefined : rows.find(nearer);
      if (row !== undefined) policy.set(s, row);
    }
  }

  for (;;) {
    const values = evaluate(quotient, policy, lead, budget);
    if (values === undefined) return undefined;
    let changed = false;
    for (const [s, rows] of rowsOf) {
      let best = values[s]!;
      if (hasBit(stay, s) && best.numerator < 0n) {
        best = ZERO;
        policy.set(s, NONE);
        changed = true;
      }
      for (const r of rows) {
        const value = rowValue(quotient, r, values, budget);
        if (budget.left < 0) return undefined;
        if (value === undefined || compare(value, best) <= 0) continue;
        best = value;
        policy.set(s, r);
        changed = true;
      }
    }
    if (!changed) return values;
  }
}

/** The values of one policy that almost surely ends (or of any, with a discount). */
function evaluate(
  quotient: Quotient,
  policy: ReadonlyMap<number, number>,
  lead: (state: number) => number,
  budget: Budget,
): (Rational | undefined)[] | undefined {
  const { task, next } = quotient;
  const { graph } = task;
  const { branchStart, successor, probability } = graph.rows;
  budget.left -= graph.states / ENTRIES;
  const values: (Rational | undefined)[] = new Array<Rational | undefined>(graph.states).fill(undefined);
  for (let s = 0; s < graph.states; s++)
    if (isOver(task, s)) values[s] = task.finals === undefined ? ZERO : task.finals.table.exact[task.finals.codes[s]!]!;
  const allowed = graph.allowed.slice();
  if (next === undefined) {
    allowed.fill(0);
    for (const r of policy.values()) if (r !== NONE) setBit(allowed, r);
  }
  const parts = stronglyConnected({ ...graph, allowed });
  for (let c = 0; c < parts.count; c++) {
    const classes = [...membersIn(parts, c)].filter((s) => policy.has(s));
    const equations = classes.map((s): Equation => {
      const equation: Equation = { left: new Map([[s, ONE]]), right: ZERO };
      const r = policy.get(s)!;
      if (r === NONE) return equation;
      equation.right = rewardOf(task, r);
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
        const weight = multiply(task.discount, probability.exact[probability.codes[b]!]!);
        const target = lead(successor[b]!);
        const value = values[target];
        if (value === undefined) addTo(equation.left, target, subtract(ZERO, weight));
        else if (value.numerator !== 0n) {
          const term = multiply(weight, value);
          spend(budget, weight, value);
          spend(budget, term, equation.right);
          equation.right = add(equation.right, term);
        }
      }
      return equation;
    });
    if (budget.left < 0) return undefined;
    const solved = solveEquations(equations, budget);
    if (solved === undefined) return undefined;
    for (const s of classes) for (const member of membersOf(quotient, s)) values[member] = solved.get(s)!;
  }
  return values;
}
