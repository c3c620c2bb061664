import type { AnyWorld } from "../core/case.ts";
import type { Chance } from "../core/chance.ts";
import { type Codec, createCodec } from "../core/codec.ts";
import { caseError, InnateError, messageOf, show } from "../core/errors.ts";
import { add, type Rational } from "../core/rational.ts";
import type { State } from "../core/world.ts";
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
  /** most states; 20 million where left out */
  readonly states?: number;
  /** most bytes of the model while it is built; 1.5 GiB where left out */
  readonly bytes?: number;
}
/** Called every few thousand states with the number of states found and how many of them have been gone through. */
export type OnStates = (found: number, done: number) => void;

/** Every row of a small world is run twice to see that it depends on its arguments alone; of a large one, each 16th. */
const ALWAYS_TWICE = 50_000;

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

/** Runs `body` while `Math.random` is an error: worlds and drives draw from `chance` alone. */
export function withoutMathRandom<T>(body: () => T): T {
  const { random } = Math;
  Math.random = () => {
    throw caseError("it uses Math.random; draw from chance, so that every outcome is known");
  };
  try {
    return body();
  } finally {
    Math.random = random;
  }
}

/** What makes the space large: the fields with the most values among the states found so far. */
function largestFields(codec: Codec, keys: Keys): string {
  const step = Math.max(1, Math.floor(keys.size / 2000));
  const met = codec.names.map(() => new Set<string>());
  for (let index = 0; index < keys.size; index += step) {
    const state = codec.unpack(keys.words, index * codec.words);
    for (const [k, name] of codec.names.entries()) met[k]!.add(show(state[name]));
  }
  const counts = codec.names.map((name, k) => ({ name, values: met[k]!.size })).sort((a, b) => b.values - a.values);
  return counts
    .slice(0, 3)
    .map(({ name, values }) => `${name} (${values} values met)`)
    .join(", ");
}

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
  return withoutMathRandom(() => explore(world, limits, onStates));
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
      `${world.id}: not enumerated: ${what} reached after ${done} of at least ${keys.size} states; ` +
        `the fields that make it large: ${largestFields(codec, keys)}`,
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
  const isEnded = (): boolean => world.terminated?.(state) ?? false;
  const endedName = () => `${world.id}: terminated(${show(state)})`;
  const isAvailable = (): boolean => world.available === undefined || world.available(state, action);
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
      onStates(keys.size, index);
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
  const model: Model = {
    states: keys.size,
    actions: world.actions,
    starts,
    phases: phases.map((builder) => builder.finish(probabilities.exact)),
    boundaries: world.phases ?? [],
  };
  const packed = keys.words.slice(0, keys.size * words);
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

/** The error for a call that gave two states for the same arguments. */
const changing = (call: string, { unpack, words }: Codec, keys: Keys, first: number, second: number): InnateError =>
  caseError(
    `${call} gave ${show(unpack(keys.words, first * words))} and then ${show(unpack(keys.words, second * words))}: ` +
      "it depends on something beside its arguments (a variable that it changes, the clock)",
  );
