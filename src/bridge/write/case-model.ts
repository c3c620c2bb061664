import type { AnyDrive, AnySetting, AnyWorld, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import type { IntentItem } from "../../core/intent.ts";
import { ONE } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { type Bits, createBits, hasBit, isEmpty, setBit } from "../../exact/bits.ts";
import { nothing } from "../../exact/coded.ts";
import { finalColumn, momentColumn, momentLabels, stateLabels } from "../../exact/columns.ts";
import type { Enumeration } from "../../exact/enumerate.ts";
import { endedStates, everyPolicyTerminates } from "../../exact/graph.ts";
import type { Criterion, Payoff } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { hasHappened, MOST_EVENTS, type Product, productOf } from "../../exact/product.ts";
import { readingColumns } from "../../exact/readings.ts";
import type { RewardStructure, Variable, Writable } from "../labelled.ts";
import { layOut } from "./layout.ts";
import { createNames } from "./names.ts";
import { type FieldVariable, fieldVariables } from "./variables.ts";

/** What is written of a case, and the question that is asked of it. */
export interface Chosen {
  readonly name: string;
  /** names of drives; all where empty */
  readonly drives: readonly string[];
  readonly settings: Settings;
  readonly criterion: Criterion;
  /** the question in words */
  readonly question: string;
}

/** An item of the intent, and the label or the reward structure that stands for it. */
interface WrittenItem {
  readonly item: IntentItem<State, string>;
  readonly name: string;
}

/** A drive of the case, and the reward structures that stand for it: in all and, where it has several terms, for each. */
interface WrittenDrive {
  readonly drive: string;
  readonly total: string;
  readonly terms: readonly string[];
}

/** A case as a model that every checker takes, with what is asked of it. */
export interface CaseModel extends Writable {
  readonly variables: readonly FieldVariable[];
  readonly chosen: Chosen;
  readonly drives: readonly WrittenDrive[];
  readonly items: readonly WrittenItem[];
  /** the label of all states but the first, from which the start is drawn; absent where none is drawn */
  readonly started?: string;
  /** the label of the states in which the world has ended; absent where there are none */
  readonly ended?: string;
  /** whether the world ends almost surely, whatever is done */
  readonly terminates: boolean;
  /** whether an agent sees less than the state, so that its optimum may be less than that of the model */
  readonly isHidden: boolean;
}

type Named = readonly [name: string, payoff: Payoff];

/** What each term of a drive pays, by its name, with its weight. */
function termPayoffs(enumeration: Enumeration, drive: AnyDrive): readonly Named[] {
  const readings = readingColumns(enumeration, drive);
  return drive.terms.map(({ name, pays, weight }) => {
    const { payoff } =
      "each" in pays
        ? momentColumn(enumeration, `term "${name}"`, pays.each, undefined, readings)
        : finalColumn(enumeration, `term "${name}"`, pays.final);
    return [name, combine([payoff], [weight])];
  });
}

const together = (payoffs: readonly Named[]): Payoff =>
  combine(
    payoffs.map(([, payoff]) => payoff),
    payoffs.map(() => ONE),
  );

function scorePayoff(enumeration: Enumeration, item: Extract<IntentItem<State, string>, { kind: "score" }>): Payoff {
  const { payoff } = momentColumn(enumeration, "score", item.value);
  return item.final === undefined
    ? payoff
    : combine([payoff, finalColumn(enumeration, "final of the score", item.final).payoff], [ONE, ONE]);
}

/** The model with a bit for each `never` of the intent: it tells of a moment, and a label tells of states. */
function remembering(enumeration: Enumeration, items: readonly IntentItem<State, string>[]): Product {
  const events = items.flatMap((item) =>
    item.kind === "never" ? [{ branches: momentLabels(enumeration, `never "${item.name}"`, item.holds).branches }] : [],
  );
  if (events.length > MOST_EVENTS)
    throw new InnateError(
      "undecided",
      `${events.length} things that must never happen, at most ${MOST_EVENTS} can be written`,
    );
  return productOf(enumeration.model, events);
}

/**
 * Refuses what cannot be written, before it is enumerated.
 *
 * @throws InnateError `undecided` if the world has phases
 */
export function refusePhases({ id, phases = [] }: AnyWorld): void {
  if (phases.length > 0)
    throw new InnateError(
      "undecided",
      `${id} has phases, which begin at a step, and the states of a model do not know the time: it is not written; ` +
        "give the world a field that counts steps",
    );
}

/**
 * A case as a model: its world's states, each with what has happened of what must never happen; its drives and its score as
 * reward structures; the rest of its intent as labels.
 *
 * @throws InnateError `undecided` if the world has phases, `case` as `momentColumn`
 */
export function caseModel({ world, drives, intent }: AnySetting, enumeration: Enumeration, chosen: Chosen): CaseModel {
  refusePhases(world);
  const items = intent?.items ?? [];
  const product = remembering(enumeration, items);
  const wanted = chosen.drives.length === 0 ? Object.keys(drives) : chosen.drives;
  const terms = wanted.map((drive) => lifted(product, termPayoffs(enumeration, drives[drive]!)));
  const scores = items.flatMap((item) => (item.kind === "score" ? [product.lift(scorePayoff(enumeration, item))] : []));
  const actions = createNames();
  const base = { ...product.model, actions: world.actions.map((action) => actions.take(action)) };
  const layout = layOut(base, chosen.criterion, [...terms.flat().map(([, payoff]) => payoff), ...scores], {
    start: actions.take("start"),
    end: actions.take("end"),
  });

  const structures = createNames();
  const rewards: RewardStructure[] = [];
  const pay = (name: string, payoff: Payoff): string => {
    const taken = structures.take(name);
    rewards.push({ name: taken, states: nothing(layout.model.states), rows: layout.rewards(payoff) });
    return taken;
  };
  const writtenDrives = wanted.map((drive, k): WrittenDrive => {
    const own = terms[k]!;
    const total = pay(drive, together(own));
    const each = own.length < 2 ? [] : own;
    return { drive, total, terms: each.map(([term, payoff]) => pay(`${drive}_${term}`, payoff)) };
  });

  const names = createNames();
  const labels = new Map<string, Bits>();
  const columns = createNames();
  const fields = fieldVariables(enumeration, product.base, columns);
  const memory: Variable[] = [];
  const label = (name: string, states: Bits): string => {
    const taken = names.take(name);
    labels.set(taken, layout.lift(states));
    return taken;
  };
  /** A label that only a variable of its own can tell. */
  const remembered = (name: string, values: Int32Array): string => {
    const states = createBits(values.length);
    values.forEach((value, state) => {
      if (value === 1) setBit(states, state);
    });
    const taken = label(name, states);
    memory.push({ name: columns.take(taken), type: "bool", values });
    return taken;
  };
  let [event, score] = [0, 0];
  const write = (item: IntentItem<State, string>): WrittenItem => {
    switch (item.kind) {
      case "never": {
        const k = event++;
        const happened = Int32Array.from(product.base, (_, state) => (hasHappened(product, k, state) ? 1 : 0));
        return { item, name: remembered(item.name, happened) };
      }
      case "reach":
      case "keepPossible": {
        const { states } = stateLabels(enumeration, `${item.kind} "${item.name}"`, item.holds);
        return { item, name: label(item.name, onProduct(product, states)) };
      }
      case "score":
        return { item, name: pay("score", scores[score++]!) };
    }
  };
  const writtenItems = items.map(write);
  const ends = endedStates(product.model);
  const ended = isEmpty(ends) ? undefined : label("ended", ends);
  const started = layout.isDrawn ? remembered("started", new Int32Array(product.model.states).fill(1)) : undefined;
  const init = createBits(layout.model.states);
  for (const { state } of layout.model.starts) setBit(init, state);
  return {
    name: chosen.name,
    kind: "mdp",
    model: layout.model,
    deadlocks: createBits(layout.model.states),
    labels: new Map([...labels, ["init", init], ["deadlock", createBits(layout.model.states)]]),
    rewards,
    variables: layout.isDrawn
      ? [...fields.map((one) => beforeAll(one, one.values[0] ?? 0)), ...memory.map((one) => beforeAll(one, 0))]
      : [...fields, ...memory],
    chosen,
    drives: writtenDrives,
    items: writtenItems,
    ...(started === undefined ? {} : { started }),
    ...(ended === undefined ? {} : { ended }),
    terminates: everyPolicyTerminates(product.model),
    isHidden: world.observe !== undefined,
  };
}

const lifted = (product: Product, payoffs: readonly Named[]): readonly Named[] =>
  payoffs.map(([name, payoff]) => [name, product.lift(payoff)]);

/** The states of a product that show one of these states. */
function onProduct({ base }: Product, states: Bits): Bits {
  const shown = createBits(base.length);
  base.forEach((state, index) => {
    if (hasBit(states, state)) setBit(shown, index);
  });
  return shown;
}

/** A variable with a value for the state from which the start is drawn, which stands before all others. */
function beforeAll<T extends Variable>(variable: T, value: number): T {
  const values = new Int32Array(variable.values.length + 1);
  values[0] = value;
  values.set(variable.values, 1);
  return { ...variable, values };
}
