import type { LabelledModel } from "../../src/bridge/labelled.ts";
import type { Expression } from "../../src/bridge/prism/syntax.ts";
import { InnateError } from "../../src/core/errors.ts";
import { fromNumber, ONE, type Rational, rational } from "../../src/core/rational.ts";
import { coded, createTable } from "../../src/exact/coded.ts";
import { type Bits, codedFrom, createBits, type Model, setBit } from "../../src/exact/index.ts";

/** One row of a state: what it pays, and its branches as [probability, successor]. */
export interface Row {
  readonly reward?: number;
  readonly to: readonly (readonly [Rational, number])[];
}

export interface Described {
  /** by state, its rows */
  readonly rows: readonly (readonly Row[])[];
  readonly labels?: Readonly<Record<string, readonly number[]>>;
  /** by state, what a step pays that begins there */
  readonly stateRewards?: readonly number[];
  readonly starts?: readonly number[];
}

export const setOf = (states: number, members: readonly number[]): Bits => {
  const bits = createBits(states);
  for (const s of members) setBit(bits, s);
  return bits;
};

/** A labelled model written by hand, with one reward structure without a name. */
export function labelledModel({ rows, labels = {}, stateRewards, starts = [0] }: Described): LabelledModel {
  const states = rows.length;
  const table = createTable();
  const [rowStart, branchStart, successor, codes]: number[][] = [[], [], [], []];
  const rewards: number[] = [];
  for (const own of rows) {
    rowStart!.push(branchStart!.length);
    for (const { reward = 0, to } of own) {
      branchStart!.push(successor!.length);
      rewards.push(reward);
      for (const [probability, target] of to) {
        successor!.push(target);
        codes!.push(table.code(probability));
      }
    }
  }
  rowStart!.push(branchStart!.length);
  const numRows = branchStart!.length;
  branchStart!.push(successor!.length);
  const model: Model = {
    states,
    actions: ["go on"],
    starts: starts.map((state) => ({ state, probability: rational(1n, BigInt(starts.length)) })),
    phases: [
      {
        rowStart: Uint32Array.from(rowStart!),
        action: new Uint8Array(numRows),
        branchStart: Uint32Array.from(branchStart!),
        successor: Uint32Array.from(successor!),
        probability: coded(Uint32Array.from(codes!), table.exact),
      },
    ],
    boundaries: [],
  };
  const constant = (expression: Expression): Rational => {
    if (expression.kind === "number") return expression.value;
    throw new InnateError("usage", "not constant");
  };
  return {
    name: "by hand",
    kind: rows.every((own) => own.length === 1) ? "dtmc" : "mdp",
    model,
    deadlocks: createBits(states),
    labels: new Map([
      ["init", setOf(states, starts)],
      ["deadlock", createBits(states)],
      ...Object.entries(labels).map(([name, members]) => [name, setOf(states, members)] as const),
    ]),
    rewards: [{ name: "", states: codedFrom(stateRewards ?? rows.map(() => 0)), rows: codedFrom(rewards) }],
    satisfying(expression) {
      if (expression.kind !== "boolean") throw new InnateError("usage", "only true and false");
      return setOf(states, expression.value ? rows.map((_, s) => s) : []);
    },
    constant,
    describe: (state) => `(s=${state})`,
  };
}

const at = { line: 1, column: 1 };
export const number = (value: number): Expression => ({ kind: "number", value: fromNumber(value), type: "int", at });
export const label = (name: string): Expression => ({ kind: "label", name, at });
export const yes: Expression = { kind: "boolean", value: true, at };
/** A row that leads to one state. */
export const to = (state: number, reward = 0): Row => ({ reward, to: [[ONE, state]] });
/** A row that leads to several, each with the same probability. */
export const toss = (states: readonly number[], reward = 0): Row => ({
  reward,
  to: states.map((state) => [rational(1n, BigInt(states.length)), state] as const),
});
