import type { Solution } from "../../exact/model.ts";
import type { Context } from "../analysis.ts";
import type { PathStep } from "../paths/path.ts";
import { traceOf } from "../paths/trace.ts";
import { walk } from "../paths/walk.ts";
import type { Behaviours, StateAction } from "../report.ts";
import { type Answer, answerTo, stateActionKey } from "./answers.ts";
import { distanceOf, farthestFirst, type Near, nearOf, type Sample, SEED, sampleNear } from "./near.ts";

/** The budget of return, as a share of J* − J_uniform. */
const WITHIN = 0.01;
/** Most state-actions that are kept of what sets a kind apart. */
const MOST_MARKS = 100;
/** How far from the middle of its kind the one may be that is shown. */
const ALIKE = 0.25;

/** What one kind of behaviour does, by the keys of the state-actions, most visited first. */
type Doing = ReadonlyMap<string, StateAction>;

/**
 * The state-actions that a policy takes, and those that would have made no difference; of an agent that does not see the state,
 * those of the walk that is shown.
 */
function doingOf({ context, same }: Near, { visits }: Sample, walked: readonly StateAction[]): Doing {
  const { enumeration } = context.subject;
  const { actions } = enumeration.model;
  const taken =
    same === undefined
      ? walked
      : [...visits]
          .sort((a, b) => b[1] - a[1])
          .flatMap(([key]) => {
            const state = Math.floor(key / actions.length);
            return actions.flatMap((action, k) =>
              same[state * actions.length + k] === key ? [{ state: { ...enumeration.state(state) }, action }] : [],
            );
          });
  return new Map(taken.map(({ state, action }) => [stateActionKey({ state, action }), { state, action }]));
}

/** What some behaviours have in common with none of the others. */
const marksOf = (doing: Doing, others: readonly Doing[]): readonly StateAction[] =>
  [...doing].flatMap(([key, one]) => (others.some((other) => other.has(key)) ? [] : [one])).slice(0, MOST_MARKS);

/**
 * The kinds of behaviour that agents near the drive's optimum settle into: deterministic policies that return at least the optimum
 * less a hundredth of what it is above a random agent, each the best found for a random objective of its own, farthest first by
 * the state-actions that they take. A sample: there may be others.
 *
 * @param uniform - the return of a uniformly random agent
 * @param answers - what was accepted and rejected before
 */
export function behaviours(
  context: Context,
  optimum: Solution,
  uniform: number,
  answers: readonly Answer[],
): Behaviours {
  const near = nearOf(context, optimum, uniform, WITHIN);
  const samples = sampleNear(near);
  const kinds = farthestFirst(samples);
  const nearest = samples.map((one) => {
    const distances = kinds.map((kind) => distanceOf(kind.sample, one));
    return distances.indexOf(Math.min(...distances));
  });
  const shown = kinds.map(({ sample }, k) => {
    const alike = samples.filter((one, j) => nearest[j] === k && distanceOf(sample, one) <= ALIKE);
    return plainest(near, alike);
  });
  const walks = shown.map(({ policy, visits }) => {
    const others = shown.filter((other) => other.visits !== visits);
    const isOwn = (step: PathStep): boolean => {
      const key = keyOf(near, step);
      return key !== undefined && !others.some((other) => other.visits.has(key));
    };
    return traceOf(context, walk(context, policy, near.steps, isOwn), "a policy near the drive's optimum");
  });
  const doing = shown.map((one, k) => doingOf(near, one, walks[k]!.steps));
  const said = doing.map((own) => answerTo(answers, new Set(own.keys())));
  return {
    within: WITHIN,
    budget: near.budget,
    sampled: samples.length,
    seed: SEED,
    kinds: shown.map(({ drive }, k) => ({
      drive,
      distance: kinds[k]!.distance,
      share: nearest.filter((kind) => kind === k).length / samples.length,
      trace: walks[k]!,
      marks: marksOf(
        doing[k]!,
        doing.filter((_, j) => j !== k),
      ),
      ...(said[k] === undefined ? {} : { answer: said[k] }),
    })),
  };
}

/** The number of the state-action of a step, as samples count them; undefined where they count beliefs. */
function keyOf({ context: { subject }, same }: Near, { state, row, phase }: PathStep): number | undefined {
  const { model, base } = subject.product;
  return same?.[base[state]! * model.actions.length + model.phases[phase]!.action[row]!];
}

/** Of samples that do much the same, the one whose walk is told in the fewest steps, the loop counted once. */
function plainest({ context, steps }: Near, samples: readonly Sample[]): Sample {
  const lengths = samples.map(({ policy }) => {
    const { stem, loop } = traceOf(
      context,
      walk(context, policy, steps, () => true),
      "",
    );
    return stem + loop;
  });
  return samples[lengths.indexOf(Math.min(...lengths))]!;
}
