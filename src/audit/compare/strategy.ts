import { toNumber } from "../../core/rational.ts";
import { hasBit } from "../../exact/bits.ts";
import type { Criterion, Figure, Model, Policies } from "../../exact/model.ts";
import { phaseOf, rowsAt } from "../../exact/time.ts";
import type { Context } from "../analysis.ts";
import type { Path, PathStep } from "../path.ts";

/** A deterministic policy from one step on: the row that it takes in a state, and how it goes on from the next. */
export interface Strategy {
  row(state: number): number;
  after(nextState: number): Strategy;
}

/** A deterministic policy with what it earns under two rewards, in their order. */
export interface Play {
  readonly returns: readonly [Figure, Figure];
  /** how it goes on from a start state */
  begin(start: number): Strategy;
}

/** Steps shown of a policy that neither ends nor is cut off. */
const FEW_STEPS = 30;

/** The strategy of a deterministic policy: of the rows that it may take in a state, the first. */
export function strategyOf(model: Model, policies: Policies, time = 0): Strategy {
  const { rowStart } = model.phases[phaseOf(model, time)]!;
  return {
    row(state) {
      const allowed = rowsAt(policies, time);
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        if (allowed !== undefined && hasBit(allowed, row)) return row;
      return rowStart[state]!;
    },
    after: () => strategyOf(model, policies, time + 1),
  };
}

const stepsOf = (criterion: Criterion): number => (criterion.kind === "finite" ? criterion.horizon : FEW_STEPS);

/** The likeliest episode of a policy: the likeliest start, and the likeliest outcome of every step. */
export function likeliestPath({ subject, arena, criterion }: Context, { begin }: Play): Path {
  const { model } = subject.product;
  const [first, ...others] = model.starts;
  const likelier = (best: typeof first, one: typeof first) =>
    toNumber(one!.probability) > toNumber(best!.probability) ? one : best;
  const start = others.reduce(likelier, first)!;
  const steps: PathStep[] = [];
  let [state, info] = [start.state, arena.start(start.state)];
  let strategy = begin(info);
  let probability = toNumber(start.probability);
  for (let time = 0; time < stepsOf(criterion); time++) {
    const phase = phaseOf(model, time);
    const { rowStart, branchStart, successor, probability: chances } = model.phases[phase]!;
    if (rowStart[state] === rowStart[state + 1]) break;
    const infoRow = strategy.row(info);
    const row = rowStart[state]! + infoRow - arena.model.phases[phase]!.rowStart[info]!;
    const chance = (branch: number): number => chances.values[chances.codes[branch]!]!;
    let branch = branchStart[row]!;
    for (let other = branch + 1; other < branchStart[row + 1]!; other++)
      if (chance(other) > chance(branch)) branch = other;
    steps.push({ phase, state, row, branch, probability: chance(branch) });
    probability *= chance(branch);
    state = successor[branch]!;
    info = arena.next(phase, infoRow, branch);
    strategy = strategy.after(info);
  }
  return { start: start.state, steps, probability, share: 1, minimal: "the likeliest episode" };
}
