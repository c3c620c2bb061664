import { toNumber } from "../core/rational.ts";
import { type Bits, complement, createBits, hasBit, setBit } from "./bits.ts";
import { almostSurely, graphOf, hasEnded, rowsAmong } from "./graph.ts";
import type { Model, Payoff, Policies } from "./model.ts";
import { phaseOf, rowsAt } from "./time.ts";

/**
 * Expected visits under the policy that takes each allowed row of a state with equal probability, each weighted by the discount
 * to the power of its time; in doubles, without bounds.
 */
export interface Visits {
  /** shape [phases] of [rows]; expected number of times that a row is taken */
  readonly rows: readonly Float64Array[];
  /** shape [states]; probability of being in a state when the horizon cuts the episode off, or of having ended there */
  readonly last: Float64Array;
}

/** The visits over a finite horizon; under every row of the model where `policies` is left out. */
export function visitsOver(model: Model, policies: Policies | undefined, horizon: number, discount = 1): Visits {
  const rows = model.phases.map(({ action }) => new Float64Array(action.length));
  let now = new Float64Array(model.states);
  let next = new Float64Array(model.states);
  // A number above those of all states with any mass: states are numbered breadth-first, so that few others lie below it.
  let extent = 0;
  for (const { state, probability } of model.starts) {
    now[state]! += toNumber(probability);
    extent = Math.max(extent, state + 1);
  }
  for (let time = 0; time < horizon; time++) {
    const p = phaseOf(model, time);
    const { rowStart, branchStart, successor, probability } = model.phases[p]!;
    const taken = rows[p]!;
    const allowed = policies === undefined ? undefined : rowsAt(policies, time);
    const isAllowed = (row: number): boolean => allowed === undefined || hasBit(allowed, row);
    const states = extent;
    for (let state = 0; state < states; state++) {
      const mass = now[state]!;
      if (mass === 0) continue;
      const [first, end] = [rowStart[state]!, rowStart[state + 1]!];
      if (first === end) {
        next[state]! += mass;
        continue;
      }
      let count = 0;
      for (let row = first; row < end; row++) if (isAllowed(row)) count++;
      for (let row = first; row < end; row++) {
        if (!isAllowed(row)) continue;
        const share = mass / count;
        taken[row]! += share;
        const later = discount * share;
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++) {
          const target = successor[branch]!;
          next[target]! += later * probability.values[probability.codes[branch]!]!;
          if (target >= extent) extent = target + 1;
        }
      }
    }
    [now, next] = [next, now];
    next.fill(0, 0, extent);
  }
  return { rows, last: now };
}

/** The expected sum of a payoff under some visits. */
export function expectedPayoff(model: Model, { rows, last }: Visits, payoff: Payoff): number {
  let total = 0;
  for (const [phase, column] of payoff.rows.entries()) {
    const visits = rows[phase]!;
    for (let row = 0; row < visits.length; row++)
      if (visits[row] !== 0) total += visits[row]! * column.values[column.codes[row]!]!;
  }
  if (payoff.final === undefined) return total;
  const { terminated, horizon } = payoff.final;
  for (let state = 0; state < model.states; state++) {
    const column = hasEnded(model.phases[0]!, state) ? terminated : horizon;
    total += last[state]! * column.values[column.codes[state]!]!;
  }
  return total;
}

/**
 * One deterministic policy of a set: in each state the row that was taken there before, as long as the set allows it, else the
 * first that it allows and that surely leads elsewhere, else the first. So what is shown repeats itself and does not idle where
 * it can.
 */
export function onePolicy(model: Model, policies: Policies): Policies {
  const last = model.phases.map(() => new Int32Array(model.states).fill(-1));
  const pick = (allowed: Bits, phase: number): Bits => {
    const { rowStart, action, branchStart, successor } = model.phases[phase]!;
    // The set may say nothing of the states from some on, which no policy gets to in time.
    const rows = Math.min(action.length, 32 * allowed.length);
    const chosen = createBits(rows);
    const moves = (state: number, row: number): boolean => {
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
        if (successor[branch] === state) return false;
      return true;
    };
    for (let state = 0; state < model.states && rowStart[state]! < rows; state++) {
      let row = last[phase]![state]!;
      if (row < 0 || !hasBit(allowed, row)) {
        row = -1;
        for (let other = rowStart[state]!; other < rowStart[state + 1]!; other++)
          if (hasBit(allowed, other) && (row < 0 || (!moves(state, row) && moves(state, other)))) row = other;
      }
      if (row < 0) continue;
      last[phase]![state] = row;
      setBit(chosen, row);
    }
    return chosen;
  };
  if (policies.kind === "stationary") return { kind: "stationary", rows: pick(leaving(model, policies), 0) };
  const rows: Bits[] = [];
  for (const [time, allowed] of policies.rows.entries()) {
    const phase = phaseOf(model, time);
    // The same set as a step before leaves the rows taken as they are; the solvers share equal sets.
    const isSame = time > 0 && allowed === policies.rows[time - 1] && phase === phaseOf(model, time - 1);
    rows.push(isSame ? rows[time - 1]! : pick(allowed, phase));
  }
  return { kind: "timed", rows };
}

/**
 * The rows of a stationary set; in states that must be left, one row each, by which they are left almost surely; in the others, the
 * rows that may be kept to, where not all may.
 */
function leaving(model: Model, { rows, leave, final }: Extract<Policies, { kind: "stationary" }>): Bits {
  if (leave === undefined) return rows;
  const phase = model.phases[0]!;
  const { states: able, choice } = almostSurely(graphOf(model, rows), complement(leave, model.states));
  const kept = createBits(phase.action.length);
  for (let state = 0; state < model.states; state++) {
    const isLeft = hasBit(leave, state) && hasBit(able, state);
    const own = rowsAmong(phase, [state], rows);
    const lasting = final === undefined ? [] : own.filter((row) => hasBit(final, row));
    if (isLeft) setBit(kept, choice[state]!);
    else for (const row of lasting.length === 0 ? own : lasting) setBit(kept, row);
  }
  return kept;
}
