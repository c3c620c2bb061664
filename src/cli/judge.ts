import type { Judgement } from "../audit/recorded/report.ts";
import { SEVERITIES, type Severity } from "../audit/report.ts";
import { InnateError } from "../core/errors.ts";
import { severityOf } from "../report/judgement/terminal.ts";
import { createProgressBar } from "./progress.ts";
import { ask } from "./run/ask.ts";
import { limitsOf } from "./run/run.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { findTarget } from "./target.ts";
import { colored, columns, complain, print } from "./terminal.ts";

export interface JudgeFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly drive?: string;
  readonly python?: string;
  readonly with?: string;
  readonly failOn: Severity | "never";
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly time?: number;
  readonly memory?: number;
}

async function write(judgement: Judgement, { json = false, quiet = false }: JudgeFlags): Promise<void> {
  if (json) {
    const { renderJudgementJson } = await import("../report/judgement/json.ts");
    print(renderJudgementJson(judgement));
  } else if (!quiet) {
    const { renderJudgement } = await import("../report/judgement/terminal.ts");
    print(renderJudgement(judgement, { color: colored(process.stdout), width: columns() }));
  }
}

function statusOf({ items }: Judgement, failOn: JudgeFlags["failOn"]): Status {
  const told = items.filter(({ figure }) => figure !== undefined);
  if (told.length === 0) return STATUS.undecided;
  const counted = failOn === "never" ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return items.some((item) => counted.some((severity) => severity === severityOf(item)))
    ? STATUS.findings
    : STATUS.clean;
}

/** Holds recorded trajectories against a case; returns the exit status. */
export async function judgeCommand(typed: string, files: readonly string[], flags: JudgeFlags): Promise<Status> {
  const { set, drive, python, with: beside, failOn, quiet = false } = flags;
  const target = findTarget(typed);
  if (beside !== undefined && target.foreign?.kind !== "gymnasium")
    throw new InnateError("usage", `--with is for environments, such as gym:CartPole-v1; ${target.name} is none`);
  const limits = limitsOf(flags);
  const task = {
    kind: "judge" as const,
    files,
    ...(drive === undefined ? {} : { drive }),
    ...(python === undefined ? {} : { python }),
    ...(beside === undefined ? {} : { with: beside }),
  };
  const bar = createProgressBar(!quiet);
  const { answers, failure } = await ask({ ...target, task, settings: set }, limits, (progress) =>
    bar.update(target.name, progress),
  );
  bar.close();
  if (failure !== undefined) {
    complain(failure.message);
    return STATUS_OF[failure.blame];
  }
  const [judgement] = answers.flatMap((answer) => (answer.kind === "judge" ? [answer.judgement] : []));
  if (judgement === undefined) return STATUS.internal;
  await write(judgement, flags);
  return statusOf(judgement, failOn);
}
