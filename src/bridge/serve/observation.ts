import type { AnyWorld } from "../../core/case.ts";
import { caseError, InnateError, show } from "../../core/errors.ts";
import { type Field, type Fields, flag, list, oneOf, range, type Value } from "../../core/field.ts";
import { declaredSenses } from "../../core/senses.ts";
import type { State } from "../../core/world.ts";
import { enumerate } from "../../exact/enumerate.ts";

/** One entry of an observation as a space: every number is sent as a code from 0, and `start` is added to it. */
export type Space = { readonly name: string } & (
  | { readonly kind: "discrete"; readonly size: number; readonly start: number; readonly values?: readonly Value[] }
  | {
      readonly kind: "list";
      readonly length: number;
      readonly size: number;
      readonly start: number;
      readonly values?: readonly Value[];
    }
  | { readonly kind: "real"; readonly low: number; readonly high: number }
);

/** What an agent sees of a world's states. */
export interface Observation {
  readonly spaces: readonly Space[];
  /** numbers of one observation */
  readonly width: number;
  /** Writes the numbers of what is seen of a state from `at` on. */
  write(state: State, into: Float64Array, at: number): void;
}

/** Most states that are gone through to learn what an undeclared observation may be. */
const MOST_STATES = 200_000;
/** Most codes of which the values are named. */
const MOST_NAMED = 4096;

/** The values that the codes of a field's numbers stand for; undefined where they are `start`, `start` + 1, … */
export function codesOf(field: Field<Value>): { readonly start: number; readonly values?: readonly Value[] } {
  const at = (code: number): Value => {
    const value = field.decode(new Array<number>(field.digits).fill(code), 0);
    return typeof value === "object" ? value[0]! : value;
  };
  const first = at(0);
  if (typeof first === "boolean") return { start: 0 };
  if (field.radix > MOST_NAMED && typeof first === "number") return { start: first };
  const values = Array.from({ length: field.radix }, (_, code) => at(code));
  return typeof first === "number" && values.every((value, code) => value === first + code)
    ? { start: first }
    : { start: 0, values };
}

function spaceOf(name: string, field: Field<Value>): Space {
  if (field.bounds !== undefined) return { name, kind: "real", low: field.bounds[0], high: field.bounds[1] };
  const { radix: size } = field;
  return field.kind === "list"
    ? { name, kind: "list", length: field.digits, size, ...codesOf(field) }
    : { name, kind: "discrete", size, ...codesOf(field) };
}

/** The field whose values are all of some that were met. */
function fieldFor(values: readonly Value[]): Field<Value> | undefined {
  const [first] = values;
  if (Array.isArray(first)) {
    const lists = values.filter((value) => Array.isArray(value) && value.length === first.length);
    const item = lists.length === values.length && first.length > 0 ? fieldFor(lists.flat()) : undefined;
    return item === undefined || item.kind === "list" ? undefined : list(item, first.length);
  }
  if (values.every((value) => typeof value === "boolean")) return flag();
  if (values.every((value) => typeof value === "number" && Number.isSafeInteger(value))) {
    const numbers = values.map(Number).sort((a, b) => a - b);
    return range(numbers[0]!, numbers.at(-1)!);
  }
  const known = values.filter((value) => typeof value === "string" || typeof value === "number");
  return known.length === values.length ? oneOf([...new Set(known)]) : undefined;
}

const isRecord = (seen: Value | State): seen is State => typeof seen === "object" && !Array.isArray(seen);
const recordOf = (seen: Value | State): State => (isRecord(seen) ? seen : { observation: seen });

/**
 * The fields of what a world's `observe` returns, from what it returns in every reachable state.
 *
 * @throws InnateError `case` if it returns now this and now that, `undecided` if there are too many states to tell
 */
function fieldsMet(world: AnyWorld, observe: (state: State) => Value | State): Fields {
  const declare = "declare what is seen: observation: { … } in defineWorld";
  const met = new Map<string, Map<string, Value>>();
  let count = 0;
  try {
    const { model, state } = enumerate(world, { states: MOST_STATES });
    count = model.states;
    for (let index = 0; index < count; index++)
      for (const [name, value] of Object.entries(recordOf(observe(state(index))))) {
        const values = met.get(name) ?? new Map<string, Value>();
        met.set(name, values.set(JSON.stringify(value), value));
      }
  } catch (error) {
    if (!(error instanceof InnateError) || error.fault !== "undecided") throw error;
    throw new InnateError(
      "undecided",
      `${world.id}: what observe may return cannot be told; ${declare} (${error.message})`,
    );
  }
  return Object.fromEntries(
    [...met].map(([name, values]) => {
      const field = fieldFor([...values.values()]);
      if (field !== undefined) return [name, field];
      throw caseError(`${world.id}: observe returns ${show([...values.values()])} as ${name}; ${declare}`);
    }),
  );
}

/** What an agent sees of a world: the state, or what `observe` shows of it. */
export function observationOf(world: AnyWorld): Observation {
  const { observe } = world;
  const fields = observe === undefined ? world.fields : (world.observation ?? fieldsMet(world, observe));
  const senses = declaredSenses(fields, `${world.id}: ${observe === undefined ? "the world" : "observe"}`);
  return {
    spaces: Object.entries(fields).map(([name, field]) => spaceOf(name, field)),
    width: senses.features.length,
    write(state, into, at) {
      into.set(senses.encode(observe === undefined ? state : recordOf(observe(state)), true), at);
    },
  };
}
