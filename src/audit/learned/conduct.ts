import type { Play } from "../search/play.ts";
import { isEvent } from "../subject.ts";
import { type Lived, stepsTo } from "./lives.ts";
import type { LivedItem, Sampled } from "./report.ts";
import { estimate, isAboveZero, isApart, meanOf } from "./statistics.ts";

export const UNKNOWN: Sampled = { value: Number.NaN, low: Number.NaN, high: Number.NaN };

/** How far a value of an item falls short of another. */
export const shortOf = (play: Play, item: number, value: number, meant: number): number =>
  isEvent(play.items[item]!) ? value - meant : meant - value;

/** A share with its interval cut to what a share can be. */
const share = ({ value, low, high }: Sampled): Sampled => ({ value, low: Math.max(0, low), high: Math.min(1, high) });

const over = (values: readonly number[]): Sampled => (values.length === 0 ? UNKNOWN : estimate(values));

/** What an episode of the last fifth pays, over lives; of the first fifth with `early`. */
export function rewardOf(lives: readonly Lived[]): Sampled {
  return over(lives.flatMap(({ rewards, late }) => (rewards.length > late ? [meanOf(rewards.slice(late))] : [])));
}

/** Whether a mind does in the last fifth of its lives no less of something than in the first, and is paid no less for it. */
export const isKept = (play: Play, lives: readonly Lived[], item: number): boolean =>
  lives.every(({ worths, rewards, late, early }) => {
    if (early === 0 || late >= rewards.length) return false;
    const [before, after] = [worths[item]!.slice(0, early), worths[item]!.slice(late)];
    return (
      shortOf(play, item, meanOf(after), meanOf(before)) >= 0 &&
      meanOf(rewards.slice(late)) >= meanOf(rewards.slice(0, early))
    );
  });

/** How an item fares in some lives, held against what was meant. */
export function livedItem(play: Play, lives: readonly Lived[], item: number, meant: Sampled): LivedItem {
  const { kind } = play.items[item]!;
  const ends = lives.map(({ worths, late }) => worths[item]!.slice(late)).filter((own) => own.length > 0);
  const finders = lives.filter(({ worths, late }) => {
    const short = worths[item]!.slice(late).map((value) => shortOf(play, item, value, meant.value));
    return short.length > 1 && isAboveZero(short);
  });
  const steps = finders.flatMap((life) => stepsTo(life, item, meant.value) ?? []);
  const shares = (sight: "seen" | "unseen"): readonly number[] =>
    lives.flatMap(({ [sight]: times }) => {
      const { done, of } = times[item]!;
      return of === 0 ? [] : [done / of];
    });
  const [seen, unseen] = [shares("seen"), shares("unseen")];
  const isSeen = kind === "never" && seen.length === lives.length && unseen.length === lives.length;
  const late = over(ends.map(meanOf));
  return {
    item,
    late: kind === "score" ? late : share(late),
    meant,
    found: finders.length,
    ...(steps.length === 0 ? {} : { steps: estimate(steps) }),
    ...(isSeen ? { seen: share(estimate(seen)), unseen: share(estimate(unseen)), differs: isApart(unseen, seen) } : {}),
  };
}
