import type { AnyCase, AnyDrive } from "../../core/case.ts";
import type { Others } from "../../core/company.ts";
import { InnateError } from "../../core/errors.ts";
import { beginLife, type Life, resumeLife } from "../../core/live.ts";
import { pictureOf } from "../../core/picture.ts";
import type { State } from "../../core/world.ts";
import { guarded } from "../../exact/enumerate.ts";
import { cellsOf } from "../../minds/index.ts";
import { createLifeLog } from "../../report/life/log.ts";
import type { About, LifeReport } from "../../report/life/report.ts";
import { replaceText } from "../files.ts";
import type { Answer, LiveTask, Pause, Progressing } from "./messages.ts";
import { openRecord } from "./record.ts";
import { checkSame, keptText, readKept, shapeOf } from "./saved.ts";
import { DEFAULT_MIND, driveOf, mindOf, parseSettings } from "./settings.ts";

/** Milliseconds between two pauses, in which the command line is listened to, two reports on the way, and two savings. */
const PAUSE = 50;
const REPORT = 2_000;
const SAVE = 60_000;
/** Steps between two looks at the clock. */
const LOOK = 16;
/** Taken before a user's code can replace it. */
const now = performance.now.bind(performance);

/** The other minds that are asked for as FIELD=MIND/DRIVE, or FIELD=MIND under the life's own drive. */
function othersOf(
  typed: Readonly<Record<string, string>>,
  drives: Readonly<Record<string, AnyDrive>>,
  own: string,
  owner: string,
): Others<State, string> {
  const others = Object.entries(typed).map(([field, text]) => {
    const [mind = "", drive = own] = text.split("/");
    return [field, { mind: mindOf(mind), drive: driveOf(drives, drive, owner) }] as const;
  });
  return Object.fromEntries(others);
}

/** The life that a task asks for, at its beginning or where a saved one stands. */
function lifeFor(subject: AnyCase, name: string, task: LiveTask, typed: Readonly<Record<string, string>>) {
  const { resume } = task;
  const kept = resume === undefined ? undefined : readKept(resume);
  if (kept !== undefined && resume !== undefined) checkSame(kept, task, typed, resume);
  const settings = kept?.settings ?? parseSettings(subject.parameters, typed);
  const mind = mindOf(kept?.life.mind ?? task.mind ?? DEFAULT_MIND);
  const { world, drives, intent } = subject.build(settings);
  const driveName = kept?.drive ?? task.drive ?? Object.keys(drives)[0]!;
  const drive = driveOf(drives, driveName, name);
  const typedOthers = kept?.others ?? task.others;
  const others = othersOf(typedOthers, drives, driveName, name);
  const shape = shapeOf(world, drive);
  const owner = `--resume ${resume}`;
  if (kept !== undefined && kept.life.world === world.id && kept.shape !== shape)
    throw new InnateError(
      "usage",
      `${owner}: the fields, actions or signals of "${world.id}", or the drive's terms, have changed since that life was saved`,
    );
  const { horizon, discount, seed = 0 } = task;
  const options = {
    seed: kept?.life.options.seed ?? seed,
    ...(horizon === undefined ? {} : { horizon }),
    ...(discount === undefined ? {} : { discount }),
  };
  let life: Life<State, string>;
  try {
    life =
      kept === undefined
        ? beginLife(world, drive, mind, options, others)
        : resumeLife(world, drive, mind, kept.life, others);
  } catch (error) {
    if (kept === undefined || !(error instanceof InnateError)) throw error;
    throw new InnateError(error.fault, `${owner}: ${error.message}`, { cause: error });
  }
  const cells = cellsOf(life.body);
  const about: About = {
    case: name,
    settings,
    world: world.id,
    drive: driveName,
    mind: mind.name,
    others: typedOthers,
    seed: options.seed,
    discount: life.body.discount,
    terms: drive.terms.map((term) => term.name),
    ...(life.body.horizon === undefined ? {} : { horizon: life.body.horizon }),
    ...(cells === undefined ? {} : { cells }),
  };
  return { world, intent, life, about, shape };
}

/**
 * Lives a life and reports on it: on the way every few seconds, and at its end, whatever ends it. Between two answers whoever asked is
 * listened to.
 *
 * @throws InnateError, and whatever the case's code throws
 */
export function* live(
  subject: AnyCase,
  name: string,
  typed: Readonly<Record<string, string>>,
  task: LiveTask,
  { onProgress, isStopped }: Progressing,
): Generator<Answer | Pause, void> {
  const { world, intent, life, about, shape } = lifeFor(subject, name, task, typed);
  const from = life.step;
  const draw = (state: State) =>
    guarded(
      () => `${world.id}: draw`,
      () => pictureOf(world, state),
    );
  const observes = world.observe !== undefined;
  const log = createLifeLog({ about, draw, from, observes, ...(intent === undefined ? {} : { intent }) });
  const record =
    task.record === undefined
      ? undefined
      : openRecord(task.record, { about, world, observes, signals: life.body.signals });
  const answer = (end: LifeReport["end"], isLast: boolean): Answer => ({
    kind: "life",
    report: log.report(end),
    isLast,
  });
  const save = (): void => {
    const { settings, drive, others } = about;
    if (task.save === undefined) return;
    const text = keptText({ settings, drive, others, shape, life: life.save() });
    replaceText(task.save, text, `--save ${task.save}`);
  };
  const began = now();
  let [paused, reported, saved] = [began, began, began];
  let end: LifeReport["end"] = "lived";
  try {
    for (const moment of life.live(task.steps)) {
      log.note(moment);
      record?.write(moment);
      const done = moment.step + 1 - from;
      if (done % LOOK !== 0) continue;
      onProgress({ drive: about.drive, stage: `living as ${about.mind}`, done, of: task.steps });
      const time = now();
      if (time - paused < PAUSE) continue;
      paused = time;
      yield { kind: "pause" };
      if (isStopped() || time - began > (task.time ?? Infinity)) {
        end = "interrupted";
        break;
      }
      if (time - reported > REPORT) {
        reported = time;
        record?.flush();
        yield answer("interrupted", false);
      }
      if (time - saved > SAVE) {
        saved = time;
        save();
      }
    }
  } catch (error) {
    // What was lived is kept, and the life that was saved last: this one has drawn for a step that it did not live.
    record?.close(false);
    yield answer("failed", true);
    throw error;
  }
  record?.close(end === "lived");
  save();
  yield answer(end, true);
}
