import { lostIn } from "../../audit/learned/lost.ts";
import { judge, type Standard } from "../../audit/recorded/judge.ts";
import type { Judgement } from "../../audit/recorded/report.ts";
import { fitTo } from "../../bridge/trajectories/fit.ts";
import { linesOf } from "../../bridge/trajectories/lines.ts";
import { datasetOf, minariLines } from "../../bridge/trajectories/minari.ts";
import { type RawEpisode, readTrajectories } from "../../bridge/trajectories/steps.ts";
import type { AnyCase, AnySetting, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import type { RecordedEpisode } from "../../core/recorded.ts";
import { enumerate } from "../../exact/enumerate.ts";
import { readRecord } from "../../report/life/record-reader.ts";
import type { Answer, JudgeTask, Progressing } from "./messages.ts";
import { driveOf, parseSettings } from "./settings.ts";

/** Most states that are gone through to tell from which of them something is lost. */
const MOST_STATES = 200_000;

/** Innate's own cases by what Gymnasium calls them; "case" stands for a file of a user's. */
const OWN = /^gym:innate\/(.+)-v\d+$/;

/** Whether what a file says of its world is said of this one. */
function isOf(world: string | undefined, setting: AnySetting, name: string): boolean {
  const own = OWN.exec(world ?? "")?.[1];
  return world === undefined || own === "case" || [setting.world.id, name].includes(own ?? world);
}

/** A file of trajectories, read as far as what it says of itself. */
interface Source {
  readonly origin: string;
  /** id of the world, the settings, and the drive that paid, as far as it says them */
  readonly world?: string;
  readonly settings?: Settings;
  readonly drive?: string;
  readonly horizon?: number;
  readonly inCompany?: boolean;
  placeOf(line: number): string;
  readonly episodes: Generator<RawEpisode, boolean>;
}

/** The moments of a life, episode by episode. */
function* episodesOf(moments: ReturnType<typeof readRecord>["moments"]): Generator<RawEpisode, boolean> {
  let steps: RawEpisode["steps"][number][] = [];
  let number = 0;
  for (let next = moments.next(); ; next = moments.next()) {
    if (next.done === true) {
      if (steps.length > 0) yield { number, steps };
      return next.value;
    }
    const { state, nextState, step, episode, action, reward, terminated, truncated } = next.value;
    number = episode;
    steps.push({
      line: step,
      isSeen: false,
      from: state,
      to: nextState,
      action,
      reward,
      terminated,
      truncated,
      info: {},
    });
    if (!terminated && !truncated) continue;
    yield { number, steps };
    steps = [];
  }
}

/** Lines, with those that were looked at already before them. */
function* again(first: readonly string[], rest: Generator<string, boolean>): Generator<string, boolean> {
  yield* first;
  return yield* rest;
}

function openSource(file: string, python: string | undefined): Source {
  const dataset = datasetOf(file);
  if (dataset !== undefined) {
    const origin = `minari:${dataset}`;
    const { header = {}, episodes } = readTrajectories(minariLines(dataset, python), origin);
    // The first line says of what environment it is.
    return { origin, ...header, placeOf: (line) => `${origin}, step ${line - 2}`, episodes };
  }
  const origin = file;
  const rest = linesOf(file, origin);
  const first = rest.next();
  const lines = again(first.done === true ? [] : [first.value], rest);
  if (first.done !== true && first.value.includes('"innate-record"')) {
    const { header, moments } = readRecord(lines, origin);
    return {
      origin,
      world: header.world,
      settings: header.settings,
      drive: header.drive,
      ...(header.horizon === undefined ? {} : { horizon: header.horizon }),
      inCompany: Object.keys(header.others).length > 0,
      placeOf: (step) => `${origin}, step ${step}`,
      episodes: episodesOf(moments),
    };
  }
  const { header = {}, episodes } = readTrajectories(lines, origin);
  return { origin, ...header, placeOf: (line) => `${origin}:${line}`, episodes };
}

/** The settings under which all files were recorded, and with them those that were typed. */
function settingsFor(subject: AnyCase, sources: readonly Source[], typed: Readonly<Record<string, string>>): Settings {
  const own = parseSettings(subject.parameters, typed);
  const [said, ...others] = sources.flatMap(({ settings, origin }) =>
    settings === undefined ? [] : [{ settings, origin }],
  );
  if (said === undefined) return own;
  for (const { settings, origin } of others)
    for (const [name, value] of Object.entries(settings))
      if (said.settings[name] !== value)
        throw new InnateError(
          "usage",
          `${origin}: recorded with ${name} = ${value}, and ${said.origin} with ${said.settings[name]}; judge them apart`,
        );
  return { ...own, ...said.settings, ...Object.fromEntries(Object.keys(typed).map((name) => [name, own[name]!])) };
}

/** The setting, with the drive first that paid, or that is asked for; where there is one. */
function ordered(setting: AnySetting, sources: readonly Source[], drive: string | undefined, name: string): AnySetting {
  const first = drive ?? sources.find((source) => source.drive !== undefined)?.drive;
  if (first === undefined) return setting;
  return { ...setting, drives: { [first]: driveOf(setting.drives, first, name), ...setting.drives } };
}

function standardOf(setting: AnySetting): Standard {
  const { world, intent } = setting;
  const discount = world.discount ?? (world.horizon === undefined ? 0.99 : 1);
  const isKept = intent?.items.some(({ kind }) => kind === "keepPossible") === true;
  if (!isKept) return { ...setting, discount, lost: () => undefined };
  try {
    return { ...setting, discount, lost: lostIn(enumerate(world, { states: MOST_STATES })) };
  } catch (error) {
    if (error instanceof InnateError && error.fault === "undecided")
      return { ...setting, discount, lost: () => undefined };
    throw error;
  }
}

function* fitted(sources: readonly Source[], { world }: AnySetting, cut: string[]): Generator<RecordedEpisode, void> {
  for (const source of sources) {
    const { horizon = world.horizon, origin } = source;
    const toEpisode = fitTo(horizon === undefined ? world : { ...world, horizon }, source);
    for (let next = source.episodes.next(); ; next = source.episodes.next()) {
      if (next.done === true) {
        if (!next.value) cut.push(origin);
        break;
      }
      yield toEpisode(next.value);
    }
  }
}

/**
 * Holds what was recorded against a case.
 *
 * @throws InnateError `usage` where a file does not hold trajectories of this case
 */
export function judgeRecorded(
  subject: AnyCase,
  name: string,
  typed: Readonly<Record<string, string>>,
  { files, drive, python }: JudgeTask,
  { onProgress }: Pick<Progressing, "onProgress">,
): Answer {
  const sources = files.map((file) => openSource(file, python));
  const settings = settingsFor(subject, sources, typed);
  const setting = ordered(subject.build(settings), sources, drive, name);
  const stranger = sources.find(({ world }) => !isOf(world, setting, name));
  if (stranger !== undefined)
    throw new InnateError(
      "usage",
      `${stranger.origin}: recorded in the world "${stranger.world}", and that of ${name} is "${setting.world.id}"`,
    );
  const cut: string[] = [];
  const judged = judge(standardOf(setting), fitted(sources, setting, cut), (steps) =>
    onProgress({ drive: Object.keys(setting.drives)[0]!, stage: "reading steps", done: steps }),
  );
  const judgement: Judgement = {
    case: name,
    settings,
    files,
    ...judged,
    notes: cut.map((origin) => `${origin} ends in the middle: what stands before was judged`),
  };
  return { kind: "judge", judgement };
}
