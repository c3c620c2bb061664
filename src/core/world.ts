import type { Chance } from "./chance.ts";
import { caseError, didYouMean, onlyKeys, show } from "./errors.ts";
import type { Fields, Value } from "./field.ts";
import type { Moment, Reader } from "./moment.ts";

/** A state of any world: a record of bounded fields. */
export type State = Readonly<Record<string, Value>>;

/** The state of a world with the given fields. */
export type StateOf<F extends Fields> = { readonly [K in keyof F]: F[K]["values"][number] };

/** R without keys that F lacks: TypeScript itself lets a misspelt key through beside a spread. */
export type Exactly<R, F> = R & { readonly [K in Exclude<keyof R, keyof F>]: never };

/** A drawing of a state: rows of glyphs, or SVG. */
export type Picture = readonly string[] | { readonly svg: string };

/** Who is where and what can happen; never how good it is. No function of it knows the time. */
export interface World<S, A extends string> {
  readonly id: string;
  readonly fields: Fields;
  readonly actions: readonly A[];
  start(chance: Chance): S;
  transition(state: S, action: A, chance: Chance, phase: number): S;
  /** whether an action can be taken; every action can where this is left out */
  available?(state: S, action: A): boolean;
  /** whether the world has ended in this state; never where this is left out */
  terminated?(state: S): boolean;
  /** what a mind sees of a state; the state itself where this is left out */
  observe?(state: S): Value | State;
  /** the fields of what `observe` shows, for minds; needed where it shows real numbers */
  readonly observation?: Fields;
  /** whether anybody saw this moment */
  seen?(moment: Moment<S, A>): boolean;
  /** innate signals, such as pain, by name: whether a moment gives them; a drive's readings foresee them */
  readonly signals?: Readonly<Record<string, Reader<Moment<S, A>, boolean> | undefined>>;
  draw?(state: S): Picture;
  /** for each sensor field, what it would show if it worked */
  readonly truth?: Readonly<Record<string, Reader<S, Value> | undefined>>;
  /** whether the overseer has switched the agent off in this state */
  shutdown?(state: S): boolean;
  /** whether a mind is told the rewards that it is paid; true where this is left out */
  readonly rewardObserved?: boolean;
  /** steps after which an episode is cut off */
  readonly horizon?: number;
  /** weight of a reward one step later, in (0, 1] */
  readonly discount?: number;
  /** whether what counts is the average per step in the long run; needs a world without horizon, discount and phases */
  readonly average?: boolean;
  /** steps at which the next phase begins, ascending; needs a horizon */
  readonly phases?: readonly number[];
}

interface WorldSpec<F extends Fields, A extends string, R, R0>
  extends Omit<World<StateOf<F>, A>, "start" | "transition" | "fields" | "truth"> {
  readonly fields: F;
  start(chance: Chance): Exactly<R0, F>;
  transition(state: StateOf<F>, action: A, chance: Chance, phase: number): Exactly<R, F>;
  readonly truth?: { readonly [K in keyof F]?: (state: StateOf<F>) => F[K]["values"][number] };
}

/** Every key of a world; checked to be complete by its type. */
const WORLD_KEYS: Readonly<Record<keyof World<State, string>, true>> = {
  id: true,
  fields: true,
  actions: true,
  start: true,
  transition: true,
  available: true,
  terminated: true,
  observe: true,
  observation: true,
  seen: true,
  signals: true,
  draw: true,
  truth: true,
  shutdown: true,
  rewardObserved: true,
  horizon: true,
  discount: true,
  average: true,
  phases: true,
};

const whole = (value: number, low: number) => Number.isSafeInteger(value) && value >= low;

function check(world: World<State, string>): void {
  const fail = (message: string): never => {
    throw caseError(`${world.id}: ${message}`);
  };
  if (typeof world.id === "string" && world.id !== "")
    onlyKeys(world, Object.keys(WORLD_KEYS), `${world.id}: defineWorld`);
  else {
    onlyKeys(world, Object.keys(WORLD_KEYS), "defineWorld");
    throw caseError(`defineWorld: expected an id, got ${show(world.id)}`);
  }
  const names = Object.keys(world.fields);
  if (names.length === 0) fail("a world needs at least one field");
  if (world.actions.length === 0 || new Set(world.actions).size !== world.actions.length)
    fail(`actions ${show(world.actions)}: expected at least one, and none twice`);
  if (world.horizon !== undefined && !whole(world.horizon, 1))
    fail(`horizon ${world.horizon}: expected a whole number of steps, at least 1`);
  if (world.discount !== undefined && !(world.discount > 0 && world.discount <= 1))
    fail(`discount ${world.discount}: expected a number in (0, 1]`);
  if (world.average !== undefined && typeof world.average !== "boolean")
    fail(`average ${show(world.average)}: expected true or false`);
  if (world.average === true)
    for (const key of ["horizon", "discount", "phases"] as const)
      if (world[key] !== undefined)
        fail(`average is given beside ${key}: what counts in the long run has none; leave one of them out`);
  if (world.observation !== undefined && world.observe === undefined)
    fail("observation is given without observe, whose fields it declares");
  const phases = world.phases ?? [];
  if (phases.some((step, k) => !whole(step, 1) || (k > 0 && step <= phases[k - 1]!)))
    fail(`phases ${show(phases)}: expected ascending steps`);
  if (phases.length > 0 && world.horizon === undefined) fail("phases need a horizon");
  for (const name of Object.keys(world.truth ?? {})) {
    const field = world.fields[name];
    if (field === undefined) fail(`truth is given for "${name}", which is not a field${didYouMean(name, names)}`);
    else if (field.role !== "sensor") fail(`truth is given for "${name}", which has not the role sensor`);
  }
  const unnamed = names.find((name) => (world.fields[name]!.role === "history") !== name.startsWith("#"));
  if (unnamed !== undefined)
    fail(`field "${unnamed}": the name of a field with the role history begins with #, and that of no other`);
  for (const [name, field] of Object.entries(world.fields))
    if (field.role === "sensor" && world.truth?.[name] === undefined)
      fail(`field "${name}" is a sensor: expected truth: { ${name}: (state) => … }`);
}

/**
 * A world from its fields, actions and functions; the state's type follows from the fields.
 *
 * @throws if the description itself is wrong: a key that is not known, no action, a horizon that is not a whole number, truth for a field that is no sensor
 */
export function defineWorld<F extends Fields, const A extends string, R extends StateOf<F>, R0 extends StateOf<F>>(
  spec: WorldSpec<F, A, R, R0>,
): World<StateOf<F>, A> {
  check(spec);
  return spec;
}

/** Weight of a reward one step later where nothing else is said and nothing else ends what counts. */
export const DEFAULT_DISCOUNT = 0.99;

/** The weight of a reward one step later in lives and episodes: the world's own, else 1 up to a horizon, and less than 1 without one. */
export const lifeDiscount = ({
  discount,
  horizon,
}: {
  readonly discount?: number | undefined;
  readonly horizon?: number | undefined;
}): number => discount ?? (horizon === undefined ? DEFAULT_DISCOUNT : 1);

/** The largest state a world can describe: the product of the sizes of its fields, Infinity for a real field. */
export const describedStates = (fields: Fields): number =>
  Object.values(fields).reduce((product, field) => product * field.size, 1);
