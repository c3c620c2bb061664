import { add, ONE, type Rational, ZERO } from "../core/rational.ts";
import { type Bits, hasBit } from "./bits.ts";
import { coded, createCodeList, createTable } from "./coded.ts";
import { createRowBuilder } from "./enumerate.ts";
import { createKeys, createNumberList } from "./keys.ts";
import type { Model, Payoff } from "./model.ts";
import { gatherPayoff } from "./payoffs.ts";

/**
 * Something that happens or not, once and for all: on a branch, or on entering (or starting in) a state.
 *
 * One bit of the product remembers it, so that the probability that it ever happens is an expected sum.
 */
export interface Event {
  /** shape [phases]; branches on which it happens */
  readonly branches?: readonly Bits[];
  /** states on entering which it happens */
  readonly states?: Bits;
  /** does not happen once one of these events has happened in an earlier step: their places in the list of events */
  readonly unless?: readonly number[];
}

/** A model whose states also remember which events have happened. */
export interface Product {
  readonly model: Model;
  /** shape [states]; the state without its memory */
  readonly base: Uint32Array;
  /** shape [states]; bit k is set where event k has happened */
  readonly happened: Uint32Array;
  /** shape [phases] of [rows]; the row without its memory */
  readonly baseRow: readonly Uint32Array[];
  /** The payoff of the model without memory, on the rows of this one. */
  lift(payoff: Payoff): Payoff;
  /** The payoff whose expected sum is the probability that event k ever happens, that it has happened at the start aside. */
  eventPayoff(k: number): Payoff;
  /**
   * What a row pays is the probability that event k happens in it, whether or not it has happened before; an ended state pays 1 where
   * the event is to be in such a state.
   */
  occurrence(k: number): Payoff;
  /** The probability that event k has happened at the start. */
  startProbability(k: number): Rational;
}

/** Whether an event has happened in a state of a product. */
export const hasHappened = ({ happened }: Pick<Product, "happened">, event: number, state: number): boolean =>
  (happened[state]! & (1 << event)) !== 0;

/** Most events that one product can remember. */
export const MOST_EVENTS = 31;

/**
 * The product of a model with the memory of some events.
 *
 * @throws RangeError if there are more than 31 events
 */
export function productOf(base: Model, events: readonly Event[]): Product {
  if (events.length > MOST_EVENTS)
    throw new RangeError(`productOf: ${events.length} events, expected at most ${MOST_EVENTS}`);
  if (events.length === 0) return withoutMemory(base);
  const keys = createKeys(2);
  const scratch = new Uint32Array(2);
  const numberOf = (state: number, happened: number): number => {
    scratch[0] = state;
    scratch[1] = happened;
    return keys.add(scratch, 0);
  };
  /** The memory after a step onto a state, along a branch where there was one. */
  const after = (happened: number, state: number, phase?: number, branch?: number): number =>
    events.reduce((bits, { states, branches, unless }, k) => {
      const isHere =
        (states !== undefined && hasBit(states, state)) ||
        (phase !== undefined && branch !== undefined && branches !== undefined && hasBit(branches[phase]!, branch));
      const isBlocked = unless?.some((other) => (happened & (1 << other)) !== 0) ?? false;
      return isHere && !isBlocked ? bits | (1 << k) : bits;
    }, happened);

  const starts = base.starts.map(({ state, probability }) => ({
    state: numberOf(state, after(0, state)),
    probability,
  }));
  const builders = base.phases.map(() => ({ rows: createRowBuilder(), baseRow: createNumberList() }));
  for (let index = 0; index < keys.size; index++) {
    const state = keys.words[2 * index]!;
    const happened = keys.words[2 * index + 1]!;
    base.phases.forEach((phase, p) => {
      const { rows, baseRow } = builders[p]!;
      rows.beginState();
      for (let row = phase.rowStart[state]!; row < phase.rowStart[state + 1]!; row++) {
        rows.beginRow(phase.action[row]!);
        baseRow.push(row);
        for (let branch = phase.branchStart[row]!; branch < phase.branchStart[row + 1]!; branch++) {
          const successor = phase.successor[branch]!;
          const next = numberOf(successor, after(happened, successor, p, branch));
          rows.addBranch(next, phase.probability.codes[branch]!);
        }
      }
    });
  }
  const words = keys.words;
  const bases = Uint32Array.from({ length: keys.size }, (_, index) => words[2 * index]!);
  const happened = Uint32Array.from({ length: keys.size }, (_, index) => words[2 * index + 1]!);
  const baseRow = builders.map((builder) => builder.baseRow.finish());
  const model: Model = {
    states: keys.size,
    actions: base.actions,
    starts,
    phases: builders.map(({ rows }, p) => rows.finish(base.phases[p]!.probability.exact)),
    boundaries: base.boundaries,
  };
  /** The payoff that is, in each row, the probability of the branches for which `isHere` holds. */
  const chanceOf = (isHere: (state: number, phase: number, row: number, branch: number) => boolean): Payoff => ({
    rows: model.phases.map((phase, p) => {
      const table = createTable([ZERO]);
      const codes = createCodeList(phase.action.length || 1);
      for (let state = 0; state < model.states; state++)
        for (let row = phase.rowStart[state]!; row < phase.rowStart[state + 1]!; row++) {
          let probability = ZERO;
          for (let branch = phase.branchStart[row]!; branch < phase.branchStart[row + 1]!; branch++)
            if (isHere(state, p, row, branch))
              probability = add(probability, phase.probability.exact[phase.probability.codes[branch]!]!);
          codes.push(probability === ZERO ? 0 : table.code(probability));
        }
      return coded(codes.finish(), table.exact);
    }),
  });
  return {
    model,
    base: bases,
    happened,
    baseRow,
    lift: (payoff) => gatherPayoff(payoff, baseRow, bases),
    eventPayoff(k) {
      const has = (state: number): boolean => hasHappened({ happened }, k, state);
      return chanceOf((state, p, _, branch) => !has(state) && has(model.phases[p]!.successor[branch]!));
    },
    occurrence(k) {
      const { states, branches } = events[k]!;
      const isIn = (state: number): boolean => states !== undefined && hasBit(states, bases[state]!);
      const terminated = coded(
        Uint8Array.from({ length: model.states }, (_, state) => (isIn(state) ? 1 : 0)),
        [ZERO, ONE],
      );
      const { rows } = chanceOf((_, p, row, branch) => {
        const { branchStart, successor } = model.phases[p]!;
        if (isIn(successor[branch]!)) return true;
        const first = base.phases[p]!.branchStart[baseRow[p]![row]!]!;
        return branches !== undefined && hasBit(branches[p]!, first + branch - branchStart[row]!);
      });
      return { rows, final: { terminated, horizon: terminated } };
    },
    startProbability: (k) =>
      starts.reduce((sum, { state, probability }) => (happened[state]! & (1 << k) ? add(sum, probability) : sum), ZERO),
  };
}

/** The product with no events: the model itself. */
function withoutMemory(model: Model): Product {
  const states = Uint32Array.from({ length: model.states }, (_, index) => index);
  const nothing = (): never => {
    throw new RangeError("productOf: there are no events");
  };
  return {
    model,
    base: states,
    happened: new Uint32Array(model.states),
    baseRow: model.phases.map(({ action }) => Uint32Array.from({ length: action.length }, (_, row) => row)),
    lift: (payoff) => payoff,
    eventPayoff: nothing,
    occurrence: nothing,
    startProbability: nothing,
  };
}
