import { add, fromNumber, multiply, ONE, type Rational, subtract, ZERO } from "../../core/rational.ts";
import { type Bits, createBits, hasBit, isEmpty, setBit } from "../../exact/bits.ts";
import { type Coded, coded, createCodeList, createTable } from "../../exact/coded.ts";
import { createRowBuilder } from "../../exact/enumerate.ts";
import { endedStates, hasEnded } from "../../exact/graph.ts";
import type { Criterion, Model, Payoff, Rows } from "../../exact/model.ts";
import { discountOf } from "../../exact/time.ts";

/**
 * A model that every checker takes: one start, and a step from every state. A state in which the world has ended steps to itself.
 * Where the start is drawn, or pays something, a first state stands before all others and draws it.
 */
export interface Layout {
  readonly model: Model;
  /** whether a first state stands before the others, so that all happens a step later */
  readonly isDrawn: boolean;
  /** The states that show one of these states of the world's model. */
  lift(states: Bits): Bits;
  /** What a row pays in expectation, for the payoff of a row and of an end; by `endings`. */
  rewards(payoff: Payoff): Coded;
}

/**
 * What stands for what is paid once at the end, as checkers add up what steps pay: with f what a state pays at the end, a step
 * pays γ f(s′) − f(s) and the start f(s₀), in all γ^T f(s_T) after T steps, whenever the horizon cuts them off. Without a horizon
 * only ending pays, so f is 0 where the world goes on; and the long-run average knows no end.
 *
 * @returns what a state pays at the end; undefined where none does
 */
function endings({ final }: Payoff, { kind }: Criterion, rows: Rows): ((state: number) => Rational) | undefined {
  if (final === undefined || kind === "average") return undefined;
  const { terminated, horizon } = final;
  const states = rows.rowStart.length - 1;
  const of = (state: number): Rational => {
    if (hasEnded(rows, state)) return terminated.exact[terminated.codes[state]!]!;
    return kind === "finite" ? horizon.exact[horizon.codes[state]!]! : ZERO;
  };
  for (let state = 0; state < states; state++) if (of(state).numerator !== 0n) return of;
  return undefined;
}

/**
 * The model that checkers take of a model with one phase.
 *
 * @param payoffs - all that will be asked for its rewards
 * @param names - of the steps of the first state and of those in which the world has ended
 */
export function layOut(
  base: Model,
  criterion: Criterion,
  payoffs: readonly Payoff[],
  names: { readonly start: string; readonly end: string },
): Layout {
  const [rows] = base.phases;
  if (rows === undefined) throw new RangeError("layOut: a model without phases");
  const discount = fromNumber(discountOf(criterion));
  const { starts } = base;
  const drawn = (of: (state: number) => Rational): Rational =>
    starts.reduce((sum, { state, probability }) => add(sum, multiply(probability, of(state))), ZERO);
  const paysFirst = payoffs.some((payoff) => {
    const of = endings(payoff, criterion, rows);
    return of !== undefined && drawn(of).numerator !== 0n;
  });
  const isDrawn = starts.length > 1 || paysFirst;
  const shift = isDrawn ? 1 : 0;
  const states = base.states + shift;
  const hasEnds = !isEmpty(endedStates(base));
  const actions = [...base.actions, ...(hasEnds ? [names.end] : []), ...(isDrawn ? [names.start] : [])];
  const table = createTable(rows.probability.exact);
  const builder = createRowBuilder();
  if (isDrawn) {
    builder.beginState();
    builder.beginRow(actions.length - 1);
    for (const { state, probability } of starts) builder.addBranch(state + shift, table.code(probability));
  }
  for (let state = 0; state < base.states; state++) {
    builder.beginState();
    for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++) {
      builder.beginRow(rows.action[row]!);
      for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
        builder.addBranch(rows.successor[branch]! + shift, rows.probability.codes[branch]!);
    }
    if (!hasEnded(rows, state)) continue;
    builder.beginRow(base.actions.length);
    builder.addBranch(state + shift, table.code(ONE));
  }
  const start = isDrawn ? 0 : (starts[0]?.state ?? 0);
  return {
    model: {
      states,
      actions,
      starts: [{ state: start, probability: ONE }],
      phases: [builder.finish(table.exact)],
      boundaries: [],
    },
    isDrawn,
    lift(bits) {
      const lifted = createBits(states);
      for (let state = 0; state < base.states; state++) if (hasBit(bits, state)) setBit(lifted, state + shift);
      return lifted;
    },
    rewards(payoff) {
      const [each] = payoff.rows;
      if (each === undefined) throw new RangeError("layOut: a payoff without rows");
      const of = endings(payoff, criterion, rows);
      const amounts = createTable([ZERO, ...each.exact]);
      const codes = createCodeList(rows.action.length + states);
      if (isDrawn) codes.push(of === undefined ? 0 : amounts.code(multiply(discount, drawn(of))));
      for (let state = 0; state < base.states; state++) {
        for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++) {
          const own = each.exact[each.codes[row]!]!;
          codes.push(amounts.code(of === undefined ? own : add(own, gained(rows, state, row, of, discount))));
        }
        if (hasEnded(rows, state)) codes.push(0);
      }
      return coded(codes.finish(), amounts.exact);
    },
  };
}

/** γ E f(s′) − f(s), for one row. */
function gained(rows: Rows, state: number, row: number, of: (state: number) => Rational, discount: Rational): Rational {
  const { branchStart, successor, probability } = rows;
  let next = ZERO;
  for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
    next = add(next, multiply(probability.exact[probability.codes[branch]!]!, of(successor[branch]!)));
  return subtract(multiply(discount, next), of(state));
}
