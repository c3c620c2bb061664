import { hasBit } from "./bits.ts";
import { NONE } from "./graph.ts";
import { type Kernel, membersOf } from "./kernel.ts";

/** Sweeps after which a component is given up. */
const MOST_SWEEPS = 200_000;
/** Sweeps that keep their rows after each that looks for better ones, and before the first. */
const KEPT_SWEEPS = 8;
const FIRST_SWEEPS = 200;

/** What sweeps add to each class at each backup, and when they have settled. */
export interface Settling {
  /** shape [classes]; in the order of the classes; nothing where left out */
  readonly shifts?: Float64Array | undefined;
  /** shape [classes]; what a move of a value is measured by */
  readonly units: Float64Array;
  /** share of its unit by which no value may move any more */
  readonly precision: number;
  /** sweeps that look for better rows after which it is given up */
  readonly most?: number;
}

/**
 * Gauss–Seidel sweeps over a component, forwards and backwards in turn, until no value moves by more than its unit allows.
 * After each sweep that looks for the best rows come cheaper ones that keep them (modified policy iteration).
 *
 * @returns false if that took too long
 */
export function sweep(kernel: Kernel, classes: Uint32Array, values: Float64Array, settling: Settling): boolean {
  const { precision, most = MOST_SWEEPS } = settling;
  const policy = new Uint32Array(classes.length).fill(NONE);
  for (let sweeps = 0; sweeps < most; sweeps++) {
    if (sweepOnce(kernel, classes, values, settling, policy, true) <= precision) return true;
    for (let k = 0; k < KEPT_SWEEPS; k++)
      if (sweepOnce(kernel, classes, values, settling, policy, false) <= precision) break;
  }
  return false;
}

/**
 * A sweep forwards and back over classes with the rows of `policy`, which are replaced by the best ones where `isFree`.
 *
 * @returns the largest move of a value, as a share of its unit
 */
function sweepOnce(
  kernel: Kernel,
  classes: Uint32Array,
  values: Float64Array,
  { shifts, units }: Settling,
  policy: Uint32Array,
  isFree: boolean,
): number {
  const size = classes.length;
  let moved = 0;
  for (let i = -size; i < size; i++) {
    const place = i < 0 ? -i - 1 : i;
    const s = classes[place]!;
    if (isFree) policy[place] = kernel.choose(s, values);
    const row = policy[place]!;
    // Staying is worth 0 whatever the shift.
    const value = row === NONE ? 0 : kernel.row(row, s, values, 0) + (shifts === undefined ? 0 : shifts[place]!);
    const change = Math.abs(value - values[s]!);
    if (change > moved * units[place]!) moved = change / units[place]!;
    kernel.write(s, values, value);
  }
  kernel.quotient.task.progress(2 * size);
  return moved;
}

/**
 * The classes of a component by their distance to the nearest way out, with the values of the policy that takes it written.
 *
 * Sweeps in this order carry a value across the component at once, and from a policy that ends they only rise: values that
 * start too good sink by one reward a sweep.
 *
 * @param guess - about how large values are
 * @param precision - share of that by which values may still move
 * @param at - shape [states]; scratch, holds each class's place in `classes` while this runs
 * @returns the first members in the new order
 */
export function approach(
  kernel: Kernel,
  classes: Uint32Array,
  values: Float64Array,
  guess: number,
  precision: number,
  at: Uint32Array,
): Uint32Array {
  const { task, kept, first, stay } = kernel.quotient;
  const { rowStart, branchStart, successor } = task.graph.rows;
  const { owner, start, row } = task.graph.reverse;
  const lead = (s: number): number => (first === undefined ? s : first[s]!);
  classes.forEach((s, i) => {
    at[s] = i;
  });
  const isInside = (s: number): boolean => classes[at[s]!] === s;
  const leaves = (r: number): boolean => {
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) if (!isInside(lead(successor[b]!))) return true;
    return false;
  };
  const order = new Uint32Array(classes.length);
  const policy = new Uint32Array(classes.length);
  const placed = new Uint8Array(classes.length);
  let tail = 0;
  const place = (s: number, r: number): void => {
    if (placed[at[s]!] === 1) return;
    placed[at[s]!] = 1;
    policy[tail] = r;
    order[tail++] = s;
  };
  for (const s of classes) {
    if (hasBit(stay, s)) place(s, NONE);
    for (const member of membersOf(kernel.quotient, s))
      for (let r = rowStart[member]!; r < rowStart[member + 1]!; r++) if (hasBit(kept, r) && leaves(r)) place(s, r);
  }
  for (let head = 0; head < tail; head++)
    for (const member of membersOf(kernel.quotient, order[head]!))
      for (let i = start[member]!; i < start[member + 1]!; i++) {
        const r = row[i]!;
        const s = lead(owner[r]!);
        if (hasBit(kept, r) && isInside(s)) place(s, r);
      }
  const counted = order.subarray(0, tail);
  const units = new Float64Array(tail).fill(guess);
  const settling = { units, precision };
  for (let k = 0; k < FIRST_SWEEPS; k++)
    if (sweepOnce(kernel, counted, values, settling, policy, false) <= precision) break;
  return counted;
}
