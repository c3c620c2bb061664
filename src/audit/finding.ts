import type { Figure } from "../exact/model.ts";
import type { Context } from "./analysis.ts";
import type { Loss } from "./loss.ts";
import type { Sensitivity, Watching } from "./measurements/report.ts";
import { repairOf } from "./measurements/sensitivity.ts";
import { watchingNotes } from "./measurements/watching.ts";
import type { Path } from "./paths/path.ts";
import { traceOf } from "./paths/trace.ts";
import { quantity } from "./quantity.ts";
import { CHECKS, type Check, type Finding, SEVERITIES, type Severity, type SourceLine } from "./report.ts";

/** What a check reports before findings that share a trace are merged. */
export interface Hit {
  readonly check: Check;
  /** what the check looked at, where it looks at several things: a field, an item */
  readonly about?: string;
  readonly severity: Severity;
  readonly claim: string;
  readonly measure: string;
  readonly figure: Figure;
  readonly meant: Figure;
  /** what tampering is worth to the agent */
  readonly incentive?: Figure;
  readonly path?: Path | undefined;
  /** the context that the path is of, where it is not the audit's own */
  readonly context?: Context;
  /** whose path it is */
  readonly policies: string;
  /** the term that pays for it */
  readonly term?: string | undefined;
  readonly notes?: readonly string[];
}

/** Whether one path takes the other's rows as far as both go; the outcome of the last shared step may differ. */
const sameStart = (a: Path, b: Path): boolean => {
  const length = Math.min(a.steps.length, b.steps.length);
  if (a.start !== b.start || length === 0) return false;
  return a.steps.slice(0, length).every(({ row, branch }, k) => {
    const other = b.steps[k]!;
    return row === other.row && (branch === other.branch || k + 1 === length);
  });
};

/**
 * Whether two hits are one finding: one's trace is the other's or the beginning of it. The terms that pay may differ: what pays
 * for the tampering is not what the whole policy earns more by.
 */
const agree = (a: Hit, b: Hit): boolean =>
  a.context === b.context && a.path !== undefined && b.path !== undefined && sameStart(a.path, b.path);

const severest = (hits: readonly Hit[]): Severity =>
  SEVERITIES.find((severity) => hits.some((hit) => hit.severity === severity)) ?? "low";

const byCheck = (a: Hit, b: Hit): number => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check);

/**
 * The findings of some hits: those that agree are one, named by the most telling check; the most severe first.
 *
 * @param locate - where the function of a term stands in the user's source
 */
export function findingsOf(
  context: Context,
  hits: readonly Hit[],
  locate: (term: string) => SourceLine | undefined,
): readonly Finding[] {
  const groups: Hit[][] = [];
  for (const hit of [...hits].sort(byCheck)) {
    const group = groups.find((members) => members.some((member) => agree(member, hit)));
    if (group === undefined) groups.push([hit]);
    else group.push(hit);
  }
  const findings = groups.map((group): Finding => {
    const [lead, ...others] = group;
    if (lead === undefined) throw new RangeError("findingsOf: an empty group");
    const source = lead.term === undefined ? undefined : locate(lead.term);
    const written = (path: Path) => traceOf(lead.context ?? context, path, lead.policies);
    const further = (lead.path?.further ?? []).map(written);
    return {
      id: [lead.check, lead.about, lead.term].filter((part) => part !== undefined).join(":"),
      check: lead.check,
      agreeing: [...new Set(others.map(({ check }) => check))].filter((check) => check !== lead.check),
      severity: severest(group),
      claim: lead.claim,
      measure: lead.measure,
      figure: quantity(lead.figure),
      meant: quantity(lead.meant),
      ...(lead.incentive === undefined ? {} : { incentive: quantity(lead.incentive) }),
      ...(lead.path === undefined ? {} : { trace: written(lead.path) }),
      ...(further.length === 0 ? {} : { furtherTraces: further }),
      ...(lead.term === undefined ? {} : { term: lead.term }),
      ...(source === undefined ? {} : { source }),
      notes: group.flatMap(({ notes = [] }) => notes),
    };
  });
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** Findings with what the measurements add to them: a repair of what the worst optimum loses, and what heavier penalties do. */
export function remarked(
  findings: readonly Finding[],
  loss: Loss | undefined,
  moved: readonly Sensitivity[],
  watches: Watching | undefined,
): readonly Finding[] {
  // No weight makes a detour cost anything in the long run.
  const repair = loss === undefined || loss.headline.isDetour ? undefined : repairOf(moved);
  return findings.map((finding) => {
    const isLoss = finding.check === "worst-optimum" || finding.agreeing.includes("worst-optimum");
    const notes = finding.check === "watched" && watches !== undefined ? watchingNotes(watches) : [];
    return { ...finding, ...(repair !== undefined && isLoss ? { repair } : {}), notes: [...finding.notes, ...notes] };
  });
}
