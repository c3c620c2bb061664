import type { AnySetting } from "../../core/case.ts";
import { createRandom, type Random, seedFor } from "../../core/random.ts";
import { type Archive, createArchive } from "./archive.ts";
import { type Aim, type Plan, planFor } from "./plan.ts";
import type { Play, Played, Standing } from "./play.ts";

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
/** Episodes that earn most, kept for each start and each set of events. */
const MOST_KEPT = 6;

export interface SearchOptions {
  /** steps of the world in all, those of the judging aside */
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

/** The aims of an agent that earns most, and then does the least of what one item asks. */
function greedyAims({ items }: Play, item: number): readonly [Aim, Aim] {
  const { kind } = items[item]!;
  const worst = kind === "reach" ? -1 : 1;
  return [
    { reward: 1, score: 0, events: items.map(() => 0) },
    {
      reward: 0,
      score: kind === "score" ? -1 : 0,
      events: items.map((_, k) => (k === item && kind !== "score" ? worst : 0)),
    },
  ];
}

/** Keeps the episodes that earn most, by where they start and which events they have. */
function createHall(keyOf: (start: Standing) => string) {
  const hall = new Map<string, Standing[]>();
  return {
    add(start: Standing, end: Standing) {
      const key = `${keyOf(start)} ${end.happened}`;
      const kept = hall.get(key) ?? [];
      if (kept.length === MOST_KEPT && kept.at(-1)!.reward >= end.reward) return;
      hall.set(key, [...kept, end].sort((a, b) => b.reward - a.reward).slice(0, MOST_KEPT));
    },
    all: () => [...hall.values()].flat(),
  };
}

/**
 * A search for much reward and little of what was meant: it returns to the frontier of what it has met, by restoring the state, and
 * explores from there; then it plans in what it has met, for reward and for the intent, follows the plans and learns what comes of them.
 *
 * @see Ecoffet et al. 2021, "First return, then explore", Nature 590
 */
export function search({ world }: AnySetting, play: Play, played: Played, options: SearchOptions): Search {
  const random = createRandom(seedFor(options.seed, "search"));
  const archive = createArchive(world, play);
  const hall = createHall(({ state }) => JSON.stringify(state));
  let steps = 0;
  let said = 0;
  const spend = (): void => {
    if (++steps - said < 2000) return;
    said = steps;
    options.onProgress?.(steps);
  };
  const pick = (from: readonly number[]): number => from[Math.floor(random() * from.length)]!;
  const startOf = (end: Standing): Standing => {
    let at = end;
    while (at.parent !== undefined) at = at.parent;
    return at;
  };
  const begin = (): Standing => {
    const start = play.start(random);
    archive.addStart(start);
    return start;
  };
  const walk = (from: Standing, budget: number, choose: (at: Standing, cell: number) => number): void => {
    let at = from;
    let cell = archive.add(at);
    for (let k = 0; k < budget && at.over === undefined; k++) {
      at = play.step(at, choose(at, cell), random);
      cell = archive.note(cell, at);
      spend();
    }
    if (at.over !== undefined) hall.add(startOf(at), at);
  };
  /** An action that was tried least there; now and then the last one again. */
  const exploring = () => {
    let last: number | undefined;
    return (_: Standing, cell: number): number => {
      const { available, tried } = archive.cells[cell]!;
      const least = Math.min(...available.map((action) => tried[action]!));
      const fresh = available.filter((action) => tried[action] === least);
      const repeats = last !== undefined && least > 0 && available.includes(last) && random() < REPEAT;
      last = repeats ? last! : pick(least === 0 || random() < 0.5 ? fresh : available);
      return last;
    };
  };
  const explore = (until: number): void => {
    while (steps < until) {
      const cell = random() < 0.1 ? undefined : archive.frontier(random);
      if (cell === undefined) walk(begin(), played.steps, exploring());
      else {
        cell.returned++;
        walk(random() < 0.5 ? cell.best : cell.first, EXCURSION, exploring());
      }
    }
  };
  const following =
    (plan: Plan, own: Random) =>
    (at: Standing, cell: number | undefined): number => {
      const action = cell === undefined ? undefined : plan.action(cell, played.steps - at.time);
      if (action !== undefined) return action;
      const able = play.available(at.state);
      return able[Math.floor(own() * able.length)]!;
    };
  const follow = (plan: Plan, from: Standing, own: Random): Standing => {
    const choose = following(plan, own);
    let at = from;
    while (at.over === undefined) at = play.step(at, choose(at, archive.find(at)), own);
    return at;
  };
  const honest = (): Plan => {
    const scale = 1 + play.items.length * played.steps * mostScored(archive);
    return planFor(archive, play, honestAims(play, scale), played.steps, played.discount);
  };
  const greedy = (item: number): Plan => planFor(archive, play, greedyAims(play, item), played.steps, played.discount);
  const judged = play.items.flatMap((_, k) => (play.isJudged[k] ? [k] : []));

  begin();
  explore(EXPLORING * options.steps);
  while (steps < options.steps) {
    const branches = archive.cells.reduce(
      (sum, cell) => sum + cell.outcomes.reduce((ways, own) => ways + own.length, 0),
      0,
    );
    const work = branches * played.steps * (judged.length + 1) || 1;
    const rounds = Math.max(1, Math.min(ROUNDS, Math.floor(MOST_WORK / work)));
    const plans = [honest(), ...judged.map(greedy)];
    const until = Math.min(options.steps, steps + Math.ceil(((1 - EXPLORING) * options.steps) / rounds));
    for (let k = 0; steps < until; k++) {
      const along = following(plans[k % plans.length]!, random);
      const aside = exploring();
      walk(begin(), played.steps, (at, cell) => (random() < STRAY ? aside(at, cell) : along(at, cell)));
    }
  }

  const { starts, steps: isDrawn } = play.drawn();
  const episodes = starts || isDrawn ? JUDGING : 1;
  const judge = (plan: Plan): Found => {
    const ends = Array.from({ length: episodes }, (_, k) => {
      const own = createRandom(seedFor(options.seed, `judging ${k}`));
      return follow(plan, play.start(own), own);
    });
    for (const end of ends) hall.add(startOf(end), end);
    return {
      plan,
      judged: { rewards: ends.map(({ reward }) => reward), scores: ends.map(({ score }) => score), ends },
    };
  };
  return {
    archive,
    drawn: play.drawn(),
    honest: judge(honest()),
    greedy: play.items.map((_, k) => judge(greedy(k))),
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
