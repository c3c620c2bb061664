import type { Chance } from "../../core/chance.ts";
import { caseError, show } from "../../core/errors.ts";
import { type Field, flag, range, type Value } from "../../core/field.ts";
import type { Rational } from "../../core/rational.ts";
import { defineWorld, type State, type World } from "../../core/world.ts";
import type { Choice } from "./choices.ts";
import { compileCondition, readsOf, type Values } from "./compile.ts";
import type { Variable } from "./elaborate.ts";
import type { Program } from "./program.ts";
import type { Resolved } from "./resolve.ts";
import { eachStart } from "./starts.ts";

/** One thing that can be done in a state. */
export interface Row {
  /** each as likely as the others */
  readonly choices: readonly Choice[];
  readonly branches: readonly (readonly [State, Rational])[];
}

/** What a model does not say of itself: over what time it is judged. */
export type Span = Pick<World<State, string>, "horizon" | "discount" | "average">;

/** A program as a world, and what reads its states. */
export interface ProgramWorld {
  readonly world: World<State, string>;
  /** The rows of a state, by action; the answer holds until the next call. */
  rows(state: State): ReadonlyMap<string, Row>;
  /**
   * The values of a state's variables; the answer holds until the next call.
   *
   * @param reads - only these are read of the state, so that what is recorded of the reading is what mattered
   */
  values(state: State, reads: readonly number[]): Values;
  /** Whether a condition holds in a state. */
  holds(condition: Resolved): (state: State) => boolean;
}

const fieldOf = ({ type, low, high }: Variable): Field<Value> => (type === "bool" ? flag() : range(low, high));
const numberOf = (value: Value | undefined): number => (typeof value === "number" ? value : value === true ? 1 : 0);

/**
 * The world that a program describes: its variables are the fields, its choices the actions. It ends where nothing can be done.
 *
 * @param id - the world's id
 */
export function worldOf(program: Program, id: string, span: Span = {}): ProgramWorld {
  const { model, packing, probabilities, actions } = program;
  const { variables } = model;
  const scratch = new Int32Array(variables.length);
  const fieldValue = ({ type }: Variable, number: number): Value => (type === "bool" ? number === 1 : number);
  // A record of some state, of which others are copies with a few fields changed: that is three times as fast as making them anew.
  const template: Record<string, Value> = Object.fromEntries(
    variables.map((variable) => [variable.name, fieldValue(variable, variable.initial)]),
  );
  const shown = Int32Array.from(variables, ({ initial }) => initial);
  const showIn = (record: Record<string, Value>, values: Values): void => {
    for (let k = 0; k < values.length; k++)
      if (values[k] !== shown[k]) record[variables[k]!.name] = fieldValue(variables[k]!, values[k]!);
  };
  const recordOf = (values: Values): State => {
    const record = { ...template };
    showIn(record, values);
    return record;
  };
  const values = new Int32Array(variables.length);
  const read = (state: State, reads: readonly number[]): Values => {
    for (const index of reads) values[index] = numberOf(state[variables[index]!.name]);
    return values;
  };
  const all = variables.map(({ index }) => index);

  // The rows of one state are asked for once for each action and each branch, one after another. States are not told apart by the
  // object: what a drive is shown of moments is one object that changes.
  const last = new Int32Array(variables.length).fill(-1);
  let rows: ReadonlyMap<string, Row> | undefined;
  const expand = (state: State): ReadonlyMap<string, Row> => {
    read(state, all);
    if (rows !== undefined && values.every((value, k) => value === last[k])) return rows;
    showIn(template, values);
    shown.set(values);
    const found = new Map<string, { choices: readonly Choice[]; branches: (readonly [State, Rational])[] }>();
    let branches: (readonly [State, Rational])[] = [];
    program.expand(values, {
      row(action, choices) {
        branches = [];
        found.set(actions[action]!, { choices: [...choices], branches });
      },
      branch(packed, code) {
        packing.unpack(packed, 0, scratch);
        branches.push([recordOf(scratch), probabilities.exact[code]!]);
      },
    });
    last.set(values);
    rows = found;
    return found;
  };

  const starts: State[] = [];
  eachStart(model, (start) => {
    starts.push(recordOf(start));
  });
  const world = defineWorld({
    id,
    ...span,
    fields: Object.fromEntries(variables.map((variable) => [variable.name, fieldOf(variable)])),
    actions,
    start: (chance: Chance): State => chance.pick(starts),
    available: (state: State, action: string) => expand(state).has(action),
    transition(state: State, action: string, chance: Chance): State {
      const row = expand(state).get(action);
      if (row === undefined) throw caseError(`${id}: "${action}" cannot be done in ${show(state)}`);
      return chance.weighted(row.branches);
    },
    terminated: (state: State) => expand(state).size === 0,
  });
  return {
    world,
    rows: expand,
    values: read,
    holds(condition) {
      const holds = compileCondition(condition);
      const reads = readsOf(condition);
      return (state) => holds(read(state, reads));
    },
  };
}
