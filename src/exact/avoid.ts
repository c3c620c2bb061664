import { type Bits, clearBit, createBits, hasBit, setBit } from "./bits.ts";
import { graphOf, hasEnded, withoutDeadEnds } from "./graph.ts";
import type { Criterion, Model, Policies, Rows } from "./model.ts";
import { phaseOf } from "./time.ts";

/** What a policy is not to do: rows that it does not take, and states in which its episodes do not end. */
export interface Forbidden {
  /** shape [phases] of [rows] */
  readonly rows: readonly Bits[];
  /** states in which the world does not end, and in which the horizon does not cut the episode off */
  readonly terminated: Bits;
  readonly horizon: Bits;
}

/** The rows that are not forbidden and after which the state is surely one of `open`. */
function rowsInto({ action, branchStart, successor }: Rows, forbidden: Bits, open: Bits): Bits {
  const allowed = createBits(action.length);
  for (let row = 0; row < action.length; row++) {
    let isAllowed = !hasBit(forbidden, row);
    for (let branch = branchStart[row]!; isAllowed && branch < branchStart[row + 1]!; branch++)
      isAllowed = hasBit(open, successor[branch]!);
    if (isAllowed) setBit(allowed, row);
  }
  return allowed;
}

/** The states that have ended where they may, and those that have an allowed row. */
function openStates(model: Model, rows: Rows, allowed: Bits | undefined, terminated: Bits): Bits {
  const open = createBits(model.states);
  for (let state = 0; state < model.states; state++) {
    let isOpen = hasEnded(rows, state) && !hasBit(terminated, state);
    for (let row = rows.rowStart[state]!; !isOpen && row < rows.rowStart[state + 1]!; row++)
      isOpen = allowed === undefined || hasBit(allowed, row);
    if (isOpen) setBit(open, state);
  }
  return open;
}

/** The policies that surely never do what is forbidden; undefined where there are none. */
export function avoiding(model: Model, criterion: Criterion, forbidden: Forbidden): Policies | undefined {
  const canStart = (open: Bits): boolean => model.starts.every(({ state }) => hasBit(open, state));
  const first = model.phases[0]!;
  if (criterion.kind !== "finite") {
    const allowed = rowsInto(first, forbidden.rows[0]!, openStates(model, first, undefined, forbidden.terminated));
    const rows = withoutDeadEnds(graphOf(model, allowed));
    return canStart(openStates(model, first, rows, forbidden.terminated)) ? { kind: "stationary", rows } : undefined;
  }
  let open = openStates(model, first, undefined, forbidden.terminated);
  for (let state = 0; state < model.states; state++)
    if (!hasEnded(first, state) && hasBit(forbidden.horizon, state)) clearBit(open, state);
  const timed: Bits[] = [];
  for (let time = criterion.horizon - 1; time >= 0; time--) {
    const phase = phaseOf(model, time);
    const rows = model.phases[phase]!;
    const allowed = rowsInto(rows, forbidden.rows[phase]!, open);
    const later = timed.at(-1);
    // Far from the horizon the sets of all times are equal, and one of them is kept.
    timed.push(later?.length === allowed.length && later.every((word, k) => word === allowed[k]) ? later : allowed);
    open = openStates(model, rows, allowed, forbidden.terminated);
  }
  return canStart(open) ? { kind: "timed", rows: timed.reverse() } : undefined;
}
