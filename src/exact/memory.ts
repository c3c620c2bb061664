import { createRowBuilder } from "./enumerate.ts";
import { createKeys, createNumberList } from "./keys.ts";
import type { Model, Payoff } from "./model.ts";
import { gatherPayoff } from "./payoffs.ts";

/** A model whose states also hold what a mind remembers that keeps its last few observations, with its acts and rewards between them. */
export interface Memory {
  readonly model: Model;
  /** shape [states]; the state without what is remembered */
  readonly base: Uint32Array;
  /** shape [states]; what is remembered, numbered from 0: all that the mind's choice may depend on beside the time */
  readonly node: Uint32Array;
  readonly nodes: number;
  /** For each memory, what a mind would remember instead that keeps fewer observations. */
  shortened(shorter: Memory): Uint32Array;
  /** The number of what is remembered after some symbols; 0 where that is never met. */
  find(symbols: readonly number[]): number;
  /** A payoff of the model without memory, on the rows of this one. */
  lift(payoff: Payoff): Payoff;
  /** The state at the start, when that of the model without memory is this. */
  start(state: number): number;
  /** The state after a row of this model, when the model without memory takes this branch of its own. */
  next(phase: number, row: number, branch: number): number;
}

/** What a mind sees of a model. */
export interface Senses {
  /** shape [states]; equal codes for states that look the same, in which the same actions are available */
  readonly look: ArrayLike<number>;
  /** shape [phases] of [branches]; equal codes for rewards that are told apart; absent where a mind is not told */
  readonly rewards?: readonly ArrayLike<number>[];
}

/**
 * The product of a model with the memory of the last observations.
 *
 * @param window - observations kept, the present one included; at least 1
 * @param depth - steps after which nothing is asked any more: states first met then lead back to themselves
 * @param most - states from which the product is not made
 * @returns undefined where it would have more states
 */
export function memoryOf(
  base: Model,
  { look, rewards }: Senses,
  window: number,
  depth: number,
  most: number,
): Memory | undefined {
  const kept = 3 * window - 2;
  const windows: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  const nodeOf = (symbols: readonly number[]): number => {
    const recent = symbols.slice(-kept);
    const key = recent.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, windows.length);
    return windows.push(recent) - 1;
  };
  const keys = createKeys(2);
  const scratch = new Uint32Array(2);
  const numberOf = (state: number, node: number): number => {
    scratch[0] = state;
    scratch[1] = node;
    return keys.add(scratch, 0);
  };
  const starts = base.starts.map(({ state, probability }) => ({
    state: numberOf(state, nodeOf([look[state]!])),
    probability,
  }));
  const builders = base.phases.map(() => ({ rows: createRowBuilder(), baseRow: createNumberList() }));
  let [layer, nextLayer] = [0, 0];
  for (let index = 0; index < keys.size; index++) {
    if (keys.size > most) return undefined;
    if (index === nextLayer) {
      layer++;
      nextLayer = keys.size;
    }
    const isLast = layer > depth;
    const state = keys.words[2 * index]!;
    const remembered = windows[keys.words[2 * index + 1]!]!;
    base.phases.forEach((phase, p) => {
      const { rows, baseRow } = builders[p]!;
      rows.beginState();
      for (let row = phase.rowStart[state]!; row < phase.rowStart[state + 1]!; row++) {
        rows.beginRow(phase.action[row]!);
        baseRow.push(row);
        for (let branch = phase.branchStart[row]!; branch < phase.branchStart[row + 1]!; branch++) {
          const successor = phase.successor[branch]!;
          const told = rewards?.[p]?.[branch] ?? 0;
          const node = () => nodeOf([...remembered, phase.action[row]!, told, look[successor]!]);
          rows.addBranch(isLast ? index : numberOf(successor, node()), phase.probability.codes[branch]!);
        }
      }
    });
  }
  const [words, size] = [keys.words, keys.size];
  const states = Uint32Array.from({ length: size }, (_, index) => words[2 * index]!);
  const baseRow = builders.map((builder) => builder.baseRow.finish());
  const model: Model = {
    states: size,
    actions: base.actions,
    starts,
    phases: builders.map(({ rows }, p) => rows.finish(base.phases[p]!.probability.exact)),
    boundaries: base.boundaries,
  };
  return {
    model,
    base: states,
    node: Uint32Array.from({ length: size }, (_, index) => words[2 * index + 1]!),
    nodes: windows.length,
    find: (symbols) => numbers.get(symbols.slice(-kept).join()) ?? 0,
    shortened: (shorter) => Uint32Array.from(windows, (symbols) => shorter.find(symbols)),
    lift: (payoff) => gatherPayoff(payoff, baseRow, states),
    start: (state) => starts.find((start) => states[start.state] === state)!.state,
    next(phase, row, branch) {
      const rows = model.phases[phase]!;
      const offset = branch - base.phases[phase]!.branchStart[baseRow[phase]![row]!]!;
      return rows.successor[rows.branchStart[row]! + offset]!;
    },
  };
}
