import type { Progress } from "../../audit/audit.ts";
import { formatNumber } from "../../report/number.ts";
import { showFrame } from "../load/places.ts";
import type { Ended, Failure, Limits } from "./messages.ts";

/** How a process was over, as its parent saw it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** "start" until the user's file is about to be loaded */
  readonly phase: "start" | "import" | "audit";
  /** milliseconds since it last said anything */
  readonly silent: number;
  /** false where it reads a model, in which nothing of the user's runs */
  readonly runsCode: boolean;
  /** the last progress that it reported */
  readonly progress?: Progress | undefined;
}

/** Whether the end that a stage reports is only what has been found so far, and grows. */
export const isOpen = (stage: string): boolean => stage.startsWith("enumerating");

/** "12,000 of 24,000", "12,000 of 40,000 found so far", or "12,000" where no end is known. */
export const amount = ({ stage, done, of }: Pick<Progress, "stage" | "done" | "of">): string =>
  of === undefined || of <= 0
    ? formatNumber(done)
    : `${formatNumber(done)} of ${formatNumber(of)}${isOpen(stage) ? " found so far" : ""}`;

/** ", while enumerating states for naive (12,000 of 40,000 found so far)", where a run was when it was ended. */
export const during = (progress: Progress | undefined): string => {
  if (progress === undefined) return "";
  const { drive, stage, done, of } = progress;
  return `, while ${stage} for ${drive} (${amount({ stage, done, ...(of === undefined ? {} : { of }) })})`;
};

/** Milliseconds without progress from which one call of the user's code counts as never returning, and as taking the memory. */
const LONG_CALL = 2_000;
const SHORT_CALL = 250;

const seconds = (milliseconds: number): string => `${Number((milliseconds / 1000).toPrecision(2))} s`;
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/**
 * Whether one call of the user's code was to blame for a limit. An audit reports progress every few milliseconds, between calls of
 * it; a call that took seconds, or a large part of the memory, is not what an audit should be waiting for.
 */
function inUsersCode(ended: Extract<Ended, { kind: "limit" }>, limits: Limits): boolean {
  const { at, grown, limit, phase, silent } = ended;
  if (phase === "import" || limit === "silence") return true;
  if (at === null) return false;
  const certain = at === undefined ? 2 : 1;
  if (limit === "time") return silent > certain * Math.min(LONG_CALL, limits.time / 2);
  const share = grown / limits.memory;
  return (at !== undefined && share > 1 / 2) || (silent > certain * SHORT_CALL && share > 1 / 4);
}

function explainLimit(
  ended: Extract<Ended, { kind: "limit" }>,
  { progress, runsCode }: Exit,
  name: string,
  limits: Limits,
): Failure {
  const { at, limit, phase, silent } = ended;
  const place = at === undefined || at === null ? "" : `\n${showFrame({ url: at.url, line: at.line, column: 1 })}`;
  const call = at?.call ? `${at.call}()` : "its code";
  if (!runsCode || !inUsersCode(ended, limits)) {
    const spent =
      limit === "memory" ? `the limit of ${mebibytes(limits.memory)}` : `the limit of ${seconds(limits.time)}`;
    const more = limit === "memory" ? "--memory" : "--time";
    return {
      blame: "undecided",
      message: `${name}: not decided: ${spent} was reached${during(progress)}; ${more} gives it more`,
    };
  }
  if (limit === "memory")
    return {
      blame: "case",
      message:
        phase === "import"
          ? `${name}: took more than ${mebibytes(limits.memory)} while it was loaded${place}`
          : `${name}: a call of ${call} took memory until the limit of ${mebibytes(limits.memory)}: it allocates without end${place}`,
    };
  return {
    blame: "case",
    message:
      phase === "import"
        ? `${name}: was not loaded after ${seconds(Math.min(limits.importTime, limits.time))}: it never returns, or waits for something that never comes${place}`
        : `${name}: a call of ${call} has not come back for ${seconds(silent)}: it never returns${place}`,
  };
}

/** The failure of a process that was over before its task was. */
export function explain(ended: Ended | undefined, exit: Exit, name: string, limits: Limits): Failure {
  if (ended?.kind === "limit") return explainLimit(ended, exit, name, limits);
  if (ended?.kind === "exit")
    return {
      blame: "case",
      message: `${name}: it ended the process by ${ended.call}; a case only describes${ended.at === "" ? "" : `\n${ended.at}`}`,
    };
  const { code, signal, phase, silent, runsCode } = exit;
  if (phase === "start")
    return {
      blame: "internal",
      message: `${name}: the process for it ended (${signal ?? `status ${code}`}) before it began`,
    };
  if (code === 13 || (code === 0 && phase === "import"))
    return { blame: "case", message: `${name}: it waits (await) for something that never comes` };
  // V8 aborts when its heap is full, before the resident memory is at its limit.
  if (signal === "SIGABRT" || code === 134) {
    // While the file is audited, a call of its code that allocates without end is seen at the limit, which comes before this.
    return phase === "import" && runsCode
      ? {
          blame: "case",
          message: `${name}: its code filled the memory (${mebibytes(limits.memory)}): it allocates without end`,
        }
      : {
          blame: "undecided",
          message: `${name}: not decided within ${mebibytes(limits.memory)}${during(exit.progress)}; --memory gives it more`,
        };
  }
  if (signal === "SIGKILL")
    return {
      blame: runsCode && (phase === "import" || silent > 1000) ? "case" : "undecided",
      message: `${name}: its process was killed after ${seconds(silent)} without an answer, by a limit or by the system for its memory`,
    };
  return {
    blame: "case",
    message: `${name}: its process ended with ${signal === null ? `status ${code}` : signal} before the audit did; something in the file ends it`,
  };
}
