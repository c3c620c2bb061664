import type { Value } from "../../core/field.ts";
import type { Alternative, Foreseen, Thought } from "../../core/moment.ts";
import type { State } from "../../core/world.ts";
import { count, formatNumber, formatPercent, formatSigned } from "../number.ts";
import { changesOf, formatValue } from "../picture.ts";
import { caseTitle, listOf } from "../words.ts";
import type { First, LifeReport, LivedEpisode, LivedStep } from "./report.ts";

type Observation = Value | State;

export const isRecord = (value: Observation | undefined): value is State =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** What the mind saw of a step. */
export const seenIn = (step: Pick<LivedStep, "state" | "observation">): Observation => step.observation ?? step.state;

/** An observation as far as it differs from the one before: "gold 1→2, place exit"; "" where nothing does. */
export function changeText(before: Observation, after: Observation): string {
  if (!isRecord(before) || !isRecord(after)) {
    const text = formatValue(after);
    return text === formatValue(before) ? "" : text;
  }
  return changesOf(before, after)
    .map(({ field, to }) => `${field} ${to}`)
    .join(", ");
}

/** One step of a plan with what it is to lead to: "take → gold 2 (87%, +10)". */
export function foreseenText({ action, observation, probability, reward }: Foreseen, before: Observation): string {
  const change = changeText(before, observation);
  const marks = [
    ...(probability === 1 ? [] : [formatShare(probability)]),
    ...(reward === 0 ? [] : [formatSigned(Number(reward.toPrecision(4)))]),
  ];
  return `${action}${change === "" ? "" : ` → ${change}`}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`;
}

/** The steps of a plan, each with what it is to lead to where the mind says it. */
export function planTexts({ plan = [], foreseen = [] }: Thought<string>, seen: Observation): readonly string[] {
  if (foreseen.length === 0) return plan;
  const said = foreseen.map((one, k) => foreseenText(one, foreseen[k - 1]?.observation ?? seen));
  return [...said, ...plan.slice(foreseen.length)];
}

/** What an alternative was expected to bring in all. */
export const worthOf = ({ reward, later }: Alternative): number => reward + later;

/** A learned probability, to three digits; one that is not 1 never passes for it. */
export function formatShare(probability: number): string {
  const short = Number(probability.toPrecision(3));
  return formatPercent(short === 1 && probability < 1 ? 0.999 : short);
}

/** A value of a learned figure, which has no more digits than it deserves. */
export const formatLearned = (value: number): string =>
  Number.isFinite(value) ? formatNumber(Number(value.toPrecision(4))) : formatNumber(value);

/** Whether two learned figures are the same as far as anybody would care. */
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

/** A difference of learned figures to three digits, which is plenty beside what it is the difference of. */
const formatGap = (gap: number): string => formatNumber(Number(Math.abs(gap).toPrecision(3)));

/** Whether the mind knows nothing of what an act leads to: it has never tried it in such a situation. */
export const isUntried = ({ sure }: { readonly sure?: number | undefined }): boolean => sure === 0;

/**
 * Why an alternative was not taken: "6.9 less"; where the mind explores, "0.5 more, but hope 3 less": it knows that act better. Where
 * one of the two was never tried there is only hope to go by, and worth and hope are told together: "hope for 3 less".
 */
export function whyLost(alternative: Alternative, { value, hope = 0, sure }: Thought<string>): string {
  if (value === undefined) return "";
  const less = value - worthOf(alternative);
  const hopeLess = hope - alternative.hope;
  if (isUntried(alternative) || isUntried({ sure })) {
    const inAll = less + hopeLess;
    return isNear(inAll, 0) ? "hope for as much" : `hope for ${formatGap(inAll)} ${inAll > 0 ? "less" : "more"}`;
  }
  const worth = isNear(less, 0) ? "as good" : `${formatGap(less)} ${less > 0 ? "less" : "more"}`;
  if (isNear(hopeLess, 0)) return worth;
  const isContrary = less > 0 !== hopeLess > 0;
  return `${worth}, ${isContrary ? "but " : ""}hope ${formatGap(hopeLess)} ${hopeLess > 0 ? "less" : "more"}`;
}

/** "leave: 0 now, 3.1 later (6.9 less, sure 90%)", "leave: never tried (hope for 3 less)". */
export function alternativeText(alternative: Alternative, thought: Thought<string>): string {
  const { action, reward, later, sure } = alternative;
  const why = whyLost(alternative, thought);
  if (isUntried(alternative)) return `${action}: never tried${why === "" ? "" : ` (${why})`}`;
  const marks = [why, `sure ${formatShare(sure)}`].filter(Boolean);
  return `${action}: ${formatLearned(reward)} now, ${formatLearned(later)} later (${marks.join(", ")})`;
}

/** "12.3, hope 2 more, sure 98%"; "never tried, hope 12" of an act of which nothing is known. */
export function valueText({ value, hope = 0, sure }: Thought<string>): string {
  const untried = isUntried({ sure });
  const isKnown = value !== undefined && !(untried && value === 0);
  const said = [
    ...(untried ? ["never tried"] : []),
    ...(isKnown ? [formatLearned(value)] : []),
    ...(isNear(hope, 0) ? [] : [`hope ${formatGap(hope)}${isKnown ? " more" : ""}`]),
    ...(untried || sure === undefined ? [] : [`sure ${formatShare(sure)}`]),
  ];
  return said.join(", ");
}

/** What the mind saw, in words: "place hall, gold 0". */
export const seenText = (seen: Observation): string =>
  isRecord(seen)
    ? Object.entries(seen)
        .map(([field, value]) => `${field} ${formatValue(value)}`)
        .join(", ")
    : formatValue(seen);

/** What an episode goes by: they count from 0. */
export const episodeName = ({ episode }: Pick<LivedEpisode, "episode">): string => `Episode ${formatNumber(episode)}`;

/** The episode that shows best how the mind lives now: the last that is over, else the one under way. */
export const lastWhole = ({ shown }: LifeReport): LivedEpisode | undefined =>
  [...shown].reverse().find(({ end }) => end.why !== "goes on") ?? shown[shown.length - 1];

/** What an episode is kept for, the most telling reason only. */
export const mainWhy = ({ why }: LivedEpisode): string =>
  ["first never ", "first "].flatMap((start) => why.filter((one) => one.startsWith(start)))[0] ?? why[0] ?? "";

const OVER = {
  terminated: "the world ended",
  truncated: "cut off",
  "goes on": "not over yet",
} as const;

/** "6 steps, +20 paid, cut off". */
export const courseText = ({ length, reward, end }: LivedEpisode): string =>
  `${count(length, "step")}, ${formatSigned(reward)} paid, ${OVER[end.why]}`;

export const overText = ({ end }: LivedEpisode): string => OVER[end.why];

export const firstText = ({ what, step, episode }: First): string =>
  `${what} at step ${formatNumber(step)} (episode ${formatNumber(episode)})`;

/** "25 steps an episode, discount 0.99". */
export const timeText = ({ horizon, discount }: LifeReport): string =>
  [
    horizon === undefined ? "episodes are not cut off" : `${count(horizon, "step")} an episode`,
    discount === 1 ? "no discount" : `discount ${formatNumber(discount)}`,
  ].join(", ");

/** What the real numbers of a plan are, where there are any: "cells, shown by their middles". */
export function cellsText({ cells, shown }: LifeReport): string {
  const plans = shown.some(({ steps }) => steps.some(({ thought }) => (thought?.foreseen ?? []).length > 0));
  if (cells === undefined || !plans) return "";
  const held = cells.held === 1 ? "" : `; up to ${cells.held} steps of an act in one cell count as one, paid in all`;
  return `real numbers by cells, shown by their middles${held}`;
}

/** "vault (watched = 0.4), drive naive". */
export const lifeTitle = (report: LifeReport): string => `${caseTitle(report)}, drive ${report.drive}`;

/** "brain-like, with imitator/naive as walker, seed 0". */
export const mindText = ({ mind, others, seed }: LifeReport): string => {
  const company = Object.entries(others).map(([field, other]) => `${other} as ${field}`);
  return `${mind}${company.length === 0 ? "" : `, with ${listOf(company)}`}, seed ${seed}`;
};

/** "100,000 steps lived, in 4,000 episodes; 2,310 paid". */
export function livedText({ steps, from, episodes, paid, end }: LifeReport): string {
  const total = paid.reduce((sum, one) => sum + one, 0);
  const after = from === 0 ? "" : ` after the first ${formatNumber(from)}`;
  const ended = episodes === 0 ? "no episode over" : `${count(episodes, "episode")} over`;
  const why = { lived: "", interrupted: "; interrupted", failed: "; stopped by an error" }[end];
  return `${count(steps, "step")} lived${after}, ${ended}, ${formatSigned(total)} paid${why}`;
}
