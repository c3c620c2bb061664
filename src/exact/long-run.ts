import { clearBit } from "./bits.ts";
import { nothing } from "./coded.ts";
import { solveFlow } from "./elimination.ts";
import { occupancy, type UniformPolicy } from "./evaluate.ts";
import { endComponents, graphOf, hasEnded, membersIn, type Partition, rowsAmong } from "./graph.ts";
import type { Model } from "./model.ts";
import { uniformChain } from "./uniform.ts";
import type { Visits } from "./visits.ts";

/** Where a policy ends up: the recurrent classes of its states, and how often each state and row comes up in the long run. */
export interface LongRun extends Visits {
  /** the classes that do not consist of an ended state */
  readonly classes: Partition;
}

/**
 * The share of steps, in the long run, in which the uniform policy of some rows takes each row, and the probability that it ends
 * in each ended state; together they sum to 1. In doubles, without bounds.
 *
 * @returns undefined where the probabilities of settling did not pass their check, or a class is too large for a direct solve
 */
export function longRun({ model, rows, onProgress }: Omit<UniformPolicy, "criterion">): LongRun | undefined {
  const phase = model.phases[0]!;
  const numRows = phase.action.length;
  const chain = uniformChain(model, rows, { rows: [nothing(numRows)] }).model;
  const classes = endComponents(graphOf(chain));
  const passing = rows.slice();
  for (const r of rowsAmong(phase, classes.members, rows)) clearBit(passing, r);
  const entries = occupancy({ model, rows: passing, criterion: { kind: "total" }, onProgress })?.states;
  if (entries === undefined) return undefined;
  const chance = (s: number): number => (entries.low[s]! + entries.high[s]!) / 2;

  const taken = new Float64Array(numRows);
  for (let c = 0; c < classes.count; c++) {
    const members = membersIn(classes, c);
    const mass = members.reduce((sum, s) => sum + chance(s), 0);
    if (mass === 0) continue;
    const shares = stationary(chain, members);
    if (shares === undefined) return undefined;
    members.forEach((s, i) => {
      const own = rowsAmong(phase, [s], rows);
      for (const r of own) taken[r] = (mass * shares[i]!) / own.length;
    });
  }
  const last = new Float64Array(model.states);
  for (let s = 0; s < model.states; s++) if (hasEnded(phase, s)) last[s] = chance(s);
  return { rows: [taken], last, classes };
}

/**
 * The stationary distribution of one recurrent class of a chain: visits between one return to its first member and the next, as
 * shares of all.
 */
function stationary({ phases }: Model, members: Uint32Array): Float64Array | undefined {
  const { rowStart, branchStart, successor, probability } = phases[0]!;
  const place = new Map<number, number>();
  for (const s of members.subarray(1)) place.set(s, place.size);
  const size = place.size;
  const leak = new Float64Array(size);
  const right = new Float64Array(size);
  const weights = Array.from({ length: size }, () => new Map<number, number>());
  const [home] = members;
  for (const s of members) {
    const r = rowStart[s]!;
    const i = place.get(s);
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
      const p = probability.values[probability.codes[b]!]!;
      const j = place.get(successor[b]!);
      if (i === undefined) {
        if (j !== undefined) right[j]! += p;
      } else if (successor[b] === home) leak[i]! += p;
      else if (j !== undefined && j !== i) weights[i]!.set(j, (weights[i]!.get(j) ?? 0) + p);
    }
  }
  const visits = solveFlow({ weights, leak, right }, true);
  if (visits === undefined) return undefined;
  const all = visits.reduce((sum, x) => sum + x, 1);
  return Float64Array.from(members, (_, k) => (k === 0 ? 1 : visits[k - 1]!) / all);
}
