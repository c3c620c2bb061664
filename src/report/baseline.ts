import * as z from "zod";
import { type Audit, type Finding, type Quantity, SEVERITIES } from "../audit/report.ts";
import { InnateError } from "../core/errors.ts";
import { stringify } from "./json.ts";
import { formatQuantity } from "./number.ts";
import { type Outcome, stableId } from "./outcome.ts";
import { type Accepted, accepted } from "./schema.ts";
import { printable } from "./text.ts";

/** The file that `--write-baseline` writes and `--baseline` reads. */
const baselineDocument = z
  .strictObject({ schemaVersion: z.literal(1), accepted: z.array(accepted).readonly() })
  .describe("Findings of audits that are accepted, each with a reason, as innate audit --write-baseline writes them.");

/** The JSON Schema of the document, as it is written. */
export const baselineJsonSchema = (): object => z.toJSONSchema(baselineDocument, { io: "input" });

const idOf = (entry: Accepted): string => stableId(entry, { id: entry.finding });

/**
 * The accepted findings that a text lists.
 *
 * @param origin - what the text came from, for the error
 * @throws InnateError `usage` if it is no such document, or lists a finding twice
 */
export function parseBaseline(text: string, origin: string): readonly Accepted[] {
  const wrong = (why: string) =>
    new InnateError("usage", `${origin}: expected a baseline as innate audit --write-baseline writes it, ${why}`);
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    throw wrong(`got no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const parsed = baselineDocument.safeParse(written);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? "the document" : issue.path.map(String).join(".");
    throw wrong(`but ${where} is not: ${issue?.message ?? "it has another form"}`);
  }
  const ids = parsed.data.accepted.map(idOf);
  const twice = ids.find((id, k) => ids.indexOf(id) !== k);
  if (twice !== undefined) throw wrong(`but it lists ${twice} twice`);
  return parsed.data.accepted;
}

/** @throws InnateError `usage` where a finding is accepted without a reason */
export function checkReasons(entries: readonly Accepted[], origin: string): void {
  const bare = entries.filter(({ reason }) => reason.trim() === "").map(idOf);
  if (bare.length === 0) return;
  throw new InnateError(
    "usage",
    `${origin}: a finding is accepted for a reason, and none is given for:\n${bare.map((id) => `    ${printable(id)}`).join("\n")}\n` +
      'Write each as its "reason", or take the entry out.',
  );
}

export const renderBaseline = (entries: readonly Accepted[]): string =>
  stringify({ schemaVersion: 1, accepted: entries }, 2);

/** The least and the greatest distance that two quantities can have. */
const distance = (a: Quantity, b: Quantity): readonly [number, number] => [
  Math.max(0, a.low - b.high, b.low - a.high),
  Math.max(a.high - b.low, b.high - a.low),
];

/**
 * How a finding is worse than what was accepted, in words; undefined where it is not. A figure is worse where it is further from
 * what was meant than it was, by more than the bounds of both leave open.
 */
function worsening(
  now: Pick<Finding, "severity" | "measure" | "figure" | "meant">,
  then: Accepted,
): string | undefined {
  if (SEVERITIES.indexOf(now.severity) < SEVERITIES.indexOf(then.severity))
    return `its severity was ${then.severity} and is ${now.severity}`;
  if (now.measure !== then.measure) return `it was measured as ${then.measure} and is measured as ${now.measure}`;
  const [nearest] = distance(now.figure, now.meant);
  const [, furthest] = distance(then.figure, then.meant);
  if (!(nearest > furthest)) return undefined;
  const said = ({ figure, meant }: Pick<Finding, "figure" | "meant">) =>
    `${formatQuantity(figure, then.measure)} (meant ${formatQuantity(meant, then.measure)})`;
  return `${then.measure} was ${said(then)} and is ${said(now)}`;
}

/** What a baseline says of a finding. */
function standingOf(finding: Finding, entry: Accepted): NonNullable<Finding["baseline"]> {
  const how = worsening(finding, entry);
  const { reason } = entry;
  return how === undefined ? { state: "accepted", reason } : { state: "worse", reason, how };
}

/** The audits with what a baseline says of each of their findings. */
export function withStandings(audits: readonly Audit[], entries: readonly Accepted[]): readonly Audit[] {
  const known = new Map(entries.map((entry) => [idOf(entry), entry]));
  return audits.map((audit) => ({
    ...audit,
    findings: audit.findings.map((finding) => {
      const entry = known.get(stableId(audit, finding));
      return entry === undefined ? finding : { ...finding, baseline: standingOf(finding, entry) };
    }),
  }));
}

/** A case with its audits; `failure` where there are none or not all. */
type Reached = Pick<Outcome, "name" | "audits"> & { readonly failure?: object };

/**
 * The accepted findings that are found no more. Those of cases and drives that were not audited this time are not among them.
 *
 * @param narrowed - whether only some drives of a case were asked for, or there was no time for all
 */
export function goneFrom(
  entries: readonly Accepted[],
  outcomes: readonly Reached[],
  narrowed: boolean,
): readonly Accepted[] {
  const audits = outcomes.flatMap((outcome) => outcome.audits);
  const found = new Set(audits.flatMap((audit) => audit.findings.map((finding) => stableId(audit, finding))));
  return entries.filter((entry) => {
    const outcome = outcomes.find(({ name }) => name === entry.case);
    const wasAudited =
      outcome?.audits.some(({ drive }) => drive === entry.drive) || (outcome?.failure === undefined && !narrowed);
    return outcome !== undefined && wasAudited && !found.has(idOf(entry));
  });
}

/**
 * The entries of a baseline that accepts what was found: each with the reason that it had, unless it has become worse. Entries
 * that are gone are left out; those of what was not audited stay.
 */
export function baselineOf(
  outcomes: readonly Reached[],
  before: readonly Accepted[],
  narrowed: boolean,
): readonly Accepted[] {
  const known = new Map(before.map((entry) => [idOf(entry), entry]));
  const gone = new Set(goneFrom(before, outcomes, narrowed).map(idOf));
  const entries = outcomes
    .flatMap((outcome) => outcome.audits)
    .flatMap((audit) =>
      audit.findings.map((finding): Accepted => {
        const { severity, measure, figure, meant } = finding;
        const then = known.get(stableId(audit, finding));
        const reason = then === undefined || worsening(finding, then) !== undefined ? "" : then.reason;
        return { case: audit.case, drive: audit.drive, finding: finding.id, severity, measure, figure, meant, reason };
      }),
    );
  const byId = new Map([...before, ...entries].map((entry) => [idOf(entry), entry]));
  for (const id of gone) byId.delete(id);
  return [...byId].sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, entry]) => entry);
}
