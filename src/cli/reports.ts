import type { Audit } from "../audit/report.ts";
import type { FailOn, Outcome } from "../report/outcome.ts";
import type { Accepted } from "../report/schema.ts";
import { checkWritable, writeText } from "./files.ts";
import type { Failure } from "./run/messages.ts";
import { STATUS_OF } from "./status.ts";
import { colored, columns, print } from "./terminal.ts";
import { version } from "./version.ts";

/** What `innate audit` found of one case, and why that is nothing or not all. */
export interface Audited {
  readonly name: string;
  readonly origin: Outcome["origin"];
  readonly audits: readonly Audit[];
  readonly failure?: Failure;
}

export interface ReportFlags {
  readonly failOn: FailOn;
  readonly json?: boolean;
  readonly html?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly quiet?: boolean;
}

/** The flags that name a file to write, with the flag as it is typed. */
const filesOf = ({ html, sarif, junit }: ReportFlags): readonly (readonly [string, string])[] =>
  Object.entries({ html, sarif, junit }).flatMap(([flag, file]) =>
    file === undefined ? [] : [[file, `--${flag} ${file}`] as const],
  );

/**
 * Refuses files that could not be written, before the work whose results they are for.
 *
 * @throws InnateError `usage`
 */
export function checkReportFiles(flags: ReportFlags): void {
  for (const [file, owner] of filesOf(flags)) checkWritable(file, owner);
}

const outcomeOf = ({ failure, ...rest }: Audited): Outcome =>
  failure === undefined
    ? rest
    : { ...rest, failure: { case: rest.name, status: STATUS_OF[failure.blame], message: failure.message } };

/**
 * Writes the files that were asked for, and prints the report; each form is loaded where it is wanted.
 *
 * @param gone - what the baseline accepts and is found no more; undefined where there is no baseline
 */
export async function writeReports(
  audited: readonly Audited[],
  flags: ReportFlags,
  gone?: readonly Accepted[],
): Promise<void> {
  const outcomes = audited.map(outcomeOf);
  const audits = outcomes.flatMap((outcome) => outcome.audits);
  if (flags.html !== undefined && audits.length > 0) {
    const { renderHtml } = await import("../report/html/index.ts");
    writeText(flags.html, renderHtml(audits), `--html ${flags.html}`);
  }
  if (flags.sarif !== undefined) {
    const { renderSarif } = await import("../report/sarif.ts");
    writeText(flags.sarif, renderSarif(outcomes, version(), gone), `--sarif ${flags.sarif}`);
  }
  if (flags.junit !== undefined) {
    const { renderJunit } = await import("../report/junit.ts");
    writeText(flags.junit, renderJunit(outcomes, flags.failOn, gone), `--junit ${flags.junit}`);
  }
  if (flags.json === true) {
    const { renderJson } = await import("../report/json.ts");
    const failures = outcomes.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    print(renderJson(audits, failures, gone));
  } else if (flags.quiet !== true && audits.length > 0) {
    const { renderCase, renderGone, renderSummary } = await import("../report/terminal.ts");
    const options = { color: colored(process.stdout), width: columns() };
    print(outcomes.length === 1 ? renderCase(audits, options) : renderSummary(audits, options));
    print(renderGone(gone ?? [], options));
  }
}
