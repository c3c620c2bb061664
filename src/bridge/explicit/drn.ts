import { didYouMean, show } from "../../core/errors.ts";
import { ZERO } from "../../core/rational.ts";
import { type Bits, createBits, setBit } from "../../exact/bits.ts";
import { coded, createCodeList } from "../../exact/coded.ts";
import type { LabelledModel, RewardStructure } from "../labelled.ts";
import { assemble } from "./assemble.ts";
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
import { createTransitions } from "./transitions.ts";
import { createIndex, createValues, noNumber, type Values, valueIn } from "./values.ts";

/**
 * Storm's explicit format DRN.
 *
 * @see https://www.stormchecker.org/documentation/background/drn.html, and what Storm's own reader takes
 */

/** How Storm writes the action of a choice that has none. */
const NO_ACTION = "__NOLABEL__";
const SECTIONS = [
  "@type:",
  "@value_type:",
  "@parameters",
  "@placeholders",
  "@reward_models",
  "@nr_states",
  "@nr_choices",
  "@model",
];

interface Header {
  readonly kind: LabelledModel["kind"];
  readonly rewards: readonly string[];
  readonly states: number;
  /** absent where it is not said */
  readonly choices?: number;
}

/**
 * A DRN file.
 *
 * @param name - what messages call it
 * @throws InnateError `case`, with line and column, if it is no such file or holds what is not read: parameters,
 *   placeholders, continuous time, observations
 */
export const readDrn = (file: string, name: string, onBytes?: OnBytes): LabelledModel =>
  withLines(file, name, onBytes, (lines) => readModel(lines, readHeader(lines)));

const isComment = (line: string): boolean => line.trimStart().startsWith("//");

function readHeader(lines: Lines): Header {
  const found = new Map<string, string>();
  let line = lines.next();
  for (; ; line = lines.next()) {
    if (line === undefined) throw misread(lines, "the file ends before @model");
    if (line.trim() === "" || isComment(line)) continue;
    const [section = "", ...rest] = wordsOf(line);
    if (!SECTIONS.includes(section)) {
      const expected =
        found.size === 0
          ? "a DRN file begins with @type: MDP or @type: DTMC"
          : `expected one of ${SECTIONS.join(", ")}`;
      throw misread(lines, `${expected}, got ${show(section)}${didYouMean(section, SECTIONS)}`, columnOf(line, 0));
    }
    if (found.has(section)) throw misread(lines, `${section} stands twice`, columnOf(line, 0));
    if (section === "@model") break;
    const value = section.endsWith(":") ? rest.join(" ") : (lines.next() ?? "").trim();
    refuse(lines, section, value);
    found.set(section, value);
  }
  const counted = (section: string): number | undefined => {
    const text = found.get(section);
    if (text === undefined) return undefined;
    const value = wholeOf(text);
    if (!(value >= 1)) throw misread(lines, `${section}: expected a whole number of at least 1, got ${show(text)}`);
    return value;
  };
  const type = found.get("@type:");
  if (type === undefined) throw misread(lines, "expected @type: MDP or @type: DTMC before @model");
  const states = counted("@nr_states");
  if (states === undefined) throw misread(lines, "expected @nr_states before @model");
  if (states > MOST_STATES) throw misread(lines, `@nr_states: expected at most ${MOST_STATES} states, got ${states}`);
  const choices = counted("@nr_choices");
  return {
    kind: type.toUpperCase() === "DTMC" ? "dtmc" : "mdp",
    rewards: wordsOf(found.get("@reward_models") ?? ""),
    states,
    ...(choices === undefined ? {} : { choices }),
  };
}

/** Refuses sections that say what is not read. */
function refuse(lines: Lines, section: string, value: string): void {
  const fail = (message: string): never => {
    throw misread(lines, message);
  };
  if (section === "@type:" && !/^(dtmc|mdp)$/i.test(value))
    fail(`models of type ${show(value)} are not read, only MDP and DTMC`);
  if (section === "@value_type:" && !/^(double|rational)$/.test(value))
    fail(`values of type ${show(value)} are not read, only double and rational`);
  if (section === "@parameters" && value !== "")
    fail(`parametric models are not read (${value}); give each parameter a value first`);
  if (section === "@placeholders") fail("placeholders are not read; Storm writes none for a model without parameters");
}

/** The rewards that stand in brackets after the name of a state or an action: codes, and where they end. */
function rewardsIn(
  lines: Lines,
  line: string,
  from: number,
  header: Header,
  values: Values,
): { readonly codes: readonly number[]; readonly end: number } {
  const end = line.indexOf("]", from);
  if (end < 0) throw misread(lines, "the rewards that begin here do not end: expected ]", from + 1);
  const texts = line.slice(from + 1, end).split(",");
  if (texts.length !== header.rewards.length)
    throw misread(
      lines,
      `expected ${header.rewards.length} reward${header.rewards.length === 1 ? "" : "s"}, one for each of @reward_models, got ${texts.length}`,
      from + 1,
    );
  const codes = texts.map((text) => {
    const code = values.read(text.trim());
    if (code === undefined) throw noNumber(lines, text.trim(), from + 1);
    return code;
  });
  return { codes, end: end + 1 };
}

/** A column for each reward structure, one entry after another. */
function createColumns(count: number) {
  const lists = Array.from({ length: count }, () => createCodeList());
  return {
    lists,
    push(codes: readonly number[]) {
      for (const [k, list] of lists.entries()) list.push(codes[k] ?? 0);
    },
  };
}

const LABEL = /"([^"]*)"|[^\s"]+/g;

function readModel(lines: Lines, header: Header): LabelledModel {
  const { states, kind } = header;
  const values = createValues();
  const rewardValues = createValues([ZERO]);
  const actions = createIndex();
  const transitions = createTransitions(lines.name, states, values, () => actions.of("0"));
  const stateRewards = createColumns(header.rewards.length);
  const rowRewards = createColumns(header.rewards.length);
  const labels = new Map<string, Bits>();
  const stepless = createBits(states);
  let [state, choice, action, choices, filled] = [-1, -1, 0, 0, true];

  const finishChoice = (): void => {
    if (!filled) throw misread(lines, `before this line, action ${choice} of state ${state} has no transition`);
  };
  const finishState = (): void => {
    finishChoice();
    if (state < 0 || choice >= 0) return;
    setBit(stepless, state);
    rowRewards.push([]);
    choices++;
  };
  const readState = (line: string): void => {
    finishState();
    const head = /^\s*state\s+(\S+)\s*/.exec(line);
    const number = wholeOf(head?.[1] ?? "");
    state++;
    if (number !== state || state >= states) {
      const expected =
        state < states
          ? `state ${state}: states stand in order, each once`
          : `no more than the ${states} states of @nr_states`;
      throw misread(lines, `expected ${expected}, got state ${head?.[1] ?? ""}`, columnOf(line, 1));
    }
    choice = -1;
    let at = head?.[0].length ?? 0;
    if (line[at] === "!") throw misread(lines, "a rate: continuous time is not read", at + 1);
    if (line[at] === "{") throw misread(lines, "an observation: POMDPs are not read", at + 1);
    const rewards = line[at] === "[" ? rewardsIn(lines, line, at, header, rewardValues) : undefined;
    stateRewards.push(rewards?.codes ?? []);
    at = rewards?.end ?? at;
    for (const [word, quoted] of line.slice(at).matchAll(LABEL)) {
      const label = quoted ?? word;
      const bits = labels.get(label) ?? createBits(states);
      labels.set(label, bits);
      setBit(bits, state);
    }
  };
  const readAction = (line: string): void => {
    if (state < 0) throw misread(lines, "an action before the first state", columnOf(line, 0));
    finishChoice();
    choice++;
    if (choice > 0 && kind === "dtmc")
      throw misread(lines, `a second action of state ${state}, but the model is a DTMC`, columnOf(line, 0));
    const head = /^\s*action\s+(\S+)\s*/.exec(line);
    const text = head?.[1] ?? "";
    // An action may be known by its number alone.
    action = actions.of(text === NO_ACTION || text === "" ? String(choice) : text);
    const at = head?.[0].length ?? 0;
    rowRewards.push(line[at] === "[" ? rewardsIn(lines, line, at, header, rewardValues).codes : []);
    choices++;
    filled = false;
  };
  const readTransition = (line: string): void => {
    const colon = line.indexOf(":");
    const [to = "", ...rest] = wordsOf(colon < 0 ? line : `${line.slice(0, colon)} ${line.slice(colon + 1)}`);
    const [share = "", ...more] = rest;
    if (colon < 0 || more.length > 0 || share === "")
      throw misread(
        lines,
        `expected "state …", "action …" or "target : probability", got ${show(line.trim())}`,
        columnOf(line, 0),
      );
    if (choice < 0)
      throw misread(
        lines,
        `a transition without an action: expected "action …" after state ${state}`,
        columnOf(line, 0),
      );
    const target = indexIn(lines, line, 0, to, "state", states);
    transitions.add(
      lines.number,
      state,
      choice,
      target,
      valueIn(lines, line, line.trim().startsWith(`${to}:`) ? 1 : 2, share, values),
      action,
    );
    filled = true;
  };

  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const first = line.trimStart();
    if (first === "" || first.startsWith("//")) continue;
    if (first.startsWith("state ")) readState(line);
    else if (first.startsWith("action ")) readAction(line);
    else readTransition(line);
  }
  finishState();
  if (state + 1 !== states)
    throw misread(lines, `the file ends after ${state + 1} states, expected the ${states} of @nr_states`);
  if (header.choices !== undefined && choices !== header.choices)
    throw misread(lines, `the file ends after ${choices} actions, expected the ${header.choices} of @nr_choices`);
  const rewards = header.rewards.map(
    (name, k): RewardStructure => ({
      name,
      states: coded(stateRewards.lists[k]!.finish(), rewardValues.exact),
      rows: coded(rowRewards.lists[k]!.finish(), rewardValues.exact),
    }),
  );
  const rows = transitions.rows();
  const { name } = lines;
  return assemble({ name, kind, states, rows, stepless, labels, rewards, variables: [], actions: actions.names() });
}
