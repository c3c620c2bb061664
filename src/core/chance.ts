import { caseError, show } from "./errors.ts";
import {
  add,
  compare,
  equals,
  formatRational,
  fromNumber,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "./rational.ts";

/** A probability: a decimal literal, read as the decimal that it writes, or a ratio. */
export type Probability = number | Rational;

/** What the other branches of a draw leave over; at most one branch of a draw may have it. */
export const rest = Symbol("rest");

/**
 * The probability numerator / denominator, exactly.
 *
 * @throws if either is not a whole number, or the denominator is not positive
 */
export function ratio(numerator: number, denominator: number): Rational {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator <= 0)
    throw caseError(`ratio(${numerator}, ${denominator}): expected two whole numbers, the second above 0`);
  return rational(BigInt(numerator), BigInt(denominator));
}

/**
 * The only source of randomness of a world. A simulation answers a draw by sampling; the exact engine goes through every
 * answer and multiplies their probabilities. It does not outlive the call that it is passed to.
 */
export interface Chance {
  /** true with the given probability */
  flip(probability: Probability): boolean;
  /** one of the values, all equally likely */
  pick<const T>(values: readonly T[]): T;
  /** a whole number from low to high, both included, all equally likely */
  integer(low: number, high: number): number;
  /** one of the values, with the probability that stands beside it */
  weighted<const T>(branches: readonly (readonly [T, Probability | typeof rest])[]): T;
}

/**
 * Answers one draw: the index of a branch, given the branches' probabilities, which are positive and sum to 1. Draws with the
 * same probabilities give the same list, as long as not too many are met.
 */
export type Choose = (weights: readonly Rational[], call: string) => number;

/** The branches of a weighted draw that are possible, as indices, and their probabilities. */
interface Draw {
  readonly ways: readonly number[];
  readonly weights: readonly Rational[];
}

/** Most draws of each kind that are kept. */
const MOST_KEPT = 4096;
const flips = new Map<number | string, readonly Rational[]>();
const evens = new Map<number, readonly Rational[]>();
const weightedDraws = new Map<string, Draw>();

const keyOf = (probability: Probability | typeof rest): string =>
  probability === rest
    ? "rest"
    : typeof probability === "number"
      ? `${probability}`
      : `${probability.numerator}/${probability.denominator}`;

function exactly(probability: Probability, call: string): Rational {
  if (typeof probability === "number") {
    if (!(probability >= 0 && probability <= 1)) throw caseError(`${call}: expected a probability from 0 to 1`);
    return fromNumber(probability);
  }
  if (compare(probability, ZERO) < 0 || compare(probability, ONE) > 0)
    throw caseError(`${call}: expected a probability from 0 to 1`);
  return probability;
}

function flipWeights(probability: Probability): readonly Rational[] {
  const key = typeof probability === "number" ? probability : keyOf(probability);
  const known = flips.get(key);
  if (known !== undefined) return known;
  const yes = exactly(probability, `chance.flip(${typeof probability === "number" ? show(probability) : key})`);
  const weights = [yes, subtract(ONE, yes)];
  if (flips.size < MOST_KEPT) flips.set(key, weights);
  return weights;
}

/** Most values among which one draw picks: a list of their probabilities is made. */
const MOST_VALUES = 2 ** 20;

function evenWeights(count: number, call: () => string): readonly Rational[] {
  const known = evens.get(count);
  if (known !== undefined) return known;
  if (count > MOST_VALUES) throw caseError(`${call()}: expected at most ${MOST_VALUES} values`);
  const weights = new Array<Rational>(count).fill(rational(1n, BigInt(count)));
  if (evens.size < 4096) evens.set(count, weights);
  return weights;
}

const decimal = (value: Rational): string =>
  equals(fromNumber(toNumber(value)), value) ? show(toNumber(value)) : formatRational(value);

/** Says that probabilities do not sum to 1; where they nearly do, some of them are quotients that were rounded, and how to write those. */
function wrongSum(branches: readonly (readonly [unknown, Probability | typeof rest])[], left: Rational): string {
  const size = compare(left, ZERO) < 0 ? negate(left) : left;
  if (toNumber(size) > 1e-6) return `the probabilities sum to ${decimal(subtract(ONE, left))}, expected 1`;
  const numbers = branches.flatMap(([, weight]) => (typeof weight === "number" ? [weight] : []));
  const long = numbers.find((weight) => `${weight}`.length > 12) ?? numbers[0] ?? 0;
  const below = Array.from({ length: 1000 }, (_, k) => k + 1).find((n) => Math.round(long * n) / n === long);
  const quotient = below === undefined ? "ratio(1, 3)" : `ratio(${Math.round(long * below)}, ${below})`;
  return (
    `the probabilities sum to 1 ${size === left ? "−" : "+"} ${decimal(size)}, expected 1: a number is read as the decimal ` +
    `that it writes (${show(long)}); write ${quotient}, or rest for one of them`
  );
}

function branchWeights(branches: readonly (readonly [unknown, Probability | typeof rest])[]): readonly Rational[] {
  const call = () => `chance.weighted(${show(branches.map(([value, p]) => [value, p === rest ? "rest" : p]))})`;
  let sum = ZERO;
  let rests = 0;
  const weights = branches.map(([, probability]) => {
    if (probability === rest) {
      rests++;
      return ZERO;
    }
    const weight = exactly(probability, call());
    sum = add(sum, weight);
    return weight;
  });
  if (rests > 1) throw caseError(`${call()}: only one branch may have the rest`);
  const left = subtract(ONE, sum);
  if (rests === 1 && compare(left, ZERO) >= 0)
    return weights.map((weight, k) => (branches[k]![1] === rest ? left : weight));
  if (!equals(sum, ONE)) throw caseError(`${call()}: ${wrongSum(branches, left)}`);
  return weights;
}

function weightedDraw(branches: readonly (readonly [unknown, Probability | typeof rest])[]): Draw {
  const key = branches.map(([, probability]) => keyOf(probability)).join();
  const known = weightedDraws.get(key);
  if (known !== undefined) return known;
  const all = branchWeights(branches);
  const ways = all.flatMap((weight, k) => (weight.numerator === 0n ? [] : [k]));
  const draw = { ways, weights: ways.map((k) => all[k]!) };
  if (weightedDraws.size < MOST_KEPT) weightedDraws.set(key, draw);
  return draw;
}

/** A chance whose draws are answered by `choose`, which is asked only where more than one branch is possible. */
export function createChance(choose: Choose): Chance {
  return {
    flip(probability) {
      if (probability === 0) return false;
      if (probability === 1) return true;
      const weights = flipWeights(probability);
      if (weights[0]!.numerator === 0n) return false;
      if (weights[1]!.numerator === 0n) return true;
      return choose(weights, "chance.flip") === 0;
    },
    pick(values) {
      if (values.length === 0) throw caseError("chance.pick([]): expected at least one value");
      if (values.length === 1) return values[0]!;
      const weights = evenWeights(values.length, () => `chance.pick(${show(values)})`);
      return values[choose(weights, "chance.pick")]!;
    },
    integer(low, high) {
      if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high < low)
        throw caseError(`chance.integer(${low}, ${high}): expected two whole numbers, the first not above the second`);
      if (high === low) return low;
      const weights = evenWeights(high - low + 1, () => `chance.integer(${low}, ${high})`);
      return low + choose(weights, "chance.integer");
    },
    weighted(branches) {
      const { ways, weights } = weightedDraw(branches);
      return branches[ways[ways.length === 1 ? 0 : choose(weights, "chance.weighted")]!]![0];
    },
  };
}

/** Who lends a chance, and the number of the call that has it; 0 between calls. */
interface Lending {
  readonly chance: Chance;
  call: number;
}

/**
 * A chance for one call only. There is one for every call of the user's code, so it is small: its functions are made where they
 * are used.
 */
class Lent implements Chance {
  // Not private fields: those take four times as long to make.
  readonly lending: Lending;
  readonly call: number;
  constructor(lending: Lending) {
    this.lending = lending;
    this.call = lending.call;
  }
  get flip(): Chance["flip"] {
    return (probability) => lentBy(this, "flip").flip(probability);
  }
  get pick(): Chance["pick"] {
    return (values) => lentBy(this, "pick").pick(values);
  }
  get integer(): Chance["integer"] {
    return (low, high) => lentBy(this, "integer").integer(low, high);
  }
  get weighted(): Chance["weighted"] {
    return (branches) => lentBy(this, "weighted").weighted(branches);
  }
}

function lentBy({ lending, call }: Lent, name: string): Chance {
  if (call !== lending.call)
    throw caseError(`chance.${name} was called after the function that it was passed to had returned`);
  return lending.chance;
}

/** Hands a chance on to one call of the user's code after another; what a call keeps of it is an error when used later, also inside a later call. */
export function lender(chance: Chance): <T>(run: (chance: Chance) => T) => T {
  const lending: Lending = { chance, call: 0 };
  let calls = 0;
  return (run) => {
    lending.call = ++calls;
    try {
      return run(new Lent(lending));
    } finally {
      lending.call = 0;
    }
  };
}
