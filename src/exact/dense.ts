import { toNumber } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { NONE } from "./graph.ts";
import type { Kernel } from "./kernel.ts";
import { forgone } from "./task.ts";

/**
 * Solves x_i · (leak_i + Σ_j a_ij) = b_i + Σ_j a_ij x_j by eliminating states one by one.
 *
 * Diagonals are sums of what leaves a state and never differences (Grassmann, Taksar and Heyman 1985), so rare exits keep
 * their accuracy.
 *
 * @param weights - shape [size, size], ≥ 0, the diagonal ignored; overwritten
 * @param leak - shape [size], ≥ 0, weight that leaves the system; overwritten
 * @param right - shape [size]; overwritten
 * @returns shape [size]; not finite where no weight leaves
 */
export function eliminate(weights: Float64Array, leak: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const out = new Float64Array(size);
  for (let s = size - 1; s >= 0; s--) {
    let total = leak[s]!;
    for (let j = 0; j < s; j++) total += weights[s * size + j]!;
    out[s] = total;
    for (let i = 0; i < s; i++) {
      const into = weights[i * size + s]!;
      if (into === 0) continue;
      const factor = into / total;
      for (let j = 0; j < s; j++) if (j !== i) weights[i * size + j]! += factor * weights[s * size + j]!;
      leak[i]! += factor * leak[s]!;
      right[i]! += factor * right[s]!;
    }
  }
  const x = new Float64Array(size);
  for (let s = 0; s < size; s++) {
    let sum = right[s]!;
    for (let j = 0; j < s; j++) sum += weights[s * size + j]! * x[j]!;
    x[s] = sum / out[s]!;
  }
  return x;
}

/** Share of a value's size below which policy iteration does not call a row better. */
const SAME = 2 ** -44;
const MOST_ROUNDS = 200;

/**
 * Writes to the classes of one component the values that their best rows promise, plus `shift` per backup, by policy
 * iteration with dense solves. Successors outside the component must have their values already.
 *
 * It starts from the uniform policy, which leaves the component with probability 1 as there is a path out of it.
 *
 * @param classes - first members of the component's classes
 * @param at - shape [states]; scratch, holds each member's place in `classes` while this runs
 * @returns whether the values are finite
 */
export function iteratePolicies(
  kernel: Kernel,
  classes: Uint32Array,
  values: Float64Array,
  shift: number,
  at: Uint32Array,
): boolean {
  const { task, kept, first, next, stay } = kernel.quotient;
  const { rowStart, branchStart, successor, probability } = task.graph.rows;
  const { stops } = task.graph;
  const discount = toNumber(task.discount);
  const rest = forgone(task);
  const size = classes.length;
  classes.forEach((s, i) => {
    at[s] = i;
  });
  const isInside = (s: number): boolean => at[s]! < size && classes[at[s]!] === s;
  const weights = new Float64Array(size * size);
  const leak = new Float64Array(size);
  const right = new Float64Array(size);

  const addRow = (r: number, i: number, share: number): void => {
    const reward = task.rewards.table.value[task.rewards.codes[r]!]!;
    if (stops !== undefined && hasBit(stops, r)) {
      leak[i]! += share;
      right[i]! += share * (reward + shift);
      return;
    }
    let [outside, sum, others] = [0, 0, 0];
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const target = first === undefined ? successor[b]! : first[successor[b]!]!;
      const p = probability.values[probability.codes[b]!]!;
      if (target === classes[i]) continue;
      others += p;
      if (isInside(target)) weights[i * size + at[target]!]! += share * discount * p;
      else {
        outside += p;
        sum += p * values[target]!;
      }
    }
    leak[i]! += share * (rest + discount * outside);
    right[i]! += share * (reward + discount * sum + shift * (rest + discount * others));
  };

  const evaluate = (policy: Uint32Array | undefined): boolean => {
    weights.fill(0);
    leak.fill(0);
    right.fill(0);
    classes.forEach((s, i) => {
      if (policy !== undefined) {
        if (policy[i] !== NONE) addRow(policy[i]!, i, 1);
        else leak[i] = 1;
        return;
      }
      if (hasBit(stay, s)) leak[i]! += 1;
      for (let member = s; member !== NONE; member = next === undefined ? NONE : next[member]!)
        for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++) if (hasBit(kept, r)) addRow(r, i, 1);
    });
    const solved = eliminate(weights, leak, right);
    classes.forEach((s, i) => {
      kernel.write(s, values, solved[i]!);
    });
    return solved.every(Number.isFinite);
  };

  if (!evaluate(undefined)) return false;
  const policy = Uint32Array.from(classes, (s) => kernel.choose(s, values));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!evaluate(policy)) return false;
    task.progress(size);
    let changed = false;
    classes.forEach((s, i) => {
      const better = kernel.choose(s, values);
      if (better === policy[i]) return;
      const gain =
        (better === NONE ? 0 : kernel.row(better, s, values, 0)) + shift * (better === NONE ? 0 : 1) - values[s]!;
      if (!(gain > SAME * (Math.abs(values[s]!) + Math.abs(shift)))) return;
      policy[i] = better;
      changed = true;
    });
    if (!changed) return true;
  }
  return true;
}
