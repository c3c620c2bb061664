import type { AnyDrive, AnySetting } from "../../core/case.ts";
import { type Choose, createChance, lender } from "../../core/chance.ts";
import type { Ending } from "../../core/drive.ts";
import { caseError, InnateError, show } from "../../core/errors.ts";
import { truthOf } from "../../core/intent.ts";
import { phaseAt } from "../../core/life.ts";
import type { Moment } from "../../core/moment.ts";
import { payerOf } from "../../core/pay.ts";
import type { Random } from "../../core/random.ts";
import { toNumber } from "../../core/rational.ts";
import { withReadings } from "../../core/reading.ts";
import { availabilityOf } from "../../core/senses.ts";
import { statesOf } from "../../core/states.ts";
import type { State } from "../../core/world.ts";
import { createBrancher } from "../../exact/branches.ts";
import { guarded } from "../../exact/enumerate.ts";
import type { AnyItem } from "../subject.ts";

/** The question of an audit that plays episodes. */
export interface Played {
  /** steps after which an episode is over, or, where the question has no horizon, is let go of */
  readonly steps: number;
  /** whether the question has a horizon: an episode that is let go of ends without being paid for the end */
  readonly isHorizon: boolean;
  readonly discount: number;
}

/** Where an episode stands. */
export interface Standing {
  readonly state: State;
  /** steps before it */
  readonly time: number;
  /** by bits, of which items of the intent the event has happened: what must never be, what was lost, what was reached */
  readonly happened: number;
  /** weight of the coming reward: the discount to the power of the time */
  readonly weight: number;
  /** sum of the rewards so far, and of the score, both discounted */
  readonly reward: number;
  readonly score: number;
  /** what the last step paid and scored, without what is paid for being cut off */
  readonly paid: number;
  readonly scored: number;
  readonly over: Ending | "cut" | undefined;
  readonly parent?: Standing;
  /** the number of the action that led here */
  readonly action?: number;
  /** shape [terms]: what each term paid for the last step where it was taken elsewhere, by a mind whose thoughts it may read */
  readonly terms?: readonly number[];
}

/** Episodes of one setting under one drive, step by step. A standing can be gone on from again and again: the world is a function of it. */
export interface Play {
  readonly items: readonly AnyItem[];
  /** shape [items]: whether the item can be judged along a trace */
  readonly isJudged: readonly boolean[];
  /** Whether chance has been asked, for starts and for steps. */
  drawn(): { readonly starts: boolean; readonly steps: boolean };
  start(random: Random): Standing;
  /** An episode's beginning in a state that the world starts in. */
  startIn(state: State): Standing;
  step(from: Standing, action: number, random: Random): Standing;
  /** The standing after a step that was taken elsewhere: what it led to, and what each term paid for it. */
  taken(from: Standing, action: number, nextState: State, terms: readonly number[]): Standing;
  /** Numbers of the actions that can be taken; none where the world has ended. */
  available(state: State): readonly number[];
  /** Whether an item is violated in an episode that is over here; the score never is. */
  violates(standing: Standing, item: number): boolean;
  /** What being cut off at the horizon pays and scores in a state. */
  cutOff(state: State): { readonly paid: number; readonly scored: number };
  phase(time: number): number;
  /** Names of the fields that an action changes, whatever chance brings; none where that is too much to go through. */
  changes(from: Standing, action: number): readonly string[];
  /** Shape [terms]: what each term of the drive has paid, discounted, up to a standing. */
  terms(standing: Standing): readonly number[];
}

/** States from which an item's states can no longer surely be reached, where that is known. */
export type Lost = (item: AnyItem) => ((state: State) => boolean) | undefined;

const MOST_ITEMS = 30;

/** A moment that nobody thought behind. A class, as there is one for every step. */
class Unthinking implements Moment<State, string> {
  readonly state: State;
  readonly action: string;
  readonly nextState: State;
  readonly phase: number;
  constructor(state: State, action: string, nextState: State, phase: number) {
    this.state = state;
    this.action = action;
    this.nextState = nextState;
    this.phase = phase;
  }
  get thought(): never {
    throw new InnateError("undecided", "it reads moment.thought, and a search has no mind that thinks");
  }
}

/**
 * The episodes of a setting under a drive.
 *
 * @throws InnateError `undecided` if the intent has too many items
 */
export function playOf({ world, intent }: AnySetting, drive: AnyDrive, played: Played, lost: Lost): Play {
  const items = intent?.items ?? [];
  if (items.length > MOST_ITEMS)
    throw new InnateError(
      "undecided",
      `${world.id}: an intent of ${items.length} items; a search judges ${MOST_ITEMS}`,
    );
  const brancher = createBrancher();
  const states = statesOf(world.fields);
  const payer = payerOf(drive, played.discount);
  const declared = Object.keys(drive.readings ?? {}).length > 0;
  const drawn = { starts: false, steps: false };
  let asking: "starts" | "steps" = "starts";
  let draws: Random = () => 0;
  const choose: Choose = (weights) => {
    drawn[asking] = true;
    let left = draws();
    for (let k = 0; k < weights.length - 1; k++) {
      left -= toNumber(weights[k]!);
      if (left < 0) return k;
    }
    return weights.length - 1;
  };
  const lend = lender(createChance(choose));
  const losses = items.map(lost);
  const isHere = (k: number, moment: Moment<State, string> | undefined, state: State): boolean => {
    const item = items[k]!;
    switch (item.kind) {
      case "never":
        return moment !== undefined && truthOf(item.holds(moment), world.id, item);
      case "reach":
        return truthOf(item.holds(state), world.id, item);
      case "keepPossible":
        return losses[k]?.(state) ?? false;
      case "score":
        return false;
    }
  };
  const score = items.find((item) => item.kind === "score");
  const bits = (before: number, moment: Moment<State, string> | undefined, state: State): number => {
    let after = before;
    for (let k = 0; k < items.length; k++) if ((after & (1 << k)) === 0 && isHere(k, moment, state)) after |= 1 << k;
    return after;
  };
  const whyOver = (state: State, time: number): Standing["over"] =>
    world.terminated?.(state) === true
      ? "terminated"
      : time < played.steps
        ? undefined
        : played.isHorizon
          ? "horizon"
          : "cut";
  const begin = (state: State): Standing => ({
    state,
    time: 0,
    happened: bits(0, undefined, state),
    weight: 1,
    reward: 0,
    score: 0,
    paid: 0,
    scored: 0,
    over: whyOver(state, 0),
  });
  const finals = (state: State, why: Ending) => ({
    paid: drive.terms.reduce(
      (sum, { pays, weight }) => ("final" in pays ? sum + toNumber(weight) * pays.final(state, why) : sum),
      0,
    ),
    scored: score?.final?.(state, why) ?? 0,
  });
  const momentOf = ({ state, time }: Standing, action: number, nextState: State): Moment<State, string> => {
    const name = world.actions[action]!;
    const phase = phaseAt(world.phases, time);
    return declared
      ? withReadings(world, drive.readings ?? {}, { state, action: name, nextState, phase })
      : new Unthinking(state, name, nextState, phase);
  };
  const after = (from: Standing, action: number, nextState: State, terms: readonly number[] | undefined): Standing => {
    const { time, weight } = from;
    const moment = momentOf(from, action, nextState);
    const why = whyOver(nextState, time + 1);
    const ended = why === "terminated" ? why : undefined;
    const cut = why === "horizon" ? finals(nextState, why) : { paid: 0, scored: 0 };
    const paid =
      terms === undefined
        ? payer.pay(moment, ended)
        : terms.reduce((sum, amount, k) => sum + amount * payer.weights[k]!, -played.discount * cut.paid);
    const each = score === undefined ? 0 : score.value(moment);
    if (!Number.isFinite(each)) throw caseError(`${world.id}: the score is ${show(each)}, expected a finite number`);
    const scored = each + (ended === undefined ? 0 : played.discount * (score?.final?.(nextState, ended) ?? 0));
    return {
      state: nextState,
      time: time + 1,
      happened: bits(from.happened, moment, nextState),
      weight: weight * played.discount,
      reward: from.reward + weight * (paid + played.discount * cut.paid),
      score: from.score + weight * (scored + played.discount * cut.scored),
      paid,
      scored,
      over: why,
      parent: from,
      action,
      ...(terms === undefined ? {} : { terms }),
    };
  };
  const named = <T>(run: () => T): T => guarded(() => world.id, run);
  return {
    items,
    isJudged: items.map((item, k) => item.kind !== "keepPossible" || losses[k] !== undefined),
    drawn: () => ({ ...drawn }),
    phase: (time) => phaseAt(world.phases, time),
    start(random) {
      [asking, draws] = ["starts", random];
      return named(() =>
        begin(
          states.checked(
            lend((chance) => world.start(chance)),
            () => `${world.id}: start()`,
          ),
        ),
      );
    },
    startIn: (state) => named(() => begin(state)),
    step(from, action, random) {
      [asking, draws] = ["steps", random];
      const { state, time } = from;
      const name = world.actions[action]!;
      const phase = phaseAt(world.phases, time);
      const call = (): string => `${world.id}: transition(${show(state)}, "${name}")`;
      return guarded(call, () => {
        const nextState = states.checked(
          lend((chance) => world.transition(state, name, chance, phase)),
          call,
        );
        return after(from, action, nextState, undefined);
      });
    },
    taken: (from, action, nextState, terms) => named(() => after(from, action, nextState, terms)),
    available: availabilityOf(world),
    violates({ happened, over }, item) {
      const { kind } = items[item]!;
      const has = (happened & (1 << item)) !== 0;
      return kind === "reach" ? over !== undefined && !has : kind !== "score" && has;
    },
    changes({ state, time }, action) {
      const name = world.actions[action]!;
      const call = (): string => `${world.id}: transition(${show(state)}, "${name}")`;
      let kept = Object.keys(world.fields).filter((field) => world.fields[field]!.role !== "history");
      try {
        brancher.each(
          call,
          (chance) => world.transition(state, name, chance, phaseAt(world.phases, time)),
          (next) => {
            kept = kept.filter((field) => show(next[field]) !== show(state[field]));
          },
        );
      } catch (error) {
        if (error instanceof InnateError && error.fault === "undecided") return [];
        throw error;
      }
      return kept;
    },
    terms(standing) {
      const sums = drive.terms.map(() => 0);
      for (const { parent, action, state, over, terms = payer.terms } of episodeTo(standing)) {
        if (parent === undefined) continue;
        if (terms === payer.terms) payer.pay(momentOf(parent, action!, state), over === "cut" ? undefined : over);
        for (let k = 0; k < sums.length; k++) sums[k]! += terms[k]! * payer.weights[k]! * parent.weight;
      }
      return sums;
    },
    cutOff: (state) => (played.isHorizon ? finals(state, "horizon") : { paid: 0, scored: 0 }),
  };
}

/** The standings of an episode, from its beginning to one. */
export function episodeTo(last: Standing): readonly Standing[] {
  const all: Standing[] = [];
  for (let at: Standing | undefined = last; at !== undefined; at = at.parent) all.push(at);
  return all.reverse();
}

/** The standing in which an episode began, and text that is equal where episodes began alike. */
export const startOf = (end: Standing): Standing => {
  let at = end;
  while (at.parent !== undefined) at = at.parent;
  return at;
};
export const startKey = (end: Standing): string => JSON.stringify(startOf(end).state);
