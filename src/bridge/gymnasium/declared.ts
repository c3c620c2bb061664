import type { AnyDrive, AnyWorld } from "../../core/case.ts";
import type { Term } from "../../core/drive.ts";
import { caseError, InnateError, messageOf, onlyKeys, show } from "../../core/errors.ts";
import type { Intent, IntentItem } from "../../core/intent.ts";
import type { Moment } from "../../core/moment.ts";
import { ONE } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import type { GymnasiumMoment, View } from "./moment.ts";
import type { Element } from "./space.ts";

type OfMoment<O, A, T> = (moment: GymnasiumMoment<O, A>) => T;
type Named<F> = Readonly<Record<string, F>>;

/** Drives, each made of terms that read what Gymnasium shows of a step. */
export type GymnasiumDrives<O = Element, A = Element> = Named<Named<OfMoment<O, A, number>>>;

/** The parts of an intent. `never` and `score` read a step; `reach` and `keepPossible` read an observation. */
export interface GymnasiumIntent<O = Element, A = Element> {
  readonly never?: Named<OfMoment<O, A, boolean>>;
  readonly keepPossible?: Named<(observation: O) => boolean>;
  readonly reach?: Named<(observation: O) => boolean>;
  readonly score?: OfMoment<O, A, number>;
}

/** What a file beside an environment says of it. */
export interface GymnasiumFile<O = Element, A = Element> {
  readonly drives?: GymnasiumDrives<O, A>;
  readonly intent?: GymnasiumIntent<O, A>;
}

/**
 * The drives and the intent of an environment, as they were given: for the type checker, which is told what the environment shows and
 * takes. `defineGymnasium<number, number>({ … })` where both are Discrete, `defineGymnasium<readonly number[]>({ … })` where it shows a Box.
 */
export const defineGymnasium = <O = Element, A = Element>(file: GymnasiumFile<O, A>): GymnasiumFile<O, A> => file;

type Reading = (argument: unknown) => unknown;

/** What a file declares, as its functions stand there. */
export interface Declared {
  readonly drives: Named<Named<Reading>>;
  readonly never: Named<Reading>;
  readonly keepPossible: Named<Reading>;
  readonly reach: Named<Reading>;
  readonly score?: Reading;
}

const isRecord = (value: unknown): value is Named<unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isReading = (value: unknown): value is Reading => typeof value === "function";

function readings(value: unknown, where: string, reads: string): Named<Reading> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw caseError(`${where} is ${show(value)}, expected functions of ${reads} by name`);
  return Object.fromEntries(
    Object.entries(value).map(([name, reading]) => {
      if (isReading(reading)) return [name, reading] as const;
      throw caseError(`${where}.${name} is ${show(reading)}, expected a function of ${reads}`);
    }),
  );
}

const INTENT = ["never", "keepPossible", "reach", "score"];

/**
 * What a module declares, by its default export or by exports named `drives` and `intent`.
 *
 * @param file - the module's path, for errors
 * @throws InnateError `case` if it declares nothing, or something else
 */
export function declaredBy(exported: object, file: string): Declared {
  const given: unknown = Reflect.get(exported, "default") ?? exported;
  if (!isRecord(given) || (given.drives === undefined && given.intent === undefined))
    throw caseError(
      `${file}: expected export default defineGymnasium({ drives: { … }, intent: { … } }), or exports named drives and intent, got ${show(given)}`,
    );
  if (given !== exported) onlyKeys(given, ["drives", "intent"], `${file}: defineGymnasium`);
  const { drives = {}, intent = {} } = given;
  if (!isRecord(drives)) throw caseError(`${file}: drives is ${show(drives)}, expected drives by name`);
  if (!isRecord(intent)) throw caseError(`${file}: intent is ${show(intent)}, expected ${INTENT.join(", ")}`);
  onlyKeys(intent, INTENT, `${file}: intent`);
  const { score } = intent;
  if (score !== undefined && !isReading(score))
    throw caseError(`${file}: intent.score is ${show(score)}, expected a function of a moment`);
  const part = (name: string, reads: string) => readings(intent[name], `${file}: intent.${name}`, reads);
  return {
    drives: Object.fromEntries(
      Object.entries(drives).map(([name, terms]) => {
        const found = readings(terms, `${file}: drives.${name}`, "a moment");
        if (Object.keys(found).length === 0) throw caseError(`${file}: drives.${name} has no term`);
        return [name, found];
      }),
    ),
    never: part("never", "a moment"),
    keepPossible: part("keepPossible", "an observation"),
    reach: part("reach", "an observation"),
    ...(score === undefined ? {} : { score }),
  };
}

const MOMENT = ["observation", "action", "nextObservation", "reward", "terminated", "truncated", "info"] as const;
const shown = (moment: GymnasiumMoment): string => MOMENT.map((name) => `${name} ${show(moment[name])}`).join(", ");

/** What a function gives for an argument, with what it was given in every error. */
function taken(name: string, reading: Reading, argument: unknown, given: () => string): unknown {
  try {
    return reading(argument);
  } catch (error) {
    if (error instanceof InnateError) throw error;
    const type = error instanceof Error ? `${error.name}: ` : "";
    throw caseError(`${name}: ${type}${messageOf(error)}, given ${given()}`, { cause: error });
  }
}

const wrong = (name: string, value: unknown, expected: string, given: string): InnateError =>
  caseError(`${name} is ${show(value)}, expected ${expected}, given ${given}`);

/** How the functions of a file read the moments and states of a world. */
function reader({ id }: AnyWorld, view: View) {
  const value = (what: string, reading: Reading, expected: "a finite number" | "true or false") => {
    const name = `${id}: ${what}`;
    return (argument: unknown, given: () => string): unknown => {
      const found = taken(name, reading, argument, given);
      const fits = expected === "true or false" ? typeof found === "boolean" : Number.isFinite(found);
      if (!fits) throw wrong(name, found, expected, given());
      return found;
    };
  };
  return {
    number(what: string, reading: Reading) {
      const of = value(what, reading, "a finite number");
      return (moment: Moment<State, string>): number => {
        const argument = view.moment(moment);
        return Number(of(argument, () => shown(argument)));
      };
    },
    flag(what: string, reading: Reading) {
      const of = value(what, reading, "true or false");
      return (moment: Moment<State, string>): boolean => {
        const argument = view.moment(moment);
        return of(argument, () => shown(argument)) === true;
      };
    },
    stateFlag(what: string, reading: Reading) {
      const of = value(what, reading, "true or false");
      return (state: State): boolean => {
        const argument = view.observation(state);
        return of(argument, () => `observation ${show(argument)}`) === true;
      };
    },
  };
}

/** The drives of a file, over the world that is made of the environment. */
export function declaredDrives(world: AnyWorld, view: View, { drives }: Declared): Named<AnyDrive> {
  const { number } = reader(world, view);
  return Object.fromEntries(
    Object.entries(drives).map(([drive, terms]) => [
      drive,
      {
        world,
        terms: Object.entries(terms).map(
          ([name, definition]): Term<State, string> => ({
            name,
            weight: ONE,
            pays: { each: number(`term "${name}" of drive "${drive}"`, definition) },
            definition,
          }),
        ),
      },
    ]),
  );
}

/** The intent of a file, over the same world; undefined where it states none. */
export function declaredIntent(
  world: AnyWorld,
  view: View,
  { never, keepPossible, reach, score }: Declared,
): Intent<State, string> | undefined {
  const { number, flag, stateFlag } = reader(world, view);
  const items: IntentItem<State, string>[] = [
    ...Object.entries(never).map(([name, reading]) => ({
      kind: "never" as const,
      name,
      holds: flag(`never "${name}"`, reading),
    })),
    ...(["keepPossible", "reach"] as const).flatMap((kind) =>
      Object.entries(kind === "reach" ? reach : keepPossible).map(([name, reading]) => ({
        kind,
        name,
        holds: stateFlag(`${kind} "${name}"`, reading),
      })),
    ),
    ...(score === undefined ? [] : [{ kind: "score" as const, name: "score", value: number("the score", score) }]),
  ];
  return items.length === 0 ? undefined : { world, items };
}
