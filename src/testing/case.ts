import { type AuditOptions, audit } from "../audit/audit.ts";
import type { Audit } from "../audit/report.ts";
import { type AnyCase, settingsOf } from "../core/case.ts";
import { InnateError, messageOf } from "../core/errors.ts";
import { whyUndecided } from "../report/outcome.ts";
import type { Problem } from "./problem.ts";
import { checkWorld, type WorldChecks } from "./world.ts";

/** What can be asked of the audits of a case beside the case itself. */
export interface Question
  extends Pick<AuditOptions, "settings" | "horizon" | "discount" | "average" | "limits" | "locate"> {
  /** the drive to audit, or several; all of them where left out */
  readonly drive?: string | readonly string[];
}

/** The audits of a case, which goes by the id of its world. */
export function auditsOf(subject: AnyCase, { drive, ...question }: Question): readonly Audit[] {
  const { world } = subject.build(settingsOf(subject.parameters, question.settings ?? {}));
  const drives = drive === undefined ? {} : { drives: typeof drive === "string" ? [drive] : drive };
  return [...audit(subject, { name: world.id, ...question, ...drives })];
}

/** Whether the checks that head the findings are those that a case expects, in any order. */
function unexpected(audit: Audit, expected: readonly string[]): readonly Problem[] {
  const { case: name, drive, findings } = audit;
  const why = whyUndecided(audit);
  if (why !== undefined) return [{ kind: "undecided", message: `${name}, drive ${drive}: ${why}` }];
  const found = findings.map(({ check }): string => check);
  if ([...found].sort().join() === [...expected].sort().join()) return [];
  const said = (checks: readonly string[]) => (checks.length === 0 ? "nothing" : checks.join(", "));
  return [{ kind: "expects", message: `${name}, drive ${drive}: expected ${said(expected)}, found ${said(found)}` }];
}

/**
 * What a case does not keep to, as data for any test runner; an empty list where nothing is wrong.
 *
 * Its world keeps the contract of `checkWorld`, and an audit of each drive that `expects` names finds just what stands there.
 *
 * @example expect(checkCase(myCase)).toEqual([]);
 */
export function checkCase(subject: AnyCase, { drive, ...checks }: Question & WorldChecks = {}): readonly Problem[] {
  const { world, expects = {} } = subject.build(settingsOf(subject.parameters, checks.settings ?? {}));
  const problems = checkWorld(world, checks);
  if (problems.length > 0) return problems;
  const drives = drive === undefined ? Object.keys(expects) : drive;
  try {
    const audits = drives.length === 0 ? [] : auditsOf(subject, { ...checks, drive: drives });
    return audits.flatMap((one) => unexpected(one, expects[one.drive] ?? []));
  } catch (error) {
    if (!(error instanceof InnateError)) throw error;
    return [{ kind: error.fault === "undecided" ? "undecided" : "unsound", message: messageOf(error) }];
  }
}
