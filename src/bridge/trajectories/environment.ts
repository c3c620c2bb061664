import type { AnyDrive, AnySetting, AnyWorld } from "../../core/case.ts";
import { defineDrive } from "../../core/drive.ts";
import { InnateError, show } from "../../core/errors.ts";
import { real, type Value } from "../../core/field.ts";
import type { Moment } from "../../core/moment.ts";
import type { RecordedEpisode, RecordedStep } from "../../core/recorded.ts";
import type { State } from "../../core/world.ts";
import { type Columns, columnDrives } from "../gymnasium/columns.ts";
import { type Declared, declaredDrives, declaredIntent } from "../gymnasium/declared.ts";
import type { GymnasiumMoment, View } from "../gymnasium/moment.ts";
import { PAID } from "../gymnasium/setting.ts";
import type { Element } from "../gymnasium/space.ts";
import type { DeclaredInPython } from "./declared-python.ts";
import type { RawEpisode, RawStep } from "./steps.ts";

/** What was recorded in an environment, as it is judged. */
export interface RecordedEnvironment {
  readonly setting: AnySetting;
  /**
   * @param placeOf - where a step stands, by its line
   * @throws InnateError `usage` with the line where something is no observation
   */
  toEpisode(episode: RawEpisode, placeOf: (line: number) => string): RecordedEpisode;
}

/** Most numbers of an observation that traces show one by one. */
const MOST_SHOWN = 12;

const NON_FINITE: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];

/** An element of a space as lines write it; undefined for something else. */
function elementIn(value: unknown): Element | undefined {
  if (typeof value === "number") return value;
  if (NON_FINITE.includes(value)) return Number(value);
  if (value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) {
    const items = value.map(elementIn);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const element = elementIn(item);
    return element === undefined ? [] : [[key, element] as const];
  });
  return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : undefined;
}

/** The numbers of an observation by their names: "observation[2]", "position.x". */
function numbersOf(element: Element, path: string): readonly (readonly [string, number])[] {
  if (typeof element === "number") return [[path === "" ? "observation" : path, element]];
  const parts = Array.isArray(element)
    ? element.map((item: Element, k) => [`${path === "" ? "observation" : path}[${k}]`, item] as const)
    : Object.entries(element).map(([key, item]) => [path === "" ? key : `${path}.${key}`, item] as const);
  return parts.flatMap(([name, item]) => numbersOf(item, name));
}

/** An observation as a state, for traces. */
function stateOf(element: Element): State {
  const numbers = numbersOf(element, "");
  const shown: readonly (readonly [string, Value])[] =
    numbers.length <= MOST_SHOWN ? numbers : [["observation", numbers.map(([, value]) => value)]];
  return Object.freeze(Object.fromEntries(shown));
}

const wrong = (place: string, expected: string, got: unknown): InnateError =>
  new InnateError("usage", `${place}: expected ${expected}, got ${show(got)}`);

const UNKNOWN = (): never => {
  throw new InnateError("undecided", "what an environment would do is not known from what was recorded in it");
};

/** The world of a recording: it has states and moments, and no dynamics. */
const worldOf = (id: string): AnyWorld => ({
  id,
  fields: { observation: real(0, 1) },
  actions: ["as recorded"],
  start: UNKNOWN,
  transition: UNKNOWN,
  draw: (state) => Object.entries(state).map(([name, value]) => `${name}  ${show(value)}`),
  discount: 1,
});

/** What Python makes of moments and states, asked once for each. */
function columnsOf(view: View, { ofMoment, ofState }: DeclaredInPython): Columns {
  const ofMoments = new WeakMap<object, Float64Array>();
  const ofStates = new WeakMap<object, Float64Array>();
  const once = (known: WeakMap<object, Float64Array>, key: object, make: () => Float64Array): Float64Array => {
    const values = known.get(key) ?? make();
    known.set(key, values);
    return values;
  };
  return {
    ofMoment: (moment, column) => once(ofMoments, moment, () => ofMoment(view.moment(moment)))[column]!,
    ofState: (state, column) => once(ofStates, state, () => ofState(view.observation(state)))[column]!,
  };
}

/**
 * What was recorded in an environment, with the drives and the intent of a file beside it. The environment itself is not asked.
 *
 * @param owner - what it is called: "gym:CartPole-v1"
 */
export function recordedEnvironment(
  owner: string,
  beside: Declared | DeclaredInPython | undefined,
): RecordedEnvironment {
  const world = worldOf(owner);
  const elements = new WeakMap<State, Element>();
  const moments = new WeakMap<Moment<State, string>, GymnasiumMoment>();
  const view: View = {
    observation: (state) => elements.get(state) ?? UNKNOWN(),
    moment: (moment) => moments.get(moment) ?? UNKNOWN(),
  };
  const paid: AnyDrive = defineDrive(world, {
    [PAID]: (moment) => {
      const { reward } = view.moment(moment);
      return Number.isNaN(reward) ? 0 : reward;
    },
  });
  const { drives, intent } =
    beside === undefined
      ? { drives: {} }
      : "names" in beside
        ? columnDrives(world, columnsOf(view, beside), beside.names, 0)
        : { drives: declaredDrives(world, view, beside), intent: declaredIntent(world, view, beside) };
  const read = (value: unknown, place: string): State => {
    const element = elementIn(value);
    if (element === undefined) throw wrong(place, "an observation made of numbers, lists and objects", value);
    const state = stateOf(element);
    elements.set(state, element);
    return state;
  };
  const toStep = (raw: RawStep, before: State | undefined, place: string): RecordedStep => {
    const { action, reward, terminated, truncated, info } = raw;
    const state = read(raw.from, place);
    if (before !== undefined && JSON.stringify(view.observation(before)) !== JSON.stringify(view.observation(state)))
      throw wrong(
        place,
        `the episode to go on in ${show(view.observation(before))}, where the step before led`,
        raw.from,
      );
    const nextState = read(raw.to, place);
    const element = elementIn(action);
    if (element === undefined) throw wrong(place, "an action made of numbers, lists and objects", action);
    const moment = { state, action: show(action), nextState, phase: 0 };
    moments.set(moment, {
      observation: view.observation(state),
      action: element,
      nextObservation: view.observation(nextState),
      reward: reward ?? Number.NaN,
      terminated,
      truncated,
      info,
    });
    return { moment, probability: 1, ...(reward === undefined ? {} : { reward }), place };
  };
  return {
    setting: { world, drives: { [PAID]: paid, ...drives }, ...(intent === undefined ? {} : { intent }) },
    toEpisode({ number, steps: raws }, placeOf) {
      const steps: RecordedStep[] = [];
      for (const raw of raws) steps.push(toStep(raw, steps.at(-1)?.moment.nextState, placeOf(raw.line)));
      const last = raws.at(-1);
      const why = last?.terminated === true ? "terminated" : last?.truncated === true ? "horizon" : "cut";
      return { name: `episode ${number}`, steps, why };
    },
  };
}
