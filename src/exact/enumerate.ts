import type { AnyWorld } from "../core/case.ts";
import type { Chance } from "../core/chance.ts";
import { type Codec, createCodec } from "../core/codec.ts";
import { caseError, InnateError, messageOf, show } from "../core/errors.ts";
import { add, type Rational } from "../core/rational.ts";
import { describedStates, type State } from "../core/world.ts";
import { withAmbient, withoutAmbient } from "./ambient.ts";
import { type Brancher, createBrancher, MOST_BRANCHES } from "./branches.ts";
import { coded, createCodeList } from "./coded.ts";
import { createKeys, createNumberList, type Keys } from "./keys.ts";
import type { Model, Rows } from "./model.ts";

/** A world's reachable states, numbered breadth-first from its starts, and how they lead to one another. */
export interface Enumeration {
  readonly world: AnyWorld;
  readonly codec: Codec;
  readonly model: Model;
  /** shape [states · codec.words]; the packed states */
  readonly packed: Uint32Array;
  /** The plain frozen state of a number. */
  state(index: number): State;
  /** called every few thousand calls of a drive's or an intent's functions, with what they are for; what it throws ends the work */
  readonly onCalls?: (what: string, done: number) => void;
}

export interface Limits {
  /** most states, 20 million where left out; and most beliefs, at most 200 000 */
  readonly states?: number;
  /** most bytes of the model while it is built; 1.5 GiB where left out */
  readonly bytes?: number;
}
/** Called every few thousand states with the number of states found and how many of them have been gone through. */
export type OnStates = (found: number, done: number) => void;

/** Every row of a small world is run twice to see that it depends on its arguments alone; of a large one, each 16th. */
const ALWAYS_TWICE = 50_000;
/** Once all states are known, this many rows from the first on and as many spread over the others are run again… */
const AGAIN_ROWS = 2000;
/** …or fewer, where they have more branches than this. */
const AGAIN_BRANCHES = 100_000;

/** The place in the user's file that a thrown error comes from, " (mine.ts:12:5)", where its stack names one. */
const placeOf = (thrown: unknown): string => {
  const frame = thrown instanceof Error ? /([^/\\\s()]+\.[cm]?[jt]sx?:\d+:\d+)/.exec(thrown.stack ?? "") : null;
  return frame === null ? "" : ` (${frame[1]})`;
};

/** What the user's code threw, as an error that names the call that threw. */
function blamed(name: () => string, thrown: unknown): InnateError {
  if (thrown instanceof InnateError)
    return thrown.message.startsWith(name())
      ? thrown
      : new InnateError(thrown.fault, `${name()}: ${thrown.message}`, { cause: thrown });
  const message = messageOf(thrown);
  const frozen =
    thrown instanceof TypeError && /read only|not extensible|Cannot (assign|add|delete|define|set)/.test(message);
  const cause = frozen
    ? "it changes its argument: states are frozen, return a new one ({ ...state, … })"
    : `it threw: ${message}`;
  return caseError(`${name()}: ${cause}${placeOf(thrown)}`, { cause: thrown });
}

/** Calls the user's code so that what it throws names the call that threw. */
export function guarded<T>(name: () => string, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw blamed(name, thrown);
  }
}

/** A value that must be true or false. */
function truth(value: unknown, call: () => string): boolean {
  if (typeof value !== "boolean") throw caseError(`${call()} is ${show(value)}, expected true or false`);
  return value;
}

/** The number of different values that stand in one digit of the packed states. */
function countDigit({ digit, words }: Codec, keys: Keys, field: number, item: number, radix: number): number {
  if (radix <= 2 ** 24) {
    const met = new Uint8Array(radix);
    let count = 0;
    for (let index = 0; index < keys.size; index++) {
      const value = digit(field, item, keys.words, index * words);
      if (met[value] === 1) continue;
      met[value] = 1;
      count++;
    }
    return count;
  }
  const values = Uint32Array.from({ length: keys.size }, (_, index) => digit(field, item, keys.words, index * words));
  return values.sort().reduce((count, value, k) => (k > 0 && value === values[k - 1] ? count : count + 1), 0);
}

/** What makes the space large: the fields of which most values occur among the states found so far, and how many there are. */
function largestFields({ fields }: AnyWorld, codec: Codec, keys: Keys): string {
  const counts = codec.names.map((name, field) => {
    const { digits, radix, kind } = fields[name]!;
    let most = 0;
    let described = 1;
    for (let item = 0; item < digits; item++) {
      const met = countDigit(codec, keys, field, item, radix);
      most = Math.max(most, met);
      described *= met;
    }
    const text = `${name} ${most} of ${radix}${kind === "list" ? ` in each of its ${digits} items` : ""}`;
    return { text, most, described };
  });
  const largest = counts.filter(({ most }) => most > 1).sort((a, b) => b.described - a.described);
  const names = largest.slice(0, 3).map(({ text }) => text);
  return names.length === 0 ? "" : `; the fields that make it large, by the values that occur: ${names.join(", ")}`;
}

/** A number of states, in powers of ten where it has no meaning to the last digit. */
const howMany = (count: number): string => (count < 1e9 ? `${count}` : count.toExponential(1).replace("e+", " · 10^"));

/** Builds the rows of one phase, a state after another. */
function createRowBuilder() {
  const rowStart = createNumberList();
  const action = createCodeList();
  const branchStart = createNumberList();
  const successor = createNumberList();
  const probability = createCodeList();
  return {
    beginState: () => rowStart.push(action.length),
    beginRow(actionIndex: number) {
      action.push(actionIndex);
      branchStart.push(successor.length);
    },
    addBranch(state: number, code: number) {
      successor.push(state);
      probability.push(code);
    },
    rows: () => action.length,
    bytes: () => rowStart.length * 4 + action.length * 5 + successor.length * 5,
    finish(probabilities: readonly Rational[]): Rows {
      rowStart.push(action.length);
      branchStart.push(successor.length);
      return {
        rowStart: rowStart.finish(),
        action: action.finish(),
        branchStart: branchStart.finish(),
        successor: successor.finish(),
        probability: coded(probability.finish(), probabilities),
      };
    },
  };
}
export type RowBuilder = ReturnType<typeof createRowBuilder>;
export { createRowBuilder };

/**
 * The reachable states of a world and all its transitions, through every branch of chance.
 *
 * Equal successors of one row become one branch.
 *
 * @throws InnateError `case` where the world breaks its own declaration, `undecided` where a limit is reached
 */
export function enumerate(world: AnyWorld, limits: Limits = {}, onStates: OnStates = () => {}): Enumeration {
  return withoutAmbient(() => explore(world, limits, onStates));
}

function explore(world: AnyWorld, limits: Limits, onStates: OnStates): Enumeration {
  const codec = guarded(
    () => world.id,
    () => createCodec(world.fields),
  );
  const { words } = codec;
  const keys = createKeys(words);
  const brancher = createBrancher();
  const scratch = new Uint32Array(words);
  const phases = Array.from({ length: (world.phases?.length ?? 0) + 1 }, createRowBuilder);
  const mostStates = limits.states ?? 20_000_000;
  const mostBytes = limits.bytes ?? 1.5 * 2 ** 30;

  const starts = startStates(world, codec, keys, brancher);
  const limit = (done: number, what: string): never => {
    throw new InnateError(
      "undecided",
      `${world.id}: not enumerated: ${what} reached after ${done} of at least ${keys.size} states, ` +
        `at most ${howMany(describedStates(world.fields))}${largestFields(world, codec, keys)}`,
    );
  };

  // The row at hand, to which the functions below refer: made once, they save a sixth of the time of making them for each row.
  let index = 0;
  let state: State = {};
  let action = "";
  let phase = 0;
  const name = () => `${world.id}: transition(${show(state)}, "${action}")`;
  const run = (chance: Chance): State => {
    try {
      return world.transition(state, action, chance, phase);
    } catch (thrown) {
      throw blamed(name, thrown);
    }
  };
  const isEnded = (): boolean => world.terminated !== undefined && truth(world.terminated(state), endedName);
  const endedName = () => `${world.id}: terminated(${show(state)})`;
  const isAvailable = (): boolean =>
    world.available === undefined || truth(world.available(state, action), availableName);
  const availableName = () => `${world.id}: available(${show(state)}, "${action}")`;
  const numberOf = (next: State): number => {
    if (next === state) return index;
    codec.pack(next, scratch, 0, name);
    return keys.add(scratch, 0);
  };
  // The distinct successors of the row and the codes of their probabilities.
  const successors = new Uint32Array(MOST_BRANCHES);
  const codes = new Uint32Array(MOST_BRANCHES);
  let count = 0;
  const { probabilities } = brancher;
  const visit = (next: State, code: number): void => {
    const successor = numberOf(next);
    for (let k = 0; k < count; k++)
      if (successors[k] === successor) {
        codes[k] = probabilities.code(add(probabilities.exact[codes[k]!]!, probabilities.exact[code]!));
        return;
      }
    successors[count] = successor;
    codes[count++] = code;
  };

  for (; index < keys.size; index++) {
    if (keys.size > mostStates) limit(index, `the limit of ${mostStates} states`);
    if ((index & 1023) === 0) {
      withAmbient(() => onStates(keys.size, index));
      if (keys.bytes + phases.reduce((sum, builder) => sum + builder.bytes(), 0) > mostBytes)
        limit(index, `the limit of ${Math.round(mostBytes / 2 ** 20)} MiB`);
    }
    state = codec.unpack(keys.words, index * words);
    const ended = guarded(endedName, isEnded);
    for (phase = 0; phase < phases.length; phase++) {
      const builder = phases[phase]!;
      builder.beginState();
      if (ended) continue;
      const before = builder.rows();
      for (let a = 0; a < world.actions.length; a++) {
        action = world.actions[a]!;
        if (!guarded(availableName, isAvailable)) continue;
        builder.beginRow(a);
        count = 0;
        brancher.each(name, run, visit);
        for (let k = 0; k < count; k++) builder.addBranch(successors[k]!, codes[k]!);
        if (builder.rows() < ALWAYS_TWICE || (builder.rows() & 15) === 0) {
          const second = numberOf(brancher.first(name, run));
          if (second !== successors[0]) throw changing(name(), codec, keys, successors[0]!, second);
        }
      }
      if (builder.rows() === before)
        throw caseError(
          `${world.id}: no action is available in ${show(state)}, and it has not terminated; check available and terminated`,
        );
    }
  }
  const states = keys.size;
  const rows = phases.map((builder) => builder.finish(probabilities.exact));

  // What changes with a counter or a slow clock shows only after a while, so some of the rows are run once more.
  let branches = 0;
  const visitAgain = (next: State, code: number): void => {
    branches++;
    visit(next, code);
  };
  const runAgain = ({ branchStart, successor, probability }: Rows, row: number): void => {
    count = 0;
    brancher.each(name, run, visitAgain);
    const from = branchStart[row]!;
    for (let k = 0; k < Math.max(count, branchStart[row + 1]! - from); k++) {
      if (k === count || from + k === branchStart[row + 1]!)
        throw caseError(`${name()} had ${branchStart[row + 1]! - from} outcomes and then ${count}: ${BESIDE}`);
      if (successors[k] !== successor[from + k])
        throw changing(name(), codec, keys, successor[from + k]!, successors[k]!);
      if (codes[k] !== probability.codes[from + k])
        throw caseError(`${name()} had other probabilities when it was run again: ${BESIDE}`);
    }
  };
  /** Compares a state with what was found first; the number of its rows. */
  const compareAgain = (): number => {
    state = codec.unpack(keys.words, index * words);
    const ended = guarded(endedName, isEnded);
    let compared = 0;
    for (phase = 0; phase < rows.length; phase++) {
      const found = rows[phase]!;
      let row = found.rowStart[index]!;
      const end = found.rowStart[index + 1]!;
      // A state that has not ended has an action, so one without rows had ended.
      if (ended !== (row === end)) throw answering(endedName(), !ended);
      if (ended) continue;
      for (let a = 0; a < world.actions.length; a++) {
        action = world.actions[a]!;
        const had = row < end && found.action[row] === a;
        if (guarded(availableName, isAvailable) !== had) throw answering(availableName(), had);
        if (!had) continue;
        runAgain(found, row++);
        compared++;
      }
    }
    return compared;
  };
  let compared = 0;
  for (index = 0; index < states && compared < AGAIN_ROWS && branches < AGAIN_BRANCHES; index++)
    compared += compareAgain();
  const left = rows.reduce((sum, { rowStart }) => sum + rowStart[states]! - rowStart[index]!, 0);
  const step = Math.max(1, Math.ceil(left / AGAIN_ROWS), Math.ceil((states - index) / (2 * AGAIN_ROWS)));
  branches = 0;
  for (; index < states && branches < AGAIN_BRANCHES; index += step) compareAgain();

  const model: Model = {
    states,
    actions: world.actions,
    starts,
    phases: rows,
    boundaries: world.phases ?? [],
  };
  const packed = keys.words.slice(0, states * words);
  return { world, codec, model, packed, state: (index) => codec.unpack(packed, index * words) };
}

function startStates(world: AnyWorld, codec: Codec, keys: Keys, brancher: Brancher): Model["starts"] {
  const scratch = new Uint32Array(codec.words);
  const name = () => `${world.id}: start()`;
  const run = (chance: Chance) => guarded(name, () => world.start(chance));
  const starts = new Map<number, Rational>();
  const numberOf = (state: State): number => {
    codec.pack(state, scratch, 0, name);
    return keys.add(scratch, 0);
  };
  brancher.each(name, run, (state, code) => {
    const index = numberOf(state);
    const probability = brancher.probabilities.exact[code]!;
    const known = starts.get(index);
    starts.set(index, known === undefined ? probability : add(known, probability));
  });
  // The state of the first branch has number 0.
  const again = numberOf(brancher.first(name, run));
  if (again !== 0) throw changing(name(), codec, keys, 0, again);
  return [...starts].map(([state, probability]) => ({ state, probability }));
}

const BESIDE = "it depends on something beside its arguments (a variable that it changes, the clock)";

/** The error for a call that gave two states for the same arguments. */
const changing = (call: string, { unpack, words }: Codec, keys: Keys, first: number, second: number): InnateError =>
  caseError(
    `${call} gave ${show(unpack(keys.words, first * words))} and then ${show(unpack(keys.words, second * words))}: ${BESIDE}`,
  );
/** The error for a call that gave another answer than before. */
const answering = (call: string, before: boolean): InnateError =>
  caseError(`${call} gave ${before} and then ${!before}: ${BESIDE}`);
