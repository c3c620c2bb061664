import type { Body } from "../../src/core/mind.ts";
import { createRandom } from "../../src/core/random.ts";
import { toNumber } from "../../src/core/rational.ts";
import type { Model, Payoff } from "../../src/exact/model.ts";
import { tableCritic } from "../../src/minds/critic/table.ts";
import type { Faculties } from "../../src/minds/planner/planner.ts";
import { newSituations, wakeSituations } from "../../src/minds/situations.ts";

/** What bounds a plan: a discount, and steps of an episode or none. */
export type Span = Pick<Body, "discount" | "horizon">;

/** Whether something is known of an act. */
type Known = (state: number, action: number) => boolean;

/**
 * The faculties of a mind that has learned all there is to know of a model and what it pays, except where `known` says otherwise, and
 * values nothing yet. Situations have the numbers of the states.
 */
export function omniscient({ model, payoff }: { model: Model; payoff: Payoff }, span: Span, known: Known = () => true) {
  const [rows] = model.phases;
  const [pays] = payoff.rows;
  if (rows === undefined || pays === undefined) throw new Error("omniscient: expected one phase");
  const body: Body = {
    features: [{ name: "state", kind: "discrete", size: model.states }],
    actions: model.actions,
    signals: [],
    describe: ([state = 0]) => state,
    ...span,
  };
  const availableIn = (state: number): readonly number[] => [
    ...rows.action.slice(rows.rowStart[state]!, rows.rowStart[state + 1]!),
  ];
  const rowOf = (state: number, action: number): number => {
    for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++)
      if (rows.action[row] === action && known(state, action)) return row;
    return -1;
  };
  const ended = (state: number): boolean => rows.rowStart[state] === rows.rowStart[state + 1];
  const amounts = pays.exact.map(toNumber);
  const chances = rows.probability.exact.map(toNumber);
  const finals = payoff.final?.terminated;
  const situations = wakeSituations(body, newSituations(body));
  for (let state = 0; state < model.states; state++)
    situations.of({ features: Float64Array.of(state), available: availableIn(state) });
  const critic = tableCritic({ rate: 0, trace: 0 });
  let queries = 0;
  const faculties: Faculties = {
    body,
    situations,
    model: {
      learn: () => {},
      foresee(state, action, visit) {
        const row = rowOf(state, action);
        if (row < 0) return;
        queries++;
        for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++) {
          const next = rows.successor[branch]!;
          visit(next, chances[rows.probability.codes[branch]!]!, ended(next));
        }
      },
      sample: () => -1,
      evidence: (state, action) => (rowOf(state, action) < 0 ? 0 : Infinity),
      sure: (state, action) => (rowOf(state, action) < 0 ? 0 : 1),
      memory: () => null,
    },
    rewards: {
      learn: () => {},
      expect(state, action, next) {
        const row = rowOf(state, action);
        const final = finals === undefined || !ended(next) ? 0 : toNumber(finals.exact[finals.codes[next]!]!);
        return row < 0 ? 0 : amounts[pays.codes[row]!]! + final;
      },
      variance: () => 0,
      bounds: () => [Math.min(0, ...amounts), Math.max(0, ...amounts)],
      memory: () => null,
    },
    critic: critic.wake(body, critic.newborn(body), situations),
    random: createRandom(1),
    copyOf: (of) => of,
  };
  return { faculties, queries: () => queries };
}
