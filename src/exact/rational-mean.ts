import { add, compare, multiply, ONE, type Rational, subtract, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { almostSurely, type EndComponents, endComponents, membersIn, rowsAmong } from "./graph.ts";
import type { Mean } from "./mean.ts";
import { addTo, type Budget, type Equation, solveEquations } from "./rational-linear.ts";
import { rewardOf, type Task } from "./task.ts";

/** The key of the gain among the unknowns, which are otherwise states. */
const GAIN = -1;

/** The sign of the best mean payoff of one end component, in rationals. */
export function rationalMean(task: Task, parts: EndComponents, component: number, budget: Budget): Mean {
  const found = rationalGain(task, parts, component, budget, ({ numerator }) => numerator > 0n);
  if (found === undefined) return { sign: "unknown" };
  if (found.tight === undefined) return { sign: "positive", policy: found.policy };
  return found.gain.numerator < 0n ? { sign: "negative" } : { sign: "zero", tight: found.tight };
}

/** The best mean payoff of an end component. */
export interface RationalGain {
  readonly gain: Rational;
  /** the rows of zero slack, which are those that a policy with that gain may use for ever; absent where the search was cut short */
  readonly tight?: Bits;
  /** the states of a recurrent class that has the gain, with the row taken in each */
  readonly policy: ReadonlyMap<number, number>;
}

/**
 * The best mean payoff of one end component, in rationals: policy iteration over gain and relative values.
 *
 * Each time the gain grows, all states are sent to the recurrent class that has it, which the component allows. Between
 * those times a recurrent class keeps its relative values, so the others' only rise, and no policy comes back.
 *
 * @param isEnough - whether a gain that some policy has answers the question, so that no better one is looked for
 * @returns undefined when the budget ran out
 */
export function rationalGain(
  task: Task,
  parts: EndComponents,
  component: number,
  budget: Budget,
  isEnough: (gain: Rational) => boolean = () => false,
): RationalGain | undefined {
  const { graph } = task;
  const { rowStart, branchStart, successor, probability } = graph.rows;
  const members = membersIn(parts, component);
  const numRows = graph.reverse.owner.length;
  const inside = createBits(numRows);
  for (const r of rowsAmong(graph.rows, members, parts.rows)) setBit(inside, r);

  const attracted = (target: readonly number[]): Uint32Array => {
    const bits = createBits(graph.states);
    for (const s of target) setBit(bits, s);
    return almostSurely({ ...graph, allowed: inside }, bits).choice;
  };
  const recurrent = (rows: ReadonlyMap<number, number>): number[][] => {
    const allowed = createBits(numRows);
    for (const r of rows.values()) setBit(allowed, r);
    const found = endComponents({ ...graph, allowed });
    return Array.from({ length: found.count }, (_, c) => [...membersIn(found, c)]);
  };
  /** h − P h (+ gain) = r for the given states, h known elsewhere. */
  const relative = (
    states: readonly number[],
    rows: ReadonlyMap<number, number>,
    known: ReadonlyMap<number, Rational>,
    gain?: Rational,
  ): Map<number, Rational> | undefined => {
    const equations = states.map((s): Equation => {
      const r = rows.get(s)!;
      const equation: Equation = { left: new Map(), right: rewardOf(task, r) };
      const put = (t: number, amount: Rational): void => {
        const value = known.get(t);
        if (value === undefined) addTo(equation.left, t, amount);
        else equation.right = subtract(equation.right, multiply(amount, value));
      };
      put(s, ONE);
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
        put(successor[b]!, subtract(ZERO, probability.exact[probability.codes[b]!]!));
      if (gain === undefined) addTo(equation.left, GAIN, ONE);
      else equation.right = subtract(equation.right, gain);
      return equation;
    });
    return solveEquations(equations, budget);
  };

  let policy = new Map<number, number>();
  const home = members[0]!;
  const toHome = attracted([home]);
  for (const s of members) policy.set(s, toHome[s]!);
  for (let r = rowStart[home]!; r < rowStart[home + 1]!; r++) if (hasBit(inside, r)) policy.set(home, r);

  let gain: Rational | undefined;
  let height = new Map<number, Rational>();
  for (;;) {
    let best: { gain: Rational; states: number[]; height: Map<number, Rational> } | undefined;
    const classes = recurrent(policy);
    for (const states of classes) {
      const solved = relative(states, policy, new Map([[states[0]!, ZERO]]));
      if (solved === undefined) return undefined;
      const here = solved.get(GAIN)!;
      if (best !== undefined && compare(here, best.gain) <= 0) continue;
      solved.delete(GAIN);
      best = { gain: here, states, height: solved.set(states[0]!, ZERO) };
    }
    if (best === undefined) return undefined;
    const cycle = new Map<number, number>();
    for (const s of best.states) cycle.set(s, policy.get(s)!);
    if (isEnough(best.gain)) return { gain: best.gain, policy: cycle };
    let fixed: Map<number, Rational>;
    if (gain === undefined || compare(best.gain, gain) > 0) {
      const choice = attracted(best.states);
      const next = new Map<number, number>();
      for (const s of members) next.set(s, best.height.has(s) ? policy.get(s)! : choice[s]!);
      [policy, gain, fixed] = [next, best.gain, best.height];
    } else {
      fixed = new Map();
      for (const s of classes.flat()) fixed.set(s, height.get(s)!);
    }
    const passing = [...members].filter((s) => !fixed.has(s));
    const rest = relative(passing, policy, fixed, gain);
    if (rest === undefined) return undefined;
    height = new Map([...fixed, ...rest]);

    const promise = (r: number): Rational => {
      let sum = subtract(rewardOf(task, r), gain!);
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
        sum = add(sum, multiply(probability.exact[probability.codes[b]!]!, height.get(successor[b]!)!));
      return sum;
    };
    let changed = false;
    const tight = createBits(numRows);
    for (const s of members) {
      let top = height.get(s)!;
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        if (!hasBit(inside, r)) continue;
        const order = compare(promise(r), top);
        if (order === 0) setBit(tight, r);
        if (order <= 0) continue;
        top = promise(r);
        policy.set(s, r);
        changed = true;
      }
    }
    if (changed) continue;
    return { gain, tight, policy: cycle };
  }
}
