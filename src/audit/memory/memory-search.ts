import type { Memory } from "../../exact/memory.ts";
import type { Direction, Policies } from "../../exact/model.ts";
import { type Choices, improveRecall, policyOf, rowsOf, searchRecall } from "../../exact/recall.ts";
import { searchEndless } from "../../exact/recall-stationary.ts";
import { discountOf } from "../../exact/time.ts";
import { type Context, type Counted, criterionOf } from "../analysis.ts";

/** Something that is to be made large or small. */
export interface Wanted {
  readonly objective: Counted;
  readonly direction: Direction;
}

/** What an agent with a finite memory does: for each time, or for all times alike, and for each memory the place of a row. */
export interface Habit {
  readonly memory: Memory;
  readonly choices: Choices;
}

/** A habit as a set of one policy. */
export const policyOfHabit = ({ criterion }: Context, { memory, choices }: Habit): Policies =>
  criterion.kind === "finite"
    ? policyOf(memory, choices)
    : { kind: "stationary", rows: rowsOf(memory, choices[0] ?? new Uint16Array(memory.nodes)) };

/** The same habit of an agent that remembers more. */
export function lengthened({ memory: shorter, choices }: Habit, memory: Memory): Habit {
  const left = memory.shortened(shorter);
  return { memory, choices: choices.map((places) => Uint16Array.from(left, (node) => places[node]!)) };
}

/**
 * A good habit for what is wanted, the first first, by what an agent with this memory may do.
 *
 * @param from - a habit to begin with
 * @param isWide - whether other beginnings are tried too
 */
export function searchHabit(
  context: Context,
  memory: Memory,
  wanted: readonly Wanted[],
  from: Habit | undefined,
  isWide: boolean,
): Habit {
  const { criterion } = context;
  const onProgress = (done: number) => context.onProgress("searching policies with a finite memory", done);
  const goals = wanted.map(({ objective, direction }) => ({
    payoff: objective.payoff,
    direction,
    discount: discountOf(criterionOf(criterion, objective)),
  }));
  if (criterion.kind === "finite") {
    const problem = { memory, horizon: criterion.horizon, goals, onProgress };
    const found =
      from !== undefined && !isWide ? improveRecall(problem, from.choices) : searchRecall(problem, from?.choices);
    return { memory, choices: found.choices };
  }
  return { memory, choices: [searchEndless(memory, goals, from?.choices[0], isWide, onProgress).places] };
}
