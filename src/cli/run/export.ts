import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Progress } from "../../audit/audit.ts";
import { askedOf } from "../../audit/question.ts";
import { caseModel, refusePhases } from "../../bridge/write/case-model.ts";
import { exportCase } from "../../bridge/write/export.ts";
import type { Part } from "../../bridge/write/tra.ts";
import type { AnyCase, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { enumerate } from "../../exact/enumerate.ts";
import { readText, refused } from "../files.ts";
import type { Exported, ExportTask } from "./messages.ts";
import { driveOf } from "./settings.ts";

/** Characters that are written at once. */
const CHUNK = 1 << 16;

/** Writes lines into a file, all of them: `writeSync` may leave some of a text out where a disk is nearly full. */
function writeLines(file: string, lines: Iterable<string>, onLines: (count: number) => void): void {
  const descriptor = openSync(file, "wx");
  try {
    let text = "";
    let count = 0;
    for (const line of lines) {
      text += `${line}\n`;
      count++;
      if (text.length < CHUNK) continue;
      writeFileSync(descriptor, text);
      onLines(count);
      text = "";
    }
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a file of properties says just what is to be written: they are the same in all formats. */
const isWritten = (stem: string, { ending, lines }: Part): boolean =>
  ending === ".props" && readText(stem + ending, "") === [...lines()].map((line) => `${line}\n`).join("");

/** Files of rewards, of an earlier export, that a reader of the new one would take for its own. */
function staleRewards(stem: string, parts: readonly Part[]): readonly string[] {
  if (!parts.some(({ ending }) => ending === ".tra")) return [];
  const own = parts.map(({ ending }) => stem + ending);
  const stale: string[] = [];
  for (let k = 0; ; k++) {
    const files = [".srew", ".trew"].map((ending) => `${stem}${k === 0 ? "" : k}${ending}`);
    const there = files.filter((file) => existsSync(file));
    if (k > 0 && (existsSync(`${stem}${k}.tra`) || !files.some((file) => there.includes(file) || own.includes(file))))
      return stale;
    stale.push(...there.filter((file) => !own.includes(file)));
  }
}

/**
 * Writes a case as a model into files: all of them, or none.
 *
 * @throws InnateError `usage` where one is there already, or cannot be written
 */
export function exportTo(
  subject: AnyCase,
  name: string,
  settings: Settings,
  { stem, scratch, format, force, drives, ...task }: ExportTask,
  onProgress: (progress: Progress) => void,
): Exported {
  const setting = subject.build(settings);
  for (const drive of drives) driveOf(setting.drives, drive, name);
  refusePhases(setting.world);
  const [first = ""] = drives.length === 0 ? Object.keys(setting.drives) : drives;
  const report = (stage: string, done: number, of?: number): void =>
    onProgress({ drive: first, stage, done, ...(of === undefined ? {} : { of }) });
  const limits = { bytes: task.bytes, ...(task.states === undefined ? {} : { states: task.states }) };
  const enumeration = {
    ...enumerate(setting.world, limits, (found, done) => report("enumerating states", done, found)),
    onCalls: (what: string, done: number) => report(`reading ${what}`, done),
  };
  const { criterion, question } = askedOf(setting.world, enumeration.model, task);
  const model = caseModel(setting, enumeration, {
    name,
    drives,
    settings,
    criterion,
    question: `${question.text} (${question.origin})`,
  });
  const { parts, properties, rounded } = exportCase(model, format);
  const stale = staleRewards(stem, parts);
  const own = parts.filter((part) => existsSync(stem + part.ending) && !isWritten(stem, part));
  const taken = [...own.map(({ ending }) => stem + ending), ...stale];
  if (taken.length > 0 && !force)
    throw new InnateError(
      "usage",
      `${taken.join(", ")}: there already; --force writes over ${taken.length > 1 ? "them" : "it"}`,
    );
  const place = basename(stem);
  let file = stem;
  try {
    mkdirSync(scratch);
    for (const { ending, lines } of parts) {
      file = stem + ending;
      writeLines(join(scratch, place + ending), lines(), (count) => report(`writing ${place}${ending}`, count));
    }
    for (const { ending } of parts) {
      file = stem + ending;
      renameSync(join(scratch, place + ending), file);
    }
    for (file of stale) rmSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw refused(file, error, file);
    throw error;
  }
  const [rows] = model.model.phases;
  return {
    format,
    files: parts.map(({ ending }) => stem + ending),
    question: question.text,
    states: model.model.states,
    choices: rows!.action.length,
    transitions: rows!.successor.length,
    rewards: model.rewards.map((reward) => reward.name),
    labels: [...model.labels.keys()].filter((label) => label !== "init" && label !== "deadlock"),
    properties,
    rounded,
    isHidden: model.isHidden,
  };
}
