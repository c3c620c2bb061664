import { add, compare, divide, multiply, ONE, type Rational, subtract, ZERO } from "../core/rational.ts";
import { createBits, hasBit, setBit } from "./bits.ts";
import type { Bounds } from "./bounds.ts";
import { type Graph, membersIn, NONE, stronglyConnected } from "./graph.ts";
import { createKernel, membersOf, type Quotient } from "./kernel.ts";
import { type SparseEquation, solveSparse } from "./modular.ts";
import { type Budget, ENTRIES, spend } from "./rational-linear.ts";
import { isOver, rewardOf } from "./task.ts";

/** Values of the states that were asked about, in the direction of maximising; undefined of others. */
export type RationalValues = readonly (Rational | undefined)[];

/** What may be optimal by bounds, and where that leads to. */
interface Contenders {
  /** by the first member of each class, the rows that its bounds do not rule out; none where only staying is left */
  readonly rows: ReadonlyMap<number, readonly number[]>;
  /** the first policy: the best row in the middle of the bounds, or `NONE` for staying */
  readonly policy: Map<number, number>;
}

function contendersOf(quotient: Quotient, { low, high }: Bounds, asked: Iterable<number>): Contenders {
  const kernel = createKernel(quotient);
  const { task, kept, first } = quotient;
  const { rowStart, branchStart, successor } = task.graph.rows;
  const middle = low.map((below, s) => below + (high[s]! - below) / 2);
  const rows = new Map<number, readonly number[]>();
  const policy = new Map<number, number>();
  const queue: number[] = [];
  const seen = createBits(task.graph.states);
  const visit = (s: number): void => {
    const lead = first?.[s] ?? s;
    if (hasBit(seen, lead) || isOver(task, lead)) return;
    setBit(seen, lead);
    queue.push(lead);
  };
  for (const s of asked) visit(s);
  for (let lead = queue.pop(); lead !== undefined; lead = queue.pop()) {
    const found: number[] = [];
    for (const member of membersOf(quotient, lead))
      for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++) {
        if (!hasBit(kept, r) || kernel.row(r, lead, high, 1) < low[lead]!) continue;
        found.push(r);
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) visit(successor[b]!);
      }
    rows.set(lead, found);
    policy.set(lead, kernel.choose(lead, middle));
  }
  return { rows, policy };
}

/**
 * The values of a quotient in rationals: policy iteration from the policy that is best by its bounds, over the rows that these do
 * not rule out. An optimal policy uses no other, so what is optimal among them is optimal.
 *
 * @param bounds - certified bounds on the values, in the direction of maximising
 * @param asked - the states whose values are wanted
 * @param onRound - called now and then; what it throws ends the work
 * @returns undefined where the budget ran out
 */
export function rationalValues(
  quotient: Quotient,
  bounds: Bounds,
  asked: Iterable<number>,
  budget: Budget,
  onRound: () => void = () => {},
): RationalValues | undefined {
  const { rows, policy } = contendersOf(quotient, bounds, asked);
  const { stay } = quotient;
  for (;;) {
    onRound();
    const values = evaluate(quotient, policy, budget);
    if (values === undefined) return undefined;
    let changed = false;
    for (const [lead, open] of rows) {
      let best = values[lead]!;
      if (hasBit(stay, lead) && best.numerator < 0n) {
        best = ZERO;
        policy.set(lead, NONE);
        changed = true;
      }
      if (open.length === 1 && !hasBit(stay, lead)) continue;
      for (const r of open) {
        const value = promise(quotient, r, values, budget);
        if (budget.left < 0) return undefined;
        if (compare(value, best) <= 0) continue;
        best = value;
        policy.set(lead, r);
        changed = true;
      }
    }
    if (!changed) return values;
  }
}

/** What a row is worth, all of whose successors have values. */
function promise({ task }: Quotient, r: number, values: RationalValues, budget: Budget): Rational {
  const { branchStart, successor, probability } = task.graph.rows;
  let sum = rewardOf(task, r);
  for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
    const value = values[successor[b]!]!;
    if (value.numerator === 0n) continue;
    const term = multiply(probability.exact[probability.codes[b]!]!, value);
    spend(budget, term, sum);
    sum = add(sum, term);
  }
  return sum;
}

/** The values of one policy that ends or stays almost surely. */
function evaluate(
  quotient: Quotient,
  policy: ReadonlyMap<number, number>,
  budget: Budget,
): (Rational | undefined)[] | undefined {
  const { task, first } = quotient;
  const { graph } = task;
  const { branchStart, successor, probability } = graph.rows;
  budget.left -= graph.states / ENTRIES;
  const values = new Array<Rational | undefined>(graph.states).fill(undefined);
  for (let s = 0; s < graph.states; s++)
    if (isOver(task, s)) values[s] = task.finals === undefined ? ZERO : task.finals.table.exact[task.finals.codes[s]!]!;
  const write = (lead: number, value: Rational): void => {
    for (const member of membersOf(quotient, lead)) values[member] = value;
  };
  /** x_lead − Σ inside p x = reward + Σ outside p v, by first members */
  const equationOf = (lead: number): SparseEquation => {
    const r = policy.get(lead)!;
    const left = new Map([[lead, ONE]]);
    if (r === NONE) return { left, right: ZERO };
    let right = rewardOf(task, r);
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const share = probability.exact[probability.codes[b]!]!;
      const target = first?.[successor[b]!] ?? successor[b]!;
      const value = values[target];
      if (value === undefined) left.set(target, subtract(left.get(target) ?? ZERO, share));
      else if (value.numerator !== 0n) {
        const term = multiply(share, value);
        spend(budget, term, right);
        right = add(right, term);
      }
    }
    return { left, right };
  };
  for (const component of componentsOf(quotient, policy)) {
    if (budget.left < 0) return undefined;
    const equations = component.map(equationOf);
    const [only] = equations;
    if (component.length === 1 && only !== undefined) {
      const own = only.left.get(component[0]!)!;
      if (own.numerator === 0n) return undefined;
      write(component[0]!, divide(only.right, own));
      continue;
    }
    const place = new Map(component.map((lead, k) => [lead, k]));
    const solved = solveSparse(
      equations.map(({ left, right }) => ({
        left: new Map([...left].map(([lead, weight]) => [place.get(lead)!, weight])),
        right,
      })),
      () => {
        budget.left -= component.length;
        return budget.left < 0;
      },
    );
    if (solved === undefined) return undefined;
    component.forEach((lead, k) => {
      write(lead, solved[k]!);
    });
  }
  return values;
}

/** The classes that a policy covers in components, each after those that it leads to; by first members. */
function componentsOf({ task, first }: Quotient, policy: ReadonlyMap<number, number>): readonly (readonly number[])[] {
  const { graph } = task;
  const allowed = createBits(graph.reverse.owner.length);
  for (const r of policy.values()) if (r !== NONE) setBit(allowed, r);
  // A row of any member counts as one of its class, so the idle rows that bind a class together stay.
  if (first !== undefined)
    for (let r = 0; r < graph.reverse.owner.length; r++)
      if (hasBit(graph.allowed, r) && isIdle(graph, first, r)) setBit(allowed, r);
  const parts = stronglyConnected({ ...graph, allowed });
  const components: number[][] = [];
  for (let c = 0; c < parts.count; c++) {
    const leads = [...membersIn(parts, c)].filter((s) => policy.has(s));
    if (leads.length > 0) components.push(leads);
  }
  return components;
}

/** Whether a row stays in the class of the state that it belongs to. */
function isIdle({ reverse, rows }: Graph, first: Uint32Array, r: number): boolean {
  const own = first[reverse.owner[r]!];
  for (let b = rows.branchStart[r]!; b < rows.branchStart[r + 1]!; b++)
    if (first[rows.successor[b]!] !== own) return false;
  return true;
}
