import { fromNumber, negate, ONE, type Rational, subtract } from "../core/rational.ts";
import { type Bits, clearBit, fullBits, hasBit } from "./bits.ts";
import type { Coded } from "./coded.ts";
import { type EnclosedTable, enclose, encloseTable } from "./enclose.ts";
import { type Graph, hasEnded, reachableFrom, reverseOf, withoutDeadEnds } from "./graph.ts";
import type { Criterion, Direction, Model, Payoff, Policies, Rows } from "./model.ts";

/** One objective, over stationary policies of the model's first phase. */
export interface StationaryProblem {
  readonly model: Model;
  readonly payoff: Payoff;
  readonly criterion: Exclude<Criterion, { readonly kind: "finite" | "average" }>;
  readonly direction: Direction;
  /** the policies to choose from; all when omitted */
  readonly within?: Policies | undefined;
  /** called with the number of state backups so far, and an estimate of all there will be; may throw to cancel */
  readonly onProgress?: ((done: number, of?: number) => void) | undefined;
}

/** A problem made ready for the solvers, which all maximise: to minimise, amounts change sign. */
export interface Task {
  /** the rows that are allowed, from reachable states, and do not lead to a state where none is allowed */
  readonly graph: Graph;
  readonly reachable: Bits;
  readonly sign: 1 | -1;
  readonly discount: Rational;
  readonly rewards: Amounts;
  /** what an ended state is worth; nothing when omitted */
  readonly finals: Amounts | undefined;
  /** states that count as ended although the model has rows for them */
  readonly ended: Bits | undefined;
  /** end components of these states must be left almost surely */
  readonly leave: Bits | undefined;
  /** @param share - of the work, how much is estimated to be done by now */
  readonly progress: (backups: number, share?: number) => void;
}

/** A coded column with its table enclosed. */
export interface Amounts {
  readonly codes: Coded["codes"];
  readonly table: EnclosedTable;
}

const signed = (column: Coded, sign: 1 | -1): Amounts => ({
  codes: column.codes,
  table: encloseTable(sign === 1 ? column.exact : column.exact.map(negate)),
});

/**
 * The rows of a model's only phase.
 *
 * @throws RangeError if the model has several
 */
export function onlyPhase({ phases }: Model): Rows {
  if (phases.length !== 1)
    throw new RangeError(`a stationary question takes a model of one phase, this one has ${phases.length}`);
  return phases[0]!;
}

/**
 * A problem made ready for the solvers.
 *
 * @throws RangeError if the discount is outside [0, 1), the model has several phases, `within` is timed or leaves a start
 *   state no way to go on
 */
export function prepare({ model, payoff, criterion, direction, within, onProgress }: StationaryProblem): Task {
  const rows = onlyPhase(model);
  if (within?.kind === "timed") throw new RangeError("a stationary question cannot be asked of timed policies");
  if (criterion.kind === "discounted" && !(criterion.discount >= 0 && criterion.discount < 1))
    throw new RangeError(`expected a discount in [0, 1), got ${criterion.discount}`);
  const sign = direction === "maximise" ? 1 : -1;
  const { states } = model;
  const reverse = reverseOf(states, rows);
  const open: Graph = { states, rows, reverse, allowed: within?.rows ?? fullBits(reverse.owner.length) };
  const graph: Graph = { ...open, allowed: withoutDeadEnds(open) };
  const starts = model.starts.map(({ state }) => state);
  const stuck = starts.find((state) => !hasEnded(rows, state) && !hasRow(graph, state));
  if (stuck !== undefined) throw new RangeError(`no allowed policy starts in state ${stuck}`);
  const reachable = reachableFrom(graph, starts);
  for (let r = 0; r < reverse.owner.length; r++) if (!hasBit(reachable, reverse.owner[r]!)) clearBit(graph.allowed, r);
  return {
    graph,
    reachable,
    sign,
    discount: criterion.kind === "total" ? ONE : fromNumber(criterion.discount),
    rewards: signed(payoff.rows[0]!, sign),
    finals: payoff.final === undefined ? undefined : signed(payoff.final.terminated, sign),
    ended: undefined,
    leave: within?.leave,
    progress: counter(onProgress),
  };
}

/** Adds up backups and tells the sum, with what it will come to by the estimate given last. */
export function counter(onProgress: ((done: number, of?: number) => void) | undefined): Task["progress"] {
  let [done, of] = [0, 0];
  return (backups, share) => {
    done += backups;
    if (share !== undefined) of = Math.round(done / share);
    if (of === 0) onProgress?.(done);
    else onProgress?.(done, Math.max(of, done));
  };
}

/** Whether the world has ended in a state. */
export const isOver = ({ graph, ended }: Pick<Task, "graph" | "ended">, state: number): boolean =>
  hasEnded(graph.rows, state) || (ended !== undefined && hasBit(ended, state));

/** Whether a state has an allowed row. */
export function hasRow({ rows, allowed }: Graph, state: number): boolean {
  for (let r = rows.rowStart[state]!; r < rows.rowStart[state + 1]!; r++) if (hasBit(allowed, r)) return true;
  return false;
}

/** The exact reward of a row, in the direction of maximising. */
export const rewardOf = (task: Task, row: number): Rational => task.rewards.table.exact[task.rewards.codes[row]!]!;

/** 1 − discount, enclosed. */
export const forgone = (task: Task): number => enclose(subtract(ONE, task.discount)).value;
