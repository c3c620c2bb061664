import * as z from "zod";
import type { Audit } from "../audit/report.ts";
import { InnateError } from "../core/errors.ts";
import { type Accepted, type AuditFailure, auditDocument } from "./schema.ts";

/** The version of the document's form; a change that an old reader would misread raises it. */
export const SCHEMA_VERSION = 1;

/**
 * One document with all audits and why others are not among them, as docs/schema/audit.schema.json describes it; NaN and infinities
 * are strings.
 *
 * @param gone - what a baseline accepts and is found no more; left out where there is no baseline
 */
export const renderJson = (
  audits: readonly Audit[],
  failures: readonly AuditFailure[] = [],
  gone?: readonly Accepted[],
): string => stringify({ schemaVersion: SCHEMA_VERSION, audits, failures, ...(gone === undefined ? {} : { gone }) });

/** A document in JSON, its end included; NaN and infinities are strings. */
export const stringify = (document: object, indent?: number): string =>
  `${JSON.stringify(
    document,
    (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value),
    indent,
  )}\n`;

/**
 * The audits of a document that `renderJson` wrote.
 *
 * @param origin - what the text came from, for the error
 * @throws InnateError `usage` if the text is not such a document
 */
export function parseAudits(text: string, origin = "audits"): readonly Audit[] {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InnateError("usage", `${origin}: expected what innate audit --json prints, got no JSON (${why})`);
  }
  const version = z.object({ schemaVersion: z.unknown() }).safeParse(written);
  if (version.success && version.data.schemaVersion !== SCHEMA_VERSION)
    throw new InnateError(
      "usage",
      `${origin}: schemaVersion ${String(version.data.schemaVersion)}, expected ${SCHEMA_VERSION}; it was written by another version of innate`,
    );
  const parsed = auditDocument.safeParse(written);
  if (parsed.success) return parsed.data.audits;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "the document" : issue.path.map(String).join(".");
  throw new InnateError(
    "usage",
    `${origin}: expected what innate audit --json prints, but ${where} is not as this version of innate writes it; ` +
      "write the file anew: innate audit CASE --json",
  );
}
