import type { Ending } from "../../core/drive.ts";
import { termReward } from "../../core/life.ts";
import { pictureOf } from "../../core/picture.ts";
import { toNumber } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { hasEnded } from "../../exact/graph.ts";
import { hasHappened } from "../../exact/product.ts";
import type { Context } from "../analysis.ts";
import type { Step, Trace } from "../report.ts";
import { endOf, type Path, type PathStep } from "./path.ts";

/** Why a path ends where it does. */
export function whyOf(context: Context, path: Path): Trace["end"]["why"] {
  if (hasEnded(context.subject.product.model.phases[0]!, endOf(context, path))) return "terminated";
  const { criterion } = context;
  return criterion.kind === "finite" && path.steps.length === criterion.horizon ? "horizon" : "cut";
}

/** What each term pays for one step, weights included; a final term pays with the step that ends the episode. */
function rewardsOf(context: Context, step: PathStep, before: State, after: State, why: Ending | undefined) {
  const action = context.subject.setting.world.actions[actionOf(context, step)]!;
  const moment = { state: before, action, nextState: after, phase: step.phase };
  return Object.fromEntries(
    context.drive.terms.map((term) => [term.name, toNumber(termReward(context.drive, term, moment, why))] as const),
  );
}

/** The action of a step, as an index into the world's actions. */
export const actionOf = ({ subject }: Pick<Context, "subject">, { phase, row }: PathStep): number =>
  subject.product.model.phases[phase]!.action[row]!;

/** The world's state of a product state. */
export const stateOf = ({ subject }: Context, state: number): State =>
  subject.enumeration.state(subject.product.base[state]!);

/** What a step does to the items of the intent: "never theft", "keepPossible way back lost". */
function eventsOf({ subject, objectives }: Context, before: number, after: number): readonly string[] {
  const { product } = subject;
  const isFresh = (event: number) => hasHappened(product, event, after) && !hasHappened(product, event, before);
  return objectives.flatMap(({ item, event }) =>
    event !== undefined && isFresh(event)
      ? [`${item.kind} ${item.name}${item.kind === "keepPossible" ? " lost" : ""}`]
      : [],
  );
}

/** The shortest stem and loop that the steps consist of, repeated at least twice; a loop of 0 where they do not repeat. */
export function stemAndLoop(labels: readonly string[]): { readonly stem: number; readonly loop: number } {
  const { length } = labels;
  let best = { stem: length, loop: 0 };
  for (let loop = 1; 2 * loop <= length; loop++) {
    let stem = length - loop;
    while (stem > 0 && labels[stem - 1] === labels[stem - 1 + loop]) stem--;
    if (length - stem >= 2 * loop && stem + loop < best.stem + (best.loop || 0)) best = { stem, loop };
  }
  return best;
}

/**
 * A path written out: what happens in each step, what it pays and what it is worth to the intent.
 *
 * @param policies - whose path it is
 */
export function traceOf(context: Context, path: Path, policies: string): Trace {
  const { world } = context.subject.setting;
  const why = whyOf(context, path);
  const score = context.objectives.find(({ item }) => item.kind === "score")?.item;
  const steps = path.steps.map((step, k): Step => {
    const nextProduct = path.steps[k + 1]?.state ?? endOf(context, path);
    const [before, after] = [stateOf(context, step.state), stateOf(context, nextProduct)];
    const action = world.actions[actionOf(context, step)]!;
    const isLast = k + 1 === path.steps.length;
    const rewards = rewardsOf(context, step, before, after, isLast && why !== "cut" ? why : undefined);
    const moment = { state: before, action, nextState: after, phase: step.phase };
    const finalScore = score?.kind === "score" && isLast && why !== "cut" ? (score.final?.(after, why) ?? 0) : 0;
    return {
      state: { ...before },
      picture: pictureOf(world, before),
      action,
      reward: Object.values(rewards).reduce((sum, paid) => sum + paid, 0),
      rewards,
      ...(score?.kind === "score" ? { score: score.value(moment) + finalScore } : {}),
      events: eventsOf(context, step.state, nextProduct),
      ...(world.seen === undefined ? {} : { seen: world.seen(moment) }),
      probability: step.probability,
    };
  });
  const last = stateOf(context, endOf(context, path));
  return {
    policies,
    steps,
    end: { state: { ...last }, picture: pictureOf(world, last), why },
    probability: path.probability,
    ...stemAndLoop(steps.map(({ state, action }) => `${JSON.stringify(state)} ${action}`)),
    share: path.share,
    minimal: path.minimal,
  };
}
