import type { Decision, Experience } from "../../core/mind.ts";
import type { Foreseen, Thought } from "../../core/moment.ts";
import type { Critic } from "../critic/critic.ts";
import { imagine } from "../planner/imagine.ts";
import type { Faculties, Planner, PlannerKind } from "../planner/planner.ts";
import { PLAN_STEPS } from "../planner/thought.ts";
import { ignores } from "./ignores.ts";
import { type Hold, holdIn } from "./machinery.ts";

/** By whose values a mind judges a plan that will change its values. */
export type Judge = "today" | "tomorrow";

export interface ForesightOptions {
  /** steps of a plan, at least 1 */
  readonly depth?: number;
  /** futures of an act that are followed at a time; the others are valued where they part */
  readonly futures?: number;
}

/** Acts whose worth differs by less, beside the best, are as good. */
const TIE = 1e-9;

/** A judged act: what is expected of it now and in all. */
interface Judged {
  readonly action: number;
  readonly reward: number;
  readonly worth: number;
}

/**
 * Plans as one who knows that acting changes its values: what it expects to be paid, and its critic. It is the planner that
 * ignores that, but for its choice among known acts. For each it imagines how life goes on, moment by moment, and after each
 * moment changes a copy of its values as living it would: the critic's copy learns from what is predicted, and what is paid is
 * what the machinery, as it is predicted to be, pays. The later acts of a plan are those that the values of that time prefer.
 * *Today* judges all of it by the values of now, *tomorrow* each moment by the values of that moment, and what comes after the
 * plan by the last.
 *
 * What is expected to be paid learns nothing itself from a moment that pays as expected. A situation of which nothing is known
 * with the machinery that judges is worth nothing.
 *
 * It explores where the other planner would, unless it knows that the act moves its machinery: there it has made up its mind.
 *
 * @see Everitt, Filan, Daswani & Hutter 2016, "Self-modification of policy and utility function in rational agents": realistic (today)
 * and hedonistic (tomorrow) agents
 */
export const foresees = <M>(
  planner: PlannerKind<M>,
  judge: Judge,
  { depth = 20, futures = 16 }: ForesightOptions = {},
): PlannerKind<M> => {
  const unaware = ignores(planner);
  return {
    name: `${planner.name}, judges by ${judge}`,
    newborn: unaware.newborn,
    wake: (body, memory, faculties) =>
      wakeForesight(unaware.wake(body, memory, faculties), faculties, judge, depth, futures),
  };
};

function wakeForesight<M>(
  unaware: Planner<M>,
  faculties: Faculties,
  judge: Judge,
  depth: number,
  futures: number,
): Planner<M> {
  const { body, situations, model, rewards, critic, copyOf } = faculties;
  const { discount, horizon } = body;
  const hold = holdIn(body, situations, situations.find);
  const below = (left: number) => (horizon === undefined ? left : left - 1);
  /** What a step pays where the machinery is as in a situation. */
  const paid = (situation: number, action: number, next: number, as: number): number => {
    const from = hold(situation, as);
    const to = hold(next, as);
    return from < 0 ? 0 : rewards.expect(from, action, to < 0 ? next : to);
  };
  /** What a critic expects in a situation where the machinery is as in another. */
  const valued = (by: Critic<unknown>, situation: number, left: number, as: number): number => {
    const held = hold(situation, as);
    return held < 0 || (horizon !== undefined && left === 0) ? 0 : by.value(held, left);
  };
  const knownIn = (situation: number): readonly number[] =>
    situations.available(situation).filter((action) => model.evidence(situation, action) > 0);

  /** The act that a critic and the machinery of the situation itself prefer; −1 where none is known. */
  const preferred = (by: Critic<unknown>, situation: number, left: number): number => {
    let chosen = -1;
    let most = -Infinity;
    for (const action of knownIn(situation)) {
      let worth = 0;
      model.foresee(situation, action, (next, probability, ended) => {
        const later = ended ? 0 : discount * valued(by, next, below(left), situation);
        worth += probability * (paid(situation, action, next, situation) + later);
      });
      if (worth > most) [chosen, most] = [action, worth];
    }
    return chosen;
  };
  /** A step as the mind would live it, if it went as it predicts. */
  const imagined = (situation: number, action: number, next: number, left: number, ended: boolean): Experience => ({
    percept: { features: situations.features(situation), available: situations.available(situation), left },
    action,
    reward: rewards.expect(situation, action, next),
    signals: [],
    next: { features: situations.features(next), available: situations.available(next), left: below(left) },
    terminated: ended,
    truncated: !ended && below(left) === 0,
  });

  /**
   * Judges an act and how life goes on after it.
   *
   * @param today - the situation whose machinery judges, where today does
   * @param self - a copy of the critic, which may learn what is imagined
   * @param share - futures that may be followed from here
   */
  function judged(
    today: number,
    self: Critic<unknown>,
    situation: number,
    action: number,
    left: number,
    steps: number,
    share: number,
  ): Judged {
    const ways: { readonly next: number; readonly probability: number; readonly ended: boolean }[] = [];
    model.foresee(situation, action, (next, probability, ended) => ways.push({ next, probability, ended }));
    const as = judge === "today" ? today : situation;
    let reward = 0;
    let later = 0;
    for (const [k, { next, probability, ended }] of ways.entries()) {
      reward += probability * paid(situation, action, next, as);
      if (ended || (horizon !== undefined && below(left) === 0)) continue;
      const after = k + 1 < ways.length ? copyOf(self) : self;
      after.learn(situation, next, imagined(situation, action, next, left, ended));
      const goesOn = steps > 1 && share * probability >= 1 ? preferred(after, next, below(left)) : -1;
      later +=
        probability *
        (goesOn >= 0
          ? judged(today, after, next, goesOn, below(left), steps - 1, share * probability).worth
          : judge === "today"
            ? valued(critic, next, below(left), today)
            : valued(after, next, below(left), next));
    }
    return { action, reward, worth: reward + discount * later };
  }

  /** The known acts in a situation, the best first; of such as are as good, the one that the other planner prefers. */
  const ranked = (situation: number, left: number): readonly Judged[] => {
    const acts = knownIn(situation).map((action) =>
      judged(situation, copyOf(critic), situation, action, left, depth, futures),
    );
    const most = acts.reduce((best, { worth }) => Math.max(best, worth), -Infinity);
    const usual = unaware.greedy(situation, left);
    const rank = ({ action, worth }: Judged) =>
      action === usual && most - worth <= TIE * (1 + Math.abs(most)) ? Infinity : worth;
    return acts.sort((a, b) => rank(b) - rank(a));
  };
  /** Whether an act is known to move the machinery. */
  const changesItself = (situation: number, action: number): boolean => {
    let changes = false;
    model.foresee(situation, action, (next) => {
      if (hold(next, situation) !== next) changes = true;
    });
    return changes;
  };
  /** How life goes on after an act, along what is likeliest. */
  const goOn = (chosen: number, from: number, steps: number): readonly Foreseen[] => {
    const foreseen: Foreseen[] = [];
    let self = copyOf(critic);
    for (let situation = from, action = chosen, left = steps; action >= 0 && foreseen.length < PLAN_STEPS; ) {
      const likeliest = imagine(faculties, situation, action);
      if (likeliest === undefined) break;
      const { step, next, ended } = likeliest;
      foreseen.push(step);
      if (ended || below(left) === 0) break;
      self = copyOf(self);
      self.learn(situation, next, imagined(situation, action, next, left, ended));
      situation = next;
      left = below(left);
      action = preferred(self, situation, left);
    }
    return foreseen;
  };
  const thought = (
    [best, ...others]: readonly Judged[],
    situation: number,
    left: number,
  ): Omit<Thought, "readings"> => {
    const chosen = best!.action;
    const foreseen = goOn(chosen, situation, left);
    return {
      plan: foreseen.map(({ action }) => action),
      foreseen,
      value: best!.worth,
      hope: 0,
      sure: model.sure(situation, chosen),
      alternatives: others.map(({ action, reward, worth }) => ({
        action: body.actions[action]!,
        reward,
        later: worth - reward,
        hope: 0,
        sure: model.sure(situation, action),
      })),
    };
  };
  /** One situation for each position of the machinery that was met. */
  const positions: number[] = [];
  const meet = (situation: number, held: Hold): void => {
    const same = positions.filter((position) => held(situation, position) === situation);
    if (same.length === 0) positions.push(situation);
  };
  for (let situation = 0; situation < situations.count; situation++) meet(situation, hold);
  /** Numbers a situation that was lived as it would be in each position, so that it can be judged by the values of each. */
  const number = holdIn(body, situations, situations.imagine);

  return {
    decide(situation, left): Decision {
      const decision = unaware.decide(situation, left);
      const { action } = decision;
      if (model.evidence(situation, action) === 0) return decision;
      if (action !== unaware.greedy(situation, left) && !changesItself(situation, action)) return decision;
      const acts = ranked(situation, left);
      return { action: acts[0]!.action, thought: () => thought(acts, situation, left) };
    },
    notice(situation, next, experience) {
      meet(situation, number);
      meet(next, number);
      unaware.notice(situation, next, experience);
    },
    greedy: (situation, left) => ranked(situation, left)[0]?.action ?? unaware.greedy(situation, left),
    value: (situation, left) => ranked(situation, left)[0]?.worth ?? unaware.value(situation, left),
    memory: unaware.memory,
  };
}
