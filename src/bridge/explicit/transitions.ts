import { add, compare, formatRational, ONE, type Rational, subtract, toNumber } from "../../core/rational.ts";
import { coded, createCodeList } from "../../exact/coded.ts";
import { createNumberList } from "../../exact/keys.ts";
import type { Rows } from "../../exact/model.ts";
import { distributionOf } from "../fractions.ts";
import { misreadAt } from "./lines.ts";
import type { Values } from "./values.ts";

/**
 * How far the decimals of a row may be from 1 in sum: what PRISM takes for rounding unless told otherwise (its -sumroundoff).
 *
 * Such a row is taken for the simplest fractions near it, 0.3333333333333333 for 1/3; where these do not sum to exactly 1 either, the
 * likeliest branch gets what is missing.
 */
export const ROUNDING = 1e-5;

/** Transitions as a file lists them, in whatever order. */
export interface Transitions {
  /**
   * @param choice - number of the choice among those of the state, from 0
   * @param probability - code among the values
   * @param action - index among the actions
   */
  add(line: number, state: number, choice: number, target: number, probability: number, action: number): void;
  readonly count: number;
  /**
   * The rows that they make; a state without any gets a step to itself.
   *
   * @throws InnateError `case` where choices have gaps, a transition stands twice, actions of a choice differ, or a row
   *   does not sum to 1
   */
  rows(): Rows;
}

/**
 * No transitions yet.
 *
 * @param name - the file, for errors
 * @param loop - index among the actions of the step of a state that has no transition
 */
export function createTransitions(name: string, states: number, values: Values, loop: () => number): Transitions {
  const [line, state, choice, target, probability, action] = Array.from({ length: 6 }, () => createNumberList());
  return {
    add(number, from, of, to, code, act) {
      line!.push(number);
      state!.push(from);
      choice!.push(of);
      target!.push(to);
      probability!.push(code);
      action!.push(act);
    },
    get count() {
      return line!.length;
    },
    rows: () =>
      layRows(name, states, values, loop, {
        line: line!.finish(),
        state: state!.finish(),
        choice: choice!.finish(),
        target: target!.finish(),
        probability: probability!.finish(),
        action: action!.finish(),
      }),
  };
}

/** Shape [transitions] each. */
interface Listed {
  readonly line: Uint32Array;
  readonly state: Uint32Array;
  readonly choice: Uint32Array;
  readonly target: Uint32Array;
  readonly probability: Uint32Array;
  readonly action: Uint32Array;
}

/** The places of some numbers in ascending order; equal ones stay as they stand in `order`. */
function sorted(numbers: Uint32Array, order: Uint32Array): Uint32Array {
  let most = 0;
  for (const number of numbers) if (number > most) most = number;
  const next = new Uint32Array(most + 2);
  for (const number of numbers) next[number + 1]!++;
  for (let k = 1; k < next.length; k++) next[k]! += next[k - 1]!;
  const result = new Uint32Array(order.length);
  for (const place of order) result[next[numbers[place]!]!++] = place;
  return result;
}

/** The places of transitions by state and choice. */
function inOrder({ state, choice }: Listed): Uint32Array {
  const order = Uint32Array.from(state.keys());
  for (let k = 1; k < state.length; k++)
    if (state[k]! < state[k - 1]! || (state[k] === state[k - 1] && choice[k]! < choice[k - 1]!))
      return sorted(state, sorted(choice, order));
  return order;
}

function layRows(name: string, states: number, values: Values, loop: () => number, listed: Listed): Rows {
  const order = inOrder(listed);
  const rowStart = createNumberList(states + 1);
  const actions = createCodeList();
  const branchStart = createNumberList();
  const successor = new Uint32Array(order.length + states);
  const codes = createCodeList(order.length + states);
  const one = values.code(ONE);
  // For each state the number of the row, from 1, that has led to it last.
  const reached = new Uint32Array(states);
  const sums = createSums(values);
  let [k, branch, row] = [0, 0, 0];
  for (let state = 0; state < states; state++) {
    rowStart.push(row);
    if (k === order.length || listed.state[order[k]!] !== state) {
      branchStart.push(branch);
      actions.push(loop());
      successor[branch++] = state;
      codes.push(one);
      row++;
      continue;
    }
    for (let choice = 0; k < order.length && listed.state[order[k]!] === state; choice++) {
      const first = order[k]!;
      const line = listed.line[first]!;
      if (listed.choice[first] !== choice)
        throw misreadAt(name, line, `choice ${listed.choice[first]} of state ${state}, which has no choice ${choice}`);
      branchStart.push(branch);
      actions.push(listed.action[first]!);
      sums.begin();
      row++;
      for (; k < order.length; k++) {
        const place = order[k]!;
        if (listed.state[place] !== state || listed.choice[place] !== choice) break;
        const target = listed.target[place]!;
        const said = (): string =>
          `of state ${state}${listed.choice.some((of) => of > 0) ? `, choice ${choice},` : ""}`;
        if (reached[target] === row)
          throw misreadAt(name, listed.line[place]!, `a transition ${said()} to state ${target}, which stood before`);
        if (listed.action[place] !== listed.action[first])
          throw misreadAt(name, listed.line[place]!, `another action ${said()} than in line ${line}`);
        reached[target] = row;
        successor[branch++] = target;
        sums.add(listed.probability[place]!);
      }
      const owner = `the probabilities of state ${state}${choice > 0 ? `, choice ${choice}` : ""}`;
      for (const code of sums.end((message) => misreadAt(name, line, `${owner} ${message}`))) codes.push(code);
    }
  }
  rowStart.push(row);
  branchStart.push(branch);
  return {
    rowStart: rowStart.finish(),
    action: actions.finish(),
    branchStart: branchStart.finish(),
    successor: successor.slice(0, branch),
    probability: coded(codes.finish(), values.exact),
  };
}

/** Sees to it that the probabilities of a row sum to exactly 1; what a row came to is known where it is met again. */
function createSums(values: Values) {
  const known = new Map<string, readonly number[]>();
  let row: number[] = [];
  return {
    begin() {
      row = [];
    },
    add(code: number) {
      row.push(code);
    },
    /** The codes of the row, mended. */
    end(fail: (message: string) => Error): readonly number[] {
      const key = row.join();
      const found = known.get(key);
      if (found !== undefined) return found;
      const mended = mend(row, values, fail);
      // Rows of very many different probabilities are not worth remembering.
      if (known.size < 1 << 16) known.set(key, mended);
      return mended;
    },
  };
}

function mend(row: readonly number[], values: Values, fail: (message: string) => Error): readonly number[] {
  const shares = row.map((code) => values.exact[code]!);
  const bad = shares.find(({ numerator, denominator }) => numerator <= 0n || numerator > denominator);
  if (bad !== undefined) throw fail(`include ${formatRational(bad)}, expected numbers above 0 and at most 1`);
  const missing = subtract(ONE, shares.reduce(add));
  if (missing.numerator === 0n) return row;
  const fractions = distributionOf(shares.map(toNumber));
  if (fractions?.isRead === true) return fractions.weights.map(values.code);
  if (Math.abs(toNumber(missing)) > ROUNDING) throw fail(`sum to ${toNumber(subtract(ONE, missing))}, expected 1`);
  const likeliest = shares.reduce((best, share, k) => (compare(share, shares[best]!) > 0 ? k : best), 0);
  const rest: Rational = add(shares[likeliest]!, missing);
  return row.map((code, k) => (k === likeliest ? values.code(rest) : code));
}
