import { toNumber } from "../../core/rational.ts";
import { hasBit } from "../../exact/bits.ts";
import type { Coded } from "../../exact/coded.ts";
import type { Rows } from "../../exact/model.ts";
import type { Writable } from "../labelled.ts";
import { valueText } from "../variables.ts";
import { finiteDecimal } from "./numbers.ts";

/** One of the files of a model. */
export interface Part {
  /** what its name ends in, ".tra" */
  readonly ending: string;
  lines(): Iterable<string>;
}

/** How many numbers could not be written as they are: PRISM takes decimals only. */
export interface Rounded {
  probabilities: number;
  rewards: number;
}

/**
 * A model as PRISM's explicit files: transitions, labels, states and rewards, numbered where there are several structures.
 *
 * A number that is no decimal becomes that of the double nearest to it, 0.3333333333333333, as PRISM itself writes it: it takes the
 * probabilities of a row that sum to 1 within 1e-5. A reader that takes each for the simplest fraction near it has the row exactly.
 *
 * @param rounded - counts them while lines are read
 */
export function traParts(written: Writable, rounded: Rounded): readonly Part[] {
  const { rewards, variables = [] } = written;
  // A structure without rewards is one as well, so that the rewards of steps are always written.
  const byState = rewards.some(({ states: { codes, exact } }) => codes.some((code) => exact[code]!.numerator !== 0n));
  const numbered = (k: number): string => (rewards.length === 1 ? "" : String(k + 1));
  return [
    { ending: ".tra", lines: () => transitions(written, rounded) },
    { ending: ".lab", lines: () => labels(written) },
    ...(variables.length === 0 ? [] : [{ ending: ".sta", lines: () => states(written) }]),
    ...rewards.flatMap((reward, k) => [
      ...(byState ? [{ ending: `${numbered(k)}.srew`, lines: () => stateRewards(written, reward, rounded) }] : []),
      { ending: `${numbered(k)}.trew`, lines: () => rowRewards(written, reward, rounded) },
    ]),
  ];
}

type Reward = Writable["rewards"][number];

/** What the numbers of a column are written as: where they are no decimals, as the doubles nearest to them. */
function decimals({ exact }: Coded): { readonly texts: readonly string[]; readonly isRounded: readonly boolean[] } {
  const own = exact.map(finiteDecimal);
  return {
    texts: own.map((text, code) => text ?? String(toNumber(exact[code]!))),
    isRounded: own.map((text) => text === undefined),
  };
}

function rowsOf({ model }: Writable): Rows {
  const [rows] = model.phases;
  if (rows === undefined) throw new RangeError("a model without phases");
  return rows;
}

/** Every branch, with its state, the number of its choice there, and its row. */
function* branchesOf({
  rowStart,
  branchStart,
}: Rows): Generator<readonly [state: number, choice: number, row: number, branch: number]> {
  for (let state = 0; state + 1 < rowStart.length; state++)
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
        yield [state, row - rowStart[state]!, row, branch];
}

function* transitions(written: Writable, rounded: Rounded): Generator<string> {
  const { model, kind } = written;
  const rows = rowsOf(written);
  const { action, successor, probability } = rows;
  const isMdp = kind === "mdp";
  yield [model.states, ...(isMdp ? [action.length] : []), successor.length].join(" ");
  const { texts, isRounded } = decimals(probability);
  for (const [state, choice, row, branch] of branchesOf(rows)) {
    const code = probability.codes[branch]!;
    if (isRounded[code] === true) rounded.probabilities++;
    yield `${state} ${isMdp ? `${choice} ` : ""}${successor[branch]} ${texts[code]}${isMdp ? ` ${model.actions[action[row]!]}` : ""}`;
  }
}

function* labels({ labels: named, model }: Writable): Generator<string> {
  const all = [...named];
  yield all.map(([name], k) => `${k}="${name}"`).join(" ");
  for (let state = 0; state < model.states; state++) {
    const own = all.flatMap(([, bits], k) => (hasBit(bits, state) ? [k] : []));
    if (own.length > 0) yield `${state}: ${own.join(" ")}`;
  }
}

function* states({ variables = [], model }: Writable): Generator<string> {
  yield `(${variables.map(({ name }) => name).join(",")})`;
  for (let state = 0; state < model.states; state++)
    yield `${state}:(${variables.map((variable) => valueText(variable, state)).join(",")})`;
}

const heading = (name: string, what: string): readonly string[] => [
  `# Reward structure${name === "" ? "" : ` "${name}"`}`,
  `# ${what} rewards`,
];

function* stateRewards({ model }: Writable, { name, states: column }: Reward, rounded: Rounded): Generator<string> {
  const { texts, isRounded } = decimals(column);
  const paid = [...column.codes.keys()].filter((state) => column.exact[column.codes[state]!]!.numerator !== 0n);
  yield* heading(name, "State");
  yield `${model.states} ${paid.length}`;
  for (const state of paid) {
    const code = column.codes[state]!;
    if (isRounded[code] === true) rounded.rewards++;
    yield `${state} ${texts[code]}`;
  }
}

function* rowRewards(written: Writable, { name, rows: column }: Reward, rounded: Rounded): Generator<string> {
  const rows = rowsOf(written);
  const isMdp = written.kind === "mdp";
  const { texts, isRounded } = decimals(column);
  const isPaid = (row: number): boolean => column.exact[column.codes[row]!]!.numerator !== 0n;
  let paid = 0;
  for (const [, , row] of branchesOf(rows)) if (isPaid(row)) paid++;
  yield* heading(name, "Transition");
  yield [written.model.states, ...(isMdp ? [rows.action.length] : []), paid].join(" ");
  let own = -1;
  for (const [state, choice, row, branch] of branchesOf(rows)) {
    if (!isPaid(row)) continue;
    const code = column.codes[row]!;
    if (row !== own && isRounded[code] === true) rounded.rewards++;
    own = row;
    yield `${state} ${isMdp ? `${choice} ` : ""}${rows.successor[branch]} ${texts[code]}`;
  }
}
