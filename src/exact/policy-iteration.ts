import { toNumber } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { solveFlow } from "./elimination.ts";
import { NONE } from "./graph.ts";
import { type Kernel, membersOf } from "./kernel.ts";
import { forgone } from "./task.ts";

/** Share of a value's size below which policy iteration does not call a row better. */
const SAME = 2 ** -44;
const MOST_ROUNDS = 200;

/**
 * Writes to the classes of one component the values that their best rows promise, plus a shift per backup, by policy
 * iteration with direct solves. Successors outside the component must have their values already.
 *
 * It starts from a given policy, or from the uniform one, which leaves the component with probability 1 as there is a path out of it.
 *
 * @param classes - first members of the component's classes
 * @param at - shape [states]; scratch, holds each member's place in `classes` while this runs
 * @param shifts - shape [classes]; all of one sign; nothing where left out
 * @param begin - shape [classes]; the row that each takes to begin with, or `NONE` for staying; the uniform policy where left out
 * @returns whether that worked: false where a solve filled in too much or nothing leaves the component
 */
export function iteratePolicies(
  kernel: Kernel,
  classes: Uint32Array,
  values: Float64Array,
  shifts: Float64Array | undefined,
  at: Uint32Array,
  begin?: Uint32Array,
): boolean {
  const { task, kept, first, stay } = kernel.quotient;
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  const discount = toNumber(task.discount);
  const rest = forgone(task);
  const size = classes.length;
  classes.forEach((s, i) => {
    at[s] = i;
  });
  const isInside = (s: number): boolean => at[s]! < size && classes[at[s]!] === s;
  const weights = Array.from({ length: size }, () => new Map<number, number>());
  const leak = new Float64Array(size);
  const right = new Float64Array(size);

  const shiftOf = (i: number): number => (shifts === undefined ? 0 : shifts[i]!);
  const addRow = (r: number, i: number, share: number): void => {
    const reward = task.rewards.table.value[task.rewards.codes[r]!]!;
    let [outside, sum, others] = [0, 0, 0];
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const target = first === undefined ? successor[b]! : first[successor[b]!]!;
      const p = probability.values[probability.codes[b]!]!;
      if (target === classes[i]) continue;
      others += p;
      if (isInside(target)) {
        const j = at[target]!;
        weights[i]!.set(j, (weights[i]!.get(j) ?? 0) + share * discount * p);
      } else {
        outside += p;
        sum += p * values[target]!;
      }
    }
    leak[i]! += share * (rest + discount * outside);
    right[i]! += share * (reward + discount * sum + shiftOf(i) * (rest + discount * others));
  };

  const evaluate = (policy: Uint32Array | undefined): boolean => {
    for (const row of weights) row.clear();
    leak.fill(0);
    right.fill(0);
    classes.forEach((s, i) => {
      if (policy !== undefined) {
        if (policy[i] !== NONE) addRow(policy[i]!, i, 1);
        else leak[i] = 1;
        return;
      }
      if (hasBit(stay, s)) leak[i]! += 1;
      for (const member of membersOf(kernel.quotient, s))
        for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++) if (hasBit(kept, r)) addRow(r, i, 1);
    });
    const solved = solveFlow({ weights, leak, right });
    if (solved === undefined) return false;
    classes.forEach((s, i) => {
      kernel.write(s, values, solved[i]!);
    });
    return true;
  };

  if (begin === undefined && !evaluate(undefined)) return false;
  const policy = begin ?? Uint32Array.from(classes, (s) => kernel.choose(s, values));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!evaluate(policy)) return false;
    task.progress(size);
    let changed = false;
    classes.forEach((s, i) => {
      const better = kernel.choose(s, values);
      if (better === policy[i]) return;
      const shift = shiftOf(i);
      const gain = (better === NONE ? 0 : kernel.row(better, s, values, 0) + shift) - values[s]!;
      // Values from above have the whole shift to spare: half of it is left to rounding.
      if (!(gain > Math.max(SAME * (Math.abs(values[s]!) + Math.abs(shift)), shift / 2))) return;
      policy[i] = better;
      changed = true;
    });
    if (!changed) return true;
  }
  return true;
}
