import { existsSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { FORMATS, type Format } from "../bridge/write/formats.ts";
import { InnateError } from "../core/errors.ts";
import { count } from "../report/number.ts";
import { checkWritable } from "./files.ts";
import { type ForeignFlags, foreignOptions } from "./foreign-flags.ts";
import { createProgressBar } from "./progress.ts";
import type { Exported } from "./run/messages.ts";
import { limitsOf, modelBytes, startRun } from "./run/run.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { findTarget } from "./target.ts";
import { complain, harmless, print } from "./terminal.ts";

export interface ExportFlags extends ForeignFlags {
  readonly format?: Format;
  readonly output?: string;
  readonly force?: boolean;
  readonly drive: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly horizon?: number;
  readonly discount?: number;
  readonly average?: boolean;
  readonly json?: boolean;
  readonly time?: number;
  readonly memory?: number;
  readonly maxStates?: number;
}

const formatOf = (file: string): Format | undefined => FORMATS.find((format) => file.endsWith(`.${format}`));

/** The format, and the path of the files without what their names end in. */
function placeOf(
  name: string,
  { format: asked, output }: ExportFlags,
): { readonly format: Format; readonly stem: string } {
  const own = basename(name)
    .replace(/\.\w+$/, "")
    .replace(/[^\w.-]+/g, "-");
  const named = output === undefined ? undefined : formatOf(output);
  if (asked !== undefined && named !== undefined && asked !== named)
    throw new InnateError("usage", `--output ${output}: it ends in .${named}, but --format is ${asked}`);
  const format = asked ?? named ?? "prism";
  if (output === undefined) return { format, stem: own };
  const isFolder = /[/\\]$/.test(output) || statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) return { format, stem: join(output, own) };
  return { format, stem: named === undefined ? output : output.slice(0, -named.length - 1) };
}

/** Most states of which a checker reads the PRISM language in a few seconds. */
const READ_SOON = 1000;

/** The commands that ask what was written. */
function commandsFor({ format, files }: Exported): readonly string[] {
  const [model = "", properties = ""] = [files[0], files[files.length - 1]];
  const own = `innate check ${model} ${properties}`;
  switch (format) {
    case "prism":
      return [own, `prism ${model} ${properties}`, `storm --prism ${model} --prop ${properties}`];
    case "drn":
      return [own, `storm --explicit-drn ${model} --prop ${properties}`];
    case "tra":
      return [own, `prism ${model.replace(/tra$/, "all")} ${properties}`];
  }
}

function notesOn({ format, states, rounded, isHidden }: Exported): readonly string[] {
  const near = [
    ...(rounded.probabilities === 0 ? [] : [count(rounded.probabilities, "probability", "probabilities")]),
    ...(rounded.rewards === 0 ? [] : [count(rounded.rewards, "reward")]),
  ];
  return [
    ...(isHidden ? ["an agent of this world sees less than its states: its optimum may be less than the model's"] : []),
    ...(near.length === 0
      ? []
      : [`${near.join(" and ")} no decimal writes: they are those of the nearest doubles; --format drn is exact`]),
    ...(format === "prism" && states > READ_SOON
      ? ["checkers look at every command in every state: of so many states they read --format drn sooner"]
      : []),
  ];
}

/** What `innate export` prints: what was written, and how to ask of it. */
export function exportText(name: string, exported: Exported): string {
  const { question, files, states, choices, transitions, rewards, labels, properties } = exported;
  const width = Math.max(...properties.map((property) => property.name.length));
  const list = (head: string, names: readonly string[]): readonly string[] =>
    wrapped(head, names.length === 0 ? ["none"] : names);
  const lines = [
    `${name}: ${question}`,
    `${count(states, "state")}, ${count(choices, "choice")}, ${count(transitions, "transition")}`,
    ...list("Files", files),
    ...list("Rewards", rewards),
    ...list("Labels", labels),
    "",
    "Properties",
    ...properties.flatMap(({ name: own, text, about }) => [
      `  ${own.padEnd(width)}  ${text}`,
      `  ${"".padEnd(width)}  ${about}`,
    ]),
    "",
    ...commandsFor(exported).map((command, k) => `${(k === 0 ? "Ask" : "").padEnd(9)}${command}`),
    ...notesOn(exported).flatMap((note) => wrapped("Note", note.split(" "), " ")),
  ];
  return `${lines.join("\n")}\n`;
}

/** Words after a heading, in lines of at most 80 columns. */
function wrapped(head: string, words: readonly string[], between = ", "): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const [k, word] of words.entries()) {
    const piece = word + (k + 1 < words.length ? between : "");
    if (line !== "" && 9 + (line + piece).trimEnd().length > 80) {
      lines.push(line);
      line = "";
    }
    line += piece;
  }
  lines.push(line);
  return lines.map((text, k) => `${(k === 0 ? head : "").padEnd(9)}${text.trimEnd()}`);
}

/** Writes a case as a model for other checkers; returns the exit status. */
export async function exportCommand(typed: string, flags: ExportFlags): Promise<Status> {
  const { drive, set, horizon, discount, average, maxStates, force = false, json = false } = flags;
  const target = findTarget(typed, foreignOptions(flags));
  const { format, stem } = placeOf(target.name, flags);
  const first = `${stem}.${format}`;
  checkWritable(first, flags.output === undefined ? first : `--output ${flags.output}`);
  if (!force && existsSync(first)) throw new InnateError("usage", `${first}: there already; --force writes over it`);
  const limits = limitsOf(flags);
  const scratch = join(dirname(resolve(stem)), `.innate-export-${process.pid}`);
  const task = {
    kind: "export" as const,
    format,
    drives: drive,
    stem: relative("", resolve(stem)),
    scratch,
    force,
    bytes: modelBytes(limits),
    ...(horizon === undefined ? {} : { horizon }),
    ...(discount === undefined ? {} : { discount }),
    ...(average === undefined ? {} : { average }),
    ...(maxStates === undefined ? {} : { states: maxStates }),
  };
  const bar = createProgressBar(true);
  let exported: Exported | undefined;
  const run = startRun({ ...target, task, settings: set }, limits, {
    onMessage(message) {
      if (message.kind === "export") exported = message.exported;
      if (message.kind === "progress") bar.update(target.name, message.progress);
    },
    onNoise: (line) => complain(`${target.name} prints: ${harmless(line)}`),
  });
  let interrupted = false;
  const stop = (): void => {
    interrupted = true;
    run.stop();
  };
  process.once("SIGINT", stop);
  const failure = await run.finished;
  process.off("SIGINT", stop);
  bar.close();
  rmSync(scratch, { recursive: true, force: true });
  if (interrupted) {
    complain(`${target.name}: interrupted; nothing was written`);
    return STATUS.interrupted;
  }
  if (exported === undefined || failure !== undefined) {
    complain(failure?.message ?? `${target.name}: nothing was written`);
    return failure === undefined ? STATUS.internal : STATUS_OF[failure.blame];
  }
  print(
    json
      ? `${JSON.stringify({ schemaVersion: 1, case: target.name, ...exported })}\n`
      : exportText(target.name, exported),
  );
  return STATUS.clean;
}
