import { add, divide, type Rational, rational, ZERO } from "../core/rational.ts";
import { type Bits, hasBit } from "./bits.ts";
import { coded, createCodeList, createTable } from "./coded.ts";
import type { Model, Payoff } from "./model.ts";

/** A model without choices: what a policy makes of another model and of a payoff. */
export interface Chain {
  /** the same states; each that goes on has one row */
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
  const chainRows = new Uint32Array(model.states + 1);
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
      found = shares.code(divide(probability.exact[code]!, rational(BigInt(choices))));
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

  starts.push(0);
  for (let s = 0; s < model.states; s++) {
    chainRows[s] = rewards.length;
    const used: number[] = [];
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) if (hasBit(rows, r)) used.push(r);
    if (used.length === 0) continue;
    for (const r of used)
      for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) {
        targets.push(successor[b]!);
        probabilities.push(shareCode(probability.codes[b]!, used.length));
      }
    rewards.push(amountCode(used.map((r) => column.codes[r]!)));
    starts.push(targets.length);
  }
  chainRows[model.states] = rewards.length;
  const rewardCodes = rewards.finish();
  return {
    model: {
      states: model.states,
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
      ...(payoff.final === undefined ? {} : { final: payoff.final }),
    },
  };
}
