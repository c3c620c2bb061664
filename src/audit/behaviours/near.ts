import { createRandom, type Random } from "../../core/random.ts";
import { type Rational, rational } from "../../core/rational.ts";
import { coded } from "../../exact/coded.ts";
import type { Payoff, Policies, Solution } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { isSolution } from "../../exact/solve.ts";
import { discountOf } from "../../exact/time.ts";
import { onePolicy, visitsOver } from "../../exact/visits.ts";
import { type Context, counted, solveFor } from "../analysis.ts";
import { valuesOf } from "../evaluation.ts";

/** Policies that are sampled, fewer where that takes too much work, and the seed of their objectives. */
const SAMPLES = 40;
export const SEED = 1;
/** Most solves for one sample, and most branch backups of all. */
const MOST_SOLVES = 8;
const MOST_BACKUPS = 200_000_000;
/** Most kinds that are shown, and how different another one must be from those before it. */
const MOST_KINDS = 6;
const DIFFERENT = 0.1;
/** Steps that are looked at where there is no horizon. */
const STEPS = 200;
/** Weight against a state-action to which all visits of a sample go. */
const MOST_WEIGHT = 1000;
/** Visits below which a state-action counts as not taken: a rounding error. */
const TAKEN = 1e-9;

/**
 * For each state-action of the world, by number, the first action of the state that leads to the same outcomes and is paid the
 * same: which of such actions is taken makes no difference.
 */
function sameActions({ subject, columns }: Context): Uint32Array {
  const { states, actions, phases } = subject.enumeration.model;
  const keys = Array.from({ length: states * actions.length }, () => "");
  phases.forEach(({ rowStart, action, branchStart, successor, probability }, phase) => {
    for (let state = 0; state < states; state++)
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
        const branches = [branchStart[row]!, branchStart[row + 1]!] as const;
        const outcomes = [successor.subarray(...branches).join(), probability.codes.subarray(...branches).join()];
        const paid = columns.map(({ payoff }) => payoff.rows[phase]!.codes[row]!);
        keys[state * actions.length + action[row]!] += `${outcomes.join(";")};${paid.join()}|`;
      }
  });
  return Uint32Array.from(keys, (key, number) => {
    const first = number - (number % actions.length);
    return key === "" ? number : keys.indexOf(key, first);
  });
}

/** What is near an optimum, and how what is done there is told apart. */
export interface Near {
  readonly context: Context;
  readonly optimum: Solution;
  /** of return, that may be forgone */
  readonly budget: number;
  /** steps that are looked at */
  readonly steps: number;
  /** shape [states · actions] of the world; absent where the agent does not see the state */
  readonly same?: Uint32Array;
}

/** What lies within a share of what the optimum is above a random agent. */
export function nearOf(context: Context, optimum: Solution, uniform: number, share: number): Near {
  const { arena, criterion } = context;
  const scale = optimum.start.value - uniform;
  return {
    context,
    optimum,
    budget: Number.isFinite(scale) && scale > 0 ? share * scale : 0,
    steps: criterion.kind === "finite" ? criterion.horizon : STEPS,
    ...(arena.beliefs === undefined ? { same: sameActions(context) } : {}),
  };
}

/** One deterministic policy near the optimum, and what it does. */
export interface Sample {
  readonly policy: Policies;
  readonly drive: number;
  /** expected visits to each state-action that it takes, by number, as a share of all */
  readonly visits: ReadonlyMap<number, number>;
}

/** Random weights from −8 to 8: of each state-action, of each state or of each action, in turn. */
function randomObjective({ subject, arena }: Context, random: Random, kind: number): Payoff {
  const { model } = subject.enumeration;
  const draw = (): number => Math.floor(random() * 17);
  const table = Array.from({ length: 17 }, (_, k) => rational(BigInt(k - 8)));
  const perAction = model.actions.map(draw);
  const perState = Uint8Array.from({ length: model.states }, draw);
  const rows = model.phases.map(({ rowStart, action }) => {
    const codes = new Uint8Array(action.length);
    for (let state = 0; state < model.states; state++)
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        codes[row] = kind % 3 === 0 ? draw() : kind % 3 === 1 ? perState[state]! : perAction[action[row]!]!;
    return coded(codes, table);
  });
  return arena.lift(subject.product.lift({ rows }));
}

/** Weights against what some samples do: the more they visit a state-action, the less it is worth. */
function avoiding({ context, same }: Near, samples: readonly Sample[]): Payoff {
  const { subject, arena } = context;
  const { model } = subject.enumeration;
  const most = samples.length * MOST_WEIGHT;
  const table = Array.from({ length: most + 1 }, (_, k) => rational(BigInt(-k)));
  const rows = model.phases.map(({ rowStart, action }) => {
    const codes = new Uint16Array(action.length);
    for (let state = 0; state < model.states; state++)
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
        const own = state * model.actions.length + action[row]!;
        const key = same?.[own] ?? own;
        codes[row] = Math.round(samples.reduce((sum, { visits }) => sum + MOST_WEIGHT * (visits.get(key) ?? 0), 0));
      }
    return coded(codes, table);
  });
  return arena.lift(subject.product.lift({ rows }));
}

/**
 * What a policy does: the number of each state-action that it takes, the first of those that make no difference, and its share of all
 * visits. Where the agent does not see the state they are numbered by belief.
 */
function visitsTo({ context, steps, same }: Near, policy: Policies): ReadonlyMap<number, number> {
  const { subject, arena, criterion } = context;
  const { rows } = visitsOver(arena.model, policy, steps, discountOf(criterion));
  const found = new Map<number, number>();
  let total = 0;
  arena.model.phases.forEach(({ rowStart, action }, phase) => {
    for (let state = 0; state < arena.model.states; state++) {
      const place = arena.beliefs === undefined ? subject.product.base[state]! : state;
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
        const visits = rows[phase]![row]!;
        if (visits <= TAKEN) continue;
        const own = place * arena.model.actions.length + action[row]!;
        const key = same?.[own] ?? own;
        found.set(key, (found.get(key) ?? 0) + visits);
        total += visits;
      }
    }
  });
  return new Map([...found].map(([key, visits]) => [key, visits / total]));
}

/** Half of the L1 distance of two distributions: from 0 where they are equal to 1 where they share nothing. */
export function distanceOf({ visits: a }: Sample, { visits: b }: Sample): number {
  let distance = 0;
  for (const [key, share] of a) distance += Math.abs(share - (b.get(key) ?? 0));
  for (const [key, share] of b) if (!a.has(key)) distance += share;
  return distance / 2;
}

/**
 * The deterministic policy that makes most of an objective among those found whose return is within a budget of the optimum, by
 * weighing the two against each other.
 */
function nearOptimal(near: Near, objective: Payoff): Sample | undefined {
  const { context, optimum, budget } = near;
  const policyOf = (solution: Solution): Sample & { readonly worth: number } => {
    const policy = onePolicy(context.arena.model, solution.optimal);
    const [drive, worth] = valuesOf(context, policy, [counted(context.payoff), counted(objective)]);
    return { policy, drive: drive!, worth: worth!, visits: visitsTo(near, policy) };
  };
  const stage = "sampling behaviour";
  const first = solveFor(context, objective, "maximise", { within: optimum.optimal, stage });
  if (!isSolution(first)) return undefined;
  let inside = policyOf(first);
  const least = inside.drive - budget;
  const free = solveFor(context, objective, "maximise", { stage });
  if (!isSolution(free)) return inside;
  let outside = policyOf(free);
  if (outside.drive >= least) return outside;
  for (let solves = 2; solves < MOST_SOLVES; solves++) {
    const weight = (outside.worth - inside.worth) / (inside.drive - outside.drive);
    if (!(weight > 0 && Number.isFinite(weight))) break;
    const mixed = combine([context.payoff, objective], [rounded(weight), rational(1n)]);
    const solution = solveFor(context, mixed, "maximise", { stage });
    if (!isSolution(solution)) break;
    const between = policyOf(solution);
    if (between.drive >= least && between.worth > inside.worth) inside = between;
    else if (between.drive < least && between.worth < outside.worth) outside = between;
    else break;
  }
  return inside;
}

/** A positive number as a fraction of 1024ths, which keeps exact arithmetic short. */
const rounded = (value: number): Rational => rational(BigInt(Math.max(1, Math.round(value * 1024))), 1024n);

/** Samples far from each other: the first one, then always the one farthest from those taken. */
export function farthestFirst(
  samples: readonly Sample[],
): readonly { readonly sample: Sample; readonly distance: number }[] {
  const taken: { sample: Sample; distance: number }[] = [];
  const distance = samples.map(() => 1);
  while (taken.length < Math.min(MOST_KINDS, samples.length)) {
    const next = distance.indexOf(Math.max(...distance));
    if (distance[next]! < DIFFERENT) break;
    const sample = samples[next]!;
    taken.push({ sample, distance: distance[next]! });
    samples.forEach((other, k) => {
      distance[k] = Math.min(distance[k]!, distanceOf(sample, other));
    });
  }
  return taken;
}

/**
 * Policies near the optimum: a plain optimal one, one for each of many random objectives, and then those that do least of what the
 * kinds among these do, as long as they are of another kind.
 */
export function sampleNear(near: Near): readonly Sample[] {
  const { context, optimum, steps } = near;
  const { model, beliefs } = context.arena;
  const branches = model.phases.reduce((most, { successor }) => Math.max(most, successor.length), 1);
  const wanted = Math.min(SAMPLES, Math.floor(MOST_BACKUPS / (MOST_SOLVES * steps * branches)));
  const random = createRandom(SEED);
  const plain = onePolicy(model, optimum.optimal);
  const samples: Sample[] = [{ policy: plain, drive: optimum.start.value, visits: visitsTo(near, plain) }];
  for (let k = 0; k < wanted && !context.isTimeUp(); k++) {
    context.onProgress("kinds of behaviour", k, wanted);
    const one = nearOptimal(near, randomObjective(context, random, k));
    if (one !== undefined) samples.push(one);
  }
  // Beliefs have numbers of their own, against which a payoff of the world's states cannot be weighed.
  for (let k = 0; k < MOST_KINDS && wanted > 0 && beliefs === undefined && !context.isTimeUp(); k++) {
    const kinds = farthestFirst(samples).map((kind) => kind.sample);
    const other = nearOptimal(near, avoiding(near, kinds));
    if (other === undefined) break;
    samples.push(other);
    if (kinds.some((kind) => distanceOf(kind, other) < DIFFERENT)) break;
  }
  return samples;
}
