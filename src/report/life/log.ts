import type { Intent } from "../../core/intent.ts";
import type { LivedMoment } from "../../core/live.ts";
import type { Picture, State } from "../../core/world.ts";
import { createHappenings } from "./happenings.ts";
import type { About, First, LifeReport, LivedEpisode, LivedStep } from "./report.ts";
import { createStretches } from "./stretches.ts";

type Moment = LivedMoment<State, string>;

/** Episodes kept at the beginning, at the end, and in which something happened for the first time. */
const EARLY = 3;
const LATE = 3;
const NEW = 12;
/** Of one episode: steps kept from its beginning, at its end, and up to what happened for the first time. */
const HEAD = 40;
const TAIL = 20;
const BEFORE = 10;

/** A moment with what happened in it. */
interface Noted {
  readonly moment: Moment;
  readonly happened: readonly string[];
  readonly firsts: readonly string[];
}

/** An episode as it is kept. */
interface Kept {
  readonly episode: number;
  readonly from: number;
  /** whether it was noted from its first step on */
  readonly whole: boolean;
  readonly why: string[];
  length: number;
  reward: number;
  readonly happened: Set<string>;
  readonly head: Noted[];
  tail: Noted[];
  /** what led to something new */
  readonly news: Noted[];
  over: "terminated" | "truncated" | "goes on";
}

/** Follows a life and sums it up. */
export interface LifeLog {
  note(moment: Moment): void;
  report(end: LifeReport["end"]): LifeReport;
}

export interface LogOptions {
  readonly about: About;
  readonly intent?: Intent<State, string>;
  /** The drawing of a state. */
  readonly draw: (state: State) => Picture;
  /** steps lived before the first that is noted */
  readonly from: number;
  /** whether the mind sees something else than the state */
  readonly observes: boolean;
}

const NOTHING: readonly string[] = [];

/** What happened that can happen for the first time: what is noted of a moment, what pays, and how episodes end. */
function newsOf(moment: Moment, happened: readonly string[], terms: readonly string[]): readonly string[] {
  const paying = moment.terms.flatMap((paid, term) => (paid > 0 ? [`paid by ${terms[term]}`] : []));
  return [...happened, ...paying, ...(moment.terminated ? ["terminated"] : [])];
}

const stepsOf = ({ head, tail, news }: Kept): readonly Noted[] => {
  const byTime = new Map([...head, ...news, ...tail].map((noted) => [noted.moment.time, noted]));
  return [...byTime.values()].sort((a, b) => a.moment.time - b.moment.time);
};

export function createLifeLog({ about, intent, draw, from, observes }: LogOptions): LifeLog {
  const { terms } = about;
  const happenings = createHappenings(intent);
  const stretches = createStretches(from, terms.length);
  const firsts = new Map<string, First>();
  const paid = terms.map(() => 0);
  const early: Kept[] = [];
  let late: Kept[] = [];
  const novel: Kept[] = [];
  let best: Kept | undefined;
  let current: Kept | undefined;
  let steps = 0;
  let episodes = 0;

  const begin = ({ episode, step, time }: Moment): Kept => ({
    episode,
    from: step - time,
    whole: time === 0,
    why: [],
    length: 0,
    reward: 0,
    happened: new Set(),
    head: [],
    tail: [],
    news: [],
    over: "goes on",
  });

  /** What of a moment happened for the first time. */
  const firstsOf = (moment: Moment, happened: readonly string[]): readonly string[] => {
    const fresh = newsOf(moment, happened, terms).filter((what) => !firsts.has(what));
    if (fresh.length === 0) return NOTHING;
    for (const what of fresh) firsts.set(what, { what, step: moment.step, episode: moment.episode });
    return fresh;
  };
  const add = (kept: Kept, noted: Noted): void => {
    const { moment, happened } = noted;
    kept.length++;
    kept.reward += moment.reward;
    for (const what of happened) kept.happened.add(what);
    if (kept.head.length < HEAD) kept.head.push(noted);
    kept.tail.push(noted);
    if (kept.tail.length > TAIL) kept.tail.shift();
    if (noted.firsts.length === 0 || (novel.length >= NEW && !novel.includes(kept))) return;
    kept.why.push(...noted.firsts.map((what) => `first ${what}`));
    kept.news.push(...kept.tail.slice(-BEFORE));
    if (!novel.includes(kept)) novel.push(kept);
  };
  const end = (kept: Kept): void => {
    episodes++;
    const { whole, reward, happened } = kept;
    if (whole) stretches.episode({ reward, happened });
    if (early.length < EARLY) early.push(kept);
    late = [...late, kept].slice(-LATE);
    if (whole && (best === undefined || reward > best.reward)) best = kept;
    current = undefined;
  };

  const shownStep = ({ moment, happened, firsts: fresh }: Noted): LivedStep => {
    const { step, time, state, action, reward, observation, thought } = moment;
    return {
      step,
      time,
      state,
      picture: draw(state),
      ...(observes ? { observation } : {}),
      action,
      reward,
      rewards: Object.fromEntries(terms.map((term, k) => [term, moment.terms[k]!])),
      happened,
      firsts: fresh,
      ...(thought === undefined ? {} : { thought }),
    };
  };
  const shownEpisode = (kept: Kept): LivedEpisode | undefined => {
    const last = kept.tail[kept.tail.length - 1];
    if (last === undefined) return undefined;
    const state = last.moment.nextState;
    const why = [
      ...(early.includes(kept) ? ["among the first"] : []),
      ...kept.why,
      ...(kept === best ? ["highest return"] : []),
      ...(kept === current ? ["under way"] : late.includes(kept) ? ["among the last"] : []),
    ];
    return {
      episode: kept.episode,
      from: kept.from,
      length: kept.length,
      reward: kept.reward,
      why,
      steps: stepsOf(kept).map(shownStep),
      end: { state, picture: draw(state), why: kept.over },
    };
  };
  return {
    note(moment) {
      current ??= begin(moment);
      const happened = happenings.of(moment);
      const noted = { moment, happened, firsts: firstsOf(moment, happened) };
      steps++;
      moment.terms.forEach((reward, term) => {
        paid[term]! += reward;
      });
      stretches.step(moment.terms, happened, happenings.score(moment));
      add(current, noted);
      if (!moment.terminated && !moment.truncated) return;
      current.over = moment.terminated ? "terminated" : "truncated";
      end(current);
    },
    report(why) {
      const all = new Set([...early, ...novel, ...(best === undefined ? [] : [best]), ...late]);
      if (current !== undefined) all.add(current);
      const shown = [...all].sort((a, b) => a.episode - b.episode).flatMap((kept) => shownEpisode(kept) ?? []);
      return {
        ...about,
        from,
        steps,
        episodes,
        paid: [...paid],
        end: why,
        stretches: stretches.list(),
        firsts: [...firsts.values()],
        shown,
      };
    },
  };
}
