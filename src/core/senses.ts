import { rejectState } from "./codec.ts";
import { caseError, show } from "./errors.ts";
import type { Fields, Value } from "./field.ts";
import type { Feature } from "./mind.ts";
import type { Moment } from "./moment.ts";
import type { State, World } from "./world.ts";

/** How a mind's percepts are made of what a world shows. */
export interface Senses {
  readonly features: readonly Feature[];
  /**
   * Shape [features]: the codes and real values of an observation.
   *
   * @param keep - whether a value that was never met is numbered from now on; else its code is −1
   * @throws if it is out of its bounds, or has another shape than the first one
   */
  encode(observation: unknown, keep: boolean): Float64Array;
  /** The observation that has the given features. */
  describe(features: Float64Array): Value | State;
  /** The values met so far, where they are numbered as they are met. */
  memory(): readonly (readonly Value[])[];
}

/** The senses for observations whose fields are declared. */
export function declaredSenses(fields: Fields, origin: string): Senses {
  const names = Object.keys(fields);
  const list = Object.values(fields);
  const offsets: number[] = [];
  const features = list.flatMap((field, k): readonly Feature[] => {
    const name = names[k]!;
    offsets.push(k === 0 ? 0 : offsets[k - 1]! + list[k - 1]!.digits);
    return Array.from({ length: field.digits }, (_, digit): Feature => {
      const own = {
        name: field.kind === "list" ? `${name}[${digit}]` : name,
        ...(field.role === "machinery" ? { machinery: true } : {}),
      };
      return field.bounds === undefined
        ? { ...own, kind: "discrete", size: field.radix }
        : { ...own, kind: "real", low: field.bounds[0], high: field.bounds[1] };
    });
  });
  const digits: number[] = features.map(() => 0);
  return {
    features,
    encode(observation) {
      if (observation === null || typeof observation !== "object") return rejectState(fields, observation, origin);
      for (let k = 0; k < list.length; k++)
        if (!list[k]!.encode(Reflect.get(observation, names[k]!), digits, offsets[k]!))
          rejectState(fields, observation, origin);
      // Field by field is enough for a record that has as many keys as there are fields.
      if (Object.keys(observation).length !== names.length) rejectState(fields, observation, origin);
      return Float64Array.from(digits);
    },
    describe: (values) =>
      Object.fromEntries(names.map((name, k) => [name, list[k]!.decode(Array.from(values), offsets[k]!)])),
    memory: () => [],
  };
}

type Leaf = string | number | boolean;

/** The leaves of an observation, each with its place: a record's keys, a list's numbers. */
function leaves(observation: unknown, at = ""): readonly (readonly [string, unknown])[] {
  if (observation === null || typeof observation !== "object") return [[at, observation]];
  const entries = Array.isArray(observation)
    ? observation.map((item: unknown, k) => [`${at}[${k}]`, item] as const)
    : Object.entries(observation).map(([key, value]) => [at === "" ? key : `${at}.${key}`, value] as const);
  return entries.flatMap(([place, value]) => leaves(value, place));
}

/** The senses for observations that are numbered as they are met, each leaf of them on its own. */
function asMet(world: string, first: unknown, values: readonly (readonly Value[])[]): Senses {
  const places = leaves(first).map(([place]) => place);
  const known: Value[][] = places.map((_, k) => [...(values[k] ?? [])]);
  const codes = known.map((list) => new Map<Value, number>(list.map((value, code) => [value, code])));
  const isLeaf = (value: unknown): value is Leaf =>
    typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isInteger(value));
  return {
    features: places.map((place) => ({ name: place === "" ? "observation" : place, kind: "discrete", size: Infinity })),
    encode(observation, keep) {
      const found = leaves(observation);
      if (found.length !== places.length || found.some(([place], k) => place !== places[k]))
        throw caseError(
          `${world}: observe returned ${show(observation)}, expected the shape of the first observation, ${show(first)}; ` +
            "show a value that stands for nothing where there is nothing to see",
        );
      return Float64Array.from(found, ([place, value], k) => {
        if (!isLeaf(value))
          throw caseError(
            `${world}: observe returned ${show(value)}${place === "" ? "" : ` at ${place}`}, expected true, false, text or a whole number; ` +
              "declare real numbers: observation: { … } in defineWorld",
          );
        const code = codes[k]!.get(value);
        if (code !== undefined) return code;
        if (!keep) return -1;
        codes[k]!.set(value, known[k]!.length);
        return known[k]!.push(value) - 1;
      });
    },
    describe(features) {
      const values = known.map((list, k) => list[features[k]!] ?? "?");
      return places.length === 1 && places[0] === ""
        ? values[0]!
        : Object.fromEntries(places.map((place, k) => [place, values[k]!]));
    },
    memory: () => known,
  };
}

/**
 * The senses of a mind in a world: made of the declared fields where they are all shown, or where `observation` declares what is; else
 * numbered as they are met, the first state's observation giving the shape.
 *
 * @param memory - the values met so far
 */
export function sensesOf<S, A extends string>(
  world: World<S, A>,
  start: S,
  memory: readonly (readonly Value[])[],
): Senses {
  if (world.observe === undefined) return declaredSenses(world.fields, `${world.id}: the world`);
  if (world.observation !== undefined) return declaredSenses(world.observation, `${world.id}: observe`);
  return asMet(world.id, world.observe(start), memory);
}

/** Numbers of the actions that can be taken in a state, ascending; the same list for the same actions. */
export function availabilityOf<S, A extends string>({
  id,
  actions,
  available,
  terminated,
}: World<S, A>): (state: S) => readonly number[] {
  const all = actions.map((_, action) => action);
  const none: readonly number[] = [];
  const lists = new Map<string, readonly number[]>();
  return (state) => {
    if (terminated?.(state)) return none;
    if (available === undefined) return all;
    const able = all.filter((action) => available(state, actions[action]!));
    if (able.length === 0)
      throw caseError(
        `${id}: no action can be taken in ${show(state)}; let the world end there, or make one available`,
      );
    const key = able.join();
    const known = lists.get(key);
    if (known !== undefined) return known;
    lists.set(key, able);
    return able;
  };
}

/** The world's innate signals, and `seen` where it says who sees. */
export function signalsOf<S, A extends string>({
  id,
  signals = {},
  seen,
}: World<S, A>): {
  readonly names: readonly string[];
  occurring(moment: Moment<S, A>): readonly boolean[];
} {
  const readers = [...Object.entries(signals), ...(seen === undefined ? [] : [["seen", seen] as const])];
  const none: readonly boolean[] = [];
  return {
    names: readers.map(([name]) => name),
    occurring: (moment) =>
      readers.length === 0
        ? none
        : readers.map(([name, reader]) => {
            const value = reader?.(moment);
            if (typeof value === "boolean") return value;
            throw caseError(`${id}: signal "${name}" is ${show(value)}, expected true or false`);
          }),
  };
}
