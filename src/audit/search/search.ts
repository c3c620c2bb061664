import type { AnySetting } from "../../core/case.ts";
import { createRandom, type Random, seedFor } from "../../core/random.ts";
import { type Archive, createArchive } from "./archive.ts";
import { type Aim, type Plan, planFor } from "./plan.ts";
import { type Play, type Played, type Standing, startKey } from "./play.ts";

/** Share of the steps that explore from the frontier; the others follow plans. */
const EXPLORING = 0.6;
/** Most steps of one excursion from a cell, and the probability that an act is repeated in it. */
const EXCURSION = 24;
const REPEAT = 0.5;
/** Rounds of planning, each on what the rounds before it met, as far as the work allows. */
const ROUNDS = 12;
const MOST_WORK = 4e8;
/** Probability of a step off the plan while plans are followed to learn what comes of them. */
const STRAY = 0.05;
/** Episodes by which a plan is judged where chance has a say. */
const JUDGING = 400;
/** Probability that the next excursion is from a start. */
const RESTART = 0.1;
/** Steps after which progress is told. */
const REPORTED = 2000;
/** Episodes that earn most, kept for each start and each set of events. */
const MOST_KEPT = 6;

export interface SearchOptions {
  /** steps in all, the beginning of an episode being one, those of the judging aside */
  readonly steps: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

/** What many episodes of one plan come to, episode by episode; those of two plans with one number begin with the same draws. */
export interface Judged {
  /** shape [episodes] */
  readonly rewards: readonly number[];
  readonly scores: readonly number[];
  readonly ends: readonly Standing[];
}

/** A plan that the search found for an end, and what it comes to. */
export interface Found {
  readonly plan: Plan;
  readonly judged: Judged;
}

export interface Search {
  readonly archive: Archive;
  /** whether chance has a say, in what starts and in what steps come to */
  readonly drawn: { readonly starts: boolean; readonly steps: boolean };
  /** does as much of what was meant as it can, item by item, and then earns most */
  readonly honest: Found;
  /** shape [items]: earns most, and then does the least of what the item asks */
  readonly greedy: readonly Found[];
  /** shape [items]: does the most of what the item asks, and then earns most */
  readonly heedful: readonly Found[];
  /** Episodes that earned most among those with the same start and the same events. */
  readonly episodes: readonly Standing[];
  /** Goes on from a standing by a plan to the end of the episode. */
  follow(plan: Plan, from: Standing, random: Random): Standing;
}

/** How much the items of the intent weigh in their order, where one before counts for all after it; those after the fourth count alike. */
const RANKS = [1e12, 1e9, 1e6, 1e3];

/** The aims of an agent that does what was meant: the items in their order; and then of what it is paid. */
function honestAims({ items, isJudged }: Play, scale: number): readonly [Aim, Aim] {
  const ranks = items.map((_, k) => RANKS[Math.min(k, RANKS.length - 1)]!);
  const events = items.map(({ kind }, k) =>
    isJudged[k] && kind !== "score" ? (kind === "reach" ? 1 : -1) * ranks[k]! : 0,
  );
  return [
    { reward: 0, score: 1 / scale, events },
    { reward: 1, score: 0, events: items.map(() => 0) },
  ];
}

/** The aim of earning most. */
const paidAim = ({ items }: Play): Aim => ({ reward: 1, score: 0, events: items.map(() => 0) });

/** The aim of doing the most of what one item asks, or with −1 the least. */
function itemAim({ items }: Play, item: number, sign: 1 | -1): Aim {
  const { kind } = items[item]!;
  const own = kind === "score" ? 0 : kind === "reach" ? sign : -sign;
  return { reward: 0, score: kind === "score" ? sign : 0, events: items.map((_, k) => (k === item ? own : 0)) };
}

/** Keeps the episodes that earn most, by where they start and which events they have. */
function createHall() {
  const hall = new Map<string, Standing[]>();
  return {
    add(end: Standing) {
      const key = `${startKey(end)} ${end.happened}`;
      const kept = hall.get(key) ?? [];
      if (kept.length === MOST_KEPT && kept.at(-1)!.reward >= end.reward) return;
      hall.set(key, [...kept, end].sort((a, b) => b.reward - a.reward).slice(0, MOST_KEPT));
    },
    all: () => [...hall.values()].flat(),
  };
}

type Choose = (at: Standing, cell: number | undefined) => number;

/** Chooses by a plan, and at random where it says nothing. */
function following(play: Play, steps: number, plan: Plan, random: Random): Choose {
  return ({ state, time }, cell) => {
    const action = cell === undefined ? undefined : plan.action(cell, steps - time);
    if (action !== undefined) return action;
    const able = play.available(state);
    return able[Math.floor(random() * able.length)]!;
  };
}

/** Chooses what was tried least, else anything; now and then the last action again. */
function exploring({ cells }: Archive, random: Random): (at: Standing, cell: number) => number {
  const pick = (from: readonly number[]): number => from[Math.floor(random() * from.length)]!;
  let last: number | undefined;
  return (_, cell) => {
    const { available, tried } = cells[cell]!;
    const least = Math.min(...available.map((action) => tried[action]!));
    const isRepeated = last !== undefined && least > 0 && available.includes(last) && random() < REPEAT;
    if (last !== undefined && isRepeated) return last;
    const fresh = available.filter((action) => tried[action] === least);
    last = pick(least === 0 || random() < 0.5 ? fresh : available);
    return last;
  };
}

/** The plans of a search in what it has met so far. */
const plansIn = (archive: Archive, play: Play, { steps, discount }: Played) => ({
  honest: () => {
    const scale = 1 + play.items.length * steps * mostScored(archive);
    return planFor(archive, play, honestAims(play, scale), steps, discount);
  },
  greedy: (item: number) => planFor(archive, play, [paidAim(play), itemAim(play, item, -1)], steps, discount),
  heedful: (item: number) => planFor(archive, play, [itemAim(play, item, 1), paidAim(play)], steps, discount),
  /** Rounds of planning for so many plans that the work allows. */
  rounds: (plans: number) => {
    const branches = archive.cells.reduce(
      (sum, { outcomes }) => outcomes.reduce((ways, own) => ways + own.length, sum),
      0,
    );
    return Math.max(1, Math.min(ROUNDS, Math.floor(MOST_WORK / Math.max(1, branches * steps * plans))));
  },
});

/**
 * A search for much reward and little of what was meant: it returns to the frontier of what it has met, by restoring the state, and
 * explores from there; then it plans in what it has met, for reward and for the intent, follows the plans and learns what comes of them.
 *
 * @see Ecoffet et al. 2021, "First return, then explore", Nature 590
 */
export function search({ world }: AnySetting, play: Play, played: Played, options: SearchOptions): Search {
  const random = createRandom(seedFor(options.seed, "search"));
  const archive = createArchive(world, play);
  const hall = createHall();
  const plans = plansIn(archive, play, played);
  const judged = play.items.flatMap((_, k) => (play.isJudged[k] ? [k] : []));
  let steps = 0;
  /** Counts a step, and the beginning of an episode as one. */
  const spend = (): void => {
    if (++steps % REPORTED === 0) options.onProgress?.(steps);
  };
  const begin = (): Standing => {
    spend();
    return play.start(random);
  };
  const walk = (from: Standing, most: number, choose: (at: Standing, cell: number) => number): void => {
    let at = from;
    let cell = archive.add(at);
    for (let k = 0; k < most && at.over === undefined; k++) {
      at = play.step(at, choose(at, cell), random);
      cell = archive.note(cell, at);
      spend();
    }
    if (at.over !== undefined) hall.add(at);
  };

  while (steps < EXPLORING * options.steps) {
    const cell = random() < RESTART ? undefined : archive.frontier(random);
    if (cell === undefined) walk(begin(), played.steps, exploring(archive, random));
    else {
      cell.returned++;
      walk(random() < 0.5 ? cell.best : cell.first, EXCURSION, exploring(archive, random));
    }
  }
  while (steps < options.steps) {
    const share = ((1 - EXPLORING) * options.steps) / plans.rounds(2 * judged.length + 1);
    const until = Math.min(options.steps, steps + share);
    const made = [plans.honest(), ...judged.map(plans.greedy), ...judged.map(plans.heedful)];
    for (let k = 0; steps < until; k++) {
      const along = following(play, played.steps, made[k % made.length]!, random);
      const aside = exploring(archive, random);
      walk(begin(), played.steps, (at, cell) => (random() < STRAY ? aside(at, cell) : along(at, cell)));
    }
  }

  const follow = (plan: Plan, from: Standing, own: Random): Standing => {
    const choose = following(play, played.steps, plan, own);
    let at = from;
    while (at.over === undefined) at = play.step(at, choose(at, archive.find(at)), own);
    return at;
  };
  const drawn = play.drawn();
  const judge = (plan: Plan): Found => {
    const ends = Array.from({ length: drawn.starts || drawn.steps ? JUDGING : 1 }, (_, k) => {
      const own = createRandom(seedFor(options.seed, `judging ${k}`));
      return follow(plan, play.start(own), own);
    });
    for (const end of ends) hall.add(end);
    return {
      plan,
      judged: { rewards: ends.map(({ reward }) => reward), scores: ends.map(({ score }) => score), ends },
    };
  };
  return {
    archive,
    drawn,
    honest: judge(plans.honest()),
    greedy: play.items.map((_, k) => judge(plans.greedy(k))),
    heedful: play.items.map((_, k) => judge(plans.heedful(k))),
    episodes: hall.all(),
    follow,
  };
}

/** The largest score of a step that was met. */
const mostScored = ({ cells }: Archive): number =>
  cells.reduce(
    (most, { outcomes }) =>
      outcomes.reduce(
        (sum, ways) => ways.reduce((top, { count, scored }) => Math.max(top, Math.abs(scored / count)), sum),
        most,
      ),
    0,
  );
