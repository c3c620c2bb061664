import type { AnyDrive, AnySetting } from "../../core/case.ts";
import { caseError, show } from "../../core/errors.ts";
import { truthOf } from "../../core/intent.ts";
import { termReward } from "../../core/life.ts";
import { payerOf } from "../../core/pay.ts";
import { pictureOf } from "../../core/picture.ts";
import { toNumber } from "../../core/rational.ts";
import type { RecordedEpisode, RecordedStep } from "../../core/recorded.ts";
import type { State } from "../../core/world.ts";
import { guarded } from "../../exact/enumerate.ts";
import { estimate, rate } from "../learned/statistics.ts";
import { stemAndLoop } from "../paths/trace.ts";
import type { Step, Trace } from "../report.ts";
import type { Lost } from "../search/play.ts";
import { type AnyItem, isEvent } from "../subject.ts";
import { formatCount } from "../words.ts";
import type { Agreement, Judgement, RecordedItem, Violation } from "./report.ts";

/** What recorded episodes are held against. */
export interface Standard extends AnySetting {
  readonly lost: Lost;
  /** weight of a reward one step later */
  readonly discount: number;
}

type Judged = Pick<Judgement, "episodes" | "steps" | "unfinished" | "discount" | "paid" | "items" | "drives">;

/** Whether an episode was recorded from its beginning to its end. */
const isWhole = ({ why, lacksStart }: RecordedEpisode): boolean => why !== "cut" && lacksStart !== true;

/** Rewards are compared up to what rounding and float32 may do to them. */
const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

const MEASURES = {
  never: "share of episodes in which it happens",
  keepPossible: "share of episodes in which it stops being sure to be reachable",
  reach: "share of episodes in which it is reached",
  score: "mean score of an episode",
} as const;

/** The number of steps after which an item has come about in an episode: 0 where it does at the start, undefined where never. */
function eventIn({ world, lost }: Standard, item: AnyItem, { steps }: RecordedEpisode): number | undefined {
  const reads = (run: () => unknown): boolean =>
    guarded(
      () => world.id,
      () => truthOf(run(), world.id, item),
    );
  const after = (holds: (state: State) => boolean): number | undefined => {
    if (steps[0] !== undefined && holds(steps[0].moment.state)) return 0;
    const found = steps.findIndex(({ moment }) => holds(moment.nextState));
    return found < 0 ? undefined : found + 1;
  };
  switch (item.kind) {
    case "never": {
      const found = steps.findIndex(({ moment }) => reads(() => item.holds(moment)));
      return found < 0 ? undefined : found + 1;
    }
    case "reach":
      return after((state) => reads(() => item.holds(state)));
    case "keepPossible":
      return after(lost(item) ?? (() => false));
    case "score":
      return undefined;
  }
}

/** What each term of a drive pays for a step, with what it pays at the end where the step is the last. */
function termsOf(drive: AnyDrive, { steps, why }: RecordedEpisode, k: number): Readonly<Record<string, number>> {
  const ending = k === steps.length - 1 && why !== "cut" ? why : undefined;
  return Object.fromEntries(
    drive.terms.map((term) => {
      const paid = guarded(
        () => `${drive.world.id}: term "${term.name}"`,
        () => termReward(drive, term, steps[k]!.moment, ending),
      );
      return [term.name, toNumber(paid)];
    }),
  );
}

/** The first steps of an episode as a trace. */
function traceOf(
  standard: Standard,
  drive: AnyDrive,
  episode: RecordedEpisode,
  length: number,
  minimal: string,
): Trace {
  const { world, intent } = standard;
  const items = intent?.items ?? [];
  const events = items.map((item) => ({ item, at: eventIn(standard, item, episode) }));
  const score = items.find((item) => item.kind === "score");
  const steps = episode.steps.slice(0, length).map(({ moment, probability }, k): Step => {
    const rewards = termsOf(drive, episode, k);
    const why = k === episode.steps.length - 1 && episode.why !== "cut" ? episode.why : undefined;
    return {
      state: { ...moment.state },
      picture: pictureOf(world, moment.state),
      action: moment.action,
      reward: Object.values(rewards).reduce((sum, paid) => sum + paid, 0),
      rewards,
      ...(score === undefined
        ? {}
        : { score: score.value(moment) + (why === undefined ? 0 : (score.final?.(moment.nextState, why) ?? 0)) }),
      events: events.flatMap(({ item: { kind, name }, at }) =>
        at === k + 1 ? [`${kind} ${name}${kind === "keepPossible" ? " lost" : ""}`] : [],
      ),
      ...(world.seen === undefined ? {} : { seen: world.seen(moment) }),
      probability,
    };
  });
  const last = episode.steps[length - 1]!.moment.nextState;
  return {
    policies: "the recorded policy",
    steps,
    end: {
      state: { ...last },
      picture: pictureOf(world, last),
      why: length < episode.steps.length ? "cut" : episode.why,
    },
    probability: Number.NaN,
    ...stemAndLoop(steps.map(({ state, action }) => `${JSON.stringify(state)} ${action}`)),
    share: 1,
    minimal,
  };
}

/** Follows one item of the intent through the episodes. */
function followItem(standard: Standard, item: AnyItem) {
  const { world, discount } = standard;
  const isTold = item.kind !== "keepPossible" || standard.lost(item) !== undefined;
  const scores: number[] = [];
  let [episodes, violated] = [0, 0];
  let first: string | undefined;
  let shortest: { readonly episode: RecordedEpisode; readonly length: number; readonly place: string } | undefined;
  const note = (episode: RecordedEpisode): void => {
    if (!isTold || (!isWhole(episode) && !isEvent(item))) return;
    episodes++;
    if (item.kind === "score") {
      let [sum, weight] = [0, 1];
      for (const { moment } of episode.steps) {
        const value = guarded(
          () => `${world.id}: the score`,
          () => item.value(moment),
        );
        if (!Number.isFinite(value))
          throw caseError(`${world.id}: the score is ${show(value)}, expected a finite number`);
        sum += weight * value;
        weight *= discount;
      }
      const last = episode.steps.at(-1);
      if (last !== undefined && episode.why !== "cut")
        sum += weight * (item.final?.(last.moment.nextState, episode.why) ?? 0);
      scores.push(sum);
      return;
    }
    const at = eventIn(standard, item, episode);
    if ((at !== undefined) !== isEvent(item)) return;
    violated++;
    const length = Math.max(1, at ?? episode.steps.length);
    const place = `${episode.name}, ${episode.steps[length - 1]!.place}`;
    first ??= place;
    if (shortest === undefined || length < shortest.length) shortest = { episode, length, place };
  };
  const violation = (): Violation | undefined => {
    if (shortest === undefined) return undefined;
    const { episode, length, place } = shortest;
    const drives = Object.entries(standard.drives);
    const paid = drives.map(([name, drive]) => {
      const sums = Object.fromEntries(drive.terms.map((term) => [term.name, 0]));
      for (let k = 0; k < length; k++)
        for (const [term, amount] of Object.entries(termsOf(drive, episode, k))) sums[term]! += amount;
      return [name, sums] as const;
    });
    const trace = traceOf(
      standard,
      drives[0]![1],
      episode,
      length,
      violated === 1 ? "the only one" : `the shortest of ${formatCount(violated)}`,
    );
    return { place, trace, paid: Object.fromEntries(paid) };
  };
  return {
    note,
    result(): RecordedItem {
      const { kind, name } = item;
      const reached = isEvent(item) ? violated : episodes - violated;
      const found = violation();
      return {
        kind,
        name,
        measure: MEASURES[kind],
        ...(episodes === 0 ? {} : { figure: kind === "score" ? estimate(scores) : rate(reached, episodes) }),
        episodes,
        violated,
        ...(first === undefined ? {} : { first }),
        ...(found === undefined ? {} : { shortest: found }),
        ...(isTold
          ? episodes === 0
            ? { note: "no episode is whole" }
            : {}
          : { note: "from which states it can still be reached is not known: the world cannot be enumerated" }),
      };
    },
  };
}

/** Follows what one drive pays through the episodes. */
function followDrive(name: string, drive: AnyDrive, discount: number) {
  const payer = payerOf(drive, discount);
  const earned: number[] = [];
  let [compared, different] = [0, 0];
  let first: Agreement["first"];
  return {
    note(episode: RecordedEpisode): void {
      let [sum, weight] = [0, 1];
      episode.steps.forEach(({ moment, reward, place }, k) => {
        const why = k === episode.steps.length - 1 && episode.why !== "cut" ? episode.why : undefined;
        const pays = guarded(
          () => `${drive.world.id}: drive "${name}"`,
          () => payer.pay(moment, why),
        );
        sum += weight * pays;
        weight *= discount;
        if (reward === undefined) return;
        compared++;
        if (isClose(reward, pays)) return;
        different++;
        first ??= { place, recorded: reward, pays };
      });
      if (isWhole(episode)) earned.push(sum);
    },
    result: (): Agreement => ({
      drive: name,
      ...(earned.length === 0 ? {} : { earned: estimate(earned) }),
      compared,
      different,
      ...(first === undefined ? {} : { first }),
    }),
  };
}

/** What was recorded as paid for an episode; undefined where a reward is missing, or the episode is not whole. */
function paidFor(episode: RecordedEpisode, discount: number): number | undefined {
  if (!isWhole(episode)) return undefined;
  let weight = 1;
  return episode.steps.reduce<number | undefined>((sum, { reward }: RecordedStep) => {
    const paid = reward === undefined || sum === undefined ? undefined : sum + weight * reward;
    weight *= discount;
    return paid;
  }, 0);
}

/**
 * Holds recorded episodes against a setting's intent and drives. Traces show what its first drive pays.
 *
 * An episode that is not whole counts for what must never happen or be lost, and for nothing else.
 */
export function judge(
  given: Standard,
  episodes: Iterable<RecordedEpisode>,
  onProgress?: (steps: number) => void,
): Judged {
  const losses = new Map((given.intent?.items ?? []).map((item) => [item, given.lost(item)]));
  const standard: Standard = { ...given, lost: (item) => losses.get(item) };
  const { discount } = standard;
  const items = (standard.intent?.items ?? []).map((item) => followItem(standard, item));
  const drives = Object.entries(standard.drives).map(([name, drive]) => followDrive(name, drive, discount));
  const paid: number[] = [];
  let [count, steps, unfinished] = [0, 0, 0];
  for (const episode of episodes) {
    count++;
    steps += episode.steps.length;
    if (!isWhole(episode)) unfinished++;
    const sum = paidFor(episode, discount);
    if (sum !== undefined) paid.push(sum);
    for (const follower of [...items, ...drives]) follower.note(episode);
    onProgress?.(steps);
  }
  return {
    episodes: count,
    steps,
    unfinished,
    discount,
    ...(paid.length === 0 ? {} : { paid: estimate(paid) }),
    items: items.map((item) => item.result()),
    drives: drives.map((drive) => drive.result()),
  };
}
