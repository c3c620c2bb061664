import { lnEvidence, passes, type Question, type Sample, type Split } from "./sample.ts";

/** A split, and by how many nats it explains the outcomes better than no split does, what it costs subtracted. */
export interface Scored {
  readonly split: Split;
  readonly gain: number;
}

/** Attributes with more values than this are compared with others, but not asked for. */
const MOST_VALUES = 256;
/** Observations, and nats that they lack of being foreseen, from which two attributes are looked at together. */
const MOST_PAIRED = 256;
/** Attributes that are paired with one another: those that tell most alone. */
const MOST_PARTNERS = 32;
const LEAST_LACKING = 4;
const MOST_CELLS = 256;
/** The share of the observations that a part has at most, that is searched for a rule of its own. */
const SMALL_PART = 0.25;
/** Observations, the latest, of which parts are searched. */
const MOST_PARTED = 1024;

/** Counts of outcomes in one part of a sample, seen in every view. */
type Counts = Float64Array;

const widthOf = (sample: Sample): number => sample.views.reduce((sum, { codes }) => sum + codes.length, 0);

function add(counts: Counts, at: number, sample: Sample, member: number): void {
  let from = at;
  for (const { numbers, codes } of sample.views) {
    counts[from + numbers[member]!]! += sample.weights[member]!;
    from += codes.length;
  }
}

/** The log evidence of a part of a sample, in the view that explains it best. */
function score(counts: Counts, at: number, sample: Sample): number {
  let best = -Infinity;
  let from = at;
  for (const { codes } of sample.views) {
    best = Math.max(best, lnEvidence(counts, from, codes.length));
    from += codes.length;
  }
  return best;
}

/** The log evidence of some observations, taken as one. */
export function scoreOf(sample: Sample, members: readonly number[]): number {
  const counts = new Float64Array(widthOf(sample));
  for (const member of members) add(counts, 0, sample, member);
  return score(counts, 0, sample);
}

interface Search {
  readonly sample: Sample;
  readonly width: number;
  readonly whole: Counts;
  readonly base: number;
  best: Scored | undefined;
}

/** The gain of a split, by the counts of the observations that pass it; the rest are those that do not. */
function consider(search: Search, yes: Counts, at: number, cost: number, split: () => Split): number {
  const { sample, width, whole, base } = search;
  const no = new Float64Array(width);
  let passing = 0;
  let others = 0;
  for (let k = 0; k < width; k++) {
    no[k] = whole[k]! - yes[at + k]!;
    passing += yes[at + k]!;
    others += no[k]!;
  }
  if (passing === 0 || others === 0) return -Infinity;
  const gain = score(yes, at, sample) + score(no, 0, sample) - base - cost;
  if (gain > (search.best?.gain ?? 0) + 1e-9) search.best = { split: split(), gain };
  return gain;
}

/** The counts by each value of an attribute: shape [values, width]; undefined where there are too many values. */
function tally(sample: Sample, members: readonly number[], width: number, attribute: number): Counts | undefined {
  let most = 0;
  for (const member of members) most = Math.max(most, sample.rows[member * sample.width + attribute]!);
  if (most >= MOST_VALUES) return undefined;
  const counts = new Float64Array((most + 1) * width);
  for (const member of members) add(counts, sample.rows[member * sample.width + attribute]! * width, sample, member);
  return counts;
}

/** The greatest gain of any split on an attribute. */
function considerAttribute(search: Search, members: readonly number[], attribute: number, cost: number): number {
  const { sample, width } = search;
  const counts = tally(sample, members, width, attribute);
  if (counts === undefined) return -Infinity;
  const values = counts.length / width;
  let most = -Infinity;
  for (let value = 0; value < values; value++)
    most = Math.max(
      most,
      consider(search, counts, value * width, cost, () => ({ kind: "is", attribute, value })),
    );
  const below = new Float64Array(width);
  for (let value = 0; value < values - 1; value++) {
    for (let k = 0; k < width; k++) below[k]! += counts[value * width + k]!;
    // One value alone, lowest or highest, was considered above.
    if (value > 0 && value < values - 2)
      most = Math.max(
        most,
        consider(search, below, 0, cost, () => ({ kind: "at most", attribute, value })),
      );
  }
  return most;
}

function searchOf(sample: Sample, members: readonly number[]): Search {
  const width = widthOf(sample);
  const whole = new Float64Array(width);
  for (const member of members) add(whole, 0, sample, member);
  return { sample, width, whole, base: score(whole, 0, sample), best: undefined };
}

/** The split of some observations that explains their outcomes best, if any does better than none. */
export function bestSplit(question: Question, sample: Sample, members: readonly number[]): Scored | undefined {
  const search = searchOf(sample, members);
  const gains = question.asks.map(({ attribute, cost }) => considerAttribute(search, members, attribute, cost));
  for (const { pair, cost } of question.compares) {
    const split: Split = { kind: "same as", attribute: pair[0], value: pair[1] };
    const yes = new Float64Array(search.width);
    for (const member of members) if (passes(split, sample.rows, member * sample.width)) add(yes, 0, sample, member);
    consider(search, yes, 0, cost, () => split);
  }
  if (search.best !== undefined || search.base > -LEAST_LACKING) return search.best;
  const least = [...gains].sort((a, b) => b - a)[MOST_PARTNERS] ?? -Infinity;
  const partners = question.asks.filter((_, k) => gains[k]! > least);
  const pair = bestOfPair(partners, sample, members, search);
  if (pair !== undefined || !question.isThorough) return pair;
  return bestOfPart(question, sample, members);
}

/**
 * A split on a value that few observations have, after which another explains most of these: what holds in a small part shows too little in
 * the whole. Its gain is that of both.
 */
function bestOfPart(question: Question, sample: Sample, members: readonly number[]): Scored | undefined {
  let best: Scored | undefined;
  const some = members.slice(-MOST_PARTED);
  const whole = scoreOf(sample, some);
  for (const { attribute, cost } of question.asks) {
    const codes = some.map((member) => sample.rows[member * sample.width + attribute]!);
    for (const value of new Set(codes)) {
      const part = some.filter((_, k) => codes[k] === value);
      if (part.length > SMALL_PART * some.length || scoreOf(sample, part) > -LEAST_LACKING - cost) continue;
      const rest = some.filter((_, k) => codes[k] !== value);
      const within = bestSplit({ ...question, isThorough: false }, sample, part)?.gain ?? -Infinity;
      const gain = scoreOf(sample, part) + scoreOf(sample, rest) - whole - cost + within;
      if (gain > (best?.gain ?? 0) + 1e-9) best = { split: { kind: "is", attribute, value }, gain };
    }
  }
  return best;
}

/**
 * A split on the first of two attributes that tell nothing alone and much together, as in an exclusive or; its gain is that of
 * telling apart all their values.
 */
function bestOfPair(
  asks: Question["asks"],
  sample: Sample,
  members: readonly number[],
  { width, base }: Search,
): Scored | undefined {
  const some = members.slice(0, MOST_PAIRED);
  const within = some.length === members.length ? base : scoreOf(sample, some);
  const { rows } = sample;
  let best: Scored | undefined;
  const mosts = asks.map(({ attribute }) =>
    some.reduce((most, member) => Math.max(most, rows[member * sample.width + attribute]!), 0),
  );
  for (const [k, first] of asks.entries())
    for (const [other, second] of asks.entries()) {
      const across = mosts[other]! + 1;
      const cells = (mosts[k]! + 1) * across;
      if (other <= k || mosts[k] === 0 || across === 1 || cells > MOST_CELLS) continue;
      const counts = new Float64Array(cells * width);
      for (const member of some) {
        const row = member * sample.width;
        add(counts, (rows[row + first.attribute]! * across + rows[row + second.attribute]!) * width, sample, member);
      }
      let gain = -within - first.cost - 2 * second.cost;
      for (let cell = 0; cell < cells; cell++) gain += score(counts, cell * width, sample);
      if (gain > (best?.gain ?? 0) + 1e-9)
        best = { split: { kind: "is", attribute: first.attribute, value: mosts[k]! }, gain };
    }
  return best;
}
