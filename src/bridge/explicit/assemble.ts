import { InnateError } from "../../core/errors.ts";
import { ONE } from "../../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "../../exact/bits.ts";
import type { Rows } from "../../exact/model.ts";
import type { LabelledModel, RewardStructure, Variable } from "../labelled.ts";
import { describeState } from "../variables.ts";

/** What the files of a model say. */
export interface Parts {
  readonly name: string;
  readonly kind: LabelledModel["kind"];
  readonly actions: readonly string[];
  readonly states: number;
  readonly rows: Rows;
  /** by name, as the files list them; the start is the state labelled "init", or state 0 where no label has that name */
  readonly labels: ReadonlyMap<string, Bits>;
  readonly rewards: readonly RewardStructure[];
  readonly variables: readonly Variable[];
}

/** The members of a set of states. */
function membersOf(states: number, bits: Bits): readonly number[] {
  const members: number[] = [];
  for (let state = 0; state < states; state++) if (hasBit(bits, state)) members.push(state);
  return members;
}

function startOf({ name, states, labels }: Parts): number {
  const init = labels.get("init");
  const starts = init === undefined ? [0] : membersOf(states, init);
  const [start, ...others] = starts;
  if (start === undefined) throw new InnateError("case", `${name}: expected a state labelled "init", got none`);
  if (others.length > 0)
    throw new InnateError(
      "case",
      `${name}: ${starts.length} states are labelled "init" (${starts.slice(0, 3).join(", ")}${others.length > 2 ? ", …" : ""}), ` +
        "expected one: add a state whose step draws among them",
    );
  return start;
}

/** Whether the only thing that a state does is a step to itself. */
function stays({ rowStart, branchStart, successor }: Rows, state: number): boolean {
  const row = rowStart[state]!;
  const branch = branchStart[row]!;
  return rowStart[state + 1] === row + 1 && branchStart[row + 1] === branch + 1 && successor[branch] === state;
}

/**
 * The model that some files describe.
 *
 * @param stepless - states for which no transition is listed; one that is labelled "deadlock" and only steps to itself is
 *   another, as that is how checkers write it
 * @throws InnateError `case` if it has no state to start in, or several
 */
export function assemble(parts: Parts, stepless: Bits): LabelledModel {
  const { name, kind, actions, states, rows, rewards, variables } = parts;
  const start = startOf(parts);
  const init = createBits(states);
  setBit(init, start);
  const deadlocks = stepless.slice();
  const labelled = parts.labels.get("deadlock");
  if (labelled !== undefined)
    for (const state of membersOf(states, labelled)) if (stays(rows, state)) setBit(deadlocks, state);
  const unread = (): never => {
    throw new InnateError("usage", `${name}: expressions over variables are not read yet`);
  };
  return {
    name,
    kind,
    model: { states, actions, starts: [{ state: start, probability: ONE }], phases: [rows], boundaries: [] },
    deadlocks,
    labels: new Map([...parts.labels, ["init", init], ["deadlock", deadlocks]]),
    rewards,
    ...(variables.length === 0 ? {} : { variables }),
    satisfying: unread,
    constant: unread,
    describe: (state) => describeState(variables, state),
  };
}
