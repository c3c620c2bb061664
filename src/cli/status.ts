import type { Blame } from "./run/messages.ts";

/** Exit statuses of the command line. */
export const STATUS = {
  /** audited, nothing at or above --fail-on */
  clean: 0,
  findings: 1,
  /** wrong command line, unknown case, file not found */
  usage: 2,
  /** a state, memory or time limit, no intent, not exact and nothing found */
  undecided: 3,
  /** the case is unsound */
  case: 4,
  /** a fault of Innate's own */
  internal: 5,
  interrupted: 130,
} as const;
export type Status = (typeof STATUS)[keyof typeof STATUS];

/** What stands for several: a fault of ours first, then a wrong request, an unsound case, findings, and what was not decided. */
const ORDER: readonly Status[] = [
  STATUS.interrupted,
  STATUS.internal,
  STATUS.usage,
  STATUS.case,
  STATUS.findings,
  STATUS.undecided,
];

/** The one status that stands for several. */
export const together = (statuses: readonly Status[]): Status =>
  ORDER.find((status) => statuses.includes(status)) ?? STATUS.clean;

/** The status for each one who can be at fault. */
export const STATUS_OF: Readonly<Record<Blame, Status>> = {
  case: STATUS.case,
  undecided: STATUS.undecided,
  usage: STATUS.usage,
  internal: STATUS.internal,
};
