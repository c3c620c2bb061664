import { existsSync } from "node:fs";
import { show } from "../../core/errors.ts";
import { ZERO } from "../../core/rational.ts";
import { coded, createCodeList, createTable, nothing } from "../../exact/coded.ts";
import { createExpectation } from "../../exact/columns.ts";
import type { RewardStructure } from "../labelled.ts";
import { columnOf, indexIn, type Lines, misread, type OnBytes, wholeOf, withLines, wordsOf } from "./lines.ts";
import type { Chain } from "./tra.ts";
import { createValues, valueIn } from "./values.ts";

type Column = RewardStructure["states"];

/**
 * The reward structures in the .srew and .trew files beside a .tra file.
 *
 * @param beside - path and name of the file with another ending
 */
export function readRewards(
  chain: Chain,
  beside: (ending: string) => readonly [file: string, name: string],
  onBytes: OnBytes | undefined,
): readonly RewardStructure[] {
  const found: RewardStructure[] = [];
  // model1.srew is the first structure of model.tra, unless there is a model1.tra of which it is the only one.
  const has = (ending: string): boolean =>
    existsSync(beside(ending)[0]) && (/^\./.test(ending) || !existsSync(beside(ending.replace(/\.\w+$/, ".tra"))[0]));
  const read = (number: string): RewardStructure => {
    const states = has(`${number}.srew`)
      ? withLines(...beside(`${number}.srew`), onBytes, (lines) => readStates(lines, chain))
      : undefined;
    const rows = has(`${number}.trew`)
      ? withLines(...beside(`${number}.trew`), onBytes, (lines) => readTransitions(lines, chain))
      : undefined;
    return {
      name: states?.name ?? rows?.name ?? "",
      states: states?.column ?? nothing(chain.states),
      rows: rows?.column ?? nothing(chain.rows.action.length),
    };
  };
  if (has(".srew") || has(".trew")) found.push(read(""));
  for (let k = 1; has(`${k}.srew`) || has(`${k}.trew`); k++) found.push(read(String(k)));
  return found;
}

interface Named {
  readonly name?: string;
  readonly column: Column;
}

/** The name of the structure, from the comments with which the file begins, and the sizes after them. */
function headOf(
  lines: Lines,
  expected: readonly number[],
  form: string,
): { readonly name?: string; readonly listed: number } {
  let name: string | undefined;
  let line = lines.next();
  for (; line?.startsWith("#"); line = lines.next()) name = /^# Reward structure "(.*)"\s*$/.exec(line)?.[1] ?? name;
  const sizes = wordsOf(line ?? "").map(wholeOf);
  if (sizes.length !== expected.length + 1 || sizes.some(Number.isNaN))
    throw misread(lines, `expected "${form}", got ${show((line ?? "").trim())}`, 1);
  expected.forEach((size, k) => {
    if (sizes[k] !== size)
      throw misread(lines, `expected ${size}, as the transitions have, got ${sizes[k]}`, columnOf(line ?? "", k));
  });
  return { ...(name === undefined ? {} : { name }), listed: sizes[expected.length]! };
}

/** The words of every line that is left, which must be as many of them as the file says, with as many words. */
function eachLine(
  lines: Lines,
  listed: number,
  form: string,
  visit: (line: string, words: readonly string[]) => void,
): void {
  const length = form.split(" ").length;
  let count = 0;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const words = wordsOf(line);
    if (words.length === 0) continue;
    if (words.length !== length) throw misread(lines, `expected "${form}", got ${show(line.trim())}`, 1);
    visit(line, words);
    count++;
  }
  if (count !== listed)
    throw misread(lines, `the file ends after ${count} rewards, expected the ${listed} that it says it has`);
}

function readStates(lines: Lines, { states }: Chain): Named {
  const { listed, ...head } = headOf(lines, [states], "states rewards");
  const values = createValues([ZERO]);
  const codes = new Uint32Array(states);
  const met = new Uint8Array(states);
  eachLine(lines, listed, "state reward", (line, words) => {
    const state = indexIn(lines, line, 0, words[0]!, "state", states);
    if (met[state] === 1) throw misread(lines, `state ${state} stands twice`, columnOf(line, 0));
    met[state] = 1;
    codes[state] = valueIn(lines, line, 1, words[1]!, values);
  });
  return { ...head, column: coded(codes, values.exact) };
}

/** Rewards of transitions, as what a row pays in expectation. */
function readTransitions(lines: Lines, { states, kind, rows, choices }: Chain): Named {
  const { rowStart, branchStart, successor } = rows;
  const isMdp = kind === "mdp";
  const { listed, ...head } = headOf(
    lines,
    isMdp ? [states, choices] : [states],
    isMdp ? "states choices rewards" : "states rewards",
  );
  const values = createValues([ZERO]);
  // Shape [branches].
  const codes = new Uint32Array(successor.length);
  const met = new Uint8Array(successor.length);
  const at = isMdp ? 1 : 0;
  eachLine(lines, listed, isMdp ? "state choice target reward" : "state target reward", (line, words) => {
    const state = indexIn(lines, line, 0, words[0]!, "state", states);
    const choice = isMdp
      ? indexIn(lines, line, 1, words[1]!, `choice of state ${state}`, rowStart[state + 1]! - rowStart[state]!)
      : 0;
    const target = indexIn(lines, line, at + 1, words[at + 1]!, "state", states);
    const row = rowStart[state]! + choice;
    let branch = branchStart[row]!;
    while (branch < branchStart[row + 1]! && successor[branch] !== target) branch++;
    if (branch === branchStart[row + 1]!)
      throw misread(
        lines,
        `a reward of a transition that is not there: from state ${state} to ${target}`,
        columnOf(line, at + 1),
      );
    if (met[branch] === 1) throw misread(lines, "this transition stands twice", columnOf(line, 0));
    met[branch] = 1;
    codes[branch] = valueIn(lines, line, at + 2, words[at + 2]!, values);
  });
  const table = createTable(values.exact);
  const expected = createExpectation(rows, table);
  const list = createCodeList(rows.action.length);
  for (let row = 0; row < rows.action.length; row++) {
    expected.begin();
    for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
      expected.add(rows.probability.codes[branch]!, codes[branch]!);
    list.push(expected.end());
  }
  return { ...head, column: coded(list.finish(), table.exact) };
}
