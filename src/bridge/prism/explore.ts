import { InnateError } from "../../core/errors.ts";
import { ONE, rational } from "../../core/rational.ts";
import {
  coded,
  createBits,
  createCodeList,
  createKeys,
  createNumberList,
  createRowBuilder,
  type Limits,
  type OnStates,
  setBit,
} from "../../exact/index.ts";
import type { LabelledModel, RewardStructure } from "../labelled.ts";
import { answersOf, type StateValues, statesWhere } from "./answers.ts";
import { describeValues } from "./commands.ts";
import type { Program, Sink } from "./program.ts";
import { type CompiledRewards, compileRewards } from "./rewards.ts";
import { eachStart } from "./starts.ts";

const MOST_STATES = 50_000_000;
const MOST_BYTES = 4 * 2 ** 30;

/** The reward structures of a model as columns, filled state by state and row by row. */
function createColumns(structure: CompiledRewards) {
  const states = createCodeList();
  const rows = createCodeList();
  return {
    structure,
    states,
    rows,
    finish: (): RewardStructure => ({
      name: structure.name,
      states: coded(states.finish(), structure.numbers.exact),
      rows: coded(rows.finish(), structure.numbers.exact),
    }),
  };
}

/**
 * The reachable states of a program and all its steps, numbered breadth-first from where it begins.
 *
 * Equal successors of one row become one branch, and a state without a step of its own gets one to itself.
 *
 * @throws InnateError `case` where the model breaks its own declaration, `undecided` where a limit is reached; and what `onStates` throws
 */
export function explore(program: Program, limits: Limits = {}, onStates: OnStates = () => {}): LabelledModel {
  const { model, packing, probabilities } = program;
  const { variables, source } = model;
  const { words } = packing;
  const keys = createKeys(words);
  const builder = createRowBuilder();
  const columns = compileRewards(model).map(createColumns);
  const deadlocked = createNumberList();
  const values = new Int32Array(variables.length);
  const mostStates = limits.states ?? MOST_STATES;
  const mostBytes = limits.bytes ?? MOST_BYTES;
  const limit = (done: number, what: string): never => {
    throw new InnateError(
      "undecided",
      `${source.name}: ${what} reached after ${done} of at least ${keys.size} states were gone through`,
    );
  };

  const scratch = new Uint32Array(words);
  eachStart(model, (start) => {
    packing.pack(start, scratch);
    keys.add(scratch, 0);
    if (keys.size > mostStates) limit(0, `the limit of ${mostStates} states`);
  });
  const numStarts = keys.size;

  // The distinct successors of the row at hand and the codes of their probabilities.
  let successors = new Uint32Array(64);
  let codes = new Uint32Array(64);
  let count = 0;
  let rowsHere = 0;
  const endRow = (): void => {
    for (let k = 0; k < count; k++) builder.addBranch(successors[k]!, codes[k]!);
    count = 0;
  };
  const sink: Sink = {
    row(action, choices) {
      endRow();
      rowsHere++;
      builder.beginRow(action);
      for (const { structure, rows } of columns) rows.push(structure.ofRow(values, choices));
    },
    branch(packed, code) {
      const successor = keys.add(packed, 0);
      for (let k = 0; k < count; k++)
        if (successors[k] === successor) {
          codes[k] = probabilities.sum(codes[k]!, code);
          return;
        }
      if (count === successors.length) [successors, codes] = [doubled(successors), doubled(codes)];
      successors[count] = successor;
      codes[count++] = code;
    },
  };
  for (let index = 0; index < keys.size; index++) {
    if (keys.size > mostStates) limit(index, `the limit of ${mostStates} states`);
    if ((index & 4095) === 0) {
      onStates(keys.size, index);
      const bytes = columns.reduce((sum, { states, rows }) => sum + states.length + rows.length, 0);
      if (keys.bytes + builder.bytes() + bytes > mostBytes)
        limit(index, `the limit of ${Math.round(mostBytes / 2 ** 20)} MiB`);
    }
    packing.unpack(keys.words, index * words, values);
    builder.beginState();
    for (const { structure, states } of columns) states.push(structure.ofState(values));
    rowsHere = 0;
    program.expand(values, sink);
    endRow();
    if (rowsHere > 0) continue;
    deadlocked.push(index);
    builder.beginRow(0);
    for (const { rows } of columns) rows.push(0);
    builder.addBranch(index, 0);
  }

  const states = keys.size;
  const deadlocks = createBits(states);
  for (const state of deadlocked.finish()) setBit(deadlocks, state);
  const begins = createBits(states);
  for (let state = 0; state < numStarts; state++) setBit(begins, state);
  const share = numStarts === 1 ? ONE : rational(1n, BigInt(numStarts));
  const stateValues: StateValues = {
    states,
    variables: variables.length,
    read: (state, into) => packing.unpack(keys.words, state * words, into),
    describe(state) {
      packing.unpack(keys.words, state * words, values);
      return describeValues(variables, values);
    },
  };
  return {
    name: source.name,
    kind: model.kind,
    model: {
      states,
      actions: program.actions,
      starts: Array.from({ length: numStarts }, (_, state) => ({ state, probability: share })),
      phases: [builder.finish(probabilities.exact)],
      boundaries: [],
    },
    deadlocks,
    labels: new Map([
      ["init", begins],
      ["deadlock", deadlocks],
      ...model.labels.map(({ name, holds }) => [name, statesWhere(stateValues, holds, source)] as const),
    ]),
    rewards: columns.map((column) => column.finish()),
    ...answersOf(stateValues, model.scope),
  };
}

function doubled(list: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * list.length);
  larger.set(list);
  return larger;
}
