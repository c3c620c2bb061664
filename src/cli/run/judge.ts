import { lostOf } from "../../audit/learned/lost.ts";
import { judge, type Standard } from "../../audit/recorded/judge.ts";
import type { Judgement } from "../../audit/recorded/report.ts";
import type { Declared } from "../../bridge/gymnasium/declared.ts";
import { PAID } from "../../bridge/gymnasium/setting.ts";
import type { DeclaredInPython } from "../../bridge/trajectories/declared-python.ts";
import { recordedEnvironment } from "../../bridge/trajectories/environment.ts";
import { fitTo } from "../../bridge/trajectories/fit.ts";
import { linesOf } from "../../bridge/trajectories/lines.ts";
import { datasetOf, minariLines } from "../../bridge/trajectories/minari.ts";
import { type RawEpisode, type RawStep, readTrajectories } from "../../bridge/trajectories/steps.ts";
import type { AnyCase, AnySetting, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import type { RecordedEpisode } from "../../core/recorded.ts";
import { lifeDiscount } from "../../core/world.ts";
import { readRecord } from "../../report/life/record-reader.ts";
import type { Answer, JudgeTask, Progressing } from "./messages.ts";
import { driveOf, parseSettings } from "./settings.ts";

/** Innate's own cases by what Gymnasium calls them; "case" stands for a file of a user's. */
const OWN = /^gym:innate\/(.+)-v\d+$/;

/** The module that is imported for an environment, `gym:my_package:Mine-v0`, which recordings leave out. */
const MODULE = /^gym:[\w.]+:/;

/** Whether what a file says of its world may be said of one with the given names. */
function isOf(world: string | undefined, names: readonly string[]): boolean {
  const own = OWN.exec(world ?? "")?.[1];
  return world === undefined || own === "case" || names.includes(own ?? world);
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
  let open: { readonly number: number; readonly before: number; readonly steps: RawStep[] } | undefined;
  for (let next = moments.next(); ; next = moments.next()) {
    if (next.done === true) {
      if (open !== undefined) yield open;
      return next.value;
    }
    const { state: from, nextState: to, step: line, action, reward, terminated, truncated, episode, time } = next.value;
    open ??= { number: episode, before: time, steps: [] };
    open.steps.push({ line, isSeen: false, from, to, action, reward, terminated, truncated, info: {} });
    if (!terminated && !truncated) continue;
    yield open;
    open = undefined;
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

/**
 * The settings under which all files were recorded, and with them those that were typed.
 *
 * @throws InnateError `usage` where they contradict each other
 */
function settingsFor(subject: AnyCase, sources: readonly Source[], typed: Readonly<Record<string, string>>): Settings {
  const own = parseSettings(subject.parameters, typed);
  const given = Object.keys(typed).map((name) => [name, own[name]!] as const);
  const said = new Map(given.map(([name, value]) => [name, { value, by: "--set" }]));
  for (const { settings = {}, origin } of sources)
    for (const [name, value] of Object.entries(settings)) {
      const other = said.get(name) ?? { value, by: origin };
      said.set(name, other);
      if (other.value !== value)
        throw new InnateError(
          "usage",
          `${origin}: recorded with ${name} = ${value}, and ${other.by} says ${other.value}; judge by what was recorded, each apart`,
        );
    }
  return { ...own, ...Object.fromEntries([...said].map(([name, { value }]) => [name, value])) };
}

/** The setting, with the drive first that paid, or that is asked for; where there is one. */
function ordered(setting: AnySetting, sources: readonly Source[], drive: string | undefined, name: string): AnySetting {
  const first = drive ?? sources.find((source) => source.drive !== undefined)?.drive;
  if (first === undefined) return setting;
  return { ...setting, drives: { [first]: driveOf(setting.drives, first, name), ...setting.drives } };
}

/** What is recorded in a setting is held against it, with the discount that a life in its world has. */
const standardOf = (setting: AnySetting): Standard => ({
  ...setting,
  discount: lifeDiscount(setting.world),
  lost: lostOf(setting),
});

/** Every episode of some files, as `toEpisode` makes it; files that end in the middle are named in `cut`. */
function* readAll(
  sources: readonly Source[],
  readerOf: (source: Source) => (episode: RawEpisode) => RecordedEpisode,
  cut: string[],
): Generator<RecordedEpisode, void> {
  for (const source of sources) {
    const toEpisode = readerOf(source);
    for (let next = source.episodes.next(); ; next = source.episodes.next()) {
      if (next.done === true) {
        if (!next.value) cut.push(source.origin);
        break;
      }
      yield toEpisode(next.value);
    }
  }
}

/** Judges all that some files hold. */
function judgeAll(
  head: Pick<Judgement, "case" | "settings" | "files">,
  standard: Standard,
  sources: readonly Source[],
  readerOf: (source: Source) => (episode: RawEpisode) => RecordedEpisode,
  { onProgress }: Pick<Progressing, "onProgress">,
): Judgement {
  const cut: string[] = [];
  const drive = Object.keys(standard.drives)[0]!;
  const judged = judge(standard, readAll(sources, readerOf, cut), (steps) =>
    onProgress({ drive, stage: "reading steps", done: steps }),
  );
  return {
    ...head,
    ...judged,
    notes: cut.map((origin) => `${origin} ends in the middle: what stands before was judged`),
  };
}

const stranger = (source: Source, said: string): InnateError =>
  new InnateError("usage", `${source.origin}: recorded in the world "${source.world}", and ${said}`);

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
  progressing: Pick<Progressing, "onProgress">,
): Answer {
  const sources = files.map((file) => openSource(file, python));
  const { id } = subject.build(parseSettings(subject.parameters, typed)).world;
  const other = sources.find((source) => !isOf(source.world, [id, name]));
  if (other !== undefined) throw stranger(other, `that of ${name} is "${id}"`);
  const settings = settingsFor(subject, sources, typed);
  const setting = ordered(subject.build(settings), sources, drive, name);
  const { world } = setting;
  const readerOf = (source: Source) => {
    const { horizon = world.horizon } = source;
    return fitTo(horizon === undefined ? world : { ...world, horizon }, source);
  };
  const judgement = judgeAll({ case: name, settings, files }, standardOf(setting), sources, readerOf, progressing);
  return { kind: "judge", judgement };
}

/**
 * Holds what was recorded in an environment against what a file beside it declares.
 *
 * @throws InnateError `usage` where a file does not hold trajectories of this environment
 */
export function judgeEnvironment(
  name: string,
  beside: Declared | DeclaredInPython | undefined,
  { files, drive, python }: JudgeTask,
  progressing: Pick<Progressing, "onProgress">,
): Answer {
  const sources = files.map((file) => openSource(file, python));
  const bare = name.replace(MODULE, "gym:");
  const other = sources.find(({ world }) => world !== undefined && world.replace(MODULE, "gym:") !== bare);
  if (other !== undefined) throw stranger(other, `not in ${name}`);
  const { setting, toEpisode } = recordedEnvironment(name, beside);
  const standard = {
    ...ordered(setting, drive === undefined ? [] : sources, drive, name),
    discount: 1,
    lost: () => undefined,
  };
  const readerOf = (source: Source) => (episode: RawEpisode) => toEpisode(episode, source.placeOf);
  const judgement = judgeAll({ case: name, settings: {}, files }, standard, sources, readerOf, progressing);
  // That what was paid agrees with what was recorded says nothing.
  const drives = judgement.drives.filter((one) => one.drive !== PAID);
  const hint =
    setting.intent === undefined ? ["--with FILE says what was meant: a .ts, .js or .py file with an intent"] : [];
  return { kind: "judge", judgement: { ...judgement, drives, notes: [...judgement.notes, ...hint] } };
}
