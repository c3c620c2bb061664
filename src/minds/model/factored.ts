import type { Body } from "../../core/mind.ts";
import type { Situations } from "../situations.ts";
import { type ForecastsMemory, forget, forgetAll, isKept, keep, newForecasts } from "./forecasts.ts";
import type { Model, ModelKind } from "./model.ts";
import { type NoveltyMemory, newNovelty, noteNovelty, noveltyOf } from "./novelty.ts";
import { newObservations, type ObservationsMemory, wakeObservations } from "./observations.ts";
import { type ForestMemory, newForest, wakeForest } from "./trees/forest.ts";
import { addWay, hasWay, newWays, normalise } from "./ways.ts";

/** All that a factored model has learned. */
export type FactoredMemory = {
  /** marked with 1 where the world ended */
  observations: ObservationsMemory;
  forest: ForestMemory;
  novelty: NoveltyMemory;
  /** shape [STRENGTHS]: the posterior of how many tries of the very act in the very situation outweigh the trees */
  strengths: number[];
  forecasts: ForecastsMemory;
  /** steps learned, from how many of them on all is foreseen anew, and how often that was done */
  steps: number;
  due: number;
  revision: number;
};

/** Candidates for the number of tries that count as much as what the trees say. */
const STRENGTHS = [0.25, 2, 16] as const;
/** A share of the trees below this is left out, as what they say takes time to work out. */
const NEGLIGIBLE = 0.05;
/** What is foreseen is kept until the act is tried again, a tree changes its splits, or so many times as much has been seen. */
const STALE_AFTER = 1.1;

/**
 * A model of few parts: each feature of what comes next, the end and what can be done are predicted each by a tree over the features
 * and actions that matter to it, so that what was learned in one situation holds in others that are alike in those. Where the very
 * act was tried in the very situation, what came of it is averaged with what the trees say, by how well either foresaw so far.
 *
 * How sure it is: one less the share of acts that came out in a way not foreseen, among those tried as often before.
 */
export const factored: ModelKind<FactoredMemory> = {
  name: "factored",
  newborn: (body) => ({
    observations: newObservations(body.actions.length),
    forest: newForest(body),
    novelty: newNovelty(),
    strengths: STRENGTHS.map(() => 1 / STRENGTHS.length),
    forecasts: newForecasts(),
    steps: 0,
    due: 1,
    revision: 1,
  }),
  wake: wakeFactored,
};

function wakeFactored(
  body: Body,
  memory: FactoredMemory,
  situations: Situations,
  matters: (feature: number) => boolean = () => true,
): Model<FactoredMemory> {
  const actions = body.actions.length;
  const { forecasts, novelty, strengths } = memory;
  const observations = wakeObservations(actions, memory.observations);
  const forest = wakeForest(body, memory.forest, situations, observations);
  const endOf = (observation: number): number =>
    2 * forest.essence(observations.next(observation)) + observations.mark(observation);

  /** The share of a prediction that the trees have, after so many tries of the very act in the very situation. */
  const shareOfTrees = (tries: number): number =>
    STRENGTHS.reduce((sum, strength, k) => sum + (strengths[k]! * strength) / (tries + strength), 0);

  const imagined = newWays();
  const ways = newWays();
  /** The row of an act among the forecasts, which holds what is foreseen of it now. */
  function foreseen(situation: number, action: number): number {
    const row = situation * actions + action;
    if (isKept(forecasts, row)) return row;
    ways.count = 0;
    const tries = observations.tried(situation, action);
    const share = shareOfTrees(tries);
    observations.each(situation, action, (observation) =>
      addWay(ways, endOf(observation), ((1 - share) * observations.times(observation)) / tries),
    );
    let evidence = tries;
    let sure = 1 - noveltyOf(novelty, tries);
    if (share >= NEGLIGIBLE && memory.steps > 0) {
      const elsewhere = Math.min(forest.foresee(situation, action, imagined), worth());
      evidence += elsewhere / (elsewhere + 1);
      // What the trees leave out is no way that came before, where the act was tried it is counted as new like any other.
      const mass = normalise(imagined);
      if (tries === 0) sure *= mass;
      for (let k = 0; k < imagined.count; k++) addWay(ways, imagined.ends[k]!, share * imagined.probabilities[k]!);
    }
    normalise(ways);
    keep(forecasts, row, ways, ways.count === 0 ? 0 : sure, evidence);
    return row;
  }
  /** So many like outcomes in a row would make the next one as sure, by Laplace's rule, as first tries have proved to be. */
  const worth = (): number => Math.max(0, 1 / noveltyOf(novelty, 0) - 2);

  /** How often an act came out in one way before. */
  function times(situation: number, action: number, end: number): number {
    let alike = 0;
    observations.each(situation, action, (observation) => {
      if (endOf(observation) === end) alike += observations.times(observation);
    });
    return alike;
  }
  /** Weighs how far to trust the trees by the probability that each candidate gave to what came. */
  function weigh(tries: number, alike: number, byTrees: number): void {
    let sum = 0;
    for (const [k, strength] of STRENGTHS.entries()) {
      strengths[k]! *= (alike + strength * byTrees) / (tries + strength);
      sum += strengths[k]!;
    }
    for (const k of STRENGTHS.keys()) strengths[k] = Math.max(1e-6, strengths[k]! / sum);
  }

  return {
    get revision() {
      return memory.revision;
    },
    learn(situation, action, next, ended) {
      const end = 2 * forest.essence(next) + (ended ? 1 : 0);
      const tries = observations.tried(situation, action);
      const alike = times(situation, action, end);
      if (memory.steps > 0) {
        if (alike === 0) forest.foresee(situation, action, imagined);
        noteNovelty(novelty, tries, alike === 0 && !hasWay(imagined, end));
      }
      if (tries > 0) weigh(tries, alike, forest.probability(situation, action, next, ended));
      const before = observations.count;
      const observation = observations.add(situation, action, next, ended ? 1 : 0);
      const changed = forest.learn(observation, observation === before);
      memory.steps++;
      forget(forecasts, situation * actions + action);
      if (!changed && memory.steps < memory.due) return;
      forgetAll(forecasts);
      forest.attend(matters);
      memory.revision++;
      memory.due = Math.ceil(STALE_AFTER * memory.steps);
    },
    foresee(situation, action, visit) {
      const row = foreseen(situation, action);
      const start = forecasts.start[row]!;
      const stop = start + forecasts.length[row]!;
      for (let k = start; k < stop; k++) {
        const end = forecasts.ends[k]!;
        visit(end >> 1, forecasts.probabilities[k]!, end % 2 === 1);
      }
    },
    sample(situation, action, random) {
      const row = foreseen(situation, action);
      const start = forecasts.start[row]!;
      const last = start + forecasts.length[row]! - 1;
      if (last < start) return -1;
      if (last === start) return forecasts.ends[start]!;
      let left = random();
      for (let k = start; k < last; k++) {
        left -= forecasts.probabilities[k]!;
        if (left < 0) return forecasts.ends[k]!;
      }
      return forecasts.ends[last]!;
    },
    // The row first: to foresee may replace the arrays by longer ones.
    evidence(situation, action) {
      const row = foreseen(situation, action);
      return forecasts.evidence[row]!;
    },
    sure(situation, action) {
      const row = foreseen(situation, action);
      return forecasts.sure[row]!;
    },
    memory: () => memory,
  };
}
