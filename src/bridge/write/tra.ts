import { add, compare, ONE, type Rational, subtract, ZERO } from "../../core/rational.ts";
import { hasBit } from "../../exact/bits.ts";
import type { Rows } from "../../exact/model.ts";
import type { Writable } from "../labelled.ts";
import { valueText } from "../variables.ts";
import { finiteDecimal, nearestDouble } from "./numbers.ts";

/** One of the files of a model. */
export interface Part {
  /** what its name ends in, ".tra" */
  readonly ending: string;
  readonly lines: Iterable<string>;
}

/** How many numbers could not be written as they are: PRISM takes decimals only. */
export interface Rounded {
  probabilities: number;
  rewards: number;
}

/**
 * A model as PRISM's explicit files: transitions, labels, states and rewards, numbered where there are several structures.
 *
 * A probability that no decimal writes becomes that of the nearest double; the likeliest of its row gets what is missing, so that
 * the decimals of each row sum to exactly 1. A reward becomes that of the nearest double.
 *
 * @param rounded - counts them while the lines are read
 */
export function traParts(written: Writable, rounded: Rounded): readonly Part[] {
  const { rewards, variables = [] } = written;
  const isPaid = (column: Writable["rewards"][number]["rows"]): boolean =>
    column.exact.some(({ numerator }, code) => numerator !== 0n && column.codes.includes(code));
  const [byState, byRow] = [rewards.some(({ states }) => isPaid(states)), rewards.some(({ rows }) => isPaid(rows))];
  const numbered = (k: number): string => (rewards.length === 1 ? "" : String(k + 1));
  return [
    { ending: ".tra", lines: transitions(written, rounded) },
    { ending: ".lab", lines: labels(written) },
    ...(variables.length === 0 ? [] : [{ ending: ".sta", lines: states(written) }]),
    ...rewards.flatMap((reward, k) => [
      ...(byState ? [{ ending: `${numbered(k)}.srew`, lines: stateRewards(written, reward, rounded) }] : []),
      ...(byRow ? [{ ending: `${numbered(k)}.trew`, lines: rowRewards(written, reward, rounded) }] : []),
    ]),
  ];
}

type Reward = Writable["rewards"][number];

function rowsOf({ model }: Writable): Rows {
  const [rows] = model.phases;
  if (rows === undefined) throw new RangeError("a model without phases");
  return rows;
}

/** Calls for every branch: its state, the number of its choice there, its row. */
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
  const { action, branchStart, successor, probability } = rows;
  const isMdp = kind === "mdp";
  yield [model.states, ...(isMdp ? [action.length] : []), successor.length].join(" ");
  const texts = probability.exact.map(finiteDecimal);
  let [own, mended]: [number, readonly string[]] = [-1, []];
  for (const [state, choice, row, branch] of branchesOf(rows)) {
    let text = texts[probability.codes[branch]!];
    if (row !== own) {
      const shares = [...probability.codes.subarray(branchStart[row]!, branchStart[row + 1]!)];
      mended = shares.every((code) => texts[code] !== undefined)
        ? []
        : decimals(
            shares.map((code) => probability.exact[code]!),
            rounded,
          );
      own = row;
    }
    text = mended[branch - branchStart[row]!] ?? text;
    yield `${state} ${isMdp ? `${choice} ` : ""}${successor[branch]} ${text}${isMdp ? ` ${model.actions[action[row]!]}` : ""}`;
  }
}

/** Decimals that sum to exactly 1, each but the largest that of the double nearest to its share. */
function decimals(shares: readonly Rational[], rounded: Rounded): readonly string[] {
  const near = shares.map((share) => (finiteDecimal(share) === undefined ? nearestDouble(share) : share));
  const largest = near.reduce((best, share, k) => (compare(share, near[best]!) > 0 ? k : best), 0);
  const missing = subtract(ONE, near.reduce(add, ZERO));
  const made = near.map((share, k) => (k === largest ? add(share, missing) : share));
  rounded.probabilities += made.filter((share, k) => compare(share, shares[k]!) !== 0).length;
  return made.map((share) => finiteDecimal(share) ?? "");
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

/** What the numbers of a column are written as, and of which codes it is not what they are. */
function amounts({ exact }: Reward["rows"]): {
  readonly texts: readonly string[];
  readonly isRounded: readonly boolean[];
} {
  const own = exact.map(finiteDecimal);
  return {
    texts: own.map((text, code) => text ?? finiteDecimal(nearestDouble(exact[code]!)) ?? ""),
    isRounded: own.map((text) => text === undefined),
  };
}

const heading = (name: string, what: string): readonly string[] => [
  `# Reward structure${name === "" ? "" : ` "${name}"`}`,
  `# ${what} rewards`,
];

function* stateRewards({ model }: Writable, { name, states: column }: Reward, rounded: Rounded): Generator<string> {
  const { texts, isRounded } = amounts(column);
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
  const { texts, isRounded } = amounts(column);
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
