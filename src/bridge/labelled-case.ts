import type { AnyCase, AnySetting } from "../core/case.ts";
import type { Chance } from "../core/chance.ts";
import type { Drive, Term } from "../core/drive.ts";
import { caseError, InnateError, show } from "../core/errors.ts";
import { type Fields, flag, range } from "../core/field.ts";
import type { Moment } from "../core/moment.ts";
import { ONE, toNumber } from "../core/rational.ts";
import { defineWorld, type State } from "../core/world.ts";
import { type Coded, createKeys, hasBit } from "../exact/index.ts";
import type { LabelledModel } from "./labelled.ts";
import { intentOf, type Meant } from "./meant.ts";
import { driveNames, extremes } from "./variables.ts";

/** How a world shows the states of a model. */
interface Showing {
  readonly fields: Fields;
  state(number: number): State;
  /** The number of a state that was shown. */
  number(state: State): number;
}

/** Most states that are looked up by their variables. */
const MOST_TOLD = 2_000_000;

/** The states of a model by its variables, where these tell them all apart; else by their numbers. */
function showing({ model, variables = [] }: LabelledModel): Showing {
  const { states } = model;
  const keys = createKeys(Math.max(1, variables.length));
  const key = new Uint32Array(Math.max(1, variables.length));
  const isTold = (): boolean => {
    if (variables.length === 0 || states > MOST_TOLD) return false;
    for (let state = 0; state < states; state++) {
      for (const [k, { values }] of variables.entries()) key[k] = values[state]!;
      if (keys.add(key, 0) !== state) return false;
    }
    return true;
  };
  if (!isTold())
    return {
      fields: { state: range(0, states - 1) },
      state: (state) => ({ state }),
      number: ({ state }) => (typeof state === "number" ? state : 0),
    };
  return {
    fields: Object.fromEntries(
      variables.map(({ name, type, values }) => {
        return [name, type === "bool" ? flag() : range(...extremes(values))];
      }),
    ),
    state: (number) =>
      Object.fromEntries(
        variables.map(({ name, type, values }) => [name, type === "bool" ? values[number] === 1 : values[number]!]),
      ),
    number(state) {
      for (const [k, { name }] of variables.entries()) key[k] = Number(state[name]);
      return keys.add(key, 0);
    },
  };
}

/** A name for each row: its action's, with a number where the state has several of it. */
function rowNames({ states, actions, phases }: LabelledModel["model"]): readonly string[] {
  const { rowStart, action } = phases[0]!;
  const names: string[] = [];
  for (let state = 0; state < states; state++) {
    const met = new Map<number, number>();
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
      const times = (met.get(action[row]!) ?? 0) + 1;
      met.set(action[row]!, times);
      const name = actions[action[row]!]!;
      names.push(times === 1 ? name : `${name} (${times})`);
    }
  }
  return names;
}

/** A model that is known state by state as a world: its fields are the model's variables, or the number of a state. It ends in deadlocks. */
function worldOf(labelled: LabelledModel, id: string) {
  const { model, deadlocks } = labelled;
  const { fields, state: shown, number: numberOf } = showing(labelled);
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const names = rowNames(model);
  const rowOf = (state: State, action: string): number | undefined => {
    const number = numberOf(state);
    for (let row = rowStart[number]!; row < rowStart[number + 1]!; row++) if (names[row] === action) return row;
    return undefined;
  };
  const starts = model.starts.map(({ state, probability }) => [shown(state), probability] as const);
  const world = defineWorld({
    id,
    fields,
    actions: [...new Set(names)],
    start: (chance: Chance): State => chance.weighted(starts),
    available: (state: State, action: string) => rowOf(state, action) !== undefined,
    transition(state: State, action: string, chance: Chance): State {
      const row = rowOf(state, action);
      if (row === undefined) throw caseError(`${id}: "${action}" cannot be done in ${show(state)}`);
      const [from, to] = [branchStart[row]!, branchStart[row + 1]!];
      const branches = Array.from({ length: to - from }, (_, k) => {
        const exact = probability.exact[probability.codes[from + k]!]!;
        return [shown(successor[from + k]!), exact] as const;
      });
      return chance.weighted(branches);
    },
    terminated: (state: State) => hasBit(deadlocks, numberOf(state)),
  });
  return { world, rowOf, numberOf };
}

const isNothing = ({ codes, values }: Coded): boolean => codes.every((code) => values[code] === 0);
const entry = ({ codes, exact }: Coded, index: number): number => toNumber(exact[codes[index]!]!);

function drivesOf({ name, rewards }: LabelledModel, { world, rowOf, numberOf }: ReturnType<typeof worldOf>) {
  if (rewards.length === 0)
    throw new InnateError("usage", `${name}: the model has no rewards, so that nothing pays an agent`);
  // Rewards of a file of numbers stand on as many lines as it has states: no one line pays.
  const term = (name: string, each: (moment: Moment<State, string>) => number): Term<State, string> => ({
    name,
    weight: ONE,
    pays: { each },
    definition: {},
  });
  const names = driveNames(rewards);
  return Object.fromEntries(
    rewards.map(({ states, rows }, k): readonly [string, Drive<State, string>] => {
      const ofStates = term("states", ({ state }) => entry(states, numberOf(state)));
      const ofSteps = term("steps", ({ state, action }) => entry(rows, rowOf(state, action) ?? 0));
      const terms = [...(isNothing(states) ? [] : [ofStates]), ...(isNothing(rows) ? [] : [ofSteps])];
      return [names[k]!, { world, terms: terms.length === 0 ? [ofStates] : terms }];
    }),
  );
}

/**
 * The case that a model is which is known state by state.
 *
 * @param id - the world's id
 * @param meant - what an audit holds the drives against
 * @throws InnateError `usage` where it has no rewards, or a label is not there
 */
export function caseOfLabelled(model: LabelledModel, id: string, meant: Meant = {}): AnyCase {
  const made = worldOf(model, id);
  const { world, numberOf } = made;
  const within = (bits: Uint32Array) => (state: State) => hasBit(bits, numberOf(state));
  const holding = {
    name: model.name,
    names: (model.variables ?? []).map(({ name }) => name),
    labels: new Map([...model.labels].map(([name, bits]) => [name, within(bits)])),
    satisfying: (expression: Parameters<LabelledModel["satisfying"]>[0]) => within(model.satisfying(expression)),
  };
  const intent = intentOf(world, holding, meant);
  const setting: AnySetting = { world, drives: drivesOf(model, made), ...(intent === undefined ? {} : { intent }) };
  return { parameters: {}, build: () => setting };
}
