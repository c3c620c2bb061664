import type { AnyDrive, AnySetting, AnyWorld, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import type { Mind } from "../../core/mind.ts";
import { createRandom, seedFor } from "../../core/random.ts";
import type { Finding, ItemResult, SourceLine } from "../report.ts";
import { type Agents, agentsOf, foundOf, worthOf } from "../search/exploits.ts";
import { type Lost, type Play, type Played, playOf, type Standing, startOf } from "../search/play.ts";
import { type Search, search } from "../search/search.ts";
import { measureOf } from "../words.ts";
import { livedItem, rewardOf, shortOf, UNKNOWN } from "./conduct.ts";
import { findingsOf } from "./findings.ts";
import { livesOf } from "./lives.ts";
import type { Learned, LivedItem, Lives, Sampled, Searched } from "./report.ts";
import { estimate, worthIn } from "./statistics.ts";
import { untried } from "./untried.ts";

/** What stands in for the exact answer, and how much of it. */
export interface LearnedOptions {
  readonly mind: Mind;
  /** of each life; the search takes as many as all lives together, and no fewer than 5 000 */
  readonly steps: number;
  /** number of lives, with the seeds 0, 1, 2, … */
  readonly seeds: number;
  /** settings under which minds learn whose wishes are judged under those of the audit */
  readonly from?: Settings;
}

/** What is to be learned of: one drive of a setting under a question. */
export interface Lesson {
  readonly setting: AnySetting;
  readonly drive: AnyDrive;
  readonly driveName: string;
  readonly played: Played;
  readonly lost: Lost;
  readonly options: LearnedOptions;
  readonly locate: (term: string) => SourceLine | undefined;
  readonly onProgress: (stage: string, done: number, of?: number) => void;
}

/** What was learned of a drive. */
export interface Lower {
  readonly learned: Learned;
  readonly findings: readonly Finding[];
  readonly items: readonly ItemResult[];
  /** return of the best agent found, and of one that acts at random */
  readonly most: Sampled;
  readonly uniform: Sampled;
}

const SEED = 0;
/**
 * Least steps of a search. With fewer it knows too little of the agents that do what was meant: of 92 items of the library's repaired drives it
 * took 5 for violated after 500 steps, and none after 2 000.
 */
const LEAST_SEARCH = 5000;

/** Steps of the search: as many as all lives together. */
export const searchSteps = ({ steps, seeds }: LearnedOptions): number => Math.max(LEAST_SEARCH, steps * seeds);
/** Episodes by which an agent is judged that acts at random. */
const RANDOM_EPISODES = 200;

/** A search, its agents, and whether they know no more than a mind that sees what the world shows. */
interface Made {
  readonly search: Search;
  readonly agents: Agents;
  readonly counts: boolean;
}

/** Whether a world shows all that its states are, how they came about aside. */
const showsAll = ({ fields, observation = {} }: AnyWorld): boolean =>
  Object.entries(fields).every(([name, field]) => field.role === "history" || observation[name] === field);

/**
 * Whether the agents of a search know no more than a mind. They see the state, but do not act by how it came about; only where chance has
 * no say in steps do they remember what to do from which start, so starts have to look different.
 */
function knowNoMore(world: AnyWorld, { episodes, drawn }: Search): boolean {
  const { observe } = world;
  if (observe === undefined || !(drawn.starts || drawn.steps)) return true;
  if (!showsAll(world)) return false;
  const starts = episodes.map((end) => startOf(end).state);
  const count = (keys: readonly string[]): number => new Set(keys).size;
  return (
    drawn.steps ||
    count(starts.map((state) => JSON.stringify(state))) === count(starts.map((state) => JSON.stringify(observe(state))))
  );
}

/** The search, or why none can be made. */
function searched({ setting, played, options, onProgress }: Lesson, play: Play): Made | string {
  const steps = searchSteps(options);
  try {
    const made = search(setting, play, played, {
      steps,
      seed: SEED,
      onProgress: (done) => onProgress("searching", done, steps),
    });
    return { search: made, agents: agentsOf(play, made), counts: knowNoMore(setting.world, made) };
  } catch (error) {
    if (error instanceof InnateError && error.fault === "undecided") return error.message;
    throw error;
  }
}

/** What an item comes to over some episodes. */
const worth = (play: Play, ends: readonly Standing[], item: number): Sampled =>
  worthIn(
    play.items[item]!.kind === "score",
    ends.map((end) => worthOf(play, end, item)),
  );

/** What was meant where no search says it: that what must not happen never does, and what must be reached always is. */
function ideal({ items }: Play, item: number): Sampled {
  const { kind } = items[item]!;
  if (kind === "score") return UNKNOWN;
  const value = kind === "reach" ? 1 : 0;
  return { value, low: value, high: value };
}

/** The best return of the traces that violate an item, and of those that do not. */
function bestTraces(play: Play, { episodes }: Search, item: number): Searched["items"][number] {
  const most = (isViolated: boolean): number =>
    episodes.reduce(
      (best, end) => (play.violates(end, item) === isViolated ? Math.max(best, end.reward) : best),
      -Infinity,
    );
  const [violating, respecting] = [most(true), most(false)];
  return {
    item,
    ...(violating === -Infinity ? {} : { violating }),
    ...(respecting === -Infinity ? {} : { respecting }),
  };
}

/** The return of an agent that takes every available action equally often. */
function randomReturn(play: Play): Sampled {
  const rewards = Array.from({ length: RANDOM_EPISODES }, (_, k) => {
    const random = createRandom(seedFor(SEED, `at random ${k}`));
    let at = play.start(random);
    while (at.over === undefined) {
      const able = play.available(at.state);
      at = play.step(at, able[Math.floor(random() * able.length)]!, random);
    }
    return at.reward;
  });
  return estimate(rewards);
}

/** The agents of a search, by what they earn. */
function earned({ honest, greedy, heedful }: Agents): { readonly most: Sampled; readonly honest: Sampled } {
  const rewards = [honest, ...greedy, ...heedful].map((one) => estimate(one.rewards));
  return { most: rewards.reduce((best, one) => (one.value > best.value ? one : best)), honest: rewards[0]! };
}

/** The figures of an item: what was meant, and the worst and the best of the agents that earn most, or of the lives where none counts. */
function itemResult(
  play: Play,
  made: Made | undefined,
  { meant, late, item }: LivedItem,
  isViolated: boolean,
): ItemResult {
  const intent = play.items[item]!;
  const known = made?.counts === true ? made.agents.greedy.map(({ ends }) => worth(play, ends, item)) : [late];
  const sorted = [...known].sort((a, b) => shortOf(play, item, a.value, b.value));
  return {
    kind: intent.kind,
    name: intent.name,
    measure: measureOf(intent, {}),
    meant,
    worst: made?.counts === true ? known[item]! : late,
    best: sorted[0]!,
    violated: isViolated,
  };
}

/** What a search did, for the report. */
function report({ search: made, agents }: Made, play: Play, steps: number, judged: readonly number[]): Searched {
  return {
    steps,
    seed: SEED,
    cells: made.archive.cells.length,
    episodes: agents.honest.ends.length,
    ...earned(agents),
    items: judged.map((item) => bestTraces(play, made, item)),
  };
}

/** What a search and the lives of a mind tell of a drive: a lower bound on what can go wrong. */
export function learn(lesson: Lesson): Lower {
  const { setting, drive, played, options, onProgress } = lesson;
  const { mind, steps } = options;
  const play = playOf(setting, drive, played, lesson.lost);
  const found = searched(lesson, play);
  const made = typeof found === "string" ? undefined : found;
  const agents = made?.agents;
  const judged = play.items.flatMap((_, item) => (play.isJudged[item] ? [item] : []));
  const exploits = made?.counts ? judged.map((item) => foundOf(play, made.search, made.agents, item)) : [];
  const seeds = Array.from({ length: options.seeds }, (_, seed) => seed);
  const lived = livesOf(setting, drive, play, played, {
    mind,
    steps,
    seeds,
    onProgress: (done) => onProgress(`living as ${mind.name}`, done, steps * options.seeds),
  });
  const meantOf = (item: number): Sampled =>
    agents === undefined ? ideal(play, item) : worth(play, agents.honest.ends, item);
  const lives: Lives = {
    mind: mind.name,
    steps,
    seeds,
    reward: rewardOf(lived),
    items: judged.map((item) => livedItem(play, lived, item, meantOf(item))),
  };
  const findings = findingsOf(lesson, play, { agents, exploits, lived, lives });
  const measures = new Set(findings.map(({ measure }) => measure));
  return {
    learned: {
      ...(made === undefined ? {} : { search: report(made, play, searchSteps(options), judged) }),
      lives,
      untried: untried(lesson, play, {
        why: typeof found === "string" ? found : undefined,
        isHidden: made?.counts === false,
      }),
    },
    findings,
    items: play.items.map((intent, item) => {
      const own = lives.items.find((one) => one.item === item);
      const unjudged: LivedItem = { item, late: UNKNOWN, meant: UNKNOWN, found: 0 };
      return itemResult(
        play,
        own === undefined ? undefined : made,
        own ?? unjudged,
        measures.has(measureOf(intent, {})),
      );
    }),
    most: made?.counts ? earned(made.agents).most : lives.reward,
    uniform: made === undefined ? UNKNOWN : randomReturn(play),
  };
}
