import { add, divide, ONE, type Rational, rational, ZERO } from "../core/rational.ts";
import { type Bits, hasBit } from "./bits.ts";
import { type Coded, coded, createCodeList, createTable } from "./coded.ts";
import type { Model, Payoff } from "./model.ts";

/** A model without choices: what a policy makes of another model and of a payoff. */
export interface Chain {
  /** the same states, and one more at the end, where a row that stops leads; each state that goes on has one row */
  readonly model: Model;
  readonly payoff: Payoff;
}

/**
 * The chain of the policy that takes each allowed row of a state equally often, and what it is paid per step.
 *
 * @param rows - the allowed rows; a state that has none ends
 */
export function uniformChain(model: Model, rows: Bits, payoff: Payoff): Chain {
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const stops = payoff.stops?.[0];
  const sink = model.states;
  const chainRows = new Uint32Array(model.states + 2);
  const starts = createCodeList();
  const targets = createCodeList();
  const probabilities = createCodeList();
  const rewards = createCodeList();
  const shares = createTable();
  const amounts = createTable();
  const shareCodes = new Map<number, number>();
  const amountCodes = new Map<string, number>();
  const column = payoff.rows[0]!;

  const shareCode = (code: number, choices: number): number => {
    const key = code * 4096 + choices;
    let found = shareCodes.get(key);
    if (found === undefined) {
      const whole = code < 0 ? ONE : probability.exact[code]!;
      found = shares.code(divide(whole, rational(BigInt(choices))));
      shareCodes.set(key, found);
    }
    return found;
  };
  const amountCode = (codes: readonly number[]): number => {
    const key = codes.join();
    let found = amountCodes.get(key);
    if (found === undefined) {
      const sum = codes.map((code): Rational => column.exact[code]!).reduce(add, ZERO);
      found = amounts.code(divide(sum, rational(BigInt(codes.length))));
      amountCodes.set(key, found);
    }
    return found;
  };
  const lead = (target: number, share: number): void => {
    targets.push(target);
    probabilities.push(share);
  };

  starts.push(0);
  for (let s = 0; s < model.states; s++) {
    chainRows[s] = rewards.length;
    const used: number[] = [];
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) if (hasBit(rows, r)) used.push(r);
    if (used.length === 0) continue;
    for (const r of used) {
      if (stops !== undefined && hasBit(stops, r)) lead(sink, shareCode(-1, used.length));
      else
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
          lead(successor[b]!, shareCode(probability.codes[b]!, used.length));
    }
    rewards.push(amountCode(used.map((r) => column.codes[r]!)));
    starts.push(targets.length);
  }
  chainRows[sink] = chainRows[sink + 1] = rewards.length;
  const rewardCodes = rewards.finish();
  return {
    model: {
      states: model.states + 1,
      actions: ["uniform"],
      starts: model.starts,
      phases: [
        {
          rowStart: chainRows,
          action: new Uint8Array(rewardCodes.length),
          branchStart: Uint32Array.from(starts.finish()),
          successor: Uint32Array.from(targets.finish()),
          probability: coded(probabilities.finish(), shares.exact),
        },
      ],
      boundaries: [],
    },
    payoff: {
      rows: [coded(rewardCodes, amounts.exact)],
      ...(payoff.final === undefined
        ? {}
        : { final: { terminated: withSink(payoff.final.terminated), horizon: withSink(payoff.final.horizon) } }),
    },
  };
}

/** A column of amounts per state with one state more, which is worth nothing. */
function withSink(column: Coded): Coded {
  const codes = createCodeList(column.codes.length + 1);
  for (const code of column.codes) codes.push(code);
  codes.push(column.exact.length);
  return coded(codes.finish(), [...column.exact, ZERO]);
}
