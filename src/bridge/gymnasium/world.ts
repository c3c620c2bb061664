import type { AnyWorld } from "../../core/case.ts";
import type { Chance } from "../../core/chance.ts";
import { caseError, InnateError } from "../../core/errors.ts";
import { type Fields, flag, range } from "../../core/field.ts";
import type { Moment } from "../../core/moment.ts";
import { add, type Rational } from "../../core/rational.ts";
import { defineWorld, type Picture, type State } from "../../core/world.ts";
import { choicesOf } from "./choices.ts";
import type { EnvironmentSpec } from "./client.ts";
import type { View } from "./moment.ts";
import { elementOf } from "./space.ts";
import type { Outcome, Table } from "./table.ts";
import { tableFields } from "./table-fields.ts";

/** A world that is made of a table, and how it looks through Gymnasium. */
export interface TableWorld {
  readonly world: AnyWorld;
  readonly view: View;
  /** every step that can be taken */
  readonly steps: readonly TableStep[];
  /** The number of a moment's step among them. */
  stepOf(moment: Moment<State, string>): number;
  /** The number that a state has in the table. */
  numberOf(state: State): number;
}

/** One step of a table; states and action by their numbers. */
export interface TableStep {
  readonly before: number;
  readonly action: number;
  readonly after: number;
  readonly reward: number;
  readonly terminated: boolean;
  readonly info: Readonly<Record<string, number>>;
}

/** What a step comes to: a state of the table, whether the episode ended there, and which of several rewards was paid. */
interface Place {
  readonly state: number;
  readonly ended: boolean;
  readonly outcome: number;
}
interface Branch extends Place {
  readonly probability: Rational;
  readonly reward: number;
  readonly info: Readonly<Record<string, number>>;
}

/** Outcomes that lead to the same place with the same reward made one; where rewards differ, each is a place of its own. */
function branchesOf(outcomes: readonly Outcome[]): readonly Branch[] {
  const branches: Branch[] = [];
  for (const { probability, next, reward, terminated, info } of outcomes) {
    const alike = branches.filter(({ state, ended }) => state === next && ended === terminated);
    const same = alike.findIndex((branch) => branch.reward === reward);
    if (same < 0) branches.push({ state: next, ended: terminated, outcome: alike.length, probability, reward, info });
    else {
      const at = branches.indexOf(alike[same]!);
      branches[at] = { ...branches[at]!, probability: add(branches[at]!.probability, probability) };
    }
  }
  return branches;
}

/** What can be reached of a table: which states are entered to go on, and which to end; the most rewards of one way. */
function reachableOf(table: Table, branches: (state: number, action: number) => readonly Branch[]) {
  const open = new Set(table.starts.map(({ state }) => state));
  const ends = new Set<number>();
  let outcomes = 1;
  for (const state of open)
    for (let action = 0; action < table.actions; action++)
      for (const branch of branches(state, action)) {
        (branch.ended ? ends : open).add(branch.state);
        outcomes = Math.max(outcomes, branch.outcome + 1);
      }
  return { open, ends, outcomes };
}

const placeKey = ({ state, ended, outcome }: Place): string => `${state} ${ended} ${outcome}`;

/** The world of a table: its states as records, and back. */
function statesOf(table: Table, spec: EnvironmentSpec, isEndedShown: boolean, outcomes: number) {
  const { fields, hidden, records } = tableFields(table, spec);
  const own: Fields = {
    ...fields,
    ...(isEndedShown ? { ended: flag() } : {}),
    ...(outcomes > 1 ? { outcome: range(0, outcomes - 1) } : {}),
  };
  const names = Object.keys(fields);
  const numbers = new Map(records.map((record, state) => [names.map((name) => record[name]).join("|"), state]));
  const known = new Map<string, State>();
  return {
    fields: own,
    hidden,
    /** The record of a place; the same object for the same place. */
    recordOf(place: Place): State {
      const key = placeKey(place);
      const found = known.get(key) ?? {
        ...records[place.state]!,
        ...(isEndedShown ? { ended: place.ended } : {}),
        ...(outcomes > 1 ? { outcome: place.outcome } : {}),
      };
      known.set(key, found);
      return found;
    },
    numberOf: (state: State): number => numbers.get(names.map((name) => state[name]).join("|"))!,
  };
}

/** A drawing of a state that says its row and column: the environment's map, or a grid of dots, with an A where it stands. */
function drawing({ map, parts, states }: Table): ((number: number) => Picture) | undefined {
  const [rowName, columnName, ...others] = parts?.names ?? [];
  if (parts === undefined || rowName !== "row" || columnName !== "column" || others.length > 0) return undefined;
  const columns = parts.values.reduce((most, value, k) => (k % 2 === 1 ? Math.max(most, value + 1) : most), 0);
  const rows = map ?? Array.from({ length: states / columns }, () => ".".repeat(columns));
  return (number) => {
    const [row, column] = [parts.values[2 * number]!, parts.values[2 * number + 1]!];
    return rows.map((text, k) => (k === row ? `${text.slice(0, column)}A${text.slice(column + 1)}` : text));
  };
}

/**
 * The world of a finite environment.
 *
 * Rewards are paid as they come: where one act can lead to one state with several rewards, the field `outcome` tells them apart. A state
 * in which episodes both end and go on has the field `ended`.
 *
 * @param actionNames - what a user calls the actions, in their order
 */
export function tableWorld(
  table: Table,
  spec: EnvironmentSpec,
  owner: string,
  actionNames: readonly string[] | undefined,
): TableWorld {
  const rows = new Map<number, readonly Branch[]>();
  const branches = (state: number, action: number): readonly Branch[] => {
    const at = state * table.actions + action;
    const found = rows.get(at) ?? branchesOf(table.outcomes(state, action));
    if (found.length === 0)
      throw caseError(
        `${owner}: P[${state}][${action}] is empty, and state ${state} can be reached; expected what may follow`,
      );
    rows.set(at, found);
    return found;
  };
  const { open, ends, outcomes } = reachableOf(table, branches);
  const isEndedShown = [...ends].some((state) => open.has(state));
  const { fields, hidden, recordOf, numberOf } = statesOf(table, spec, isEndedShown, outcomes);
  const choices = choicesOf(spec.actionSpace, spec.actionNames, owner, undefined);
  const actions = actionNames ?? choices.names;
  if (actions.length !== table.actions)
    throw new InnateError(
      "usage",
      `${owner}: got ${actions.length} names of actions (${actions.join(", ")}), expected ${table.actions}`,
    );
  const places = new Map(actions.map((name, action) => [name, action]));
  const draw = drawing(table);
  const horizon = spec.horizon ?? table.horizon;
  const draws = new Map<readonly Branch[], readonly (readonly [State, Rational])[]>();
  const follow = (found: readonly Branch[], chance: Chance): State => {
    if (found.length === 1) return recordOf(found[0]!);
    const known = draws.get(found) ?? found.map((branch) => [recordOf(branch), branch.probability] as const);
    draws.set(found, known);
    return chance.weighted(known);
  };
  const begin = table.starts.map(
    ({ state, probability }) => [recordOf({ state, ended: false, outcome: 0 }), probability] as const,
  );
  const world: AnyWorld = defineWorld({
    id: spec.id,
    fields,
    actions,
    start: (chance) => chance.weighted(begin),
    transition: (state, action, chance) => follow(branches(numberOf(state), places.get(action)!), chance),
    terminated: isEndedShown ? (state) => state.ended === true : (state) => ends.has(numberOf(state)),
    ...(hidden.length === 0
      ? {}
      : { observe: (state) => Object.fromEntries(Object.entries(state).filter(([name]) => !hidden.includes(name))) }),
    ...(draw === undefined ? {} : { draw: (state) => draw(numberOf(state)) }),
    ...(horizon === null ? {} : { horizon }),
  });

  const width = spec.observationWidth;
  const observation = (state: State) => elementOf(spec.observationSpace, table.observations, numberOf(state) * width);
  const elements = choices.rows.map((row) => elementOf(spec.actionSpace, row));
  const branchOf = (state: State, action: string, nextState: State): Branch => {
    const next = numberOf(nextState);
    const found = branches(numberOf(state), places.get(action)!).find(
      (branch) =>
        branch.state === next &&
        (!isEndedShown || branch.ended === nextState.ended) &&
        (outcomes === 1 || branch.outcome === nextState.outcome),
    );
    if (found === undefined) throw caseError(`${owner}: no step of "${action}" leads from one state to another`);
    return found;
  };
  const view: View = {
    observation,
    moment({ state, action, nextState }) {
      const { reward, ended, info } = branchOf(state, action, nextState);
      return {
        observation: observation(state),
        action: elements[places.get(action)!]!,
        nextObservation: observation(nextState),
        reward,
        terminated: ended,
        truncated: false,
        info,
      };
    },
  };
  const numbers = new Map<Branch, number>();
  const steps = [...open].flatMap((before) =>
    actions.flatMap((_, action) =>
      branches(before, action).map((branch): TableStep => {
        numbers.set(branch, numbers.size);
        const { state: after, reward, ended: terminated, info } = branch;
        return { before, action, after, reward, terminated, info };
      }),
    ),
  );
  const stepOf = ({ state, action, nextState }: Moment<State, string>): number =>
    numbers.get(branchOf(state, action, nextState))!;
  return { world, view, steps, stepOf, numberOf };
}
