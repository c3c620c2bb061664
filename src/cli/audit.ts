import { writeFileSync } from "node:fs";
import { type Audit, SEVERITIES, type Severity } from "../audit/report.ts";
import { InnateError, messageOf } from "../core/errors.ts";
import { createProgressBar } from "./progress.ts";
import type { Failure } from "./run/messages.ts";
import { DEFAULT_LIMITS, MIB, type Run, startRun } from "./run/run.ts";
import { STATUS, STATUS_OF, type Status, together } from "./status.ts";
import { findTarget, type Target } from "./target.ts";
import { colored, columns, complain, harmless, print } from "./terminal.ts";

export interface AuditFlags {
  readonly drive: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly horizon?: number;
  readonly discount?: number;
  readonly failOn: Severity | "never";
  readonly json?: boolean;
  readonly html?: string;
  readonly quiet?: boolean;
  /** seconds */
  readonly time?: number;
  /** MiB */
  readonly memory?: number;
  readonly maxStates?: number;
}

/** Lines of what a user's file prints that are shown before they are only counted. */
const NOISE = 20;
/** Bytes that a process takes before it holds any model, and the share of the rest that a model may take while it grows. */
const BASE = 96 * MIB;
const MODEL = 0.5;

/** The status of one audit: whether it has a finding at or above a severity, or nothing was decided. */
export function statusOf({ findings, exactness }: Audit, failOn: AuditFlags["failOn"]): Status {
  const bar = failOn === "never" ? -1 : SEVERITIES.indexOf(failOn);
  if (findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= bar)) return STATUS.findings;
  return exactness.exact || findings.length > 0 ? STATUS.clean : STATUS.undecided;
}

/** Passes a file's own output on, the first lines of it. */
function createNoise(name: string, quiet: boolean) {
  let lines = 0;
  return {
    line(text: string) {
      if (lines++ < NOISE && !quiet) complain(`${name} prints: ${harmless(text)}`);
    },
    end() {
      if (lines > NOISE && !quiet) complain(`${name} prints ${lines - NOISE} more lines, left out`);
    },
  };
}

/** What `innate audit` found so far, over all its cases. */
interface Outcome {
  readonly audits: Audit[];
  readonly statuses: Status[];
}

/** Writes the HTML file, and prints the reports; each form of report is loaded where it is wanted. */
async function writeReports(byCase: readonly (readonly Audit[])[], flags: AuditFlags): Promise<void> {
  const audits = byCase.flat();
  if (flags.html !== undefined && audits.length > 0) {
    const { renderHtml } = await import("../report/index.ts");
    try {
      writeFileSync(flags.html, renderHtml(audits));
    } catch (error) {
      throw new InnateError("usage", `--html ${flags.html}: ${messageOf(error)}`);
    }
  }
  if (flags.json === true) {
    const { renderJson } = await import("../report/json.ts");
    print(renderJson(audits));
  } else if (flags.quiet !== true && audits.length > 0) {
    const { renderCase, renderSummary } = await import("../report/terminal.ts");
    const options = { color: colored(process.stdout), width: columns() };
    print(byCase.length === 1 ? renderCase(audits, options) : renderSummary(audits, options));
  }
}

/** Audits one case after another; what stops it from outside is told by `interrupted`. */
async function auditAll(
  targets: readonly Target[],
  flags: AuditFlags,
  onRun: (run: Run) => boolean,
): Promise<readonly (Outcome & { readonly failure: Failure | undefined })[]> {
  const limits = {
    ...DEFAULT_LIMITS,
    ...(flags.time === undefined ? {} : { time: flags.time * 1000 }),
    ...(flags.memory === undefined ? {} : { memory: flags.memory * MIB }),
  };
  const bar = createProgressBar(flags.quiet !== true);
  const outcomes: (Outcome & { readonly failure: Failure | undefined })[] = [];
  for (const target of targets) {
    const audits: Audit[] = [];
    const noise = createNoise(target.name, flags.quiet === true);
    const task = {
      kind: "audit" as const,
      drives: flags.drive,
      bytes: Math.max(16 * MIB, Math.floor((limits.memory - BASE) * MODEL)),
      ...(flags.horizon === undefined ? {} : { horizon: flags.horizon }),
      ...(flags.discount === undefined ? {} : { discount: flags.discount }),
      ...(flags.maxStates === undefined ? {} : { states: flags.maxStates }),
    };
    const run = startRun({ ...target, task, settings: flags.set }, limits, {
      onMessage(message) {
        if (message.kind === "audit") audits.push(message.audit);
        if (message.kind === "progress") bar.update(target.name, message.progress);
      },
      onNoise(line) {
        bar.clear();
        noise.line(line);
      },
    });
    const goOn = onRun(run);
    const failure = await run.finished;
    bar.clear();
    noise.end();
    const statuses = audits.map((audit) => statusOf(audit, flags.failOn));
    outcomes.push({ audits, statuses, failure });
    if (!goOn) break;
  }
  return outcomes;
}

/** Audits cases and prints what was found; returns the exit status. */
export async function auditCommand(typed: readonly string[], flags: AuditFlags): Promise<Status> {
  const targets = typed.map(findTarget);
  let current: Run | undefined;
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) process.exit(STATUS.interrupted);
    interrupted = true;
    current?.stop();
  };
  process.on("SIGINT", interrupt);
  const outcomes = await auditAll(targets, flags, (run) => {
    current = run;
    if (interrupted) run.stop();
    return !interrupted;
  });
  const failures = interrupted ? [] : outcomes.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  for (const { message } of failures) complain(message);
  await writeReports(
    outcomes.map(({ audits }) => audits),
    flags,
  );
  if (interrupted) {
    complain(
      `interrupted; ${outcomes.flatMap(({ audits }) => audits).length === 0 ? "nothing was decided yet" : "what was found so far is above"}`,
    );
    return STATUS.interrupted;
  }
  return together([...outcomes.flatMap(({ statuses }) => statuses), ...failures.map(({ blame }) => STATUS_OF[blame])]);
}
