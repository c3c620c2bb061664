import { ONE, parseDecimal, type Rational, rational } from "../../src/core/rational.ts";
import { coded, createTable } from "../../src/exact/coded.ts";
import type { Model, Payoff } from "../../src/exact/model.ts";

/** A row as tests write it: what it pays, and where it leads with which probability ("1/3", "0.5"; 1 when omitted). */
export interface Row {
  readonly pays?: string;
  readonly to: readonly (readonly [state: number, probability?: string])[];
}

/** The rational that "1/3" or "0.5" writes. */
export function fraction(text: string): Rational {
  const [above = "", below] = text.split("/");
  return below === undefined ? parseDecimal(above) : rational(BigInt(above), BigInt(below));
}

/**
 * A model and a payoff from the rows of each state; a state without rows has ended and is worth its entry in `finals`.
 * The start is state 0.
 */
export function smallModel(
  states: readonly (readonly Row[])[],
  finals: readonly string[] = [],
): { readonly model: Model; readonly payoff: Payoff } {
  const rowStart = [0];
  const branchStart = [0];
  const successor: number[] = [];
  const [probabilities, rewards] = [createTable(), createTable()];
  const [probabilityCodes, rewardCodes, action]: [number[], number[], number[]] = [[], [], []];
  for (const rows of states) {
    rows.forEach(({ pays = "0", to }, a) => {
      for (const [target, p] of to) {
        successor.push(target);
        probabilityCodes.push(probabilities.code(p === undefined ? ONE : fraction(p)));
      }
      rewardCodes.push(rewards.code(fraction(pays)));
      action.push(a);
      branchStart.push(successor.length);
    });
    rowStart.push(action.length);
  }
  const amounts = createTable();
  const finalCodes = states.map((_, s) => amounts.code(fraction(finals[s] ?? "0")));
  const terminated = coded(Uint32Array.from(finalCodes), amounts.exact);
  return {
    model: {
      states: states.length,
      actions: ["a", "b", "c", "d"],
      starts: [{ state: 0, probability: ONE }],
      phases: [
        {
          rowStart: Uint32Array.from(rowStart),
          action: Uint8Array.from(action),
          branchStart: Uint32Array.from(branchStart),
          successor: Uint32Array.from(successor),
          probability: coded(Uint32Array.from(probabilityCodes), probabilities.exact),
        },
      ],
      boundaries: [],
    },
    payoff: { rows: [coded(Uint32Array.from(rewardCodes), rewards.exact)], final: { terminated, horizon: terminated } },
  };
}

/**
 * The gambler's ruin: from a stake of `from` win or lose 1 with equal odds until `size` or 0. Half of all rounds change
 * nothing when `lazy`. Ending at `size` is worth 1, so the value is from/size; the expected number of rounds that change
 * something is from·(size − from).
 */
export function gamblersRuin(size: number, lazy = false): ReturnType<typeof smallModel> {
  const rows = Array.from({ length: size + 1 }, (_, s): Row[] =>
    s === 0 || s === size
      ? []
      : [
          {
            pays: "0",
            to: lazy
              ? [
                  [s - 1, "1/4"],
                  [s, "1/2"],
                  [s + 1, "1/4"],
                ]
              : [
                  [s - 1, "1/2"],
                  [s + 1, "1/2"],
                ],
          },
        ],
  );
  return smallModel(
    rows,
    Array.from({ length: size + 1 }, (_, s) => (s === size ? "1" : "0")),
  );
}

/** A model with another start. */
export const startingAt = (model: Model, state: number): Model => ({ ...model, starts: [{ state, probability: ONE }] });
