import type { Body } from "../../core/mind.ts";
import type { Situations } from "../situations.ts";
import type { Model, ModelKind, Visit } from "./model.ts";
import { newObservations, type ObservationsMemory, wakeObservations } from "./observations.ts";
import { type Attributes, attributesOf } from "./trees/attributes.ts";
import { type Node, newNode, wakeTree } from "./trees/tree.ts";

/** All that a factored model has learned. */
export type FactoredMemory = {
  observations: ObservationsMemory;
  /** shape [features] */
  features: Node[];
  ended: Node;
  /** shape [actions]: whether the action can be taken */
  available: Node[];
  /** shape [situations]: 1 where the trees have learned what can be done there */
  known: Uint8Array;
  /** shape [STRENGTHS]: the posterior of how many tries of the very act in the very situation outweigh the trees */
  strengths: number[];
  /** acts first tried in a situation that came out in a way that was foreseen, and that did not; the recent count more */
  right: number;
  wrong: number;
};

/** Candidates for the number of tries that count as much as what the trees say. */
const STRENGTHS = [0.25, 2, 16] as const;
/** Most ways in which an act is foreseen to come out, and how probable each must be beside the likeliest. */
const MOST_WAYS = 32;
const RARE = 0.02;
/** Share of a prediction that is left out where it takes time to make. */
const NEGLIGIBLE = 0.005;
/** First tries after which the old ones begin to count less. */
const MOST_FIRSTS = 64;

/**
 * A model of few parts: each feature of what comes next, the end and what can be done are predicted each by a tree over the features
 * and actions that matter to it, so that what was learned in one situation holds in others that are alike in those. Where the very
 * act was tried in the very situation, what came of it is averaged with what the trees say, by how well either foresaw so far.
 *
 * Features are predicted in their order, and a later one may depend on what an earlier one becomes: outcomes that go together are
 * foreseen together.
 */
export const factored: ModelKind<FactoredMemory> = {
  name: "factored",
  newborn: (body) => ({
    observations: newObservations(body.actions.length),
    features: body.features.map(newNode),
    ended: newNode(),
    available: body.actions.map(newNode),
    known: new Uint8Array(16),
    strengths: STRENGTHS.map(() => 1 / STRENGTHS.length),
    right: 0,
    wrong: 0,
  }),
  wake: (body, memory, situations) => wakeFactored(body, memory, situations),
};

/** Ways in which an act may come out, most probable or not. */
interface Ways {
  count: number;
  /** shape [count]: twice the next situation, and 1 more where the world ends */
  readonly ends: number[];
  readonly probabilities: number[];
}
const newWays = (): Ways => ({ count: 0, ends: [], probabilities: [] });

function addWay(ways: Ways, end: number, probability: number): void {
  for (let k = 0; k < ways.count; k++)
    if (ways.ends[k] === end) {
      ways.probabilities[k]! += probability;
      return;
    }
  ways.ends[ways.count] = end;
  ways.probabilities[ways.count++] = probability;
}

function wakeFactored(body: Body, memory: FactoredMemory, situations: Situations): Model<FactoredMemory> {
  const attributes: Attributes = attributesOf(body);
  const width = body.features.length;
  const observations = wakeObservations(body.actions.length, memory.observations);

  function loadStep(situation: number, action: number, next: number, row: Int32Array): void {
    loadNow(situation, action, row);
    row.set(situations.features(next), width + 1);
  }
  function loadNow(situation: number, action: number, row: Int32Array): void {
    row.set(situations.features(situation));
    row[width] = action;
  }
  const load = (observation: number, row: Int32Array): void =>
    loadStep(
      observations.situation(observation),
      observations.action(observation),
      observations.next(observation),
      row,
    );
  const endOf = (observation: number): number => 2 * observations.next(observation) + observations.mark(observation);
  const times = observations.times;
  const features = memory.features.map((root, k) =>
    wakeTree(attributes.feature(k), root, {
      times,
      load(observation, row) {
        load(observation, row);
        return row[width + 1 + k]!;
      },
    }),
  );
  const ended = wakeTree(attributes.ended, memory.ended, {
    times,
    load(observation, row) {
      load(observation, row);
      return observations.mark(observation);
    },
  });
  const available = memory.available.map((root, action) =>
    wakeTree(attributes.available, root, {
      times: () => 1,
      load(situation, row) {
        row.set(situations.features(situation));
        return situations.available(situation).includes(action) ? 1 : 0;
      },
    }),
  );

  const row = new Int32Array(2 * width + 1);
  const now = new Int32Array(width);
  const outcomes: number[] = [];
  const chances: number[] = [];

  /** Takes what the trees say can be done in a situation that was never met. */
  function suppose(situation: number): void {
    if (situations.isMet(situation)) return;
    now.set(situations.features(situation));
    const can = body.actions.flatMap((_, action) => (available[action]!.probability(now, 1) >= 0.5 ? [action] : []));
    situations.suppose(situation, can);
  }

  /** A feature's ways for each of the rows so far, the rarest left out. */
  interface Partial {
    readonly row: Int32Array;
    readonly probability: number;
  }
  function extend(partials: readonly Partial[], feature: number): readonly Partial[] {
    const tree = features[feature]!;
    const longer: Partial[] = [];
    let best = 0;
    for (const { row, probability } of partials) {
      const found = tree.ways(row, outcomes, chances);
      for (let k = 0; k < found; k++) {
        const extended = k === found - 1 ? row : row.slice();
        extended[width + 1 + feature] = outcomes[k]!;
        longer.push({ row: extended, probability: probability * chances[k]! });
        best = Math.max(best, probability * chances[k]!);
      }
    }
    if (longer.length === 1) return longer;
    const likely = longer.filter(({ probability }) => probability >= RARE * best);
    if (likely.length <= MOST_WAYS) return likely;
    return likely.sort((a, b) => b.probability - a.probability).slice(0, MOST_WAYS);
  }

  const imagined = new Float64Array(width);
  /** Writes what the trees foresee of an act; the probabilities sum to what they are sure of. */
  function byTrees(situation: number, action: number, ways: Ways): void {
    ways.count = 0;
    if (observations.count === 0) return;
    const first = new Int32Array(2 * width + 1);
    loadNow(situation, action, first);
    let partials: readonly Partial[] = [{ row: first, probability: 1 }];
    for (let k = 0; k < width; k++) partials = extend(partials, k);
    for (const { row, probability } of partials) {
      for (let k = 0; k < width; k++) imagined[k] = row[width + 1 + k]!;
      const next = situations.imagine(imagined);
      suppose(next);
      const ends = ended.probability(row, 1);
      if (ends < 1 - RARE) addWay(ways, 2 * next, probability * (1 - ends));
      if (ends > RARE) addWay(ways, 2 * next + 1, probability * ends);
    }
  }

  /** The share of a prediction that the trees have, after so many tries of the very act in the very situation. */
  const shareOfTrees = (tries: number): number =>
    STRENGTHS.reduce((sum, strength, k) => sum + (memory.strengths[k]! * strength) / (tries + strength), 0);

  /** How probable it is that an act never tried before comes out as foreseen: Laplace's rule. */
  const reliability = (): number => (memory.right + 1) / (memory.right + memory.wrong + 2);

  const trees = newWays();
  const both = newWays();
  /** What is foreseen of an act; returns the probability that what comes is among it. */
  function foreseen(situation: number, action: number): number {
    both.count = 0;
    const tries = observations.tried(situation, action);
    let share = shareOfTrees(tries);
    let sure = 1 - share;
    observations.each(situation, action, (observation) => {
      const end = endOf(observation);
      addWay(both, end, ((1 - share) * observations.times(observation)) / tries);
    });
    if (share < NEGLIGIBLE) share = 0;
    else {
      byTrees(situation, action, trees);
      let sum = 0;
      for (let k = 0; k < trees.count; k++) sum += trees.probabilities[k]!;
      for (let k = 0; k < trees.count; k++) addWay(both, trees.ends[k]!, (share * trees.probabilities[k]!) / sum);
      sure += share * sum * reliability();
    }
    const total = share > 0 ? 1 : sure;
    for (let k = 0; k < both.count; k++) both.probabilities[k]! /= total;
    return both.count === 0 ? 0 : sure;
  }

  function judgeFirstTry(situation: number, action: number, end: number): void {
    byTrees(situation, action, trees);
    if (trees.count === 0) return;
    let isForeseen = false;
    for (let k = 0; k < trees.count; k++) isForeseen ||= trees.ends[k] === end;
    if (isForeseen) memory.right++;
    else memory.wrong++;
    if (memory.right + memory.wrong > MOST_FIRSTS) {
      memory.right *= 0.5;
      memory.wrong *= 0.5;
    }
  }

  /** Weighs how far to trust the trees by the probability that each candidate gave to what came. */
  function weigh(situation: number, action: number, end: number, byTree: number): void {
    const tries = observations.tried(situation, action);
    if (tries === 0) return;
    let alike = 0;
    observations.each(situation, action, (observation) => {
      if (endOf(observation) === end) alike = observations.times(observation);
    });
    let sum = 0;
    for (const [k, strength] of STRENGTHS.entries()) {
      memory.strengths[k]! *= (alike + strength * byTree) / (tries + strength);
      sum += memory.strengths[k]!;
    }
    for (const k of STRENGTHS.keys()) memory.strengths[k] = Math.max(1e-6, memory.strengths[k]! / sum);
  }

  function learnAvailable(situation: number): void {
    while (situation >= memory.known.length) {
      const wider = new Uint8Array(2 * memory.known.length);
      wider.set(memory.known);
      memory.known = wider;
    }
    if (memory.known[situation] === 1) return;
    memory.known[situation] = 1;
    now.set(situations.features(situation));
    const can = situations.available(situation);
    for (const [action, tree] of available.entries()) tree.learn(now, can.includes(action) ? 1 : 0, situation, true);
  }

  return {
    learn(situation, action, next, isEnd) {
      const end = 2 * next + (isEnd ? 1 : 0);
      const isFirst = observations.tried(situation, action) === 0;
      if (isFirst) judgeFirstTry(situation, action, end);
      const before = observations.count;
      learnAvailable(situation);
      loadStep(situation, action, next, row);
      let byTree = ended.probability(row, isEnd ? 1 : 0);
      for (let k = 0; k < width; k++) byTree *= features[k]!.probability(row, row[width + 1 + k]!);
      weigh(situation, action, end, byTree);
      const observation = observations.add(situation, action, next, isEnd ? 1 : 0);
      const isNew = observation === before;
      for (let k = 0; k < width; k++) features[k]!.learn(row, row[width + 1 + k]!, observation, isNew);
      ended.learn(row, isEnd ? 1 : 0, observation, isNew);
    },
    foresee(situation, action, visit: Visit) {
      foreseen(situation, action);
      for (let k = 0; k < both.count; k++) visit(both.ends[k]! >> 1, both.probabilities[k]!, both.ends[k]! % 2 === 1);
    },
    sample(situation, action, random) {
      foreseen(situation, action);
      if (both.count === 0) return -1;
      let left = random();
      let k = 0;
      for (; k < both.count - 1; k++) {
        left -= both.probabilities[k]!;
        if (left < 0) break;
      }
      return both.ends[k]!;
    },
    evidence(situation, action) {
      const tries = observations.tried(situation, action);
      if (observations.count === 0) return tries;
      loadNow(situation, action, row);
      let least = Infinity;
      for (let k = 0; k < width; k++) least = Math.min(least, features[k]!.evidence(row));
      // As many like outcomes in a row make the next one as sure, by Laplace's rule, as first tries have proved to be.
      const worth = Math.max(0, (memory.right - memory.wrong) / (memory.wrong + 1));
      return tries + Math.min(least, worth);
    },
    sure: (situation, action) => foreseen(situation, action),
    memory: () => memory,
  };
}
