import { InnateError } from "../../core/errors.ts";
import { rational } from "../../core/rational.ts";
import { type Bits, createBits, indicesIn, type Rows, setBit } from "../../exact/index.ts";
import type { LabelledModel, RewardStructure, Variable } from "../labelled.ts";
import { answersOf } from "../prism/answers.ts";
import { describeState } from "../variables.ts";

/** What the files of a model say. */
export interface Parts {
  readonly name: string;
  readonly kind: LabelledModel["kind"];
  readonly actions: readonly string[];
  readonly states: number;
  readonly rows: Rows;
  /** states for which no transition is listed */
  readonly stepless: Bits;
  /** by name, as the files list them */
  readonly labels: ReadonlyMap<string, Bits>;
  readonly rewards: readonly RewardStructure[];
  readonly variables: readonly Variable[];
}

/** Whether the only thing that a state does is a step to itself. */
function stays({ rowStart, branchStart, successor }: Rows, state: number): boolean {
  const row = rowStart[state]!;
  const branch = branchStart[row]!;
  return rowStart[state + 1] === row + 1 && branchStart[row + 1] === branch + 1 && successor[branch] === state;
}

/**
 * The model that some files describe. It begins in the states labelled "init", all equally likely, or in state 0 where no label has that
 * name. A deadlock is a state without transitions, and one that is labelled so and steps to itself, as that is how checkers write it.
 *
 * @throws InnateError `case` if the label "init" has no state
 */
export function assemble({
  name,
  kind,
  actions,
  states,
  rows,
  stepless,
  labels,
  rewards,
  variables,
}: Parts): LabelledModel {
  const init = labels.get("init") ?? createBits(states);
  if (!labels.has("init")) setBit(init, 0);
  const starts = indicesIn(init, states);
  if (starts.length === 0)
    throw new InnateError("case", `${name}: no state is labelled "init", so that the model begins nowhere`);
  const deadlocks = stepless.slice();
  for (const state of indicesIn(labels.get("deadlock") ?? createBits(states), states))
    if (stays(rows, state)) setBit(deadlocks, state);
  return {
    name,
    kind,
    model: {
      states,
      actions,
      starts: starts.map((state) => ({ state, probability: rational(1n, BigInt(starts.length)) })),
      phases: [rows],
      boundaries: [],
    },
    deadlocks,
    labels: new Map([...labels, ["init", init], ["deadlock", deadlocks]]),
    rewards,
    ...(variables.length === 0 ? {} : { variables }),
    ...evaluator(variables, states),
  };
}

/** What a model answers about expressions of a property over its variables. */
function evaluator(
  variables: readonly Variable[],
  states: number,
): Pick<LabelledModel, "satisfying" | "constant" | "describe"> {
  return answersOf(
    {
      states,
      variables: variables.length,
      read(state, values) {
        for (const [k, variable] of variables.entries()) values[k] = variable.values[state]!;
      },
      describe: (state) => describeState(variables, state),
    },
    {
      lookUp(name) {
        const index = variables.findIndex((variable) => variable.name === name);
        return index < 0 ? undefined : { kind: "variable", type: variables[index]!.type, index };
      },
      formulas: new Map(),
      names: () => variables.map(({ name }) => name),
    },
  );
}
