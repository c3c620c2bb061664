import { existsSync } from "node:fs";
import { count } from "../report/number.ts";
import type { Accepted } from "../report/schema.ts";
import { checkWritable, readText, writeText } from "./files.ts";
import type { Audited } from "./reports.ts";
import { complain } from "./terminal.ts";

export interface BaselineFlags {
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly drive: readonly string[];
  readonly quiet?: boolean;
}

/** The files of accepted findings of one command, read before its audits. */
export interface Baselines {
  /** what is accepted; undefined where no baseline was asked for */
  readonly entries?: readonly Accepted[];
  /** what stands in the file that is to be written */
  readonly before: readonly Accepted[];
}

/**
 * Reads what is accepted, and what stands in the file that will be written over.
 *
 * @throws InnateError `usage` where a file cannot be read or written, is no baseline, or accepts without a reason
 */
export async function readBaselines({ baseline, writeBaseline }: BaselineFlags): Promise<Baselines> {
  if (baseline === undefined && writeBaseline === undefined) return { before: [] };
  const { checkReasons, parseBaseline } = await import("../report/baseline.ts");
  const read = (file: string) =>
    parseBaseline(readText(file, `innate audit CASE --write-baseline ${file} makes one`), file);
  const before = writeBaseline !== undefined && existsSync(writeBaseline) ? read(writeBaseline) : [];
  if (writeBaseline !== undefined) checkWritable(writeBaseline, `--write-baseline ${writeBaseline}`);
  if (baseline === undefined) return { before };
  const entries = read(baseline);
  checkReasons(entries, baseline);
  return { entries, before };
}

/**
 * The outcomes with what the baseline says of their findings, and what it accepts that is found no more.
 *
 * @param narrowed - whether only some drives of a case were audited
 */
export async function hold(
  audited: readonly Audited[],
  { entries }: Baselines,
  narrowed: boolean,
): Promise<{ readonly held: readonly Audited[]; readonly gone?: readonly Accepted[] }> {
  if (entries === undefined) return { held: audited };
  const { goneFrom, withStandings } = await import("../report/baseline.ts");
  const held = audited.map((one) => ({ ...one, audits: withStandings(one.audits, entries) }));
  return { held, gone: goneFrom(entries, audited, narrowed) };
}

/** Writes the findings as accepted, the reasons that were given kept, and says which still need one. */
export async function writeBaseline(
  audited: readonly Audited[],
  { before }: Baselines,
  flags: BaselineFlags,
): Promise<void> {
  const file = flags.writeBaseline;
  if (file === undefined) return;
  const { baselineOf, renderBaseline } = await import("../report/baseline.ts");
  const entries = baselineOf(audited, before, flags.drive.length > 0);
  writeText(file, renderBaseline(entries), `--write-baseline ${file}`);
  if (flags.quiet === true) return;
  const bare = entries.filter(({ reason }) => reason.trim() === "");
  complain(
    `wrote ${file}: ${count(entries.length, "finding")}` +
      (bare.length === 0
        ? ", each with its reason"
        : `; write why as the "reason" of ${bare.length === entries.length ? "each" : `${bare.length} of them`}, then give --baseline ${file}`),
  );
}
