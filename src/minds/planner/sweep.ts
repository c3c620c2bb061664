import type { Body } from "../../core/mind.ts";
import { longer } from "../arrays.ts";
import type { Faculties, Planner, PlannerKind } from "./planner.ts";
import { newPredecessors, type PredecessorsMemory, wakePredecessors } from "./predecessors.ts";
import { newQueue, pop, type QueueMemory, raise } from "./queue.ts";
import { heavenOf, spanOf } from "./span.ts";
import { thoughtOf, type Valuing } from "./thought.ts";

export interface SweepMemory {
  /** nodes, a situation and the steps left, whose values may be out of date */
  queue: QueueMemory;
  /** shape [capacity, steps left]: the value with what is hoped for from what is not known yet; NaN where it has not been worked out */
  hopes: Float64Array;
  /** how many of them have been worked out */
  nodes: number;
  readonly predecessors: PredecessorsMemory;
  /** shape [steps left]: the greatest value of any situation so far */
  best: Float64Array;
  /** shape [capacity, steps left]: the revision of the model by which each node was last thought through */
  revised: Int32Array;
  /** model queries that it may still make for a sweep over everything */
  credit: number;
  /** the least and the most ever paid when hopes were last set up by it */
  low: number;
  high: number;
}

export interface SweepOptions {
  /** model queries for each step lived, at least 1 */
  readonly queries?: number;
  /** what is unknown is hoped to pay as much more than the most ever paid as this share of the range of what was paid */
  readonly optimism?: number;
  /** standard errors by which a mean is hoped to be better than it looks */
  readonly doubt?: number;
}

/** Changes below this share of the range of what was paid are not passed on. */
const NEGLIGIBLE = 1e-5;
/** Model queries for thinking one situation through, where the model learns of many from one. */
const MOST_THOUGHT = 20_000;

/**
 * Prioritised sweeping: after each step the values of the situations that it changes most are worked out anew in the learned model, and
 * passed on to those that lead there. Where episodes are cut off, a value is that of a situation with some steps left, and from time to
 * time, as the queries that it may make add up to it, all of them are worked out from the end backwards.
 *
 * It explores by hope: of each act it also keeps a second value, in which whatever the model does not foresee yet leads to as good a life as
 * can be imagined, with the probability that the model gives to it, and in which means of few observations are some standard errors better.
 *
 * @see Moore & Atkeson 1993, "Prioritized sweeping"; Brafman & Tennenholtz 2002, "R-max"; Szita & Lőrincz 2008, "The many faces of optimism"
 */
export const sweep = ({ queries = 200, optimism = 1, doubt = 1 }: SweepOptions = {}): PlannerKind<SweepMemory> => ({
  name: "sweep",
  newborn: ({ horizon = 0 }) => ({
    queue: newQueue(),
    best: new Float64Array(horizon + 1),
    hopes: new Float64Array(),
    nodes: 0,
    predecessors: newPredecessors(),
    revised: new Int32Array(),
    credit: 0,
    low: 0,
    high: 0,
  }),
  wake: (body, memory, faculties) => wakeSweep(body, memory, faculties, { queries, optimism, doubt }),
});

function wakeSweep(
  body: Body,
  memory: SweepMemory,
  faculties: Faculties,
  { queries, optimism, doubt }: Required<SweepOptions>,
): Planner<SweepMemory> {
  const { situations, model, rewards, critic } = faculties;
  const { horizon } = body;
  const clock = horizon !== undefined;
  const span = spanOf(body);
  const { discount, stride, layer, below } = span;
  const predecessors = wakePredecessors(memory.predecessors);
  /** NaN where it has not been worked out. */
  const hopeOf = (situation: number, left: number) => memory.hopes[situation * stride + left] ?? Number.NaN;
  const negligible = () => NEGLIGIBLE * (memory.high - memory.low);
  const unknown = (left: number) => heavenOf(span, memory.low, memory.high, optimism, left);

  // What one query of the model adds up.
  let asked = { situation: 0, action: 0, below: 0 };
  let expected = 0;
  let value = 0;
  let square = 0;
  let hope = 0;
  /** whether what an act may lead to is worked out in turn */
  let spreading = false;
  const add = (next: number, probability: number, ended: boolean): void => {
    const reward = rewards.expect(asked.situation, asked.action, next);
    const worth = ended ? reward : reward + discount * critic.value(next, asked.below);
    expected += probability * reward;
    value += probability * worth;
    square += probability * worth * worth;
    hope += probability * (ended ? reward : reward + discount * hopeFor(next, probability));
  };
  /** The hope of what the act that is asked for leads to; what it leads to is worked out in turn where it never was. */
  const hopeFor = (next: number, probability: number): number => {
    if (clock && asked.below === 0) return 0;
    if (spreading && model.revision !== undefined) predecessors.add(asked.situation, next);
    const known = hopeOf(next, asked.below);
    if (!Number.isNaN(known)) return known;
    const hope = unknown(asked.below);
    if (spreading) raise(memory.queue, next * stride + asked.below, probability * hope);
    return hope;
  };
  /** Asks the model for an act: its expected reward, value and hope; returns whether it was ever tried. */
  const query = (situation: number, action: number, left: number): boolean => {
    expected = value = square = hope = 0;
    const evidence = model.evidence(situation, action);
    if (evidence === 0) {
      hope = unknown(left);
      return false;
    }
    asked = { situation, action, below: below(left) };
    model.foresee(situation, action, add);
    const sure = model.sure(situation, action);
    const spread = Math.max(0, square - value * value) + rewards.variance(situation, action);
    // What was not tried here itself, though it is understood from elsewhere, may turn out to be as good as what is unknown.
    const otherwise = evidence < 1 ? unknown(left) : Math.max(hope, memory.best[left]!);
    hope = sure * hope + (1 - sure) * otherwise + doubt * Math.sqrt(spread / evidence);
    return true;
  };

  /** Works the values of a node out anew; returns by how much they change. */
  const backUp = (situation: number, left: number): number => {
    let best = -Infinity;
    let bestHope = -Infinity;
    spreading = true;
    for (const action of situations.available(situation)) {
      if (query(situation, action, left) && value > best) best = value;
      if (hope > bestHope) bestHope = hope;
    }
    spreading = false;
    if (best === -Infinity) best = 0;
    if (bestHope === -Infinity) bestHope = 0;
    const at = situation * stride + left;
    if (at >= memory.hopes.length) memory.hopes = longer(memory.hopes, (situation + 1) * stride, Number.NaN);
    if (best > memory.best[left]!) memory.best[left] = best;
    if (Number.isNaN(memory.hopes[at]!)) {
      memory.nodes++;
      memory.hopes[at] = unknown(left);
    }
    const change = Math.max(Math.abs(best - critic.value(situation, left)), Math.abs(bestHope - memory.hopes[at]!));
    critic.adopt(situation, left, best);
    memory.hopes[at] = bestHope;
    return change;
  };

  /** Works everything out anew that a plan has led to, from the end backwards. */
  const backwards = (): void => {
    for (let left = 1; left < stride; left++)
      for (let at = left; at < memory.hopes.length; at += stride)
        if (!Number.isNaN(memory.hopes[at]!)) backUp((at - left) / stride, left);
  };
  const passOn = (situation: number, left: number, change: number): void => {
    if (change <= negligible() || (clock && left === horizon)) return;
    predecessors.each(situation, (before) => raise(memory.queue, before * stride + (clock ? left + 1 : 0), change));
  };

  const hopeful = (situation: number, left: number): number => {
    let chosen = -1;
    let best = -Infinity;
    for (const action of situations.available(situation)) {
      query(situation, action, left);
      if (hope > best) [chosen, best] = [action, hope];
    }
    return chosen;
  };
  const valuing: Valuing = {
    expect(situation, action, left) {
      query(situation, action, layer(left));
      return { reward: expected, value, hope };
    },
    choose: (situation, left) => hopeful(situation, layer(left)),
  };

  /** Works out what waits, the most urgent first, within so many queries. */
  const settle = (most: number): void => {
    const choices = body.actions.length;
    for (let made = 0; made < most; made += choices) {
      const node = pop(memory.queue);
      if (node < 0) break;
      const place = Math.floor(node / stride);
      passOn(place, node % stride, backUp(place, node % stride));
    }
  };

  /** Whether a node was not worked out since the model last took what it learned elsewhere into account. */
  const isStale = (node: number): boolean =>
    model.revision !== undefined && (memory.revised[node] ?? 0) < model.revision;
  const revise = (node: number): void => {
    if (node >= memory.revised.length) memory.revised = longer(memory.revised, node + 1, 0);
    memory.revised[node] = model.revision ?? 0;
  };
  /** Thinks a situation through, and what it may lead to, the nearest first; then works all of it out, the farthest first. */
  const think = (situation: number, left: number): void => {
    const nodes = [situation * stride + left];
    revise(nodes[0]!);
    let through = 0;
    for (; through < nodes.length && through * body.actions.length < MOST_THOUGHT; through++) {
      const from = Math.floor(nodes[through]! / stride);
      const rest = below(nodes[through]! % stride);
      if (clock && rest === 0) continue;
      for (const action of situations.available(from))
        model.foresee(from, action, (next, _, ended) => {
          const node = next * stride + rest;
          if (ended || !isStale(node)) return;
          revise(node);
          nodes.push(node);
        });
    }
    // What there was no time for, and what rests on it, is to be thought through when it comes to that.
    const edge = clock && through < nodes.length ? (nodes[through]! % stride) + 1 : -1;
    for (const [k, node] of nodes.entries()) if (k >= through || node % stride <= edge) memory.revised[node] = 0;
    for (let k = through - 1; k >= 0; k--) {
      const [place, rest] = [Math.floor(nodes[k]! / stride), nodes[k]! % stride];
      passOn(place, rest, backUp(place, rest));
    }
  };

  return {
    decide(situation, left) {
      const at = layer(left);
      if (isStale(situation * stride + at)) think(situation, at);
      else if (Number.isNaN(hopeOf(situation, at))) {
        passOn(situation, at, backUp(situation, at));
        settle(queries);
      }
      const action = hopeful(situation, at);
      return { action, thought: () => thoughtOf(faculties, valuing, situation, left, action) };
    },
    notice(situation, next, { percept, reward, terminated }) {
      if (!terminated) predecessors.add(situation, next);
      const [low, high] = rewards.bounds();
      if (low !== memory.low || high !== memory.high) {
        memory.low = low;
        memory.high = high;
        if (!clock) for (let known = 0; known < situations.count; known++) raise(memory.queue, known, Math.abs(reward));
      }
      const left = layer(percept.left);
      passOn(situation, left, backUp(situation, left));
      settle(queries - body.actions.length);
      if (!clock && model.revision === undefined) return;
      memory.credit += queries;
      if (memory.credit < memory.nodes * body.actions.length) return;
      memory.credit = 0;
      if (clock) backwards();
      // What was learned here may hold anywhere.
      else for (let known = 0; known < situations.count; known++) raise(memory.queue, known, negligible());
    },
    greedy(situation, left) {
      let chosen = situations.available(situation)[0] ?? 0;
      let best = -Infinity;
      for (const action of situations.available(situation))
        if (query(situation, action, layer(left)) && value > best) [chosen, best] = [action, value];
      return chosen;
    },
    value: (situation, left) => critic.value(situation, layer(left)),
    memory: () => memory,
  };
}
