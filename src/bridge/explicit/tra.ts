import { existsSync } from "node:fs";
import { show } from "../../core/errors.ts";
import { type Bits, createBits, setBit } from "../../exact/bits.ts";
import type { Rows } from "../../exact/model.ts";
import type { LabelledModel, Variable } from "../labelled.ts";
import { assemble } from "./assemble.ts";
import { readLabels } from "./labels.ts";
import {
  columnOf,
  indexIn,
  type Lines,
  MOST_STATES,
  misread,
  type OnBytes,
  wholeOf,
  withLines,
  wordsOf,
} from "./lines.ts";
import { readRewards } from "./rewards.ts";
import { readVariables } from "./states.ts";
import { createTransitions } from "./transitions.ts";
import { createIndex, createValues, valueIn } from "./values.ts";

/**
 * PRISM's explicit files: the transitions, and beside them what goes by the same name: labels (.lab), states (.sta), rewards of
 * states (.srew) and of transitions (.trew), these numbered (model1.srew, model2.srew) where there are several structures.
 *
 * @see https://www.prismmodelchecker.org/manual/Appendices/ExplicitModelFiles
 */

/** What the transitions alone say. */
export interface Chain extends Pick<LabelledModel, "kind"> {
  readonly states: number;
  readonly actions: readonly string[];
  readonly rows: Rows;
  /** choices that the file lists, those that deadlocks have been given aside */
  readonly choices: number;
  readonly stepless: Bits;
}

/**
 * The model of a .tra file and the files beside it.
 *
 * @param name - what messages call it
 * @throws InnateError `case`, with line and column, if one of them is not such a file
 */
export function readTra(file: string, name: string, onBytes?: OnBytes): LabelledModel {
  const chain = withLines(file, name, onBytes, readTransitions);
  const { states } = chain;
  const beside = (ending: string): readonly [file: string, name: string] => [
    file.replace(/\.tra$/, ending),
    name.replace(/\.tra$/, ending),
  ];
  const optional = <T>(ending: string, read: (lines: Lines) => T, otherwise: T): T => {
    const [path, own] = beside(ending);
    return existsSync(path) ? withLines(path, own, onBytes, read) : otherwise;
  };
  const labels = optional<ReadonlyMap<string, Bits>>(".lab", (lines) => readLabels(lines, states), new Map());
  const variables = optional(".sta", (lines) => readVariables(lines, states), [numbered(states)]);
  const rewards = readRewards(chain, beside, onBytes);
  return assemble({ name, ...chain, labels, rewards, variables });
}

/** The variable by which states are told where nothing says otherwise. */
const numbered = (states: number): Variable => ({
  name: "x",
  type: "int",
  values: Int32Array.from({ length: states }, (_, state) => state),
});

const HEADS = {
  dtmc: '"states transitions"',
  mdp: '"states choices transitions"',
} as const;

function readTransitions(lines: Lines): Chain {
  const head = lines.next();
  if (head === undefined) throw misread(lines, "the file is empty");
  const sizes = wordsOf(head).map(wholeOf);
  if (/^\s*(dtmc|ctmc|mdp|ma)\s*$/i.test(head))
    throw misread(
      lines,
      "this is the explicit format that Storm reads with --explicit; have it write DRN (--exportbuild), which is read here",
      1,
    );
  if ((sizes.length !== 2 && sizes.length !== 3) || sizes.some(Number.isNaN))
    throw misread(lines, `expected ${HEADS.dtmc} of a DTMC or ${HEADS.mdp} of an MDP, got ${show(head.trim())}`, 1);
  const kind = sizes.length === 2 ? "dtmc" : "mdp";
  const [states = 0, choices = 0] = sizes;
  const listed = sizes[sizes.length - 1]!;
  if (states === 0 || states > MOST_STATES)
    throw misread(lines, `expected 1 to ${MOST_STATES} states, got ${states}`, columnOf(head, 0));
  if (kind === "mdp" && choices > MOST_STATES)
    throw misread(lines, `expected at most ${MOST_STATES} choices, got ${choices}`, columnOf(head, 1));

  const values = createValues();
  const actions = createIndex();
  const transitions = createTransitions(lines.name, states, values, () => actions.of("0"));
  const stepless = createBits(states);
  const hasStep = new Uint8Array(states);
  const [at, form] =
    kind === "mdp" ? [1, "state choice target probability [action]"] : [0, "state target probability [action]"];
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const words = wordsOf(line);
    if (words.length === 0) continue;
    if (words.length !== 3 + at && words.length !== 4 + at)
      throw misread(
        lines,
        `expected "${form}", as the first line has the sizes of ${kind === "mdp" ? "an MDP" : "a DTMC"}, got ${show(line.trim())}`,
        1,
      );
    const state = indexIn(lines, line, 0, words[0]!, "state", states);
    const choice = at === 0 ? 0 : indexIn(lines, line, 1, words[1]!, "choice", choices);
    const target = indexIn(lines, line, at + 1, words[at + 1]!, "state", states);
    const probability = valueIn(lines, line, at + 2, words[at + 2]!, values);
    transitions.add(lines.number, state, choice, target, probability, actions.of(words[at + 3] ?? String(choice)));
    hasStep[state] = 1;
  }
  if (transitions.count !== listed)
    throw misread(
      lines,
      `the file ends after ${transitions.count} transitions, expected the ${listed} of its first line`,
    );
  hasStep.forEach((has, state) => {
    if (has === 0) setBit(stepless, state);
  });
  const rows = transitions.rows();
  const found = rows.action.length - hasStep.reduce((sum, has) => sum + 1 - has, 0);
  if (kind === "mdp" && found !== choices)
    throw misread(lines, `the file ends after ${found} choices, expected the ${choices} of its first line`);
  return { kind, states, actions: actions.names(), rows, choices: found, stepless };
}
