import fc from "fast-check";
import type { Model, Payoff } from "../../src/exact/model.ts";
import { type Row, smallModel } from "./models.ts";

/** Two payoffs on one model. */
export interface TwoPayoffs {
  readonly model: Model;
  readonly payoffs: readonly [Payoff, Payoff];
}

/** What tests write of a model: for each state its rows, each with where it leads and what two rewards pay for it. */
export interface TwoRewards {
  readonly to: readonly (readonly [state: number, probability?: string])[];
  readonly pays: readonly [number, number];
}

/** The model of some rows; a state without rows has ended, and is worth its entry in `finals` to each reward. */
export function twoPayoffs(
  states: readonly (readonly TwoRewards[])[],
  finals: readonly (readonly [number, number])[],
): TwoPayoffs {
  const side = (which: 0 | 1) =>
    smallModel(
      states.map((rows) => rows.map(({ to, pays }): Row => ({ to, pays: String(pays[which]) }))),
      finals.map((pays) => String(pays[which])),
    );
  const [first, second] = [side(0), side(1)];
  return { model: first.model, payoffs: [first.payoff, second.payoff] };
}

const amount = fc.constantFrom(-1, 0, 1, 2);
const pays = fc.tuple(amount, amount);

/** Random small models with two rewards: three states that go on, at most two rows each, and an end. */
export const rivalModels = (branching: boolean): fc.Arbitrary<TwoPayoffs> => {
  const target = fc.integer({ min: 0, max: 3 });
  const sure = target.map((state) => [[state] as const]);
  const split = fc
    .tuple(target, target, fc.constantFrom("1/2", "1/3"))
    .map(([a, b, p]) => (a === b ? [[a] as const] : [[a, p] as const, [b, p === "1/2" ? "1/2" : "2/3"] as const]));
  const row: fc.Arbitrary<TwoRewards> = fc.record({ to: branching ? fc.oneof(sure, split) : sure, pays });
  const rows = fc.array(row, { minLength: 1, maxLength: 2 });
  return fc
    .record({
      states: fc.array(rows, { minLength: 3, maxLength: 3 }),
      finals: fc.array(pays, { minLength: 4, maxLength: 4 }),
    })
    .map(({ states, finals }) => twoPayoffs([...states, []], finals));
};
