import { exp, ln } from "../core/math.ts";
import { toNumber } from "../core/rational.ts";
import { hasEnded } from "./graph.ts";
import type { Criterion, Model, Payoff, Rows } from "./model.ts";
import { discountOf, phaseOf } from "./time.ts";

/** A payoff that a soft-optimal policy is judged by. */
export interface Judged {
  readonly payoff: Payoff;
  readonly criterion: Criterion;
}

/** What a soft-optimal policy is worth, from the start distribution; doubles without bounds, the same on every engine. */
export interface SoftValues {
  /** to the payoff that it is soft-optimal for, and to each payoff that it is judged by */
  readonly own: number;
  readonly judged: readonly number[];
  /** Kullback–Leibler divergence of its episodes from those of the uniform policy, in nats, discounted as its own payoff is */
  readonly divergence: number;
}

/** A sum over time that is worked out beside the soft value: what each row pays, and what the end does. */
interface Account {
  /** shape [phases] of [rows] */
  readonly pay: readonly Float64Array[];
  readonly discount: number;
  /** shape [states]; values at the end of a step, then at its start */
  values: Float64Array;
}

/** Change of a value, relative to the largest, at which sweeps without a horizon stop. */
const SETTLED = 1e-12;

function accountOf(model: Model, { payoff, criterion }: Judged): Account {
  const pay = payoff.rows.map(({ codes, values }) => Float64Array.from(codes, (code) => values[code]!));
  const values = new Float64Array(model.states);
  for (let state = 0; state < model.states; state++) {
    const isEnded = hasEnded(model.phases[0]!, state);
    const final = isEnded ? payoff.final?.terminated : payoff.final?.horizon;
    if (final !== undefined && (isEnded || criterion.kind === "finite"))
      values[state] = final.values[final.codes[state]!]!;
  }
  return { pay, discount: discountOf(criterion), values };
}

/** What a row pays and leads to by an account. */
function rowValue(
  { branchStart, successor, probability }: Rows,
  pay: Float64Array,
  account: Account,
  row: number,
): number {
  const { codes, values } = probability;
  let expected = 0;
  for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
    expected += values[codes[branch]!]! * account.values[successor[branch]!]!;
  return pay[row]! + account.discount * expected;
}

/**
 * The soft choice among rows worth some amounts: T·ln of the mean of exp(amount / T), which is the most that choosing them with
 * probabilities π is worth when T times the divergence of π from uniform is paid for it. Writes those probabilities over the amounts.
 */
function softChoice(amounts: Float64Array, count: number, temperature: number): number {
  let most = -Infinity;
  for (let k = 0; k < count; k++) most = Math.max(most, amounts[k]!);
  let [mean, total] = [0, 0];
  for (let k = 0; k < count; k++) {
    mean += amounts[k]! / count;
    // Amounts are taken from the largest, so that nothing overflows.
    amounts[k] = temperature === Infinity ? 1 : exp((amounts[k]! - most) / temperature);
    total += amounts[k]!;
  }
  for (let k = 0; k < count; k++) amounts[k]! /= total;
  return temperature === Infinity ? mean : most + temperature * ln(total / count);
}

/** Σ π·ln(π / uniform) of some probabilities. */
function divergenceOf(shares: Float64Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) if (shares[k]! > 0) sum += shares[k]! * ln(shares[k]! * count);
  return sum;
}

const widest = ({ phases }: Model): number => {
  let most = 1;
  for (const { rowStart } of phases)
    for (let state = 0; state + 1 < rowStart.length; state++)
      most = Math.max(most, rowStart[state + 1]! - rowStart[state]!);
  return most;
};

const fromStarts = (model: Model, { values }: Account): number =>
  model.starts.reduce((sum, { state, probability }) => sum + toNumber(probability) * values[state]!, 0);

/**
 * The policy that is soft-optimal for a payoff at a temperature, and what it is worth: Boltzmann's choice at every step, by soft
 * value iteration V(s) = T·ln mean_a exp(Q(s, a) / T), Q(s, a) = r + γ Σ p V. It maximises the expected payoff less T times the
 * divergence of its episodes from the uniform policy's, and so goes from the uniform policy (T = ∞) to an optimal one (T → 0).
 *
 * @param temperature - in units of the payoff, above 0; Infinity for the uniform policy
 * @param most - branch backups after which sweeps without a horizon are given up
 * @returns undefined where values did not settle, or the criterion is the long-run average
 * @see Haarnoja et al. 2017, arXiv:1702.08165; Todorov 2007, "Linearly-solvable Markov decision problems"
 */
export function softOptimal(
  model: Model,
  own: Judged,
  judged: readonly Judged[],
  temperature: number,
  most: number,
): SoftValues | undefined {
  const { criterion } = own;
  if (criterion.kind === "average") return undefined;
  const accounts = [own, ...judged].map((one) => accountOf(model, one));
  const soft = accountOf(model, own);
  const divergence: Account = {
    pay: model.phases.map(({ action }) => new Float64Array(action.length)),
    discount: soft.discount,
    values: new Float64Array(model.states),
  };
  const all = [...accounts, divergence];
  if (criterion.kind === "finite") overHorizon(model, criterion.horizon, soft, all, divergence, temperature);
  else if (!withoutHorizon(model, soft, all, divergence, temperature, most)) return undefined;
  const [value = Number.NaN, ...values] = accounts.map((account) => fromStarts(model, account));
  return { own: value, judged: values, divergence: fromStarts(model, divergence) };
}

/** Backward induction of the soft value and, under the choice that it makes, of all accounts. */
function overHorizon(
  model: Model,
  horizon: number,
  soft: Account,
  accounts: readonly Account[],
  divergence: Account,
  temperature: number,
): void {
  const shares = new Float64Array(widest(model));
  const later: Float64Array[] = [soft, ...accounts].map(({ values }) => values.slice());
  for (let time = horizon - 1; time >= 0; time--) {
    const phase = phaseOf(model, time);
    const rows = model.phases[phase]!;
    for (let state = 0; state < model.states; state++) {
      const [first, end] = [rows.rowStart[state]!, rows.rowStart[state + 1]!];
      if (first === end) continue;
      for (let row = first; row < end; row++) shares[row - first] = rowValue(rows, soft.pay[phase]!, soft, row);
      later[0]![state] = softChoice(shares, end - first, temperature);
      for (let k = 0; k < accounts.length; k++) {
        const account = accounts[k]!;
        let value = account === divergence ? divergenceOf(shares, end - first) : 0;
        for (let row = first; row < end; row++)
          value += shares[row - first]! * rowValue(rows, account.pay[phase]!, account, row);
        later[k + 1]![state] = value;
      }
    }
    // States that have ended keep their values: both buffers began with them.
    for (const [k, account] of [soft, ...accounts].entries()) {
      const before = later[k]!;
      later[k] = account.values;
      account.values = before;
    }
  }
}

/**
 * The soft value, and then each account under the choice that it makes, by sweeps to and fro until nothing moves.
 *
 * @returns false if that took too long
 */
function withoutHorizon(
  model: Model,
  soft: Account,
  accounts: readonly Account[],
  divergence: Account,
  temperature: number,
  most: number,
): boolean {
  const rows = model.phases[0]!;
  const shares = new Float64Array(rows.action.length);
  const buffer = new Float64Array(widest(model));
  let left = most;
  const settle = (account: Account, backup: (state: number, first: number, end: number) => number): boolean => {
    const { values } = account;
    for (let isBack = false; left > 0; isBack = !isBack) {
      let [moved, size] = [0, 0];
      for (let k = 0; k < model.states; k++) {
        const state = isBack ? k : model.states - 1 - k;
        const [first, end] = [rows.rowStart[state]!, rows.rowStart[state + 1]!];
        if (first === end) continue;
        const value = backup(state, first, end);
        moved = Math.max(moved, Math.abs(value - values[state]!));
        size = Math.max(size, Math.abs(value));
        values[state] = value;
      }
      left -= rows.successor.length;
      if (!Number.isFinite(size)) return false;
      // What is still to move is at most this over 1 − γ.
      if (moved <= SETTLED * (1 - Math.min(account.discount, 0.99)) * (1 + size)) return true;
    }
    return false;
  };
  const choose = (first: number, end: number): number => {
    for (let row = first; row < end; row++) buffer[row - first] = rowValue(rows, soft.pay[0]!, soft, row);
    return softChoice(buffer, end - first, temperature);
  };
  if (!settle(soft, (_, first, end) => choose(first, end))) return false;
  for (let state = 0; state < model.states; state++) {
    const [first, end] = [rows.rowStart[state]!, rows.rowStart[state + 1]!];
    if (first === end) continue;
    choose(first, end);
    shares.set(buffer.subarray(0, end - first), first);
    divergence.pay[0]!.fill(divergenceOf(buffer, end - first), first, end);
  }
  return accounts.every((account) =>
    settle(account, (_, first, end) => {
      let value = 0;
      for (let row = first; row < end; row++) value += shares[row]! * rowValue(rows, account.pay[0]!, account, row);
      return value;
    }),
  );
}
