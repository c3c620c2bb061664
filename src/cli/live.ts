import type { LifeReport } from "../report/life/report.ts";
import { checkWritable, writeText } from "./files.ts";
import { type ForeignFlags, foreignOptions } from "./foreign-flags.ts";
import { createProgressBar } from "./progress.ts";
import type { Failure, LiveTask } from "./run/messages.ts";
import { LONGEST, limitsOf, startRun } from "./run/run.ts";
import { mindOf } from "./run/settings.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { findTarget } from "./target.ts";
import { colored, columns, complain, harmless, print } from "./terminal.ts";

export interface LiveFlags extends Omit<LiveTask, "kind" | "time">, ForeignFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly json?: boolean;
  readonly html?: string;
  readonly quiet?: boolean;
  /** seconds */
  readonly time?: number;
  /** MiB */
  readonly memory?: number;
}

const quoted = (word: string): string => (/^[\w./=+:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The command that lives a life again from its beginning. */
function commandFor(
  { case: name, settings, drive, mind, others, seed, horizon, discount }: LifeReport,
  steps: number,
  flags: LiveFlags,
): string {
  // A life that was resumed was perhaps begun under a question of its own.
  const asked = (flag: number | undefined): boolean => flag !== undefined || flags.resume !== undefined;
  const options: readonly (readonly [string, string | number])[] = [
    ["--mind", mind],
    ["--drive", drive],
    ...Object.entries(others).map(([field, other]) => ["--others", `${field}=${other}`] as const),
    ...Object.entries(settings).map(([key, value]) => ["--set", `${key}=${value}`] as const),
    ["--seed", seed],
    ...(horizon !== undefined && asked(flags.horizon) ? [["--horizon", horizon] as const] : []),
    ...(asked(flags.discount) ? [["--discount", discount] as const] : []),
    ["--steps", steps],
  ];
  return ["innate", "live", name, ...options.flat().map(String)].map(quoted).join(" ");
}

/** How an interrupted life goes on. */
function goingOn(report: LifeReport, { save, steps }: LiveFlags): string {
  const left = steps - report.steps;
  return save === undefined
    ? "it cannot go on: with --save FILE it could"
    : `it goes on with: ${["innate", "live", report.case, "--resume", save, "--steps", String(left)].map(quoted).join(" ")}`;
}

/** How far a life came, as its process or thread told it last. */
interface Told {
  readonly report: LifeReport;
  /** whether that was at its end, whatever ended it */
  readonly isLast: boolean;
}

/** Why a life is over before its time, and what can be done about it. */
function complainOf(
  told: Told | undefined,
  failure: Failure | undefined,
  flags: LiveFlags,
  interrupted: boolean,
): void {
  if (failure !== undefined) complain(failure.message);
  if (told === undefined) {
    if (interrupted) complain("interrupted; nothing was lived yet");
    return;
  }
  const { report, isLast } = told;
  const lived = report.from + report.steps;
  if (failure !== undefined && failure.blame !== "usage")
    complain(
      isLast
        ? `replay: ${commandFor(report, lived + 1, flags)}`
        : `shown is what was told of it last; replay: ${commandFor(report, report.from + flags.steps, flags)}`,
    );
  else if (report.end === "interrupted")
    complain(`${interrupted ? "interrupted" : `the limit of ${flags.time} s was reached`}; ${goingOn(report, flags)}`);
}

async function write(report: LifeReport, { json = false, html, quiet = false }: LiveFlags): Promise<void> {
  if (html !== undefined) {
    const { renderLifeHtml } = await import("../report/life/html/index.ts");
    writeText(html, renderLifeHtml(report), `--html ${html}`);
  }
  if (json) {
    const { renderLifeJson } = await import("../report/life/json.ts");
    print(renderLifeJson(report));
  } else if (!quiet) {
    const { renderLife } = await import("../report/life/terminal.ts");
    print(renderLife(report, { color: colored(process.stdout), width: columns() }));
  }
}

/** Lives a life and shows what came of it; returns the exit status. */
export async function liveCommand(typed: string, flags: LiveFlags): Promise<Status> {
  const target = findTarget(typed, foreignOptions(flags));
  const { set, json: _, html, quiet = false, time, memory: _memory, ...asked } = flags;
  if (asked.mind !== undefined) mindOf(asked.mind);
  for (const [flag, file] of Object.entries({ html, record: asked.record, save: asked.save }))
    if (file !== undefined) checkWritable(file, `--${flag} ${file}`);
  // Its time is the task's own: at its end a life is shown as far as it came.
  const limits = { ...limitsOf(flags), time: LONGEST };
  const task = { ...asked, kind: "live" as const, ...(time === undefined ? {} : { time: time * 1000 }) };
  const bar = createProgressBar(!quiet);
  let told: Told | undefined;
  const run = startRun({ ...target, task, settings: set }, limits, {
    onMessage(message) {
      if (message.kind === "life") told = message;
      if (message.kind === "progress") bar.update(target.name, message.progress);
    },
    onNoise(line) {
      bar.clear();
      if (!quiet) complain(`${target.name} prints: ${harmless(line)}`);
    },
  });
  let interrupted = false;
  process.on("SIGINT", () => {
    if (interrupted) {
      bar.close();
      run.stop();
    } else run.interrupt();
    interrupted = true;
  });
  const ended = await run.finished;
  bar.close();
  // A life that does not end when it is asked to is ended: that is no failure of its own.
  const failure = interrupted ? undefined : ended;
  if (told !== undefined && failure !== undefined) told = { ...told, report: { ...told.report, end: "failed" } };
  if (told !== undefined && told.report.steps > 0) await write(told.report, flags);
  complainOf(told, failure, flags, interrupted);
  if (failure !== undefined) return STATUS_OF[failure.blame];
  if (told?.report.end === "lived") return STATUS.clean;
  return interrupted ? STATUS.interrupted : STATUS.undecided;
}
