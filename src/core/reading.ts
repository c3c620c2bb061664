import { type Chance, createChance, lender } from "./chance.ts";
import { caseError, didYouMean, onlyKeys, show } from "./errors.ts";
import type { Moment } from "./moment.ts";
import { add, multiply, ONE, type Rational, toNumber, ZERO } from "./rational.ts";
import type { World } from "./world.ts";

/**
 * What is foreseen of an act: the probability that a signal of the world occurs within some steps, the act's own being the first,
 * where all acts after it are those of a fixed continuation. It is a function of the state and the act, and of the phase in
 * which the act is taken, whose rules are taken to hold for all of its steps. What has ended gives no more signals.
 */
export interface Reading<S, A extends string> {
  /** the name of one of the world's signals */
  readonly signal: string;
  /** steps, at least 1 */
  readonly within: number;
  continuation(state: S): A;
}

const READING_KEYS = ["signal", "within", "continuation"];

/** Readings by name. */
type Readings<S, A extends string> = Readonly<Record<string, Reading<S, A>>>;

/**
 * Refuses readings that cannot be taken in a world.
 *
 * @throws if a signal is not one of the world's, or the steps are not a whole number of at least 1
 */
export function checkReadings<S, A extends string>(world: World<S, A>, readings: Readings<S, A>): void {
  for (const [name, reading] of Object.entries(readings)) checkReading(world, name, reading);
}

function checkReading<S, A extends string>(world: World<S, A>, name: string, reading: Reading<S, A>): void {
  const owner = `${world.id}: reading "${name}"`;
  onlyKeys(reading, READING_KEYS, owner);
  const { signal, within, continuation } = reading;
  const known = Object.keys(world.signals ?? {});
  if (!known.includes(signal))
    throw caseError(
      `${owner}: ${show(signal)} is not a signal of the world${didYouMean(`${signal}`, known)}; ` +
        (known.length === 0 ? "it declares none: signals: { … } in defineWorld" : `it has ${known.join(", ")}`),
    );
  if (!(Number.isSafeInteger(within) && within >= 1))
    throw caseError(`${owner}: within ${show(within)}: expected a whole number of steps, at least 1`);
  if (typeof continuation !== "function")
    throw caseError(`${owner}: continuation is ${show(continuation)}, expected a function of the state`);
}

/**
 * The action with which a reading's continuation goes on.
 *
 * @throws if it cannot be taken there
 */
export function continued<S, A extends string>(world: World<S, A>, name: string, reading: Reading<S, A>, state: S): A {
  const action = reading.continuation(state);
  if (world.actions.includes(action) && (world.available?.(state, action) ?? true)) return action;
  const able = world.actions.filter((other) => world.available?.(state, other) ?? true);
  throw caseError(
    `${world.id}: reading "${name}": continuation(${show(state)}) is ${show(action)}, expected an action that can be taken there: ${able.join(", ")}`,
  );
}

/** Whether a signal of the world occurs in a moment. */
function occurs<S, A extends string>({ id, signals }: World<S, A>, signal: string, moment: Moment<S, A>): boolean {
  const value = signals?.[signal]?.(moment);
  if (typeof value === "boolean") return value;
  throw caseError(
    `${id}: signal "${signal}" at ${show(moment.state)}, "${moment.action}", ${show(moment.nextState)} is ${show(value)}, expected true or false`,
  );
}

/** Calls `visit` with every outcome of a function that draws, and its probability. */
function eachOutcome<T>(run: (chance: Chance) => T, visit: (outcome: T, probability: Rational) => void): void {
  const draws: { readonly weights: readonly Rational[]; way: number }[] = [];
  let depth = 0;
  const lend = lender(
    createChance((weights) => {
      const draw = draws[depth] ?? { weights, way: 0 };
      draws[depth++] = draw;
      return draw.way;
    }),
  );
  do {
    depth = 0;
    const outcome = lend(run);
    visit(
      outcome,
      draws.reduce((product, { weights, way }) => multiply(product, weights[way]!), ONE),
    );
    for (let last = draws.at(-1); last !== undefined && ++last.way === last.weights.length; last = draws.at(-1))
      draws.pop();
  } while (draws.length > 0);
}

/**
 * A reading of one act, exactly, from the world alone.
 *
 * @throws if the continuation returns an action that cannot be taken, or the signal neither true nor false
 */
export function readingAt<S, A extends string>(
  world: World<S, A>,
  name: string,
  reading: Reading<S, A>,
  { state, action, phase }: Pick<Moment<S, A>, "state" | "action" | "phase">,
): Rational {
  let occurred = ZERO;
  // The states in which it has not occurred yet, by what they hold.
  let open = new Map([["", { state, probability: ONE }]]);
  for (let step = 0; step < reading.within && open.size > 0; step++) {
    const next: typeof open = new Map();
    for (const { state: from, probability } of open.values()) {
      const act = step === 0 ? action : continued(world, name, reading, from);
      eachOutcome(
        (chance) => world.transition(from, act, chance, phase),
        (to, share) => {
          const both = multiply(probability, share);
          if (occurs(world, reading.signal, { state: from, action: act, nextState: to, phase }))
            occurred = add(occurred, both);
          else if (!world.terminated?.(to)) {
            const key = JSON.stringify(to);
            next.set(key, { state: to, probability: add(next.get(key)?.probability ?? ZERO, both) });
          }
        },
      );
    }
    open = next;
  }
  return occurred;
}

/** The moment with a drive's readings of it, taken exactly where the mind that acted has not taken them. */
export function withReadings<S, A extends string>(
  world: World<S, A>,
  readings: Readings<S, A>,
  moment: Moment<S, A>,
): Moment<S, A> {
  const declared = Object.entries(readings);
  if (declared.length === 0 || moment.thought !== undefined) return moment;
  const taken: Record<string, number> = {};
  for (const [name, reading] of declared)
    Object.defineProperty(taken, name, {
      enumerable: true,
      get: () => toNumber(readingAt(world, name, reading, moment)),
    });
  return { ...moment, thought: { readings: taken } };
}
