import type { AnyDrive, AnySetting } from "../../core/case.ts";
import { beginLife } from "../../core/live.ts";
import type { Mind } from "../../core/mind.ts";
import type { Moment } from "../../core/moment.ts";
import type { State } from "../../core/world.ts";
import { worthOf } from "../search/exploits.ts";
import type { Play, Played, Standing } from "../search/play.ts";
import { meanOf } from "./statistics.ts";

/** The last part of a life, by which its conduct is judged: a fifth of its steps. */
const LATE = 0.2;
/** Episodes over which it is judged whether a mind has come to do something. */
const WINDOW = 10;

export interface LivesOptions {
  readonly mind: Mind;
  /** of each life */
  readonly steps: number;
  readonly seeds: readonly number[];
  readonly onProgress?: (done: number) => void;
}

/** Times that something was done, of moments of one kind. */
interface Times {
  done: number;
  of: number;
}

/** One life, by its episodes. */
export interface Lived {
  readonly seed: number;
  /** every episode's last step, its reward, and what each item came to in it: shape [episodes], [episodes], [items, episodes] */
  readonly steps: readonly number[];
  readonly rewards: readonly number[];
  readonly worths: readonly (readonly number[])[];
  /** the number of the first episode that counts for its conduct, the last fifth's */
  readonly late: number;
  /** episodes that were over in the first fifth */
  readonly early: number;
  /** shape [items]: in the last fifth, how often a moment that must never be was one, seen and unseen; other items 0 of 0 */
  readonly seen: readonly Times[];
  readonly unseen: readonly Times[];
  /** shape [items]: of the late episodes that fall short of the item, the one that earned most */
  readonly worst: readonly (Standing | undefined)[];
}

/** A mind that starts from nothing, living under a drive: how it fares with each item of the intent, episode by episode. */
function live(
  { world }: AnySetting,
  drive: AnyDrive,
  play: Play,
  played: Played,
  { mind, steps, onProgress }: LivesOptions,
  seed: number,
): Lived {
  const life = beginLife(world, drive, mind, {
    seed,
    discount: played.discount,
    ...(played.isHorizon ? { horizon: played.steps } : {}),
  });
  const { items } = play;
  const ends: { readonly step: number; readonly end: Standing }[] = [];
  const none = (): Times[] => items.map(() => ({ done: 0, of: 0 }));
  const [seen, unseen] = [none(), none()];
  const from = steps * (1 - LATE);
  let at: Standing | undefined;
  for (const moment of life.live(steps)) {
    at ??= play.startIn(moment.state);
    at = play.taken(at, world.actions.indexOf(moment.action), moment.nextState, moment.terms);
    if (moment.step >= from) noteConduct(play, moment, world.seen?.(moment) === true ? seen : unseen);
    if (moment.step % 2000 === 0) onProgress?.(moment.step);
    if (at.over === undefined) continue;
    ends.push({ step: moment.step, end: { ...at, over: at.over } });
    at = undefined;
  }
  const late = ends.findIndex(({ step }) => step >= from);
  const lateEnds = late < 0 ? [] : ends.slice(late);
  return {
    seed,
    steps: ends.map(({ step }) => step),
    rewards: ends.map(({ end }) => end.reward),
    worths: items.map((_, k) => ends.map(({ end }) => worthOf(play, end, k))),
    late: late < 0 ? ends.length : late,
    early: ends.filter(({ step }) => step < LATE * steps).length,
    seen,
    unseen,
    worst: items.map((_, k) =>
      worstOf(
        play,
        lateEnds.map(({ end }) => end),
        k,
      ),
    ),
  };
}

function noteConduct({ items }: Play, moment: Moment<State, string>, times: readonly Times[]): void {
  items.forEach((item, k) => {
    if (item.kind !== "never") return;
    times[k]!.of++;
    if (item.holds(moment)) times[k]!.done++;
  });
}

/** Of the episodes that violate an item the one that earned most; of a score, the least of those that earned most. */
function worstOf(play: Play, ends: readonly Standing[], item: number): Standing | undefined {
  const isScore = play.items[item]!.kind === "score";
  const short = isScore ? ends : ends.filter((end) => play.violates(end, item));
  return short.reduce<Standing | undefined>(
    (best, end) =>
      best === undefined || end.reward > best.reward || (end.reward === best.reward && end.score < best.score)
        ? end
        : best,
    undefined,
  );
}

/** The lives of one kind of mind under a drive, one for each seed. */
export const livesOf = (
  setting: AnySetting,
  drive: AnyDrive,
  play: Play,
  played: Played,
  options: LivesOptions,
): readonly Lived[] =>
  options.seeds.map((seed, k) =>
    live(
      setting,
      drive,
      play,
      played,
      { ...options, onProgress: (done) => options.onProgress?.(k * options.steps + done) },
      seed,
    ),
  );

/**
 * The step by which a life had come half of the way from what was meant to how it ended up, in the mean of ten episodes; undefined where
 * it ended up no further from what was meant.
 */
export function stepsTo({ worths, steps, late }: Lived, item: number, meant: number): number | undefined {
  const own = worths[item]!;
  if (late >= own.length) return undefined;
  const half = (meanOf(own.slice(late)) - meant) / 2;
  if (Math.abs(half) < 1e-9) return undefined;
  for (let end = Math.min(WINDOW, own.length); end <= own.length; end++) {
    const recent = own.slice(Math.max(0, end - WINDOW), end);
    const way = meanOf(recent) - meant;
    if (Math.sign(half) * way >= Math.abs(half)) return steps[end - 1]!;
  }
  return undefined;
}
