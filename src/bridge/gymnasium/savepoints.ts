import * as z from "zod";
import { InnateError, show } from "../../core/errors.ts";
import { type Fields, list, range } from "../../core/field.ts";
import { seedFor } from "../../core/random.ts";
import { defineWorld, type State } from "../../core/world.ts";
import type { Frame } from "../frames.ts";
import { startWaitedPython, TRACE, type WaitedPython } from "../waited.ts";
import type { Choices } from "./choices.ts";
import { arrayOf, type EnvironmentSpec, type Info, type MakeOptions } from "./client.ts";
import { columnsSchema } from "./columns.ts";
import { type ObservationFields, observationFields } from "./observation-fields.ts";
import type { Environment } from "./setting.ts";
import { type Element, elementOf } from "./space.ts";
import { createStore, type Store } from "./store.ts";

/** Reset seeds that an episode may begin with, and outcomes of a step in which the environment draws, all equally likely. */
const STARTS = 64;
const OUTCOMES = 64;
/** Numbers that a row of a save-point begins with: what it is called in Python, and what its step came to. */
const [TERMINATED, TRUNCATED, REWARD, HEAD] = [1, 2, 3, 4];
/** A name is two numbers below this: so many differ as a double can hold. */
const HALF = 2 ** 26;

export interface PlayOptions {
  /** the interpreter */
  readonly command: string;
  /** what errors call it: "gym:CartPole-v1" */
  readonly owner: string;
  /** as Gymnasium knows it */
  readonly id: string;
  readonly spec: EnvironmentSpec;
  readonly make: Pick<MakeOptions, "kwargs" | "imports" | "paths">;
  readonly choices: Choices;
  /** names of values of `info` that the reward is made of */
  readonly terms: readonly string[];
  /** a Python file with drives and an intent */
  readonly declared?: string;
  /** whether drives read infos */
  readonly infos: boolean;
  /** seconds that one step may take */
  readonly stepTime: number;
}

/** A world whose states are save-points of an environment. */
export interface Played extends Environment {
  /** what such a world leaves out, in sentences */
  readonly notes: readonly string[];
  close(): void;
}

const knownSchema = z.object({
  drawsStart: z.boolean(),
  drawsStep: z.boolean(),
  copies: z.string().nullable(),
  why: z.string(),
  terms: z.array(z.string()),
  declared: columnsSchema.nullable(),
  columns: z.number(),
});
type Known = z.infer<typeof knownSchema>;

/** The field that names the save-point. */
const SAVE = "#save";
type Name = readonly [number, number];
const keyOf = ([a, b]: Name): number => a * HALF + b;
const half = (before: number, what: string): number => seedFor(before, what) >>> 6;
/** What the save-point is called that an act leads to: the same in every process. */
const named = ([a, b]: Name, act: string): Name => [half(a, `${act} a`), half(b, `${act} b`)];
const ORIGIN: Name = [0, 0];

/** The name that a state carries. */
function nameIn(state: State): Name {
  const name = state[SAVE];
  if (Array.isArray(name) && typeof name[0] === "number" && typeof name[1] === "number") return [name[0], name[1]];
  throw new Error(`${show(state)} is no save-point`);
}

/** What a step came to at first that Python finds to come to something else now. */
function firstTime(error: unknown, store: Store, width: number): string {
  const point: unknown = error !== null && typeof error === "object" ? Reflect.get(error, "point") : undefined;
  if (typeof point !== "number") return "";
  const row = store.row(point);
  const flags = `${row[TERMINATED] === 1 ? ", terminated" : ""}${row[TRUNCATED] === 1 ? ", truncated" : ""}`;
  return `; at first it had given observation ${show([...row.subarray(row.length - width)])}, reward ${row[REWARD]}${flags}`;
}

const came = (state: State | undefined): State => {
  if (state === undefined) throw new Error("an answer of Python has no numbers");
  return state;
};

const formatted = (value: number): string => `${Number(value.toPrecision(3))}`.replace("-", "−");

/** What of an environment such a world leaves out, in words that end a sentence. */
function notesOf(
  { drawsStart, drawsStep, copies, why }: Known,
  chosen: ObservationFields["chosen"],
): readonly string[] {
  const ranges = chosen.map(({ name, low, high }) => `${name} from ${formatted(low)} to ${formatted(high)}`);
  const more = ranges.length > MOST_NAMED ? ` and ${ranges.length - MOST_NAMED} more` : "";
  return [
    ...(drawsStart ? [`starts are the reset seeds 0 to ${STARTS - 1}`] : []),
    ...(drawsStep ? [`a step that draws random numbers has ${OUTCOMES} outcomes`] : []),
    ...(copies === null ? [`it cannot be copied (${why}), so every way is taken again from a reset`] : []),
    ...(chosen.length === 0
      ? []
      : [`told apart, where its space has no bounds, is ${ranges.slice(0, MOST_NAMED).join(", ")}${more}`]),
  ];
}
/** Most numbers without bounds that are named. */
const MOST_NAMED = 4;

/**
 * An environment as a world that is played by save-points: a state is what an episode has come to, and names it. Python keeps
 * copies of the environment, so that an episode can be gone on from any state that was ever reached.
 *
 * @throws InnateError `usage` if its observations cannot be told apart, `case` if it breaks Gymnasium's interface or is not deterministic
 */
export function playEnvironment(options: PlayOptions): Played {
  const python = startWaitedPython({ command: options.command, owner: options.owner });
  try {
    return playedBy(python, options);
  } catch (error) {
    python.close();
    throw error;
  }
}

function playedBy(python: WaitedPython, options: PlayOptions): Played {
  const { id, owner, spec, make, choices, terms, declared, infos, stepTime } = options;
  const { env } = python.ask("make", "making it", { ...make, id, count: 1, timeLimit: false }).header;
  const opened = python.ask(
    "play",
    "random play",
    { env, terms, declared, infos, seconds: stepTime, trace: TRACE },
    { choices: Float64Array.from(choices.rows.flat()) },
  );
  const known = knownSchema.parse(opened.header);
  const width = spec.observationWidth;
  const observed = observationFields(
    spec.observationSpace,
    { low: arrayOf(opened, "low", Float64Array), high: arrayOf(opened, "high", Float64Array) },
    owner,
  );
  const states = (known.declared?.reach.length ?? 0) + (known.declared?.keepPossible.length ?? 0);
  const numberOf = new Map(choices.names.map((name, number) => [name, number]));
  const rowWidth = HEAD + known.columns + width;
  const store = createStore(rowWidth);
  const infoOf = new Map<number, Info>();
  /** Names of save-points, each with an action in which the environment draws though it did not in random play. */
  const drawing = new Set<string>();

  const pointOf = (state: State): number => {
    const point = store.find(keyOf(nameIn(state)));
    if (point !== undefined) return point;
    throw new InnateError(
      "usage",
      `${owner}: ${show(state)} was not reached in this process, so nothing can go on from it: a saved life cannot be resumed in an environment`,
    );
  };
  const observationAt = (point: number): Float64Array => store.row(point).subarray(rowWidth - width);
  const stateOf = (name: Name, point: number): State => ({ [SAVE]: name, ...observed.values(observationAt(point)) });

  /** Keeps what was arrived at; undefined where the environment has to be given a seed. */
  const kept = (name: Name, { header, arrays }: Frame): State | undefined => {
    const row = arrays.numbers;
    if (!(row instanceof Float64Array)) return undefined;
    const point = store.size;
    if (row[0] !== point || row.length !== rowWidth)
      throw new Error(`${owner}: save-point ${row[0]} of ${row.length} numbers, expected ${point} of ${rowWidth}`);
    if (header.info !== null && typeof header.info === "object") infoOf.set(point, { ...header.info });
    store.add(keyOf(name), row);
    return stateOf(name, point);
  };
  /** What an act leads to from a state: what it led to before, or what Python says. */
  const follow = (name: Name, ask: () => Frame): State | undefined => {
    const point = store.find(keyOf(name));
    return point === undefined ? kept(name, ask()) : stateOf(name, point);
  };

  const started = (seed: number): State =>
    came(follow(named(ORIGIN, `${seed}`), () => python.ask("start", `reset(seed=${seed})`, { seed })));
  const stepped = (state: State, action: string, seed: number | undefined): State | undefined => {
    const choice = numberOf.get(action);
    if (choice === undefined) throw new InnateError("usage", `${owner}: there is no action ${show(action)}`);
    const from = nameIn(state);
    const own = seed === undefined ? undefined : seedFor(from[0], `${seed}`) >>> 0;
    return follow(named(from, seed === undefined ? `${choice}` : `${choice} ${seed}`), () => {
      const point = pointOf(state);
      const before = declared === undefined ? {} : { before: observationAt(point) };
      const header = { point, choice, ...(own === undefined ? {} : { seed: own }) };
      return python.ask("go", `step(${action})`, header, before, (error) => firstTime(error, store, width));
    });
  };
  const world = defineWorld<Fields, string, State, State>({
    id: owner,
    fields: { [SAVE]: list(range(0, HALF - 1), 2, { role: "history" }), ...observed.fields },
    actions: choices.names,
    start: (chance) => started(known.drawsStart ? chance.integer(0, STARTS - 1) : 0),
    transition(state, action, chance) {
      const key = `${keyOf(nameIn(state))} ${action}`;
      if (!known.drawsStep && !(drawing.size > 0 && drawing.has(key))) {
        const next = stepped(state, action, undefined);
        if (next !== undefined) return next;
        drawing.add(key);
      }
      return came(stepped(state, action, chance.integer(0, OUTCOMES - 1)));
    },
    terminated(state) {
      const point = pointOf(state);
      return store.at(point, TERMINATED) === 1 || store.at(point, TRUNCATED) === 1;
    },
    observe: ({ [SAVE]: _, ...shown }) => shown,
    observation: observed.fields,
    ...(spec.horizon === null ? {} : { horizon: spec.horizon }),
  });
  const elementAt = (point: number): Element => elementOf(spec.observationSpace, observationAt(point));
  const actions = choices.rows.map((row) => elementOf(spec.actionSpace, row));
  return {
    world,
    terms: known.terms,
    ...(known.declared === null ? {} : { names: known.declared }),
    columns: {
      ofMoment: ({ nextState }, column) => store.at(pointOf(nextState), HEAD + column),
      ofState: (state, column) => store.at(pointOf(state), HEAD + known.columns - states + column),
    },
    view: {
      observation: (state) => elementAt(pointOf(state)),
      moment({ state, action, nextState }) {
        const point = pointOf(nextState);
        return {
          observation: elementAt(pointOf(state)),
          action: actions[numberOf.get(action) ?? 0] ?? 0,
          nextObservation: elementAt(point),
          reward: store.at(point, REWARD),
          terminated: store.at(point, TERMINATED) === 1,
          truncated: store.at(point, TRUNCATED) === 1,
          info: infoOf.get(point) ?? {},
        };
      },
    },
    notes: notesOf(known, observed.chosen),
    close: () => python.close(),
  };
}
