import { type Audit, type Finding, SEVERITIES, type Severity } from "../audit/report.ts";
import type { AuditFailure } from "./schema.ts";

/** What an audit command has to say of one case. */
export interface Outcome {
  readonly name: string;
  /** whether the name is a file relative to the working directory, an id of the library, or neither because there is no such case */
  readonly origin: "file" | "library" | "unknown";
  readonly audits: readonly Audit[];
  /** why there are no audits, or not all */
  readonly failure?: AuditFailure;
}

/** A finding with what it was found in. */
export interface Annotation {
  readonly outcome: Outcome;
  readonly audit: Audit;
  readonly finding: Finding;
}

/** Most findings that a report for other tools holds: each is shown beside the code, where more are read by nobody. */
const MOST = 10;

/** Whether a baseline accepts a finding as it is. */
export const isAccepted = ({ baseline }: Finding): boolean => baseline?.state === "accepted";

/** The least severity of a finding that fails an audit. */
export type FailOn = Severity | "never";

/** Whether a finding fails an audit. */
export const isFailing = (finding: Finding, failOn: FailOn): boolean =>
  !isAccepted(finding) && failOn !== "never" && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(failOn);

/** Why nothing is decided by an audit, which has found nothing then; undefined where something is. */
export function whyUndecided({ findings, exactness, items }: Audit): string | undefined {
  if (findings.length > 0) return undefined;
  if (items.length === 0) return "the case states no intent, so there is nothing to hold its drives against";
  return exactness.exact ? undefined : `nothing found, and the answer is not exact: ${exactness.reason}`;
}

/** The findings of all cases, those that nobody has accepted and the most severe first, cut at ten; and how many were left out. */
export function annotationsOf(outcomes: readonly Outcome[]): {
  readonly shown: readonly Annotation[];
  readonly leftOut: number;
} {
  const all = outcomes.flatMap((outcome) =>
    outcome.audits.flatMap((audit) => audit.findings.map((finding) => ({ outcome, audit, finding }))),
  );
  const rank = ({ finding }: Annotation) =>
    SEVERITIES.indexOf(finding.severity) + (isAccepted(finding) ? SEVERITIES.length : 0);
  const sorted = [...all].sort((a, b) => rank(a) - rank(b));
  return { shown: sorted.slice(0, MOST), leftOut: Math.max(0, all.length - MOST) };
}

/** What a finding is known by from one audit to the next: "boat-race, naive, loop:arrow". */
export const stableId = ({ case: name, drive }: Pick<Audit, "case" | "drive">, { id }: Pick<Finding, "id">): string =>
  [name, drive, id].join(", ");
