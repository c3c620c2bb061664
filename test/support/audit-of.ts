import { type AuditOptions, audit } from "../../src/audit/audit.ts";
import type { Audit } from "../../src/audit/report.ts";
import type { AnyCase } from "../../src/core/case.ts";

/** The one audit of a case that has one drive. */
export function auditOf(subject: AnyCase, options: Partial<AuditOptions> = {}): Audit {
  const [only] = [...audit(subject, { name: "test", ...options })];
  if (only === undefined) throw new Error("expected an audit");
  return only;
}
