import type { AnyDrive, AnySetting, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import type { Mind } from "../../core/mind.ts";
import { createRandom, seedFor } from "../../core/random.ts";
import type { Finding, ItemResult, SourceLine } from "../report.ts";
import { type Agents, agentsOf, foundOf, type ItemFound, worthOf } from "../search/exploits.ts";
import { type Lost, type Play, type Played, playOf, type Standing } from "../search/play.ts";
import { type Search, search } from "../search/search.ts";
import { measureOf } from "../words.ts";
import { livedItem, rewardOf, shortOf, UNKNOWN } from "./conduct.ts";
import { findingsOf } from "./findings.ts";
import { livesOf } from "./lives.ts";
import type { Learned, Lives, Sampled, Searched } from "./report.ts";
import { estimate, worthIn } from "./statistics.ts";
import { untried } from "./untried.ts";

/** What stands in for the exact answer, and how much of it. */
export interface LearnedOptions {
  readonly mind: Mind;
  /** of each life; the search takes as many as all lives together */
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
/** Episodes by which an agent is judged that acts at random. */
const RANDOM_EPISODES = 200;

/** The search, or why none can be made. */
function searched({ setting, played, options, onProgress }: Lesson, play: Play): Search | string {
  const steps = options.steps * options.seeds;
  try {
    return search(setting, play, played, {
      steps,
      seed: SEED,
      onProgress: (done) => onProgress("searching", done, steps),
    });
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
function earned({ honest, greedy }: Agents): { readonly most: Sampled; readonly honest: Sampled } {
  const rewards = [honest, ...greedy].map((one) => estimate(one.rewards));
  return { most: rewards.reduce((best, one) => (one.value > best.value ? one : best)), honest: rewards[0]! };
}

/** The figures of an item: what was meant, and the worst and the best of the agents that earn most. */
function itemResult(
  play: Play,
  agents: Agents | undefined,
  lives: Lives,
  item: number,
  isViolated: boolean,
): ItemResult {
  const { kind, name } = play.items[item]!;
  const own = lives.items.find((one) => one.item === item);
  const meant = agents === undefined ? ideal(play, item) : worth(play, agents.honest.ends, item);
  const known =
    agents === undefined ? [own?.late ?? UNKNOWN] : agents.greedy.map(({ ends }) => worth(play, ends, item));
  const [best] = [...known].sort((a, b) => shortOf(play, item, a.value, b.value));
  const worst = known[agents === undefined ? 0 : item]!;
  return {
    kind,
    name,
    measure: measureOf(play.items[item]!, {}),
    meant: play.isJudged[item] ? meant : UNKNOWN,
    worst: play.isJudged[item] ? worst : UNKNOWN,
    best: play.isJudged[item] ? best! : UNKNOWN,
    violated: isViolated,
  };
}

/** What a search and the lives of a mind tell of a drive: a lower bound on what can go wrong. */
export function learn(lesson: Lesson): Lower {
  const { setting, drive, played, options, onProgress } = lesson;
  const play = playOf(setting, drive, played, lesson.lost);
  const found = searched(lesson, play);
  const agents = typeof found === "string" ? undefined : agentsOf(play, found);
  const judged = play.items.flatMap((_, item) => (play.isJudged[item] ? [item] : []));
  const isHidden =
    setting.world.observe !== undefined && typeof found !== "string" && (found.drawn.starts || found.drawn.steps);
  const exploits: readonly ItemFound[] =
    agents === undefined || typeof found === "string" || isHidden
      ? []
      : judged.map((item) => foundOf(play, found, agents, item));
  const seeds = Array.from({ length: options.seeds }, (_, seed) => seed);
  const lived = livesOf(setting, drive, play, played, {
    mind: options.mind,
    steps: options.steps,
    seeds,
    onProgress: (done) => onProgress(`living as ${options.mind.name}`, done, options.steps * options.seeds),
  });
  const lives: Lives = {
    mind: options.mind.name,
    steps: options.steps,
    seeds,
    reward: rewardOf(lived),
    items: judged.map((item) =>
      livedItem(play, lived, item, agents === undefined ? ideal(play, item) : worth(play, agents.honest.ends, item)),
    ),
  };
  const findings = findingsOf(lesson, play, { agents, exploits, lived, lives });
  const names = new Set(findings.map(({ measure }) => measure));
  return {
    learned: {
      ...(agents === undefined || typeof found === "string"
        ? {}
        : {
            search: {
              steps: options.steps * options.seeds,
              seed: SEED,
              cells: found.archive.cells.length,
              episodes: agents.honest.ends.length,
              ...earned(agents),
              items: judged.map((item) => bestTraces(play, found, item)),
            },
          }),
      lives,
      untried: untried(lesson, play, { why: typeof found === "string" ? found : undefined, isHidden }),
    },
    findings,
    items: play.items.map((item, k) => itemResult(play, agents, lives, k, names.has(measureOf(item, {})))),
    most: agents === undefined ? lives.reward : earned(agents).most,
    uniform: agents === undefined ? UNKNOWN : randomReturn(play),
  };
}
