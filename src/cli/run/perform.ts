import { auditInParts } from "../../audit/audit.ts";
import { compare } from "../../audit/compare/compare.ts";
import type { LearnedOptions } from "../../audit/learned/learned.ts";
import type { SourceLine } from "../../audit/report.ts";
import type { AnyCase } from "../../core/case.ts";
import { InnateError, messageOf } from "../../core/errors.ts";
import { showFrame, thrownByUser, userFrame } from "../load/places.ts";
import { exportTo } from "./export.ts";
import { judgeRecorded } from "./judge.ts";
import { live } from "./live.ts";
import type { Answer, CaseTask, Failure, Order, Pause, Progressing } from "./messages.ts";
import { replay } from "./replay.ts";
import { driveOf, mindOf, parseSettings } from "./settings.ts";
import { describe } from "./show.ts";

/** Share of the time limit after which measurements that no finding needs are cut short. */
const MEASURING = 0.7;
/** Milliseconds since this process or thread began; taken before a user's code can replace it. */
const now = performance.now.bind(performance);

/**
 * What a case answers to a task, one answer after another.
 *
 * @throws InnateError, and whatever the case's code throws
 */
export function* perform(
  subject: AnyCase,
  { task, name, settings: typed }: Order<CaseTask>,
  progressing: Progressing,
  locate: (definition: object) => SourceLine | undefined,
): Generator<Answer | Pause, void> {
  if (task.kind === "live") {
    yield* live(subject, name, typed, task, progressing);
    return;
  }
  if (task.kind === "judge") {
    yield judgeRecorded(subject, name, typed, task, progressing);
    return;
  }
  const { onProgress } = progressing;
  const settings = task.kind === "replay" ? task.settings : parseSettings(subject.parameters, typed);
  if (task.kind === "show") {
    yield { kind: "show", shown: describe(subject, name, settings, task.states, locate) };
    return;
  }
  if (task.kind === "compare") {
    const { drives, bytes, states, horizon, discount } = task;
    const comparison = compare(subject, {
      name,
      drives,
      settings,
      onProgress,
      limits: { bytes, ...(states === undefined ? {} : { states }) },
      ...(horizon === undefined ? {} : { horizon }),
      ...(discount === undefined ? {} : { discount }),
    });
    yield { kind: "compare", comparison };
    return;
  }
  if (task.kind === "export") {
    yield { kind: "export", exported: exportTo(subject, name, settings, task, onProgress) };
    return;
  }
  const { world, drives } = subject.build(settings);
  if (task.kind === "replay") {
    yield { kind: "replay", steps: replay(world, driveOf(drives, task.drive, name), task.trace) };
    return;
  }
  for (const drive of task.drives) driveOf(drives, drive, name);
  const parts = auditInParts(subject, {
    name,
    isTimeUp: () => now() > MEASURING * task.time,
    settings,
    onProgress,
    locate,
    limits: { bytes: task.bytes, ...(task.states === undefined ? {} : { states: task.states }) },
    answers: task.answers,
    ...(task.drives.length === 0 ? {} : { drives: task.drives }),
    ...(task.horizon === undefined ? {} : { horizon: task.horizon }),
    ...(task.discount === undefined ? {} : { discount: task.discount }),
    ...(task.average === undefined ? {} : { average: task.average }),
    ...(task.learned === undefined ? {} : { learned: learnedOf(subject, task.learned, typed) }),
  });
  for (const part of parts) yield { kind: "audit", ...part };
}

/** The lives and the search that are asked for, with the mind itself and its settings read. */
function learnedOf(
  { parameters }: AnyCase,
  { mind, steps, seeds, from }: NonNullable<Extract<CaseTask, { kind: "audit" }>["learned"]>,
  typed: Order["settings"],
): LearnedOptions {
  const own = { mind: mindOf(mind), steps, seeds };
  const names = Object.keys(from);
  const settings = parseSettings(parameters, { ...typed, ...from });
  return names.length === 0 ? own : { ...own, from: Object.fromEntries(names.map((name) => [name, settings[name]!])) };
}

/** A place in a message: " (mine.ts:12:5)". */
const PLACE = / \([^/\\\s()]+\.[cm]?[jt]sx?:\d+:\d+\)/;

/** Who is at fault for what a task threw, and what to say. */
export function failureOf(thrown: unknown, name: string): Failure {
  if (thrown instanceof InnateError) {
    const frame = thrown.fault === "case" ? userFrame(thrown) : undefined;
    const shown = thrown.message.includes("\n    at ");
    const place = frame === undefined || shown ? "" : `\n${showFrame(frame)}`;
    // The place stands on a line of its own below.
    const said = place === "" ? thrown.message : thrown.message.replace(PLACE, "");
    return { blame: thrown.fault, message: (said.startsWith(name) ? said : `${name}: ${said}`) + place };
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${messageOf(thrown)}` : messageOf(thrown);
  const frame = userFrame(thrown);
  if (thrownByUser(thrown))
    return { blame: "case", message: `${name}: ${message}${frame === undefined ? "" : `\n${showFrame(frame)}`}` };
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  return {
    blame: "internal",
    message: `${name}: a fault of Innate's own: ${message}\n${stack
      .split("\n")
      .filter((row) => row.startsWith("    at "))
      .slice(0, 8)
      .join("\n")}`,
  };
}
