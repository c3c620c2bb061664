import type { AnyDrive, AnySetting } from "../../core/case.ts";
import { type Chance, lender } from "../../core/chance.ts";
import type { Ending } from "../../core/drive.ts";
import { caseError, InnateError, show } from "../../core/errors.ts";
import { type IntentItem, truthOf } from "../../core/intent.ts";
import { phaseAt, termValue } from "../../core/life.ts";
import type { Moment, Thought } from "../../core/moment.ts";
import { payerOf } from "../../core/pay.ts";
import { type Random, randomStream, sampled, seedFor } from "../../core/random.ts";
import { withReadings } from "../../core/reading.ts";
import { availabilityOf } from "../../core/senses.ts";
import { statesOf } from "../../core/states.ts";
import { lifeDiscount, type State } from "../../core/world.ts";
import { guarded } from "../../exact/enumerate.ts";
import { type Observation, observationOf, type Space } from "./observation.ts";

export type AnyItem = IntentItem<State, string>;

/** From which states an item that is to be kept possible is lost, where that is known. */
export type Lost = (item: AnyItem) => ((state: State) => boolean) | undefined;

/**
 * Where the figures of one world stand in its row, each from its first column to before its last. Everything is a number, and one
 * array of them is what a message can say fastest.
 */
export interface Columns {
  readonly reward: Place;
  readonly terminated: Place;
  readonly truncated: Place;
  /** the number of the action that was taken; −1 where none was */
  readonly action: Place;
  /** what the step scores by the intent */
  readonly score: Place;
  readonly observation: Place;
  /** for each action whether it can be taken */
  readonly mask: Place;
  /** what each term of the drive paid */
  readonly terms: Place;
  /** for each item of the intent but the score, whether it holds of the step or of the state that it led to */
  readonly events: Place;
}
type Place = readonly [first: number, end: number];

/** What a batch is of. */
export interface Description {
  readonly world: string;
  readonly spaces: readonly Space[];
  readonly columns: Columns;
  readonly actions: readonly string[];
  readonly terms: readonly string[];
  /** items of the intent but the score, in the order of `events` */
  readonly events: readonly { readonly kind: Exclude<AnyItem["kind"], "score">; readonly name: string }[];
  readonly scored: boolean;
  readonly horizon?: number;
  readonly discount: number;
}

/** Several worlds of one case under one drive, each with its own seed and its own time. */
export interface Batch {
  readonly description: Description;
  /** shape [worlds, columns]; what the last call led to, written anew by the next */
  readonly rows: Float64Array;
  /** Begins an episode in each of the named worlds; with a seed, its draws begin anew. */
  reset(worlds: readonly number[], seeds: readonly (number | null)[]): void;
  /**
   * Takes an action in each world. Where an episode is over another one begins instead, if `autoreset`.
   *
   * @throws InnateError `usage` if an episode is over, or an action is none; `case` for what is wrong with the world
   */
  step(actions: Int32Array, autoreset: boolean): void;
  /** The state of one world. */
  state(world: number): State;
}

/** How a world is to be served. */
export interface Serving {
  readonly worlds: number;
  /** what is done with an action that cannot be taken: one that can is drawn in its place, or it is an error */
  readonly unavailable: "draw" | "error";
  readonly lost: Lost;
}

/** One world of a batch. */
interface Seat {
  lend: <T>(run: (chance: Chance) => T) => T;
  /** draws that are not the world's */
  spare: Random;
  state: State;
  time: number;
  over: Ending | "not begun" | undefined;
}

/** A moment behind which no thought is known: whoever acts is not Innate's. */
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
  get thought(): Thought | undefined {
    throw new InnateError(
      "undecided",
      "it reads moment.thought, and the thoughts of an agent from outside are not known",
    );
  }
}

/** Reads what a step means to the intent. */
function judgeOf({ world, intent }: AnySetting, lost: Lost) {
  const judged = (intent?.items ?? []).flatMap((item) => {
    if (item.kind === "score") return [];
    const isLost = item.kind === "keepPossible" ? lost(item) : undefined;
    return item.kind === "keepPossible" && isLost === undefined ? [] : [{ item, isLost }];
  });
  const score = intent?.items.find((item) => item.kind === "score");
  return {
    items: judged.map(({ item }) => item),
    scored: score !== undefined,
    /** @param moment - the step that led to the state; undefined where an episode begins in it */
    note(moment: Moment<State, string> | undefined, state: State, into: Float64Array, at: number): void {
      judged.forEach(({ item, isLost }, k) => {
        const holds =
          item.kind === "never"
            ? moment !== undefined && truthOf(item.holds(moment), world.id, item)
            : isLost === undefined
              ? truthOf(item.holds(state), world.id, item)
              : !isLost(state);
        into[at + k] = holds ? 1 : 0;
      });
    },
    score(moment: Moment<State, string>, why: Ending | undefined, discount: number): number {
      if (score === undefined) return 0;
      const final = why === undefined ? 0 : (score.final?.(moment.nextState, why) ?? 0);
      return score.value(moment) + discount * final;
    },
  };
}

/** Where the figures stand whose numbers differ from case to case; each other one has one column. */
function layOut(sizes: Partial<Record<keyof Columns, number>>): { readonly columns: Columns; readonly width: number } {
  let width = 0;
  const place = (figure: keyof Columns): Place => {
    const first = width;
    width += sizes[figure] ?? 1;
    return [first, width];
  };
  const columns = {
    reward: place("reward"),
    terminated: place("terminated"),
    truncated: place("truncated"),
    action: place("action"),
    score: place("score"),
    observation: place("observation"),
    mask: place("mask"),
    terms: place("terms"),
    events: place("events"),
  };
  return { columns, width };
}

/**
 * Worlds of a setting, to be stepped together under a drive.
 *
 * @throws InnateError if the drive reads thoughts that it does not declare, or what `observe` returns cannot be told
 */
export function createBatch(setting: AnySetting, drive: AnyDrive, { worlds, unavailable, lost }: Serving): Batch {
  const { world } = setting;
  const { horizon } = world;
  const discount = lifeDiscount(world);
  const observation: Observation = observationOf(world);
  const payer = payerOf(drive, discount);
  const judge = judgeOf(setting, lost);
  const { checked } = statesOf(world.fields);
  const availableIn = availabilityOf(world);
  const declared = Object.keys(drive.readings ?? {}).length > 0;
  const actions = world.actions.length;
  const { columns, width } = layOut({
    observation: observation.width,
    mask: actions,
    terms: drive.terms.length,
    events: judge.items.length,
  });
  const rows = new Float64Array(worlds * width);
  /** Puts a figure of a world into its row. */
  const put = (k: number, figure: keyof Columns, value: number): void => {
    rows[k * width + columns[figure][0]] = value;
  };
  const drawing = (seed: number): Pick<Seat, "lend" | "spare"> => ({
    lend: lender(sampled(randomStream(seedFor(seed, "world")).next)),
    spare: randomStream(seedFor(seed, "unavailable")).next,
  });
  const seats = Array.from(
    { length: worlds },
    (_, k): Seat => ({ ...drawing(k), state: {}, time: 0, over: "not begun" }),
  );
  const seatOf = (k: number): Seat => {
    const seat = seats[k];
    if (seat === undefined) throw new InnateError("usage", `${world.id}: no world ${k}; there are ${worlds}`);
    return seat;
  };

  const momentOf = (state: State, action: string, nextState: State, phase: number): Moment<State, string> =>
    declared
      ? withReadings(world, drive.readings ?? {}, { state, action, nextState, phase })
      : new Unthinking(state, action, nextState, phase);
  const pay = (moment: Moment<State, string>, why: Ending | undefined): number => {
    try {
      return payer.pay(moment, why);
    } catch (error) {
      for (const term of drive.terms)
        guarded(
          () => `${world.id}: term "${term.name}" of the drive`,
          () => termValue(drive, term, moment, why),
        );
      throw error;
    }
  };
  /** Lets the drive pay for one step that nobody takes, so that one which cannot be served is refused at once. */
  const tryDrive = (): void => {
    const { lend } = drawing(0);
    const state = checked(lend(world.start), () => `${world.id}: start()`);
    const action = world.actions[availableIn(state)[0] ?? -1];
    if (action === undefined) return;
    const origin = (): string => `${world.id}: transition(${show(state)}, "${action}")`;
    const nextState = checked(
      lend((chance) => world.transition(state, action, chance, 0)),
      origin,
    );
    pay(momentOf(state, action, nextState, 0), undefined);
  };
  tryDrive();

  const showState = (k: number, able: readonly number[]): void => {
    const at = k * width;
    observation.write(seats[k]!.state, rows, at + columns.observation[0]);
    const mask = at + columns.mask[0];
    rows.fill(0, mask, mask + actions);
    for (const action of able) rows[mask + action] = 1;
  };
  const begin = (k: number): void => {
    const seat = seats[k]!;
    seat.state = checked(
      seat.lend((chance) => world.start(chance)),
      () => `${world.id}: start()`,
    );
    const able = availableIn(seat.state);
    if (able.length === 0)
      throw caseError(`${world.id}: the world has ended in ${show(seat.state)} before anybody could act`);
    seat.time = 0;
    seat.over = undefined;
    rows.fill(0, k * width, (k + 1) * width);
    put(k, "action", -1);
    judge.note(undefined, seat.state, rows, k * width + columns.events[0]);
    showState(k, able);
  };
  /** The action itself where it can be taken; else what is taken in its place. */
  const taken = ({ state, spare }: Seat, action: number): number => {
    if (!(action >= 0 && action < actions))
      throw new InnateError("usage", `${world.id}: action ${action}: expected a number from 0 to ${actions - 1}`);
    const able = availableIn(state);
    if (able.includes(action)) return action;
    if (unavailable === "draw") return able[Math.floor(spare() * able.length)]!;
    throw new InnateError(
      "usage",
      `${world.id}: "${world.actions[action]}" cannot be taken in ${show(state)}; ${able.map((one) => world.actions[one]).join(", ")} can`,
    );
  };
  const advance = (k: number, asked: number): void => {
    const seat = seats[k]!;
    const { state, time } = seat;
    const action = taken(seat, asked);
    const name = world.actions[action]!;
    const phase = phaseAt(world.phases, time);
    const nextState = checked(
      seat.lend((chance) => world.transition(state, name, chance, phase)),
      () => `${world.id}: transition(${show(state)}, "${name}")`,
    );
    const terminated = world.terminated?.(nextState) === true;
    const why = terminated ? "terminated" : time + 1 === horizon ? "horizon" : undefined;
    const moment = momentOf(state, name, nextState, phase);
    put(k, "reward", pay(moment, why));
    put(k, "terminated", terminated ? 1 : 0);
    put(k, "truncated", why === "horizon" ? 1 : 0);
    put(k, "action", action);
    put(k, "score", judge.score(moment, why, discount));
    rows.set(payer.terms, k * width + columns.terms[0]);
    judge.note(moment, nextState, rows, k * width + columns.events[0]);
    seat.state = nextState;
    seat.time = time + 1;
    seat.over = why;
    showState(k, availableIn(nextState));
  };
  return {
    description: {
      world: world.id,
      spaces: observation.spaces,
      columns,
      actions: world.actions,
      terms: drive.terms.map(({ name }) => name),
      events: judge.items.map(({ kind, name }) => ({ kind, name })),
      scored: judge.scored,
      ...(horizon === undefined ? {} : { horizon }),
      discount,
    },
    rows,
    reset(which, seeds) {
      which.forEach((k, place) => {
        const seed = seeds[place] ?? null;
        const seat = seatOf(k);
        if (seed !== null) Object.assign(seat, drawing(seed));
        begin(k);
      });
    },
    step(asked, autoreset) {
      for (let k = 0; k < worlds; k++) {
        const { over } = seats[k]!;
        if (over === undefined) advance(k, asked[k] ?? -1);
        else if (autoreset && over !== "not begun") begin(k);
        else
          throw new InnateError(
            "usage",
            `${world.id}: ${over === "not begun" ? "no episode has begun" : "the episode is over"}; call reset() before step()`,
          );
      }
    },
    state: (k) => seatOf(k).state,
  };
}
