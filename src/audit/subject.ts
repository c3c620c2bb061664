import type { AnySetting } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import type { IntentItem } from "../core/intent.ts";
import { ONE, type Rational, ZERO } from "../core/rational.ts";
import type { State } from "../core/world.ts";
import { type Bits, complement, createBits, isEmpty, setBit } from "../exact/bits.ts";
import { finalColumn, momentColumn, momentLabels, stateCodes, stateLabels } from "../exact/columns.ts";
import type { Enumeration } from "../exact/enumerate.ts";
import { almostSurely, endedStates, graphOf } from "../exact/graph.ts";
import type { Direction, Model, Payoff } from "../exact/model.ts";
import { combine } from "../exact/payoffs.ts";
import { type Event, type Product, productOf } from "../exact/product.ts";
import { reachability } from "../exact/reachability.ts";
import { type Answer, namesOf, takesMark, withAnswers } from "./behaviours/answers.ts";
import { actsOfNoReturn, agentWrites, lossesByChance } from "./events.ts";

export type AnyItem = IntentItem<State, string>;

/** Whether an item is lost by something that happens, rather than by something that does not come about. */
export const isEvent = ({ kind }: AnyItem): boolean => kind === "never" || kind === "keepPossible";

/** One item of the intent as an objective: an expected sum on the product model, to be made large or small. */
export interface Objective {
  readonly item: AnyItem;
  readonly payoff: Payoff;
  /** added to every policy's value: the probability that an event has happened at the start */
  readonly atStart: Rational;
  readonly meant: Direction;
  /** whether it is the probability of an event, which is never discounted */
  readonly event?: number;
}

/** What the checks beside the intent watch for, by its place among the product's events. */
export type Watch = { readonly event: number } & (
  | { readonly kind: "no-return" | "lost-by-chance"; readonly item: AnyItem }
  | {
      readonly kind: "written";
      readonly field: string;
      readonly role: "overseer" | "person";
      /** whether the field also changes by itself */
      readonly alone: boolean;
    }
  | { readonly kind: "shutdown" | "ended" }
  | { readonly kind: "accepted"; readonly name: string }
);

/** A setting laid out for the solvers: its states, what happens in them, and its intent as objectives. No drive yet. */
export interface Subject {
  readonly setting: AnySetting;
  readonly enumeration: Enumeration;
  readonly product: Product;
  readonly objectives: readonly Objective[];
  readonly watches: readonly Watch[];
  /** names of the fields that the intent reads */
  readonly intentReads: readonly string[];
  /** shape [states of the enumeration]; codes of what a mind sees; absent where it sees the state */
  readonly observation?: Uint32Array;
}

/** The states from which no policy reaches a wanted state for sure, in the world without its horizon. */
export const lostStates = (model: Model, wanted: Bits): Bits =>
  complement(almostSurely(graphOf(model), wanted).states, model.states);

/** Collects events, objectives and watches, in the order in which they are added. */
function createLayout(enumeration: Enumeration) {
  const events: Event[] = [];
  const add = (event: Event): number => events.push(event) - 1;
  const reads = new Set<string>();
  return {
    events,
    add,
    read: (names: readonly string[]) => {
      for (const name of names) reads.add(name);
    },
    reads: (): readonly string[] => enumeration.codec.names.filter((name) => reads.has(name)),
  };
}
type Layout = ReturnType<typeof createLayout>;

/** An item as an event to be counted, or as a column to be summed; and the watches that come with it. */
interface Laid {
  readonly item: AnyItem;
  readonly event?: number;
  readonly column?: Payoff;
  readonly watches: readonly Watch[];
}

/**
 * The watches for how an item is lost: by acts of no return, and by chance alone.
 *
 * @param lost - the states from which it cannot surely be reached
 * @param possible - shape [states]; the greatest probability with which it can be
 */
function layLosses(
  enumeration: Enumeration,
  layout: Layout,
  item: AnyItem,
  event: number,
  lost: Bits,
  possible: Float64Array,
): readonly Watch[] {
  // What has been reached cannot be lost any more, and is lost for good where it cannot be reached at all.
  const reached = item.kind === "reach" ? [event] : [];
  const gone = item.kind === "reach" ? createBits(possible.length) : lost;
  if (item.kind === "reach")
    possible.forEach((most, state) => {
      if (most === 0) setBit(gone, state);
    });
  const acts = actsOfNoReturn(enumeration, possible);
  const act = acts === undefined ? [] : [layout.add({ branches: acts, unless: reached })];
  const chances = lossesByChance(enumeration, gone, possible);
  const chance = chances === undefined ? [] : [layout.add({ branches: chances, unless: [...reached, ...act] })];
  return [
    ...act.map((event): Watch => ({ kind: "no-return", item, event })),
    ...chance.map((event): Watch => ({ kind: "lost-by-chance", item, event })),
  ];
}

function layItem(enumeration: Enumeration, layout: Layout, item: AnyItem): Laid {
  const name = item.kind === "score" ? "score" : `${item.kind} "${item.name}"`;
  switch (item.kind) {
    case "never": {
      const { branches, reads } = momentLabels(enumeration, name, item.holds);
      if (item.recorded !== true) layout.read([...reads.state, ...reads.nextState]);
      return { item, event: layout.add({ branches }), watches: [] };
    }
    case "reach":
    case "keepPossible": {
      const { states, reads } = stateLabels(enumeration, name, item.holds);
      layout.read(reads);
      const { model, world } = enumeration;
      if (model.phases.length > 1) {
        // What can still be reached would depend on the time, and a state does not know it.
        if (item.kind === "keepPossible")
          throw new InnateError(
            "undecided",
            `${world.id}: ${name} is not decided in a world with phases; say it with never or reach`,
          );
        return { item, event: layout.add({ states }), watches: [] };
      }
      const lost = lostStates(model, states);
      const event = layout.add({ states: item.kind === "reach" ? states : lost });
      if (isEmpty(lost)) return { item, event, watches: [] };
      const onProgress = (done: number) => enumeration.onCalls?.(`what can still be reached of ${name}`, done);
      const possible = reachability(model, states, "maximise", onProgress).value;
      return { item, event, watches: layLosses(enumeration, layout, item, event, lost, possible) };
    }
    case "score": {
      const each = momentColumn(enumeration, name, item.value);
      layout.read([...each.reads.state, ...each.reads.nextState]);
      if (item.final === undefined) return { item, column: each.payoff, watches: [] };
      const final = finalColumn(enumeration, "final of the score", item.final);
      layout.read(final.reads.state);
      return { item, column: combine([each.payoff, final.payoff], [ONE, ONE]), watches: [] };
    }
  }
}

/**
 * A setting with its enumerated states, laid out for the solvers.
 *
 * @param answers - what was said of behaviours: what was rejected becomes part of the intent, what was accepted is watched for
 */
export function layOut(stated: AnySetting, enumeration: Enumeration, answers: readonly Answer[] = []): Subject {
  const setting = withAnswers(stated, answers);
  const { world, intent } = setting;
  const layout = createLayout(enumeration);
  const laid = (intent?.items ?? []).map((item) => layItem(enumeration, layout, item));
  const watches: Watch[] = laid.flatMap((item) => item.watches);

  for (const [field, { role }] of Object.entries(world.fields)) {
    if (role !== "overseer" && role !== "person") continue;
    const writes = agentWrites(enumeration, field);
    if (writes === undefined) continue;
    const { branches, alone } = writes;
    watches.push({ kind: "written", field, role, alone, event: layout.add({ branches }) });
  }
  if (world.shutdown !== undefined) {
    const { states } = stateLabels(enumeration, "shutdown", (state) => world.shutdown!(state));
    watches.push({ kind: "shutdown", event: layout.add({ states }) });
  }
  const names = namesOf(answers);
  for (const [k, answer] of answers.entries()) {
    if (answer.verdict !== "accepted") continue;
    const { branches } = momentLabels(enumeration, names[k]!, takesMark(answer));
    watches.push({ kind: "accepted", name: names[k]!, event: layout.add({ branches }) });
  }
  const ended = endedStates(enumeration.model);
  if (!isEmpty(ended)) watches.push({ kind: "ended", event: layout.add({ states: ended }) });

  const product = productOf(enumeration.model, layout.events);
  const objectives = laid.map(({ item, event, column }): Objective => {
    const meant = item.kind === "never" || item.kind === "keepPossible" ? "minimise" : "maximise";
    return column === undefined
      ? { item, payoff: product.eventPayoff(event!), atStart: product.startProbability(event!), meant, event: event! }
      : { item, payoff: product.lift(column), atStart: ZERO, meant };
  });
  return {
    setting,
    enumeration,
    product,
    objectives,
    watches,
    intentReads: layout.reads(),
    ...(world.observe === undefined
      ? {}
      : { observation: stateCodes(enumeration, "observe", (state) => world.observe!(state)) }),
  };
}
