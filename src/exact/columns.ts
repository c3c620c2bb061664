import type { Ending } from "../core/drive.ts";
import { caseError, show } from "../core/errors.ts";
import type { Value } from "../core/field.ts";
import type { Moment } from "../core/moment.ts";
import { add, fromComputed, multiply, type Rational, toNumber, ZERO } from "../core/rational.ts";
import type { State } from "../core/world.ts";
import { withAmbient, withoutAmbient } from "./ambient.ts";
import { type Bits, createBits, setBit } from "./bits.ts";
import { type Coded, coded, createCodeList, createTable, nothing } from "./coded.ts";
import { type Enumeration, guarded } from "./enumerate.ts";
import { hasEnded } from "./graph.ts";
import type { Payoff, Rows } from "./model.ts";
import { type Lens, lensPointer, NO_READS, type Pointer, type Reads, viewPointer } from "./pointer.ts";
import type { ReadingColumns } from "./readings.ts";

/** A column of payoffs, what the function read, and an example of a number that was rounded to 12 digits. */
export interface Column {
  readonly payoff: Payoff;
  readonly reads: Reads;
  readonly rounded?: number;
}

/** Calls `visit` for every branch of a phase, in order. */
function eachBranch(rows: Rows, visit: (state: number, row: number, branch: number) => void): void {
  for (let state = 0; state + 1 < rows.rowStart.length; state++)
    for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++)
      for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
        visit(state, row, branch);
}

/** Says how many calls have been made, now and then. */
function report({ onCalls }: Enumeration, what: string, done: number): void {
  if ((done & 8191) === 0) withAmbient(() => onCalls?.(what, done));
}

/** Runs a function of the case on everything of a small world twice, on each 16th part of a large one. */
const again = (count: number): boolean => count < 50_000 || (count & 15) === 0;

/** The first moments of a function, which it is run on once more when it has been run on all: a counter may show only after a while. */
const KEPT = 2000;

interface Evaluator<T> {
  /** What the function returns for a moment, after it was checked. */
  read: (...at: Parameters<Pointer["point"]>) => T;
  /** Runs the function on the first moments once more. */
  readAgain(): void;
}

function evaluator<T>(
  enumeration: Enumeration,
  name: string,
  pointer: Pointer,
  evaluate: (moment: Moment<State, string>) => T,
  accept: (value: T) => boolean,
  expected: string,
): Evaluator<T> {
  let count = 0;
  const first: { readonly at: Parameters<Pointer["point"]>; readonly value: T }[] = [];
  const callOf = (phase: number, state: number, row: number, branch: number) => () => {
    const { action, successor } = enumeration.model.phases[phase]!;
    const [before, after] = [enumeration.state(state), enumeration.state(successor[branch]!)];
    return `${enumeration.world.id}: ${name} at ${show(before)}, "${enumeration.world.actions[action[row]!]}", ${show(after)}`;
  };
  const compare = (call: () => string, value: T): void => {
    const second = guarded(call, () => evaluate(pointer.moment));
    if (!Object.is(second, value))
      throw caseError(`${call()} gave two answers for the same moment: it depends on something beside its argument`);
  };
  return {
    read(...at) {
      report(enumeration, name, count);
      pointer.point(...at);
      const call = callOf(...at);
      const value = guarded(call, () => evaluate(pointer.moment));
      if (!accept(value)) throw caseError(`${call()} is ${show(value)}, expected ${expected}`);
      if (first.length < KEPT) first.push({ at, value });
      if (again(count++)) compare(call, value);
      return value;
    },
    readAgain() {
      for (const { at, value } of first) {
        pointer.point(...at);
        compare(callOf(...at), value);
      }
    },
  };
}

/** The doubles that a function returns as codes of a table; each is read as its shortest decimal of at most 12 digits. */
function createReading() {
  const table = createTable([ZERO]);
  const codes = new Map<number, number>();
  let rounded: number | undefined;
  return {
    table,
    code(value: number): number {
      const known = codes.get(value);
      if (known !== undefined) return known;
      const exact = fromComputed(value);
      if (toNumber(exact) !== value) rounded ??= value;
      const code = table.code(exact);
      codes.set(value, code);
      return code;
    },
    rounded: () => rounded,
  };
}

const isFiniteNumber = (value: number): boolean => typeof value === "number" && Number.isFinite(value);
const isBoolean = (value: boolean): boolean => typeof value === "boolean";

/**
 * What a function of a moment pays, expected per row.
 *
 * @param name - what the function is, for errors: `term "gold"`
 * @param readings - what it may read of the thought behind the moment
 * @throws InnateError `case` if it throws, or returns NaN, an infinity or no number, or two answers for one moment
 */
export function momentColumn(
  enumeration: Enumeration,
  name: string,
  evaluate: (moment: Moment<State, string>) => number,
  lens?: Lens,
  readings: ReadingColumns = {},
): Column {
  return withoutAmbient(() => {
    const pointer = lens === undefined ? viewPointer(enumeration, readings) : lensPointer(enumeration, readings, lens);
    const { read, readAgain } = evaluator(enumeration, name, pointer, evaluate, isFiniteNumber, "a finite number");
    const reading = createReading();
    const { model } = enumeration;
    const rows = model.phases.map((phase, index): Coded["codes"] => {
      const codes = createCodeList(phase.action.length || 1);
      const expected = createExpectation(phase, reading.table);
      eachBranch(phase, (state, row, branch) => {
        const code = reading.code(read(index, state, row, branch));
        if (branch === phase.branchStart[row]!) expected.begin();
        expected.add(phase.probability.codes[branch]!, code);
        if (branch + 1 === phase.branchStart[row + 1]!) codes.push(expected.end());
      });
      return codes.finish();
    });
    readAgain();
    const rounded = reading.rounded();
    return {
      payoff: { rows: rows.map((codes) => coded(codes, reading.table.exact)) },
      reads: pointer.reads(),
      ...(rounded === undefined ? {} : { rounded }),
    };
  });
}

/** The exact expectation of a coded value over the branches of a row, as a code of the same table. */
export function createExpectation(phase: Rows, table: ReturnType<typeof createTable>) {
  const known = new Map<string, number>();
  let parts: number[] = [];
  let same = true;
  return {
    begin() {
      parts = [];
      same = true;
    },
    add(probability: number, value: number) {
      if (parts.length > 0 && parts[1] !== value) same = false;
      parts.push(probability, value);
    },
    end(): number {
      if (same) return parts[1]!;
      const key = parts.join();
      const found = known.get(key);
      if (found !== undefined) return found;
      let total: Rational = ZERO;
      for (let k = 0; k < parts.length; k += 2)
        total = add(total, multiply(phase.probability.exact[parts[k]!]!, table.exact[parts[k + 1]!]!));
      const code = table.code(total);
      known.set(key, code);
      return code;
    },
  };
}

/**
 * What a function of the last state pays, where the world ends there and where the horizon cuts it off there.
 *
 * @throws as `momentColumn`
 */
export function finalColumn(
  enumeration: Enumeration,
  name: string,
  evaluate: (state: State, why: Ending) => number,
  lens: Lens = (state) => state,
): Column {
  return withoutAmbient(() => {
    const { codec, packed, model, world } = enumeration;
    const view = codec.view();
    const reading = createReading();
    const pay = (why: Ending): Coded => {
      const codes = createCodeList(model.states);
      for (let index = 0; index < model.states; index++) {
        if ((why === "terminated") !== hasEnded(model.phases[0]!, index)) {
          codes.push(0);
          continue;
        }
        report(enumeration, name, index);
        view.show(packed, index * codec.words);
        const call = () => `${world.id}: ${name} at ${show(enumeration.state(index))}, "${why}"`;
        const pays = () => evaluate(lens(view.state), why);
        const value = guarded(call, pays);
        if (!isFiniteNumber(value)) throw caseError(`${call()} is ${show(value)}, expected a finite number`);
        if (again(index) && !Object.is(guarded(call, pays), value))
          throw caseError(
            `${call()} gave two answers for the same state: it depends on something beside its arguments`,
          );
        codes.push(reading.code(value));
      }
      return coded(codes.finish(), reading.table.exact);
    };
    const final = { terminated: pay("terminated"), horizon: pay("horizon") };
    const rows = model.phases.map((phase) => nothing(phase.action.length));
    const rounded = reading.rounded();
    return {
      payoff: { rows, final },
      reads: { ...NO_READS, state: view.reads() },
      ...(rounded === undefined ? {} : { rounded }),
    };
  });
}

/** The branches of each phase at which a predicate of a moment holds, and what it read. */
export function momentLabels(
  enumeration: Enumeration,
  name: string,
  holds: (moment: Moment<State, string>) => boolean,
): { readonly branches: readonly Bits[]; readonly reads: Reads } {
  return withoutAmbient(() => {
    const pointer = viewPointer(enumeration, {});
    const { read, readAgain } = evaluator(enumeration, name, pointer, holds, isBoolean, "true or false");
    const branches = enumeration.model.phases.map((phase, index) => {
      const bits = createBits(phase.successor.length);
      eachBranch(phase, (state, row, branch) => {
        if (read(index, state, row, branch)) setBit(bits, branch);
      });
      return bits;
    });
    readAgain();
    return { branches, reads: pointer.reads() };
  });
}

/** The states at which a predicate holds, and the fields that it read. */
export function stateLabels(
  enumeration: Enumeration,
  name: string,
  holds: (state: State) => boolean,
): { readonly states: Bits; readonly reads: readonly string[] } {
  return withoutAmbient(() => {
    const { codec, packed, model, world } = enumeration;
    const view = codec.view();
    const states = createBits(model.states);
    for (let index = 0; index < model.states; index++) {
      report(enumeration, name, index);
      view.show(packed, index * codec.words);
      const call = () => `${world.id}: ${name} at ${show(enumeration.state(index))}`;
      const value = guarded(call, () => holds(view.state));
      if (!isBoolean(value)) throw caseError(`${call()} is ${show(value)}, expected true or false`);
      if (again(index) && guarded(call, () => holds(view.state)) !== value)
        throw caseError(`${call()} gave two answers for the same state: it depends on something beside its argument`);
      if (value) setBit(states, index);
    }
    return { states, reads: view.reads() };
  });
}

/** A value as text, equal exactly where values are, whatever the order in which a record's fields were written. */
const textOf = (value: Value | State): string =>
  typeof value !== "object" || Array.isArray(value)
    ? JSON.stringify(value)
    : `{${JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** The code of what a function of a state shows in each state, equal exactly where the values are equal. */
export function stateCodes(enumeration: Enumeration, name: string, read: (state: State) => Value | State): Uint32Array {
  return withoutAmbient(() => {
    const known = new Map<string, number>();
    return Uint32Array.from({ length: enumeration.model.states }, (_, index) => {
      report(enumeration, name, index);
      const state = enumeration.state(index);
      const call = () => `${enumeration.world.id}: ${name} at ${show(state)}`;
      const value = guarded(call, () => read(state));
      if (value === undefined) throw caseError(`${call()} is undefined, expected a value or a record of values`);
      const text = textOf(value);
      const code = known.get(text) ?? known.size;
      known.set(text, code);
      return code;
    });
  });
}

/** For each phase and branch a code of what a function of its moment returns, equal exactly where the numbers are equal. */
export function branchCodes(
  enumeration: Enumeration,
  name: string,
  evaluate: (moment: Moment<State, string>) => number,
  readings: ReadingColumns = {},
): readonly Uint32Array[] {
  return withoutAmbient(() => {
    const pointer = viewPointer(enumeration, readings);
    const { read, readAgain } = evaluator(enumeration, name, pointer, evaluate, isFiniteNumber, "a finite number");
    const known = new Map<number, number>();
    const all = enumeration.model.phases.map((phase, index) => {
      const codes = new Uint32Array(phase.successor.length);
      eachBranch(phase, (state, row, branch) => {
        const value = read(index, state, row, branch);
        const code = known.get(value) ?? known.size;
        known.set(value, code);
        codes[branch] = code;
      });
      return codes;
    });
    readAgain();
    return all;
  });
}
