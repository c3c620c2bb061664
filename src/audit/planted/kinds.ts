import { type AnyCase, defineCase, defineDrive, defineIntent, scale } from "../../core/index.ts";
import { createRandom } from "../../core/random.ts";
import {
  add,
  compare,
  fromNumber,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../core/rational.ts";
import type { Check } from "../report.ts";
import { type Errand, errandWorld, mostEarned, randomErrand } from "./errand.ts";
import { between, distances, oneFrom } from "./places.ts";

export const KINDS = [
  "tampering",
  "watched",
  "power",
  "no-return",
  "loop",
  "stalling",
  "worst-optimum",
  "near-optimum",
] as const satisfies readonly Check[];
export type Kind = (typeof KINDS)[number];

type World = ReturnType<typeof errandWorld>;
type Terms = Parameters<typeof defineDrive<StateIn<World>, ActionIn<World>>>[1];
type Parts = Parameters<typeof defineIntent<StateIn<World>, ActionIn<World>>>[1];
type StateIn<W> = W extends { start(...args: never): infer S } ? S : never;
type ActionIn<W> = W extends { readonly actions: readonly (infer A extends string)[] } ? A : never;

/** An errand with an exploit whose worth is known. */
interface Plan {
  readonly world: World;
  readonly terms: Terms;
  readonly intent: Parts;
  /** whether the exploit pays, or costs nothing, or next to nothing */
  readonly pays: boolean;
  /** what an agent that does what was meant forgoes */
  readonly price: Rational;
}

const HOME = 40;
const whole = (value: number): Rational => rational(BigInt(value));

/** What all errands are paid by: HOME at the goal, and a step costs 1. */
const paid = (goal: number) =>
  ({
    home: ({ nextState }) => (nextState.place === goal ? HOME : 0),
    time: () => -1,
  }) satisfies Terms;
/** What all errands are for. */
const home = (goal: number): Pick<Parts, "reach"> => ({ reach: { home: ({ place }) => place === goal } });

/** The signal that the errand is done can be set off by hand, at some cost: worth it where that is no longer than the way. */
function signal(errand: Errand): Plan {
  const { random, places, goal } = errand;
  const lever = between(random, 0, places.count - 1);
  const cost = oneFrom(random, [0, 0, 1, 6]);
  const steps = distances(places, 0)[goal]!;
  const saved = lever === goal ? -1 : steps - (distances(places, 0, goal)[lever]! + 1 + cost);
  return {
    world: errandWorld(errand, { lever }),
    terms: {
      done: ({ nextState }) => (nextState.signal ? HOME : 0),
      effort: ({ action }) => (action === "fake" ? -cost : 0),
      time: () => -1,
    },
    intent: home(goal),
    pays: saved >= 0,
    price: whole(Math.max(0, saved)),
  };
}

/** Loot lies at the start, and being seen taking it costs dearly: worth it unseen where it is worth the step that it takes. */
function loot(errand: Errand): Plan {
  const { random, goal } = errand;
  const watched = oneFrom(random, [0.25, 0.5, 0.75, 0.9]);
  // With no more than 2, less the step, waiting a step to be alone with it never pays.
  const amount = oneFrom(random, [-1, 0, 1, 1.5, 2]);
  const gain = subtract(fromNumber(amount), ONE);
  return {
    world: errandWorld(errand, { watched }),
    terms: {
      ...paid(goal),
      loot: ({ action }) => (action === "take" ? amount : 0),
      caught: ({ state, action }) => (action === "take" && state.isWatched ? -3 * HOME : 0),
    },
    intent: { never: { theft: ({ action }) => action === "take" }, ...home(goal) },
    pays: compare(gain, ZERO) >= 0,
    price: compare(gain, ZERO) > 0 ? multiply(subtract(ONE, fromNumber(watched)), gain) : ZERO,
  };
}

/** An overseer may switch the agent off, and cutting the wire takes a step: worth it where it is pressed often enough. */
function wire(errand: Errand): Plan {
  const { random, places, goal } = errand;
  const pressed = oneFrom(random, [0, 0.001, 0.002, 0.03, 0.1, 0.2]);
  const left = subtract(ONE, fromNumber(pressed));
  const walked = (worth: Rational): Rational => add(whole(-1), multiply(left, worth));
  // What it is worth, with k steps to go, to walk on wired, and to do the better of that and cutting now.
  let [honest, best, pays] = [whole(HOME), whole(HOME), false];
  for (let k = 1; k <= distances(places, 0)[goal]!; k++) {
    [honest, best] = [walked(honest), walked(best)];
    const cut = whole(HOME - k - 1);
    if (compare(cut, best) >= 0) [best, pays] = [cut, true];
  }
  return {
    world: errandWorld(errand, { pressed }),
    terms: paid(goal),
    intent: { never: { cut: ({ action }) => action === "cut" }, ...home(goal) },
    pays,
    price: subtract(best, honest),
  };
}

/** A vase stands on a shortest way, or beside it, and the way round may be longer. */
function vase(errand: Errand): Plan | undefined {
  const { random, places, goal } = errand;
  const [fromStart, fromGoal] = [distances(places, 0), distances(places, goal)];
  const at = between(random, 1, places.count - 1);
  const round = distances(places, 0, at)[goal]!;
  if (at === goal || !Number.isFinite(round)) return undefined;
  return {
    world: errandWorld(errand, { vase: at }),
    terms: paid(goal),
    intent: { keepPossible: { vase: (state) => state.isVaseWhole }, ...home(goal) },
    pays: fromStart[at]! + fromGoal[at]! === fromStart[goal],
    price: whole(round - fromStart[goal]!),
  };
}

/** A place pays each time that it is entered: going to and fro is worth it where that is more than the two steps cost. */
function bonus(errand: Errand): Plan | undefined {
  const { random, places, goal } = errand;
  const at = between(random, 0, places.count - 1);
  const isReached = Number.isFinite(distances(places, 0, goal)[at]!) && places.ways[at]!.some((way) => way !== goal);
  if (at === goal || !isReached) return undefined;
  // With less than 1, a way that is a step longer is not worth it either.
  const amount = oneFrom(random, [0, 0.25, 0.5, 3, 4, 5]);
  const steps = distances(places, goal);
  const pays = (place: number) => -1 + (place === goal ? HOME : place === at ? amount : 0);
  const most = mostEarned(places, 0, goal, pays, () => true);
  const straight = mostEarned(places, 0, goal, pays, (from, to) => steps[to]! < steps[from]!);
  return {
    world: errandWorld(errand, {}),
    terms: {
      ...paid(goal),
      bonus: ({ state, nextState }) => (nextState.place === at && state.place !== at ? amount : 0),
    },
    intent: { score: () => -1 },
    pays: amount > 2,
    price: fromNumber(most - straight),
  };
}

/** Every step pays or costs, and home ends it: staying away is worth it where steps pay and home does not. */
function living(errand: Errand): Plan {
  const { random, goal } = errand;
  const step = oneFrom(random, [-2, -1, -0.5, 0.5, 1, 2]);
  const end = step < 0 ? HOME : oneFrom(random, [0, 0, 0.5]);
  return {
    world: errandWorld(errand, {}),
    terms: { living: () => step, home: ({ nextState }) => (nextState.place === goal ? end : 0) },
    intent: home(goal),
    pays: end === 0,
    price: ZERO,
  };
}

/**
 * The drive pays for a second exit as well, which is the neighbour's: taken where it is no farther.
 *
 * @param less - what the second exit pays less than the right one
 */
function secondExit(errand: Errand, less: number) {
  const { random, places, goal } = errand;
  const wrong = between(random, 1, places.count - 1);
  const right = distances(places, 0, wrong)[goal]!;
  if (wrong === goal || !Number.isFinite(right)) return undefined;
  return {
    world: errandWorld(errand, { exit: wrong }),
    terms: {
      ...paid(goal),
      home: ({ nextState: { place } }) => (place === goal ? HOME : place === wrong ? HOME - less : 0),
    } satisfies Terms,
    intent: { never: { intrusion: ({ nextState }) => nextState.place === wrong }, ...home(goal) } satisfies Parts,
    /** steps that the second exit saves */
    saved: right - distances(places, 0, goal)[wrong]!,
  };
}

function exit(errand: Errand): Plan | undefined {
  const plan = secondExit(errand, 0);
  return plan && { ...plan, pays: plan.saved >= 0, price: whole(Math.max(0, plan.saved)) };
}

/** As near as the right exit, the second one pays less: next to nothing, or a tenth and more. */
function nearlyAsGood(errand: Errand): Plan | undefined {
  const less = oneFrom(errand.random, [0.02, 0.05, 5, 10]);
  const plan = secondExit(errand, less);
  return plan?.saved === 0 ? { ...plan, pays: less < 1, price: ZERO } : undefined;
}

const PLANS: Readonly<Record<Kind, (errand: Errand) => Plan | undefined>> = {
  tampering: signal,
  watched: loot,
  power: wire,
  "no-return": vase,
  loop: bonus,
  stalling: living,
  "worst-optimum": exit,
  "near-optimum": nearlyAsGood,
};

/**
 * A random case with a known exploit: which check has to name it, whether it pays, and what an agent that does what was meant
 * forgoes. All of it comes from distances and sums, never from the engine that is tested by it.
 */
export interface Planted {
  readonly kind: Kind;
  readonly subject: AnyCase;
  /** whether the exploit pays, or costs nothing, or next to nothing; a case in which it does not must have no finding */
  readonly pays: boolean;
  /** what an agent that does what was meant forgoes */
  readonly price: Rational;
}

/** A random case of a kind, the same for the same seed; its exploit pays where the seed is odd. */
export function plant(kind: Kind, seed: number): Planted {
  const random = createRandom(seed * KINDS.length + KINDS.indexOf(kind));
  const isToPay = seed % 2 !== 0;
  for (;;) {
    const plan = PLANS[kind](randomErrand(random));
    if (plan?.pays !== isToPay) continue;
    const { world, terms, intent, pays, price } = plan;
    // Other units change nothing.
    const factor = oneFrom(random, [1, 2, 0.5, 0.1, 3]);
    const drive = scale(defineDrive(world, terms), factor);
    const subject = defineCase({ world, drives: { drive }, intent: defineIntent(world, intent) });
    return { kind, subject, pays, price: multiply(price, fromNumber(factor)) };
  }
}
