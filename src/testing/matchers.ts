import type { Audit, Check, Finding } from "../audit/report.ts";
import { CHECKS } from "../audit/report.ts";
import type { AnyCase } from "../core/case.ts";
import { didYouMean, InnateError, show } from "../core/errors.ts";
import { type FailOn, isFailing, whyUndecided } from "../report/outcome.ts";
import { renderFinding } from "../report/terminal.ts";
import { caseTitle, countFindings, coverageText, questionText } from "../report/words.ts";
import { auditsOf, type Question } from "./case.ts";

/** A check, or the id of a finding: "loop", "loop:arrow". */
export type Exploit = Check | `${Check}:${string}`;

export interface NoExploitsQuestion extends Question {
  /** the least severity that counts; "low", which is all of them, where left out */
  readonly failOn?: Exclude<FailOn, "never">;
}

/** What a matcher answers, to Vitest as to Jest. */
interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
}

const isCase = (value: unknown): value is AnyCase =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "build") === "function";

/**
 * The audits of what an assertion was given.
 *
 * @throws InnateError `usage` if it is no case, `undecided` where an audit decides nothing: then neither the assertion nor its
 * opposite is known to hold
 */
function audited(received: unknown, question: Question): readonly Audit[] {
  if (!isCase(received))
    throw new InnateError("usage", `expected a case, the value of defineCase, and got ${show(received)}`);
  const audits = auditsOf(received, question);
  for (const audit of audits) {
    const why = whyUndecided(audit);
    if (why !== undefined) throw new InnateError("undecided", `${titleOf(audit)}: ${why}`);
  }
  return audits;
}

const titleOf = (audit: Audit): string => `${caseTitle(audit)}, drive ${audit.drive}`;

/** What was found of each drive, in full where something was. */
const reportOf = (audits: readonly Audit[]): string =>
  audits
    .map((audit) => {
      const head = `${titleOf(audit)}: ${countFindings(audit)} (${questionText(audit)}; ${coverageText(audit)})`;
      return [head, ...audit.findings.map((finding) => `\n${renderFinding(finding, audit)}`)].join("\n");
    })
    .join("\n");

const isExploit = ({ id, check, agreeing }: Finding, wanted: string): boolean =>
  wanted === id || wanted === check || agreeing.some((other) => other === wanted);

function checkWanted(wanted: string): void {
  const [check = ""] = wanted.split(":");
  if (CHECKS.some((known) => known === check)) return;
  throw new InnateError(
    "usage",
    `toHaveExploit: "${wanted}" is neither a check nor a finding${didYouMean(check, CHECKS)}; the checks are ${CHECKS.join(", ")}`,
  );
}

/**
 * Matchers for `expect.extend`, of Vitest and of whatever else takes functions of this form. `innate/testing/vitest` extends Vitest's
 * with them, types included.
 */
export const matchers = {
  /** Holds where no drive that was asked for has a finding; fails with each finding as the terminal shows it. */
  toHaveNoExploits(received: unknown, { failOn = "low", ...question }: NoExploitsQuestion = {}): Answer {
    const audits = audited(received, question);
    const found = audits.filter(({ findings }) => findings.some((finding) => isFailing(finding, failOn)));
    return {
      pass: found.length === 0,
      message: () =>
        found.length === 0
          ? `expected an exploit, found none:\n\n${reportOf(audits)}`
          : `expected no exploit:\n\n${reportOf(found)}`,
    };
  },
  /** Holds where a drive that was asked for has a finding of the check or with the id; of any where none is named. */
  toHaveExploit(received: unknown, wanted?: Exploit, question: Question = {}): Answer {
    if (wanted !== undefined) checkWanted(wanted);
    const audits = audited(received, question);
    const pass = audits.some(({ findings }) =>
      findings.some((finding) => wanted === undefined || isExploit(finding, wanted)),
    );
    const what = wanted === undefined ? "an exploit" : `the exploit "${wanted}"`;
    return { pass, message: () => `expected ${pass ? `not ${what}` : what}:\n\n${reportOf(audits)}` };
  },
};
